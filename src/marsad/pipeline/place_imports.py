"""Adding to a gazetteer: which source is read by what, with which language's naming rules.

An import adds one file of one kind to a gazetteer, which is begun as a copy of the shipped one. `fetch_country` is the
only thing in Marsad that asks the internet for anything, and only when a user types its command.
"""

import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from marsad.base.errors import InputError, PlacesError, UseError
from marsad.model.document import Fault
from marsad.packs.places import naming_for
from marsad.reference import (
    gazetteer_geonames,
    gazetteer_ocha,
    gazetteer_osm,
    gazetteer_supplement,
    gazetteer_tables,
)
from marsad.reference.gazetteer import SHIPPED, Attribution, Gazetteer, find_path
from marsad.reference.gazetteer_file import Entry, GazetteerFile
from marsad.reference.gazetteer_geonames import MoreName
from marsad.reference.gazetteer_names import Naming
from marsad.reference.outlines import open_outlines

LANGUAGE = "ar"
GEONAMES = "https://download.geonames.org/export/dump"
SECONDS = 60
_TABLES = frozenset({".csv", ".xlsx"})
_CODE_LETTERS = 2
Row = Entry | MoreName | PlacesError | None
Rows = Iterable[tuple[int, Row]]


@dataclass(frozen=True)
class Terms:
    """On what terms a table's places may be used: its licence, and the line to be shown wherever they are."""

    licence: str = ""
    text: str = ""

    def of(self, source: str, name: str) -> Attribution:
        """The attribution of one source of a table."""
        return Attribution(source=source, title=name, licence=self.licence, text=self.text or f"Table {name}", url="")


@dataclass
class ImportReport:
    """What an import did: rows read, places new, places merged into known ones, names given to known ones.

    `nameless` are rows without a name in the language, `unknown` names of places that the gazetteer does not have,
    `faults` the rows refused, `doubts` the rows kept though their point lies well outside of the area that they state
    (`outlined` is false where no outlines were built to tell). `changed` is false where the gazetteer is as it was.
    """

    read: int = 0
    new: int = 0
    merged: int = 0
    names: int = 0
    nameless: int = 0
    unknown: int = 0
    fingerprint: str = ""
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    outlined: bool = True
    changed: bool = False

    @property
    def taken(self) -> int:
        """How many rows the gazetteer holds now, as places or as names."""
        return self.new + self.merged + self.names


def import_places(
    kind: str, source: Path, target: Path, on_row: Callable[[], None] = lambda: None, terms: Terms | None = None
) -> ImportReport:
    """Add a file to a gazetteer, which is begun as a copy of the shipped one; `terms` are those of a `csv` table.

    Bad rows are refused, named and counted. Raises `InputError` where the file cannot be read at all, `PlacesError`
    where the gazetteer cannot.
    """
    naming = naming_for(LANGUAGE)
    if not target.is_file():
        if not SHIPPED.is_file():
            find_path(SHIPPED)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHIPPED, target)
    outlines = open_outlines()
    made = GazetteerFile.read(target, naming, outlines)
    attribution, reader = IMPORTERS[kind]
    if attribution is not None:
        made.add_source(attribution)
    report = ImportReport(outlined=outlines is not None)
    lines: dict[str, int] = {}
    for line, row in reader(source, naming):
        on_row()
        report.read += 1
        doubt = made.find_doubt(row) if isinstance(row, Entry) else None
        try:
            _check_once(line, row, lines)
            _take(row, made, report)
        except PlacesError as error:
            report.faults.append(Fault(path=str(source), line=line or None, reason=str(error)))
            continue
        if doubt is not None:
            report.doubts.append(Fault(path=str(source), line=line or None, reason=doubt))
        if attribution is None and isinstance(row, Entry) and row.source not in made.sources:
            made.add_source((terms or Terms()).of(row.source, source.name))
    if report.taken:
        before = _fingerprint(target)
        report.fingerprint = made.save(target)
        report.changed = report.fingerprint != before
    return report


def _fingerprint(path: Path) -> str:
    with Gazetteer.open(path) as gazetteer:
        return gazetteer.fingerprint


def _check_once(line: int, row: Row, lines: dict[str, int]) -> None:
    """Raise `PlacesError` where an id that a row of the file has comes again: the later would overwrite the earlier."""
    if line and isinstance(row, Entry) and lines.setdefault(row.place_id, line) != line:
        raise PlacesError(f"{row.place_id} stands in line {lines[row.place_id]} already; give each place its own id")


def _take(row: Row, made: GazetteerFile, report: ImportReport) -> None:
    """One row into the gazetteer and the report. Raises `PlacesError` for a row that is none."""
    if isinstance(row, PlacesError):
        raise row
    if isinstance(row, MoreName):
        if row.language != LANGUAGE:
            report.nameless += 1
        elif made.add_name(row.place_id, row.name):
            report.names += 1
        else:
            report.unknown += 1
    elif row is None:
        report.nameless += 1
    elif made.add(row):
        report.new += 1
    else:
        report.merged += 1


def fetch_country(
    code: str, target: Path, base: str = GEONAMES, on_row: Callable[[], None] = lambda: None
) -> tuple[ImportReport, ImportReport]:
    """Fetch GeoNames' file of one country and its alternate names, and add both; gives the two reports.

    `base` is the folder of the files: `CC.zip`, and `alternatenames/CC.zip`. Raises `UseError` for a wrong code,
    `InputError` where the files cannot be had.
    """
    code, base = code.upper(), base.rstrip("/")
    if len(code) != _CODE_LETTERS or not (code.isascii() and code.isalpha()):
        raise UseError(f"{code} is no country code; give two letters, such as SY")
    with tempfile.TemporaryDirectory(prefix="marsad-places-") as folder:
        dump, names = Path(folder) / f"{code}.zip", Path(folder) / f"names-{code}.zip"
        _fetch(f"{base}/{code}.zip", dump)
        _fetch(f"{base}/alternatenames/{code}.zip", names)
        return (
            _named(import_places("geonames", dump, target, on_row), f"{base}/{code}.zip"),
            _named(import_places("geonames", names, target, on_row), f"{base}/alternatenames/{code}.zip"),
        )


def _named(report: ImportReport, url: str) -> ImportReport:
    """A report whose faults and doubts name the address: the file that was fetched is gone."""
    faults, doubts = (
        [Fault(path=url, line=one.line, reason=one.reason) for one in told] for told in (report.faults, report.doubts)
    )
    return replace(report, faults=faults, doubts=doubts)


def _fetch(url: str, path: Path) -> None:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer, path.open("wb") as file:  # noqa: S310 - the user's own word
            shutil.copyfileobj(answer, file)
    except (urllib.error.URLError, TimeoutError, OSError, ValueError) as error:
        message = f"{url} cannot be fetched ({error}); fetch it elsewhere and run: marsad places import geonames FILE"
        raise InputError(message) from error


def _ocha(path: Path, naming: Naming) -> Rows:
    table = path.suffix.lower() in _TABLES
    rows = list(gazetteer_tables.read_rows(path) if table else gazetteer_ocha.read_communities(path))
    for entry in gazetteer_ocha.area_entries([row for _, row in rows if isinstance(row, gazetteer_ocha.Community)]):
        yield 0, entry
    for line, row in rows:
        if isinstance(row, gazetteer_ocha.Community):
            yield line, gazetteer_ocha.entry_from_community(row, naming)
        else:
            yield line, row if isinstance(row, PlacesError) or row.names else None


def _geonames(path: Path, naming: Naming) -> Rows:
    for line, row in gazetteer_geonames.read_dump(path):
        yield line, gazetteer_geonames.entry_from_row(row, naming) if isinstance(row, dict) else row


def _osm(path: Path, naming: Naming) -> Rows:
    for number, feature in gazetteer_osm.read_features(path):
        yield number, gazetteer_osm.entry_from_feature(feature, naming)


def _table(path: Path, _naming: Naming) -> Rows:
    return gazetteer_supplement.read_table(path)


IMPORTERS: dict[str, tuple[Attribution | None, Callable[[Path, Naming], Rows]]] = {
    "geonames": (gazetteer_geonames.ATTRIBUTION, _geonames),
    "ocha": (gazetteer_ocha.ATTRIBUTION, _ocha),
    "osm": (gazetteer_osm.ATTRIBUTION, _osm),
    "csv": (None, _table),
}
"""Who is to be named for the records of each kind, and what reads them; a table's rows name their own source."""
