"""The hand-kept supplement, and any other table of places with named columns.

Rows name countries, governorates, quarters, camps, crossings and regions that the big sources lack, or correct
them: a row with a known id leads over it, `not_names` strikes wrong by-names, `needs_head` lists names that are
ordinary words and count only behind a head noun. Several values in one cell are parted
by a bar.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from marsad.base.errors import InputError, PlacesError
from marsad.model.value import PlacePrecision
from marsad.reference.gazetteer import Attribution
from marsad.reference.gazetteer_file import Entry

SUPPLEMENT = Path(__file__).parent / "places-supplement.csv"
ATTRIBUTION = Attribution(
    source="marsad",
    title="Marsad supplement of places",
    licence="Apache-2.0",
    text="Hand-kept places of Marsad; each row names where it comes from (country names: Unicode CLDR; areas of Syria: "
    "OCHA, CC BY 3.0 IGO; districts of Yemen: yemen-regions-py, MIT; 81 points © OpenStreetMap contributors and the "
    "cities list, ODbL)",
    url="",
)
NEEDED = frozenset({"place_id", "feature", "name_ar"})
FEATURES = frozenset(get_args(PlacePrecision))


def read_table(path: Path, source: str | None = None) -> Iterator[tuple[int, Entry | PlacesError]]:
    """Entries of a CSV with named columns, with their line numbers; a bad row is given as its error.

    Without a `source` each row belongs to the one that its id names before the colon.

    Columns: place_id, feature, name_ar (needed); kind, country, admin1 to admin3, name_en, variants, needs_head,
    not_names, aliases, lat, lon, radius_km, population, pcode, capital. Raises `InputError` where the file or its
    header cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8: {error}") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = NEEDED - set(rows.fieldnames or ())
    if missing:
        raise InputError(f"{path}:1: the columns {', '.join(sorted(missing))} are missing")
    for row in rows:
        line = rows.line_num
        try:
            values = {key: (value or "").strip() for key, value in row.items() if key}
            yield line, _entry(values, _shipped_source(values, source) if source else _named_source(values))
        except PlacesError as error:
            yield line, error
        except ValueError as error:
            yield line, PlacesError(f"a number cannot be read: {error}")


def _shipped_source(row: dict[str, str], source: str) -> str:
    """Rows that are an extract of a published list belong to its publisher, whose terms they keep."""
    return "ocha" if row["place_id"].startswith("ocha:") and row.get("source", "").startswith("OCHA ") else source


def _named_source(row: dict[str, str]) -> str:
    source, colon, rest = row["place_id"].partition(":")
    if not (source and colon and rest):
        raise PlacesError(f"the place_id {row['place_id']!r} names no source; write it as SOURCE:ID")
    if source == "marsad":
        raise PlacesError("marsad: is the prefix of the shipped supplement; name your own source")
    return source


def _entry(row: dict[str, str], source: str) -> Entry:
    feature = row["feature"]
    if feature not in FEATURES:
        raise PlacesError(f"{feature!r} is no feature; one of {', '.join(sorted(FEATURES))}")
    if not row["place_id"] or not row["name_ar"]:
        raise PlacesError("place_id and name_ar must not be empty")

    def number(name: str) -> float | None:
        return float(row[name]) if row.get(name) else None

    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in row.get(name, "").split("|") if part.strip())

    population = number("population")
    return Entry(
        source=source, place_id=row["place_id"], names=(row["name_ar"], *several("variants")),
        name_en=row.get("name_en", ""), feature=feature, kind=row.get("kind") or feature,  # type: ignore[arg-type]
        country=row.get("country") or None, lat=number("lat"), lon=number("lon"), admin1=row.get("admin1") or None,
        admin2=row.get("admin2") or None, admin3=row.get("admin3") or None, radius_km=number("radius_km"),
        population=None if population is None else int(population),
        pcode=row.get("pcode") or None, capital=row.get("capital") or None, aliases=several("aliases"),
        not_names=several("not_names"),
        doubtful=several("needs_head"),
    )  # fmt: skip
