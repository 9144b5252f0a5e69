"""Pages of a long list without counting off what came before: the last row's own values say where the next begins.

A cursor names values, not a position: it stays right when incidents come and go between two pages.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, and_, false, or_

from marsad.base.errors import UseError
from marsad.store.explore_tables import incident_facts
from marsad.store.records import Sort

_F = incident_facts.c


class Part(NamedTuple):
    """One column that a list is ordered by; rows without a value stand last in either direction."""

    column: ColumnElement[Any]
    falling: bool
    may_lack: bool = True

    def steps(self) -> list[ColumnElement[Any]]:
        """The terms of the ordering."""
        ordered = self.column.desc() if self.falling else self.column.asc()
        return [self.column.is_(None), ordered] if self.may_lack else [ordered]

    def after(self, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - of the column's own kind
        """What stands behind this value."""
        if value is None:
            return false()
        behind = self.column < value if self.falling else self.column > value
        return or_(behind, self.column.is_(None)) if self.may_lack else behind

    def equal(self, value: Any) -> ColumnElement[bool]:  # noqa: ANN401
        """What stands at this value."""
        return self.column.is_(None) if value is None else self.column == value


def make_order(sort: Sort) -> tuple[Part, ...]:
    """The columns of an order; the id settles what they leave open."""
    last = Part(_F.incident_id, falling=False, may_lack=False)
    if sort == "killed":
        return Part(_F.killed_best, falling=True), Part(_F.first_day, falling=True), last
    return Part(_F.first_day, falling=sort == "newest"), last


def write_cursor(values: Sequence[Any]) -> str:
    """A cursor that a page's last row gives."""
    return "~".join("" if value is None else str(value) for value in values)


def make_following(order: Sequence[Part], cursor: str) -> ColumnElement[bool]:
    """The rows behind a cursor; UseError where it is none of this order's."""
    said = cursor.split("~", len(order) - 1)
    if len(said) != len(order) or not said[-1]:
        raise UseError(f"cursor={cursor!r} is none of this list; begin again without it")
    values = [_parse(part, value, cursor) for part, value in zip(order, said, strict=True)]
    behind = [
        and_(*(order[one].equal(values[one]) for one in range(at)), order[at].after(values[at]))
        for at in range(len(order))
    ]
    return or_(*behind)


def _parse(part: Part, value: str, cursor: str) -> Any:  # noqa: ANN401
    if not value:
        return None
    try:
        return msgspec.convert(value, {date: date, int: int}.get(part.column.type.python_type, str), strict=False)
    except msgspec.ValidationError as error:
        raise UseError(f"cursor={cursor!r} is none of this list; begin again without it") from error
