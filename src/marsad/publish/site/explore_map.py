"""The map of many incidents as the server draws it: for print, for pages without script, for machines without WebGL.

Why it is hard: a filter's answer may hold a hundred incidents in one valley and one on another continent. Drawn whole
it shows a dot; so the drawing keeps to where nearly all of them lie and says how many are outside it.
What is known to an area only is hatched and has no middle; what has no place at all stands beside the map as a count.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import msgspec

from marsad.publish.site.maps import Box, Maps, Sheet, box_of, draw_paths, find_middle, measure_box
from marsad.reference.outlines import KM_A_DEGREE, Outline

WIDTH = 900
TALLEST = 0.58
OUTLIERS = 0.04
"""Which share of the incidents may lie outside at each edge, where leaving them out makes the map much closer."""
CLOSER = 0.5
SMALLEST, LARGEST = 10.0, 34.0
FEW_LABELS = 24
SPARE = 46
"""Names of areas nearer than this to an earlier one, in units of the drawing, are left out."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents around a point: a cell of the grid. `radius_km` where all are of one place: how far off they may be."""

    lat: float
    lon: float
    incidents: int
    south: float
    west: float
    north: float
    east: float
    radius_km: float | None = None
    name_ar: str | None = None
    name_en: str | None = None

    @property
    def bbox(self) -> str:
        """The parameter that asks for exactly these."""
        return f"{self.west},{self.south},{self.east},{self.north}"


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents of which no more than the area is known: a governorate, or the country where `admin1` is None."""

    country: str
    admin1: str | None
    incidents: int
    name_ar: str | None = None
    name_en: str | None = None

    @property
    def asks(self) -> dict[str, str]:
        """The parameters that ask for exactly these."""
        return {"country": self.country, "admin1": self.admin1 or "", "located": "no"}


@dataclass(frozen=True)
class DrawnSpot:
    """A circle: where, how wide, how wide the ring of its uncertainty is (None where that is narrower)."""

    x: float
    y: float
    radius: float
    ring: float | None
    spot: Spot


@dataclass(frozen=True)
class DrawnMap:
    """The drawing, and how many incidents on the map lie outside it."""

    width: int
    height: int
    ground: tuple[str, ...]
    areas: tuple[str, ...]
    borders: tuple[str, ...]
    hatched: tuple[tuple[str, Area], ...]
    names: tuple[tuple[float, float, Outline], ...]
    spots: tuple[DrawnSpot, ...]
    outside: int
    box: Box


def draw_map(maps: Maps, spots: Sequence[Spot], areas: Sequence[Area]) -> DrawnMap | None:
    """The drawing of these; None where nothing of them can be placed."""
    box = find_view(maps, spots, areas)
    if box is None:
        return None
    sheet = Sheet(box, WIDTH, TALLEST)
    inside = [spot for spot in spots if sheet.meets((spot.lon, spot.lat, spot.lon, spot.lat))]
    drawn = [_draw_spot(sheet, spot) for spot in sorted(inside, key=lambda spot: -spot.incidents)]
    held = _countries_of(maps, inside, areas)
    countries = [one for one in maps.outlines.countries.values() if sheet.meets(one.bounds)]
    parts = [one for one in maps.outlines.areas if one.country in held and sheet.meets(one.bounds)]
    hatched = [(outline, area) for area in areas for outline in maps.area_outlines(area.country, area.admin1)]
    return DrawnMap(
        width=sheet.width,
        height=sheet.height,
        ground=draw_paths(sheet, countries),
        areas=draw_paths(sheet, parts),
        borders=draw_paths(sheet, countries),
        hatched=tuple((path, area) for outline, area in hatched for path in draw_paths(sheet, [outline])),
        names=_place_names(maps, sheet, parts, drawn),
        spots=tuple(drawn),
        outside=sum(spot.incidents for spot in spots) - sum(spot.incidents for spot in inside),
        box=sheet.box,
    )


def find_view(maps: Maps, spots: Sequence[Spot], areas: Sequence[Area]) -> Box | None:
    """The box of degrees that a map of these begins with; None where there is nothing to show."""
    if spots:
        points = [(spot.lat, spot.lon, 0.0) for spot in spots]
        return trim_box(spots) or box_of([], points)
    outlines = [outline for area in areas for outline in maps.area_outlines(area.country, area.admin1)]
    return box_of([outline.bounds for outline in outlines], []) if outlines else None


def trim_box(spots: Sequence[Spot]) -> Box | None:
    """The box of nearly all incidents, where it is much smaller than that of all; None where it is not."""
    kept = list(spots)
    for axis in ("lon", "lat"):
        kept.sort(key=lambda spot: getattr(spot, axis))
        sums = list(accumulate(spot.incidents for spot in kept))
        spare = sums[-1] * OUTLIERS
        kept = kept[bisect_left(sums, spare + 1e-9) if spare >= 1 else 0 :]
        sums = list(accumulate(spot.incidents for spot in kept))
        kept = kept[: bisect_left(sums, sums[-1] - spare) + 1] if spare >= 1 else kept
    whole = box_of([], [(spot.lat, spot.lon, 0.0) for spot in spots])
    near = box_of([], [(spot.lat, spot.lon, 0.0) for spot in kept])
    closer = near[2] - near[0] < CLOSER * (whole[2] - whole[0]) or near[3] - near[1] < CLOSER * (whole[3] - whole[1])
    return near if closer else None


def _draw_spot(sheet: Sheet, spot: Spot) -> DrawnSpot:
    x, y = sheet.place(spot.lat, spot.lon)
    radius = measure_radius(spot.incidents)
    ring = round((spot.radius_km or 0.0) * sheet.scale / KM_A_DEGREE, 1)
    return DrawnSpot(x=x, y=y, radius=radius, ring=ring if ring > radius else None, spot=spot)


def measure_radius(incidents: int) -> float:
    """How wide a circle is drawn: its surface grows with the number of incidents."""
    return round(min(LARGEST, SMALLEST + 2.1 * (math.sqrt(incidents) - 1)), 1)


def _countries_of(maps: Maps, spots: Iterable[Spot], areas: Iterable[Area]) -> set[str]:
    """The countries whose first areas are drawn: those in which something is shown."""
    held = {area.country for area in areas}
    for spot in spots:
        found = maps.outlines.area_at(spot.lat, spot.lon)
        if found is not None:
            held.add(found.country)
    return held


def _place_names(
    maps: Maps, sheet: Sheet, outlines: Iterable[Outline], spots: Sequence[DrawnSpot]
) -> tuple[tuple[float, float, Outline], ...]:
    """Where the names of the areas stand: in their largest part, clear of the circles and of one another."""
    taken = [(spot.x, spot.y, spot.radius + 12) for spot in spots]
    placed: list[tuple[float, float, Outline]] = []
    written: set[tuple[str | None, str | None]] = set()
    for outline in sorted(outlines, key=lambda one: -measure_box(one.bounds)):
        lon, lat = find_middle(outline)
        x, y = sheet.place(lat, lon)
        within = SPARE < x < sheet.width - SPARE and 12 < y < sheet.height - 12
        clear = all(abs(x - other[0]) > other[2] or abs(y - other[1]) > other[2] for other in taken)
        if within and clear and maps.area_name(outline) not in written and len(placed) < FEW_LABELS:
            written.add(maps.area_name(outline))
            placed.append((x, y, outline))
            taken.append((x, y, SPARE))
    return tuple(placed)
