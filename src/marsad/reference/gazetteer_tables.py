"""The official CSV and XLSX layouts of OCHA's common operational data: areas of level 1 to 3, and populated places.

Hard because no two country teams name their columns alike (`ADM1_AR`, `admin1Name_ar`, `adm1_name1`), so headers are
read by their parts: which level, which language, code or name or coordinate. Sheets without a P-code are passed over.

Known gaps: layouts that put each language in a sheet of its own.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile

from marsad.base.errors import InputError, PlacesError
from marsad.reference.gazetteer_file import Entry
from marsad.reference.gazetteer_ocha import LEVELS, Community

_PLACE = r"(?:popplace|place|settlement|community|feature|location)"
_LEVEL = r"ad(?:m|min)(?P<level>[0-4])"
_FIELDS = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (rf"{_LEVEL}p?code?", "pcode"),
        (rf"{_LEVEL}(?:name)?ar[12]?", "ar"),
        (rf"{_LEVEL}(?:name)?(?:en)?", "en"),
        (rf"{_PLACE}p?code|pcode|featureref", "place pcode"),
        (
            rf"{_PLACE}?name?ar[12]?|namearabic|arabicname",
            "place ar",
        ),
        (rf"{_PLACE}?name?(?:en)?|nameenglish", "place en"),
        (r"lat|latitude|latitudey|ycoord|pointy|centerlat|y", "lat"),
        (r"lng|lon|long|longitude|longitudex|xcoord|pointx|centerlon|x", "lng"),
    )
)
Row = tuple[int, Community | Entry | PlacesError]


def read_rows(path: Path) -> Iterator[Row]:
    """Communities and areas of a table with their row numbers, 1 the header; a bad row is given as its error.

    A row is a community where it has a populated place or an area of level 4, else the area of its deepest level.
    Raises `InputError` where the file cannot be read, or no sheet of it has P-codes.
    """
    sheets = list(_read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path))
    known = False
    for name, rows in sheets:
        header = next(iter(rows), [])
        columns = read_header(header)
        if not any(field.endswith("pcode") for field in columns):
            continue
        known = True
        for number, cells in enumerate(rows[1:], start=2):
            if any(cell.strip() for cell in cells):
                values = {field: cells[at].strip() for field, at in columns.items() if at < len(cells)}
                try:
                    yield number, _read_row(values)
                except (PlacesError, ValueError) as error:
                    yield number, PlacesError(f"{name}: {error}" if name else str(error))
    if not known:
        heads = "; ".join(", ".join(map(str, next(iter(rows), []))) for _, rows in sheets)
        raise InputError(f"{path} has no column of P-codes such as ADM1_PCODE or admin1Pcode; its columns: {heads}")


def read_header(header: Iterable[str]) -> dict[str, int]:
    """The place of each known column: `1 pcode`, `1 ar`, `1 en` … for the levels, `place pcode`, `lat` … besides."""
    columns: dict[str, int] = {}
    for at, title in enumerate(header):
        plain = re.sub(r"[^a-z0-9]", "", title.lower())
        for pattern, field in _FIELDS:
            found = pattern.fullmatch(plain)
            if found is not None:
                level = found.groupdict().get("level")
                columns.setdefault(f"{level} {field}" if level else field, at)
                break
    return columns


def _read_row(values: Mapping[str, str]) -> Community | Entry:
    place = "place" if values.get("place pcode") else "4"
    if values.get(f"{place} pcode"):
        lat, lng = _number(values, "lat"), _number(values, "lng")
        if lat is None or lng is None:
            raise PlacesError(f"{values[f'{place} pcode']} has no latitude and longitude")
        return Community(
            name_ar=values.get(f"{place} ar", ""), name_en=values.get(f"{place} en", ""), lat=lat, lng=lng,
            pcode=values[f"{place} pcode"], admin1_pcode=values.get("1 pcode", ""), admin1_ar=values.get("1 ar", ""),
            admin1_en=values.get("1 en", ""), admin2_pcode=values.get("2 pcode", ""),
            admin2_ar=values.get("2 ar", ""), admin2_en=values.get("2 en", ""),
            admin3_pcode=values.get("3 pcode", ""), admin3_ar=values.get("3 ar", ""),
            admin3_en=values.get("3 en", ""),
        )  # fmt: skip
    level = next((level for level in "321" if values.get(f"{level} pcode")), None)
    if level is None:
        raise PlacesError("the row has no P-code of level 1 to 4")
    return _area(values, int(level))


def _area(values: Mapping[str, str], level: int) -> Entry:
    _, feature, kind = LEVELS[level - 1]
    pcode = values[f"{level} pcode"]
    above = [f"ocha:{values[f'{up} pcode']}" if values.get(f"{up} pcode") else None for up in range(1, level)]
    above += [None] * (2 - len(above))
    name = values.get(f"{level} ar", "")
    return Entry(
        source="ocha", place_id=f"ocha:{pcode}", names=(name,) if name else (), name_en=values.get(f"{level} en", ""),
        feature=feature, kind=kind, country=values.get("0 pcode") or pcode[:2], lat=_number(values, "lat"),
        lon=_number(values, "lng"), admin1=above[0], admin2=above[1], pcode=pcode,
    )  # fmt: skip


def _number(values: Mapping[str, str], field: str) -> float | None:
    return float(values[field]) if values.get(field) else None


def _read_csv(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8: {error}") from error
    yield "", list(csv.reader(io.StringIO(text, newline="")))


def _read_xlsx(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - half a second, and seldom

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise InputError(f"{path} cannot be read as a workbook: {error}") from error
    for sheet in book.worksheets:
        yield sheet.title, [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    book.close()
