"""Counting what a filter lets through: by time, on the map, by value. Inside one reading transaction handed in.

Why it is hard: figures that are added up lie easily. A range is three sums and stays three; a toll of a month is not
added to the days it was made of; what has no day or no point is counted beside, so that N of M always adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from marsad.base.errors import UseError
from marsad.store.columns import Columns
from marsad.store.conditions import Masks, find_passing, join_masks, make_masks
from marsad.store.explore_records import Facets, FacetValue, Killed, Step, TimeBin, Timeline
from marsad.store.explore_tables import names
from marsad.store.records import IncidentFilter
from marsad.store.summary import Mask, Numbers, Sums

STEPS: tuple[Step, ...] = get_args(Step)
AUTO_DAYS: tuple[tuple[Step, int], ...] = (("day", 92), ("week", 740), ("month", 7_400))
BINS_MOST = 5_000
EPOCH = date(1970, 1, 1).toordinal()
LONGEST: Mapping[Step, int] = {"day": 0, "week": 1, "month": 2, "year": 3}
"""How many of the long precisions of dates (`columns.LONG`) lie in one bin."""
SUMS = ("low", "best", "high", "open", "incidents", "left_out")


def list_killed(sums: Sums) -> list[Killed]:
    """The killed of sums that were made with `Columns.sums`, key by key."""
    rows = zip(*(weight.tolist() for weight in sums.weights), strict=True)
    return [Killed(**dict(zip(SUMS, row, strict=True))) for row in rows]


# ---------------------------------------------------------------------- time


def read_timeline(connection: Connection, columns: Columns, wanted: IncidentFilter, step: Step | None) -> Timeline:
    """The filter's incidents in bins; `step` None chooses one by the length of time."""
    summary = columns.by_day
    days, length = np.divmod(summary.keys, 4)
    sums = summary.add_up(summary.sort_mask(find_passing(connection, columns, wanted)))
    if wanted.date_from is not None:
        days = np.where(days > 0, np.maximum(days, wanted.date_from.toordinal()), 0)
    filled = np.flatnonzero(sums.count)
    days, length, sums = days[filled], length[filled], sums.take(filled)
    dated = days > 0
    chosen = step or choose_step(days[dated], length[dated])
    vague = dated & (length > LONGEST[chosen])
    binned = dated & ~vague
    whole = sums.join(np.where(binned, 0, np.where(vague, 1, 2)), 3)
    killed = list_killed(whole)
    count = whole.count.tolist()
    return Timeline(
        step=chosen, bins=cut_bins(days[binned], sums.take(np.flatnonzero(binned)), chosen),
        vague=count[1], vague_killed=killed[1], undated=count[2], undated_killed=killed[2],
        shown=count[0], count=sum(count), total=len(columns),
    )  # fmt: skip


def choose_step(days: Numbers, length: Numbers) -> Step:
    """A step that gives some hundred bins at most, from what is known to the day; else one that holds something."""
    exact = days[length == 0]
    over = exact if len(exact) else days
    if not len(over):
        return "day"
    return fit_step(int(over.max() - over.min()) + 1, 0 if len(exact) else int(length.min()))


def fit_step(days: int, least: int = 0) -> Step:
    """A step for so many days; `least` of the long precisions must lie in one bin."""
    return next((step for step, most in AUTO_DAYS if days <= most and LONGEST[step] >= least), "year")


def find_starts(days: Numbers, step: Step) -> Numbers:
    """The first days of the bins that days lie in, as ordinals."""
    starts: Numbers = days
    if step == "week":
        starts = np.maximum(1, days - (days - 1) % 7)  # the year 1 began on a Monday
    elif step != "day":
        known = (days - EPOCH).astype("datetime64[D]").astype("datetime64[M]" if step == "month" else "datetime64[Y]")
        starts = known.astype("datetime64[D]").astype(np.int64) + EPOCH
    return starts


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


def cut_bins(days: Numbers, sums: Sums, step: Step) -> tuple[TimeBin, ...]:
    """Bins without gaps; UseError where there would be too many to be looked at."""
    if not len(days):
        return ()
    starts, own = np.unique(find_starts(days, step), return_inverse=True)
    whole = sums.join(own, len(starts))
    pairs = zip(whole.count.tolist(), list_killed(whole), strict=True)
    filled = dict(zip(map(date.fromordinal, starts.tolist()), pairs, strict=True))
    bins: list[TimeBin] = []
    start: date | None = min(filled)
    last = max(filled)
    while start is not None and start <= last:
        following = find_next(start, step)
        incidents, killed = filled.get(start, (0, Killed()))
        end = date.max if following is None else following - timedelta(days=1)
        bins.append(TimeBin(start=start, end=end, incidents=incidents, killed=killed))
        if len(bins) > BINS_MOST:
            raise UseError(f"step={step} gives more than {BINS_MOST} bins; take a longer step or fewer years")
        start = following
    return tuple(bins)


# ---------------------------------------------------------------------- values


def read_facets(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Facets:
    """How many incidents each value of a parameter would give."""
    masks = make_masks(connection, columns, wanted)
    whole = join_masks(columns, masks)
    passing = {name: join_masks(columns, masks, without=name) if name in masks else whole for name in AREA_FACETS}
    return Facets(
        **_count_codes(columns, masks, whole),
        country=_count_countries(columns, passing["country"]),
        admin1=_count_governorates(connection, columns, passing["admin1"]),
        count=int(np.count_nonzero(whole)),
        total=len(columns),
    )


AREA_FACETS = ("country", "admin1")


def _count_codes(columns: Columns, masks: Masks, whole: Mask) -> dict[str, tuple[FacetValue, ...]]:
    """For each coded facet how many have which value; a facet that is not asked for is counted with all the others."""
    mixed, names, sizes = columns.facets

    def count(passing: Mask) -> NDArray[np.int64]:
        table: NDArray[np.int64] = np.bincount(mixed[passing], minlength=int(np.prod(sizes))).reshape(sizes)
        return table

    of_whole = count(whole)
    counted: dict[str, tuple[FacetValue, ...]] = {}
    for at, name in enumerate(names):
        table = count(join_masks(columns, masks, without=name)) if name in masks else of_whole
        numbers = table.sum(axis=tuple(other for other in range(len(names)) if other != at)).tolist()
        values = zip(columns.codes[name].values, numbers, strict=True)
        counted[name] = _sort(FacetValue(value=str(value), incidents=number) for value, number in values)
    return counted


def _sort(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    there = [one for one in values if one.incidents]
    return tuple(sorted(there, key=lambda one: (-one.incidents, one.value, one.country or "")))


def _count_areas(columns: Columns, passing: Mask, name: str) -> Sequence[tuple[object, int]]:
    areas = columns.areas[name]
    return list(zip(areas.values, areas.count(passing), strict=True))


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
