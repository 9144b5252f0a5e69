"""CSV: UTF-8, RFC 4180, empty for not stated, and no cell that a spreadsheet would run.

Why it is hard: a spreadsheet runs a cell that begins with an equals sign, and an Arabic cell can begin with an
invisible direction mark that the eye and a naive check both skip. The first visible character decides, in its
compatibility form.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

FORMULA_STARTS = frozenset("=+-@\t\r\n")
INVISIBLE_CATEGORIES = frozenset({"Cf", "Zs", "Zl", "Zp"})
BYTE_ORDER_MARK = "\ufeff"


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, byte_order_mark: bool = False) -> bytes:
    """A header and one record a row, CRLF between them; `byte_order_mark` is for spreadsheets that guess badly."""
    out = io.StringIO(newline="")
    if byte_order_mark:
        out.write(BYTE_ORDER_MARK)
    csv.writer(out, lineterminator="\r\n").writerow(columns)
    return out.getvalue().encode("utf-8", "replace") + write_rows(columns, rows)


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One record a row, without a header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([format_cell(row.get(column)) for column in columns])
    return out.getvalue().encode("utf-8", "replace")


def format_cell(value: Any) -> str:  # noqa: ANN401
    """One value as text: None is empty, numbers are bare, words are made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return escape_formula(str(value))


def escape_formula(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula."""
    for character in text:
        if character in FORMULA_STARTS:
            return "'" + text
        if unicodedata.category(character) in INVISIBLE_CATEGORIES:
            continue
        return "'" + text if unicodedata.normalize("NFKC", character)[:1] in FORMULA_STARTS else text
    return text
