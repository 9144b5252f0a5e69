"""The map's cells: a grid by zoom, each cell with what it holds; never a pin for an area.

Cells are powers of two of the world, so that their borders are exact numbers and the list filtered by a cell's box
gives exactly its incidents.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from marsad.store.columns import POINTED, Columns
from marsad.store.conditions import find_inside, find_passing
from marsad.store.explore import list_killed
from marsad.store.explore_records import IncidentMap, MapCell, MapIncident, Unlocated
from marsad.store.records import Box, IncidentFilter
from marsad.store.shared_places import Points
from marsad.store.summary import NONE, Mask, Numbers, Sums

ZOOM_MOST = 18
CELLS_MOST = 3_000
FEW = 10
UNKNOWN = "unknown"

Floats = NDArray[np.float64]


def find_cell_degrees(zoom: int) -> float:
    """How wide and high a cell is, in degrees."""
    return 360.0 / (1 << (zoom + 3))


def read_map(
    connection: Connection, columns: Columns, wanted: IncidentFilter, zoom: int, view: Box | None = None
) -> IncidentMap:
    """The filter's incidents on a grid; only cells in the `view` are given where one is."""
    passing = find_passing(connection, columns, wanted)
    points = columns.points
    mask = points.summary.sort_mask(passing)
    sums = points.summary.add_up(mask)
    located = int(sums.count.sum())
    there = sums.count > 0
    if view is not None:
        there &= find_inside(points.lon, points.lat, view)[points.of_key]
    seen = np.flatnonzero(there)
    zoom = choose_zoom(points, seen, max(0, min(zoom, ZOOM_MOST)))
    unlocated = _count_unlocated(columns, np.flatnonzero(passing & ~columns.located))
    count, shown = int(np.count_nonzero(passing)), int(sums.count[seen].sum())
    return IncidentMap(
        zoom=zoom, cells=_make_cells(columns, mask, sums, seen, zoom), unlocated=unlocated,
        outside=located - shown, shown=shown, count=count, total=len(columns),
    )  # fmt: skip


def choose_zoom(points: Points, seen: Numbers, zoom: int) -> int:
    """The zoom asked for, or the next coarser one with few enough cells; `seen` are keys of the points' summary."""
    there = np.flatnonzero(np.bincount(points.of_key[seen]))
    while zoom > 0 and np.count_nonzero(np.bincount(_find_cells(points, zoom)[1][there])) > CELLS_MOST:
        zoom -= 1
    return zoom


def _find_cells(points: Points, zoom: int) -> tuple[Numbers, Numbers]:
    return points.find_cells(find_cell_degrees(zoom), _height(zoom))


def _height(zoom: int) -> int:
    return (1 << (zoom + 2)) + 1


def _make_cells(columns: Columns, mask: Mask, sums: Sums, seen: Numbers, zoom: int) -> tuple[MapCell, ...]:
    """What is told of each cell; of the points' summary, `mask` is what passes and `seen` are the keys looked at."""
    points = columns.points
    cells, cell_of_point = _find_cells(points, zoom)
    filled, group = np.unique(cell_of_point[points.of_key[seen]], return_inverse=True)
    size, taken = len(filled), sums.take(seen)
    whole = taken.join(group, size)
    middles = [
        _find_middles(each[points.of_key[seen]], taken.count, group, whole.count) for each in (points.lon, points.lat)
    ]
    radius = np.full(size, float(NONE))
    np.maximum.at(radius, group, points.radius_of_key[seen])
    counted = [_count_codes(columns, seen, taken.count, group, size, name) for name in POINTED]
    killed = list_killed(whole)
    told = _tell_few(columns, mask, seen, group, whole.count)
    made = []
    for at, box in enumerate(_cut_boxes(cells[filled], zoom)):
        made.append(
            MapCell(
                lon=float(middles[0][at]), lat=float(middles[1][at]), box=box,
                count=int(whole.count[at]), types=counted[0][at], precision=counted[1][at],
                radius_km=None if radius[at] < 0 else float(radius[at]), killed=killed[at],
                incidents=tuple(told.get(at, ())),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda cell: (-cell.count, cell.lon, cell.lat)))


def _cut_boxes(cells: Numbers, zoom: int) -> Iterator[tuple[float, float, float, float]]:
    """West, south, east and north of each cell."""
    degrees, height = find_cell_degrees(zoom), _height(zoom)
    for key in cells.tolist():
        west, south = key // height * degrees - 180, key % height * degrees - 90
        yield west, south, min(west + degrees, 180.0), min(south + degrees, 90.0)


def _find_middles(values: Floats, count: Numbers, group: Numbers, counts: Numbers) -> Floats:
    """The mean of each cell's incidents, and where all share one value that very value."""
    low, high = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)
    np.minimum.at(low, group, values)
    np.maximum.at(high, group, values)
    means = np.round(np.bincount(group, weights=values * count, minlength=len(counts)) / counts, 6)
    return np.where(low == high, low, means)


def _count_codes(  # noqa: PLR0913, PLR0917 - what is seen, by cell, of one name
    columns: Columns, seen: Numbers, count: Numbers, group: Numbers, size: int, name: str
) -> list[dict[str, int]]:
    """For each cell how many have which code, the most first."""
    values = columns.codes[name].values
    width = len(values)
    own = group * width + columns.points.codes_of_key[name][seen]
    table = np.bincount(own, weights=count, minlength=size * width).astype(np.int64).reshape(size, width)
    counted: list[dict[str, int]] = [{} for _ in range(size)]
    rows, codes = np.nonzero(table)
    order = np.lexsort((codes, -table[rows, codes], rows))
    numbers = table[rows, codes][order].tolist()
    for row, code, number in zip(rows[order].tolist(), codes[order].tolist(), numbers, strict=True):
        counted[row][values[code] or UNKNOWN] = number
    return counted


def _tell_few(
    columns: Columns, mask: Mask, seen: Numbers, group: Numbers, counts: Numbers
) -> dict[int, list[MapIncident]]:
    """The incidents of cells that hold only a few, newest first."""
    summary = columns.points.summary
    few = counts[group] <= FEW
    cell_of_key = np.zeros(len(summary.keys), np.int64)
    cell_of_key[seen] = group
    chosen = np.zeros(len(summary.keys), np.bool_)
    chosen[seen[few]] = True
    positions, keys = summary.find_runs(chosen, mask)
    order = np.argsort(columns.newest_rank[positions])
    told: dict[int, list[MapIncident]] = {}
    for at, cell in zip(positions[order].tolist(), cell_of_key[keys[order]].tolist(), strict=True):
        told.setdefault(cell, []).append(_tell(columns, at))
    return told


def _tell(columns: Columns, at: int) -> MapIncident:
    arrays, codes = columns.arrays, columns.codes
    place = columns.places.get(int(arrays["place"][at]))
    radius = float(arrays["radius_km"][at])

    def say(name: str) -> str | None:
        return codes[name].values[int(arrays[name][at])]

    return MapIncident(
        id=columns.id[at].decode(), type=say("type") or "", status=say("status") or "",
        first_day=_say_day(int(columns.first[at])), last_day=_say_day(int(columns.last[at])),
        name_ar=place.name_ar if place else None, name_en=place.name_en if place else None,
        precision=say("precision"), radius_km=None if np.isnan(radius) else radius,
        lon=float(columns.lon[at]), lat=float(columns.lat[at]),
    )  # fmt: skip


def _say_day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _count_unlocated(columns: Columns, at: Numbers) -> tuple[Unlocated, ...]:
    numbers = np.bincount(columns.arrays["place"][at] - NONE)
    places = np.flatnonzero(numbers)
    counted: dict[tuple[str | None, str | None], int] = {}
    english: dict[tuple[str | None, str | None], str | None] = {}
    for place, number in zip((places + NONE).tolist(), numbers[places].tolist(), strict=True):
        row = columns.places.get(place)
        area = (row.country, row.admin1) if row else (None, None)
        counted[area] = counted.get(area, 0) + number
        english[area] = english.get(area) or (row.admin1_en if row else None)
    fullest = sorted(counted.items(), key=lambda one: (-one[1], one[0][0] or "", one[0][1] or ""))
    return tuple(
        Unlocated(country=country, admin1=admin1, admin1_en=english[country, admin1], incidents=number)
        for (country, admin1), number in fullest
    )
