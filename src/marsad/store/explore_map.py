"""The map's cells: a grid by zoom, each cell with what it holds; never a pin for an area.

Cells are powers of two of the world, so that their borders are exact numbers and the list filtered by a cell's box
gives exactly its incidents.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from marsad.store.columns import Columns, Numbers
from marsad.store.conditions import find_passing, mask_box
from marsad.store.explore import sum_killed
from marsad.store.explore_records import IncidentMap, MapCell, MapIncident, Unlocated
from marsad.store.records import Box, IncidentFilter

ZOOM_MOST = 18
CELLS_MOST = 3_000
FEW = 10
CHUNK = 500
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
    located = passing & columns.located
    seen = np.flatnonzero(located & mask_box(columns, view) if view is not None else located)
    zoom = choose_zoom(columns, seen, max(0, min(zoom, ZOOM_MOST)))
    unlocated = _count_unlocated(columns, np.flatnonzero(passing & ~columns.located))
    count, shown = int(np.count_nonzero(passing)), len(seen)
    return IncidentMap(
        zoom=zoom, cells=_make_cells(columns, seen, zoom), unlocated=unlocated,
        outside=int(np.count_nonzero(located)) - shown, shown=shown, count=count, total=len(columns),
    )  # fmt: skip


def choose_zoom(columns: Columns, seen: Numbers, zoom: int) -> int:
    """The zoom asked for, or the next coarser one with few enough cells."""
    there = np.flatnonzero(np.bincount(columns.points[2][seen]))
    while zoom > 0 and len(np.unique(_find_keys(columns, zoom)[there])) > CELLS_MOST:
        zoom -= 1
    return zoom


def _find_keys(columns: Columns, zoom: int) -> Numbers:
    """The cell of each distinct point, as one number: x * height + y."""
    lon, lat, _ = columns.points
    degrees = find_cell_degrees(zoom)
    key: Numbers = ((lon + 180.0) / degrees).astype(np.int64) * _height(zoom)
    return key + ((lat + 90.0) / degrees).astype(np.int64)


def _height(zoom: int) -> int:
    return (1 << (zoom + 2)) + 1


def _make_cells(columns: Columns, seen: Numbers, zoom: int) -> tuple[MapCell, ...]:
    lon, lat, point = columns.points
    there = np.flatnonzero(np.bincount(point[seen]))
    cells, cell_of_there = np.unique(_find_keys(columns, zoom)[there], return_inverse=True)
    size = len(cells)
    cell_of_point = np.zeros(len(lon), np.int64)
    cell_of_point[there] = cell_of_there
    group = cell_of_point[point[seen]]
    counts = np.bincount(group, minlength=size)
    points = [_find_middles(values, there, cell_of_there, values[point[seen]], group, counts) for values in (lon, lat)]
    radius = np.full(size, -1.0)
    np.maximum.at(radius, group, np.nan_to_num(columns.arrays["radius_km"][seen], nan=-1.0))
    types = _count_codes(columns, seen, group, size, "type")
    precision = _count_codes(columns, seen, group, size, "precision")
    killed = sum_killed(columns, seen, group, size)
    told = _tell_few(columns, seen[counts[group] <= FEW], group[counts[group] <= FEW])
    made = []
    for at, box in enumerate(_cut_boxes(cells, zoom)):
        made.append(
            MapCell(
                lon=float(points[0][at]), lat=float(points[1][at]), box=box,
                count=int(counts[at]), types=types[at], precision=precision[at],
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


def _find_middles(  # noqa: PLR0913, PLR0917 - the points and who stands on them, both by cell
    values: Floats, there: Numbers, cell_of_there: Numbers, each: Floats, group: Numbers, counts: Numbers
) -> Floats:
    """The mean of each cell's incidents, and where all share one value that very value."""
    low, high = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)
    np.minimum.at(low, cell_of_there, values[there])
    np.maximum.at(high, cell_of_there, values[there])
    means = np.round(np.bincount(group, weights=each, minlength=len(counts)) / counts, 6)
    return np.where(low == high, low, means)


def _count_codes(columns: Columns, seen: Numbers, group: Numbers, size: int, name: str) -> list[dict[str, int]]:
    """For each group how many have which code, the most first."""
    values = columns.codes[name].values
    width = len(values)
    table = np.bincount(group * width + columns.arrays[name][seen], minlength=size * width).reshape(size, width)
    counted: list[dict[str, int]] = [{} for _ in range(size)]
    rows, codes = np.nonzero(table)
    order = np.lexsort((codes, -table[rows, codes], rows))
    for row, code in zip(rows[order].tolist(), codes[order].tolist(), strict=True):
        counted[row][values[code] or UNKNOWN] = int(table[row, code])
    return counted


def _tell_few(columns: Columns, seen: Numbers, group: Numbers) -> dict[int, list[MapIncident]]:
    """The incidents of cells that hold only a few, newest first."""
    order = np.argsort(columns.newest_rank[seen])
    seen, group = seen[order], group[order]
    told: dict[int, list[MapIncident]] = {}
    for at, cell in zip(seen.tolist(), group.tolist(), strict=True):
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
    places, counts = np.unique(columns.arrays["place"][at], return_counts=True)
    counted: dict[tuple[str | None, str | None], int] = {}
    english: dict[tuple[str | None, str | None], str | None] = {}
    for place, number in zip(places.tolist(), counts.tolist(), strict=True):
        row = columns.places.get(place)
        area = (row.country, row.admin1) if row else (None, None)
        counted[area] = counted.get(area, 0) + number
        english[area] = english.get(area) or (row.admin1_en if row else None)
    fullest = sorted(counted.items(), key=lambda one: (-one[1], one[0][0] or "", one[0][1] or ""))
    return tuple(
        Unlocated(country=country, admin1=admin1, admin1_en=english[country, admin1], incidents=number)
        for (country, admin1), number in fullest
    )
