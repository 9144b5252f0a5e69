"""Counting what a filter lets through: by time, on the map, by value. Inside one reading transaction handed in.

Why it is hard: figures that are added up lie easily. A range is three sums and stays three; a toll of a month is not
added to the days it was made of; what has no day or no point is counted beside, so that N of M always adds up.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, select

from marsad.base.errors import UseError
from marsad.store.conditions import FACTS, make_box, make_conditions
from marsad.store.explore_records import (
    Facets,
    FacetValue,
    IncidentMap,
    Killed,
    MapCell,
    MapIncident,
    Step,
    TimeBin,
    Timeline,
    Unlocated,
)
from marsad.store.explore_tables import incident_facts, incident_names, names
from marsad.store.records import Box, IncidentFilter

STEPS: tuple[Step, ...] = get_args(Step)
AUTO_DAYS: tuple[tuple[Step, int], ...] = (("day", 92), ("week", 740), ("month", 7_400))
BINS_MOST = 5_000
ZOOM_MOST = 18
CELLS_MOST = 3_000
FEW = 10
FACETS = ("type", "status", "kind", "grade", "state")

_SINGLE = FACTS.kind == "single"
_HAS_TOLL = func.coalesce(FACTS.killed_low, FACTS.killed_best, FACTS.killed_high).is_not(None)
_BEST = func.coalesce(FACTS.killed_best, FACTS.killed_low, FACTS.killed_high)


def _sum_where(condition: ColumnElement[bool], value: Any) -> ColumnElement[int]:  # noqa: ANN401
    return func.coalesce(func.sum(case((condition, value), else_=0)), 0)


KILLED_SUMS = (
    _sum_where(_SINGLE, func.coalesce(FACTS.killed_low, 0)).label("low"),
    _sum_where(_SINGLE & _HAS_TOLL, _BEST).label("best"),
    _sum_where(_SINGLE & _HAS_TOLL, func.coalesce(FACTS.killed_high, _BEST)).label("high"),
    _sum_where(_SINGLE & FACTS.killed_open.is_(True), 1).label("open"),
    _sum_where(_SINGLE & _HAS_TOLL, 1).label("tolls"),
    _sum_where(~_SINGLE & _HAS_TOLL, 1).label("left_out"),
)


def _killed(row: Any) -> Killed:  # noqa: ANN401 - any row with the sums
    return Killed(low=row.low, best=row.best, high=row.high, open=row.open, incidents=row.tolls, left_out=row.left_out)


def add_killed(parts: Iterable[Killed]) -> Killed:
    """Several sums as one."""
    low = best = high = unclosed = incidents = left_out = 0
    for part in parts:
        low, best, high = low + part.low, best + part.best, high + part.high
        unclosed, incidents, left_out = unclosed + part.open, incidents + part.incidents, left_out + part.left_out
    return Killed(low=low, best=best, high=high, open=unclosed, incidents=incidents, left_out=left_out)


def count_all(connection: Connection) -> int:
    """How many incidents the ledger holds."""
    return int(connection.execute(select(func.count()).select_from(incident_facts)).scalar_one())


# ---------------------------------------------------------------------- time


def read_timeline(connection: Connection, wanted: IncidentFilter, step: Step | None) -> Timeline:
    """The filter's incidents in bins; `step` None chooses one by the length of time."""
    query = (
        select(FACTS.first_day, func.count().label("number"), *KILLED_SUMS)
        .where(*make_conditions(connection, wanted))
        .group_by(FACTS.first_day)
    )
    rows = connection.execute(query).all()
    days: dict[date, tuple[int, Killed]] = {}
    undated, undated_killed = 0, Killed()
    for row in rows:
        if row.first_day is None:
            undated, undated_killed = row.number, _killed(row)
            continue
        day = max(row.first_day, wanted.date_from) if wanted.date_from else row.first_day
        number, killed = days.get(day, (0, Killed()))
        days[day] = (number + row.number, add_killed((killed, _killed(row))))
    shown = sum(number for number, _ in days.values())
    chosen = step or choose_step(min(days, default=None), max(days, default=None))
    return Timeline(
        step=chosen, bins=cut_bins(days, chosen), undated=undated, undated_killed=undated_killed,
        shown=shown, count=shown + undated, total=count_all(connection),
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


# ---------------------------------------------------------------------- the map


def find_cell_degrees(zoom: int) -> float:
    """How wide and high a cell is, in degrees: a power of two of the world, so that borders are exact numbers."""
    return 360.0 / (1 << (zoom + 3))


def _whole(connection: Connection, value: ColumnElement[Any]) -> ColumnElement[int]:
    """The whole part of what is never negative."""
    return cast(func.floor(value) if connection.dialect.name == "postgresql" else value, Integer)


def read_map(connection: Connection, wanted: IncidentFilter, zoom: int, view: Box | None = None) -> IncidentMap:
    """The filter's incidents on a grid; only cells in the `view` are given where one is."""
    conditions = make_conditions(connection, wanted)
    seen = [*conditions, FACTS.lat.is_not(None), *([make_box(view)] if view else [])]
    zoom = max(0, min(zoom, ZOOM_MOST))
    while True:
        rows = _group_cells(connection, seen, zoom)
        cells = {(row.x, row.y) for row in rows}
        if len(cells) <= CELLS_MOST or zoom == 0:
            break
        zoom -= max(1, math.ceil(math.log2(len(cells) / CELLS_MOST) / 2))
        zoom = max(zoom, 0)
    given = _make_cells(connection, seen, rows, zoom)
    unlocated = _count_unlocated(connection, conditions)
    shown = sum(cell.count for cell in given)
    located = shown if view is None else _count(connection, [*conditions, FACTS.lat.is_not(None)])
    return IncidentMap(
        zoom=zoom, cells=given, unlocated=unlocated, outside=located - shown, shown=shown,
        count=located + sum(one.incidents for one in unlocated), total=count_all(connection),
    )  # fmt: skip


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    return int(connection.execute(select(func.count()).select_from(incident_facts).where(*conditions)).scalar_one())


def _cell_columns(connection: Connection, zoom: int) -> tuple[ColumnElement[int], ColumnElement[int]]:
    degrees = find_cell_degrees(zoom)
    x = _whole(connection, (FACTS.lon + 180.0) / degrees)
    y = _whole(connection, (FACTS.lat + 90.0) / degrees)
    return x, y


def _group_cells(connection: Connection, seen: Sequence[ColumnElement[bool]], zoom: int) -> Sequence[Any]:
    x, y = _cell_columns(connection, zoom)
    x, y = x.label("x"), y.label("y")
    query = (
        select(
            x, y, FACTS.type, FACTS.precision, func.count().label("number"), *KILLED_SUMS,
            func.sum(FACTS.lon).label("lons"), func.sum(FACTS.lat).label("lats"),
            func.min(FACTS.lon).label("west"), func.max(FACTS.lon).label("east"),
            func.min(FACTS.lat).label("south"), func.max(FACTS.lat).label("north"),
            func.max(FACTS.radius_km).label("radius"),
        )
        .where(*seen)
        .group_by(x, y, FACTS.type, FACTS.precision)
    )  # fmt: skip
    return connection.execute(query).all()


def _make_cells(
    connection: Connection, seen: Sequence[ColumnElement[bool]], rows: Sequence[Any], zoom: int
) -> tuple[MapCell, ...]:
    grouped: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        grouped.setdefault((row.x, row.y), []).append(row)
    few = {at for at, parts in grouped.items() if sum(part.number for part in parts) <= FEW}
    told = _read_few(connection, seen, few, zoom)
    cells = [_make_cell(at, parts, zoom, tuple(told.get(at, ()))) for at, parts in grouped.items()]
    return tuple(sorted(cells, key=lambda cell: (-cell.count, cell.lon, cell.lat)))


def _make_cell(at: tuple[int, int], parts: Sequence[Any], zoom: int, told: tuple[MapIncident, ...]) -> MapCell:
    degrees = find_cell_degrees(zoom)
    number = sum(part.number for part in parts)
    types, precisions = Counter[str](), Counter[str]()
    for part in parts:
        types[part.type] += part.number
        precisions[part.precision or "unknown"] += part.number
    west, east = min(part.west for part in parts), max(part.east for part in parts)
    south, north = min(part.south for part in parts), max(part.north for part in parts)
    middle = sum(part.lons for part in parts) / number, sum(part.lats for part in parts) / number
    left, low = at[0] * degrees - 180, at[1] * degrees - 90
    return MapCell(
        lon=west if west == east else round(middle[0], 6),
        lat=south if south == north else round(middle[1], 6),
        box=(left, low, min(left + degrees, 180.0), min(low + degrees, 90.0)),
        count=number, types=dict(types.most_common()), precision=dict(precisions.most_common()),
        radius_km=max((part.radius for part in parts if part.radius is not None), default=None),
        killed=add_killed(_killed(part) for part in parts), incidents=told,
    )  # fmt: skip


def _read_few(
    connection: Connection, seen: Sequence[ColumnElement[bool]], few: set[tuple[int, int]], zoom: int
) -> dict[tuple[int, int], list[MapIncident]]:
    """The incidents of cells that hold only a few, by cell."""
    if not few:
        return {}
    x, y = _cell_columns(connection, zoom)
    counted = select(x.label("x"), y.label("y")).where(*seen).group_by(x, y).having(func.count() <= FEW).subquery()
    query = (
        select(incident_facts, names.c.name_ar, names.c.name_en, counted.c.x, counted.c.y)
        .select_from(
            incident_facts.join(counted, and_(x == counted.c.x, y == counted.c.y)).outerjoin(
                names, FACTS.place == names.c.number
            )
        )
        .where(*seen)
        .order_by(FACTS.first_day.is_(None), FACTS.first_day.desc(), FACTS.incident_id)
    )
    told: dict[tuple[int, int], list[MapIncident]] = {}
    for row in connection.execute(query):
        told.setdefault((row.x, row.y), []).append(
            MapIncident(
                id=row.incident_id, type=row.type, status=row.status, first_day=row.first_day, last_day=row.last_day,
                name_ar=row.name_ar, name_en=row.name_en, precision=row.precision, radius_km=row.radius_km,
                lon=row.lon, lat=row.lat,
            )
        )  # fmt: skip
    return told


def _count_unlocated(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> tuple[Unlocated, ...]:
    n = names.c
    query = (
        select(n.country, n.admin1, n.admin1_en, func.count().label("number"))
        .select_from(incident_facts.outerjoin(names, FACTS.place == n.number))
        .where(*conditions, FACTS.lat.is_(None))
        .group_by(n.country, n.admin1, n.admin1_en)
    )
    rows = connection.execute(query).all()
    rows = sorted(rows, key=lambda row: (-row.number, row.country or "", row.admin1 or "", row.admin1_en or ""))
    return tuple(
        Unlocated(country=row.country, admin1=row.admin1, admin1_en=row.admin1_en, incidents=row.number) for row in rows
    )


# ---------------------------------------------------------------------- values


def read_facets(connection: Connection, wanted: IncidentFilter) -> Facets:
    """How many incidents each value of a parameter would give."""
    counted = {name: _count_codes(connection, wanted, name) for name in FACETS}
    return Facets(
        **counted,
        country=_count_places(connection, wanted, "country"),
        admin1=_count_places(connection, wanted, "admin1"),
        count=_count(connection, make_conditions(connection, wanted)),
        total=count_all(connection),
    )


def _count_codes(connection: Connection, wanted: IncidentFilter, name: str) -> tuple[FacetValue, ...]:
    conditions = make_conditions(connection, replace(wanted, **{name: None}))
    column = FACTS[name]
    rows = connection.execute(select(column, func.count()).where(*conditions).group_by(column)).all()
    return tuple(FacetValue(value=value, incidents=number) for value, number in sorted(rows, key=_fullest))


def _fullest(row: Any) -> tuple[int, str]:  # noqa: ANN401
    return -row[-1], str(row[0])


def _count_places(connection: Connection, wanted: IncidentFilter, name: str) -> tuple[FacetValue, ...]:
    conditions = make_conditions(connection, replace(wanted, **{name: None}))
    n = names.c
    value = n[name]
    more = (n.country, func.max(n.admin1_en).label("name_en")) if name == "admin1" else ()
    grouped = (value, n.country) if name == "admin1" else (value,)
    query = (
        select(value.label("value"), *more, func.count(incident_names.c.incident.distinct()).label("number"))
        .select_from(
            incident_facts.join(incident_names, FACTS.number == incident_names.c.incident).join(
                names, incident_names.c.name == n.number
            )
        )
        .where(*conditions, n.kind == "place", value.is_not(None))
        .group_by(*grouped)
    )
    rows = sorted(connection.execute(query).all(), key=_fullest)
    if name == "admin1":
        return tuple(
            FacetValue(value=row.value, incidents=row.number, country=row.country, name_en=row.name_en) for row in rows
        )
    return tuple(FacetValue(value=row.value, incidents=row.number) for row in rows)
