"""Counting what a filter lets through: by time, on the map, by value. Inside one reading transaction handed in.

Why it is hard: figures that are added up lie easily. A range is three sums and stays three; a toll of a month is not
added to the days it was made of; what has no day or no point is counted beside, so that N of M always adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

import numpy as np
from sqlalchemy import Connection, func, select

from marsad.base.errors import UseError
from marsad.store.columns import Columns, Mask, Numbers
from marsad.store.conditions import FACETS, find_passing, join_masks, make_masks
from marsad.store.explore_records import Facets, FacetValue, Killed, Step, TimeBin, Timeline
from marsad.store.explore_tables import names
from marsad.store.records import IncidentFilter

STEPS: tuple[Step, ...] = get_args(Step)
AUTO_DAYS: tuple[tuple[Step, int], ...] = (("day", 92), ("week", 740), ("month", 7_400))
BINS_MOST = 5_000
SUMS = ("low", "best", "high", "open", "incidents", "left_out")


def sum_killed(columns: Columns, at: Numbers, group: Numbers, groups: int) -> list[Killed]:
    """The killed of incidents at these positions, added up by group 0 to `groups`."""
    sums = [np.bincount(group, weights=each[at], minlength=groups).astype(np.int64).tolist() for each in columns.sums]
    return [Killed(**dict(zip(SUMS, row, strict=True))) for row in zip(*sums, strict=True)]


def add_killed(parts: Iterable[Killed]) -> Killed:
    """Several sums as one."""
    rows = list(parts)
    return Killed(**{name: sum(getattr(row, name) for row in rows) for name in SUMS})


# ---------------------------------------------------------------------- time


def read_timeline(connection: Connection, columns: Columns, wanted: IncidentFilter, step: Step | None) -> Timeline:
    """The filter's incidents in bins; `step` None chooses one by the length of time."""
    found = np.flatnonzero(find_passing(connection, columns, wanted))
    dated = columns.first[found] > 0
    undated = found[~dated]
    at = found[dated]
    days: dict[date, tuple[int, Killed]] = {}
    if len(at):
        began = columns.first[at]
        if wanted.date_from is not None:
            began = np.maximum(began, wanted.date_from.toordinal())
        start = int(began.min())
        count = np.bincount(began - start)
        filled = np.flatnonzero(count)  # few of the many days, where one incident is misdated by centuries
        order = np.zeros(len(count), np.int64)
        order[filled] = np.arange(len(filled))
        killed = sum_killed(columns, at, order[began - start], len(filled))
        pairs = zip(count[filled].tolist(), killed, strict=True)
        days = {date.fromordinal(start + day): pair for day, pair in zip(filled.tolist(), pairs, strict=True)}
    chosen = step or choose_step(min(days, default=None), max(days, default=None))
    return Timeline(
        step=chosen, bins=cut_bins(days, chosen), undated=len(undated),
        undated_killed=sum_killed(columns, undated, np.zeros(len(undated), np.int64), 1)[0],
        shown=len(at), count=len(found), total=len(columns),
    )  # fmt: skip


def choose_step(first: date | None, last: date | None) -> Step:
    """A step that gives some hundred bins at most."""
    if first is None or last is None:
        return "day"
    length = (last - first).days + 1
    return next((step for step, most in AUTO_DAYS if length <= most), "year")


def find_start(day: date, step: Step) -> date:
    """The first day of the bin that a day lies in."""
    if step == "day":
        return day
    if step == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def find_next(start: date, step: Step) -> date | None:
    """The first day of the following bin; None at the end of the calendar."""
    try:
        if step in {"day", "week"}:
            return start + timedelta(days=1 if step == "day" else 7 - start.weekday())
        if step == "year" or start.month == 12:
            return date(start.year + 1, 1, 1)
        return date(start.year, start.month + 1, 1)
    except (OverflowError, ValueError):
        return None


def cut_bins(days: dict[date, tuple[int, Killed]], step: Step) -> tuple[TimeBin, ...]:
    """Bins without gaps; UseError where there would be too many to be looked at."""
    if not days:
        return ()
    filled: dict[date, list[tuple[int, Killed]]] = {}
    for day, value in days.items():
        filled.setdefault(find_start(day, step), []).append(value)
    bins: list[TimeBin] = []
    start: date | None = min(filled)
    last = max(filled)
    while start is not None and start <= last:
        following = find_next(start, step)
        parts = filled.get(start, [])
        bins.append(
            TimeBin(
                start=start,
                end=date.max if following is None else following - timedelta(days=1),
                incidents=sum(number for number, _ in parts),
                killed=add_killed(killed for _, killed in parts),
            )
        )
        if len(bins) > BINS_MOST:
            raise UseError(f"step={step} gives more than {BINS_MOST} bins; take a longer step or fewer years")
        start = following
    return tuple(bins)


# ---------------------------------------------------------------------- values


def read_facets(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Facets:
    """How many incidents each value of a parameter would give."""
    masks = make_masks(connection, columns, wanted)
    counted = {name: _count_codes(columns, join_masks(columns, masks, without=name), name) for name in FACETS}
    return Facets(
        **counted,
        country=_count_countries(columns, join_masks(columns, masks, without="country")),
        admin1=_count_governorates(connection, columns, join_masks(columns, masks, without="admin1")),
        count=int(np.count_nonzero(join_masks(columns, masks))),
        total=len(columns),
    )


def _count_codes(columns: Columns, passing: Mask, name: str) -> tuple[FacetValue, ...]:
    counted = np.bincount(columns.arrays[name][passing]).tolist()
    values = (FacetValue(value=str(columns.codes[name].values[at]), incidents=one) for at, one in enumerate(counted))
    return _sort(values)


def _sort(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    there = [one for one in values if one.incidents]
    return tuple(sorted(there, key=lambda one: (-one.incidents, one.value, one.country or "")))


def _count_areas(columns: Columns, passing: Mask, name: str) -> Sequence[tuple[object, int]]:
    at, code, values = columns.areas[name]
    return list(zip(values, np.bincount(code[passing[at]], minlength=len(values)).tolist(), strict=True))


def _count_countries(columns: Columns, passing: Mask) -> tuple[FacetValue, ...]:
    counted = _count_areas(columns, passing, "country")
    return _sort(FacetValue(value=str(value), incidents=number) for value, number in counted)


def _count_governorates(connection: Connection, columns: Columns, passing: Mask) -> tuple[FacetValue, ...]:
    n = names.c
    query = select(n.admin1, n.country, func.max(n.admin1_en)).where(n.kind == "place").group_by(n.admin1, n.country)
    english: Mapping[object, str | None] = {(row[0], row[1]): row[2] for row in connection.execute(query)}
    return _sort(
        FacetValue(value=str(area[0]), incidents=number, country=area[1], name_en=english.get(area))
        for area, number in _count_areas(columns, passing, "admin1")
        if isinstance(area, tuple)
    )
