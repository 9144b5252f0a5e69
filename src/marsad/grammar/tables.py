"""Word tables in CSV: one form a row, a header, no surprises.

A table that is wrong is refused with its file and line: a missing column, an empty cell that must not be empty, a
row given twice. A user's own folder of tables is laid over the pack's: rows are added, and a row whose last column
says `-` takes the pack's row of that form and sense away.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from marsad.base.errors import PackError

Row = dict[str, str]


def read_table(path: Path, columns: Sequence[str], key: Sequence[str], words: Path | None = None) -> list[Row]:
    """Rows of a table as dicts; `key` columns must be filled and unique. Raises PackError with file and line."""
    rows = _read_rows(path, columns, key)
    over = words / path.name if words is not None else None
    if over is None or not over.is_file():
        return list(rows.values())
    for name, row in _read_rows(over, columns, key).items():
        if row[columns[-1]] == "-":
            if name not in rows:
                message = f"{over}: {'/'.join(name)} is taken away, but the pack has no such row"
                raise PackError(message)
            del rows[name]
        else:
            rows[name] = row
    return list(rows.values())


def _read_rows(path: Path, columns: Sequence[str], key: Sequence[str]) -> dict[tuple[str, ...], Row]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if list(reader.fieldnames or []) != list(columns):
                message = f"{path}:1: the header is {reader.fieldnames}, it must be {list(columns)}"
                raise PackError(message)
            rows: dict[tuple[str, ...], Row] = {}
            for row in reader:
                line = reader.line_num
                if None in row or any(value is None for value in row.values()):
                    message = f"{path}:{line}: the row has another number of cells than the header"
                    raise PackError(message)
                name = tuple(row[column] for column in key)
                if not row[key[0]].strip():
                    message = f"{path}:{line}: the column {key[0]} is empty"
                    raise PackError(message)
                if name in rows:
                    message = f"{path}:{line}: {'/'.join(name)} stands here a second time"
                    raise PackError(message)
                rows[name] = row
            return rows
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: the table cannot be read ({error})"
        raise PackError(message) from error
