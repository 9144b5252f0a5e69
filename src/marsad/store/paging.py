"""Pages of a long list without counting off what came before: the last row's own values say where the next begins.

A cursor names values, not a position: it stays right when incidents come and go between two pages.
"""

from datetime import date

import numpy as np

from marsad.base.errors import UseError
from marsad.store.columns import Columns
from marsad.store.records import Sort
from marsad.store.summary import NONE, Mask, Numbers

_SEPARATOR = "~"
_WALK = 4_096


def find_order(columns: Columns, sort: Sort) -> Numbers:
    """The whole list in its order."""
    return {"newest": lambda: columns.newest, "oldest": lambda: columns.oldest, "killed": lambda: columns.killed}[
        sort
    ]()


def take_page(columns: Columns, passing: Mask, sort: Sort, *, limit: int | None, offset: int) -> Numbers:
    """Positions of the passing incidents in their order, one more than the limit where there are more."""
    order = find_order(columns, sort)
    most = len(order) if limit is None else offset + limit + 1
    found: list[Numbers] = []
    number, start, width = 0, 0, _WALK
    while number < most and start < len(order):
        part = order[start : start + width]
        part = part[passing[part]]
        found.append(part)
        number, start, width = number + len(part), start + width, width * 2
    page: Numbers = np.concatenate(found)[offset:most] if found else order[:0]
    return page


def write_cursor(columns: Columns, at: int, sort: Sort) -> str:
    """The cursor behind this incident."""
    first = int(columns.first[at])
    values = [date.fromordinal(first).isoformat() if first else "", columns.id[at].decode()]
    if sort == "killed":
        killed = int(columns.arrays["killed_best"][at])
        values.insert(0, "" if killed == NONE else str(killed))
    return _SEPARATOR.join(values)


def find_following(columns: Columns, cursor: str, sort: Sort) -> Mask:
    """Which incidents stand behind a cursor; UseError where it is none of this order's."""
    parts = 3 if sort == "killed" else 2
    said = cursor.split(_SEPARATOR, parts - 1)
    if len(said) != parts or not said[-1]:
        raise UseError(f"cursor={cursor!r} is none of this list; begin again without it")
    try:
        first = date.fromisoformat(said[-2]).toordinal() if said[-2] else 0
        killed = int(said[0]) if parts == 3 and said[0] else NONE
    except ValueError as error:
        raise UseError(f"cursor={cursor!r} is none of this list; begin again without it") from error
    that_day = np.flatnonzero(columns.first == first)
    same_day = columns.mark(that_day[columns.id[that_day] > said[-1].encode()])
    dated = columns.first > 0
    behind: Mask
    if first == 0:
        behind = same_day
    elif sort == "oldest":
        behind = (columns.first > first) | ~dated | same_day
    else:
        behind = (columns.first < first) | same_day
    if sort == "killed":
        tolls = columns.arrays["killed_best"]
        behind = (tolls < killed) | ((tolls == killed) & behind)
    return behind
