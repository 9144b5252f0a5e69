"""The locator map of an incident: outlines of its governorates, and a circle as wide as its place is uncertain.

Hard because a map promises more than words do. So it is drawn from the coarse form of the record that the one door lets
out, whoever looks: no point is closer here than in public rows, a place is a circle and never a pin, an area is shaded
and has no middle, and what cannot be placed is counted beside the map. Drawn on the server, without scripts.

Known gaps: flat projection (true along the middle of the map only); a map across the date line is not drawn.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from marsad.model.incident import Incident, IncidentPlace
from marsad.publish.redaction import coarsen_incident
from marsad.reference.gazetteer import Gazetteer
from marsad.reference.outlines import KM_A_DEGREE, Outline, Outlines

WIDTH = 640
INSET_WIDTH = 200
INSET_SHARE = 0.28
TALLEST = 0.85
"""Height of a map at most, as a share of its width."""
MARGIN = 0.18
NARROWEST_DEGREES = 1.0
SITE_KM = 8.0
RADIUS_KM = {"settlement": 3.0, "district": 10.0}
"""How wide a circle is at least: a settlement's point is rounded to about 1 km, a site's to about 11."""
SMALLEST_RADIUS = 7.0
FINEST = 2
"""Corners nearer than this, in units of the drawing, are left out."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Panel:
    """One drawing: paths in the units of its view box, circles as x, y and radius."""

    width: int
    height: int
    ground: tuple[str, ...]
    lit: tuple[str, ...]
    areas: tuple[str, ...]
    borders: tuple[str, ...]
    circles: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class IncidentMap:
    """The map of one incident: the main drawing, where in the country that is, and how many places it cannot show."""

    panel: Panel
    inset: Panel | None
    corner: str
    unlocated: int
    coarse: bool
    source: str


class Maps:
    """Draws maps; outlines and names of areas are loaded when the first is asked for."""

    def __init__(self, outlines: Outlines, areas: dict[tuple[str, str], tuple[Outline, ...]]) -> None:
        self.outlines = outlines
        self._areas = areas

    @classmethod
    def open(cls, outlines: Outlines, gazetteer: Gazetteer) -> "Maps":
        """With the ids and names under which a gazetteer knows the outlined areas."""
        areas: dict[tuple[str, str], tuple[Outline, ...]] = {}
        for outline in outlines.areas:
            for row in (row for place_id in outline.covers if (row := gazetteer.row_of(place_id)) is not None):
                place = gazetteer.place(row)
                names = (place.name_ar, place.name_en, *gazetteer.ids_of(row))
                for name in dict.fromkeys(name for name in names if name):
                    areas[outline.country, name] = (*areas.get((outline.country, name), ()), outline)
        return cls(outlines, areas)

    def draw(self, incident: Incident) -> IncidentMap | None:
        """The map of an incident as the public may see it; `None` where nothing of it can be placed."""
        coarse = coarsen_incident(incident, None)
        shown, exact = coarse.incident.where, incident.where
        lit = list(dict.fromkeys(area.id for place in shown for area in self._areas_of(place)))
        outlines = [self._by_id[one] for one in lit]
        circles = [
            (place.lat, place.lon, _radius_km(index, shown, exact))
            for index, place in enumerate(shown)
            if place.lat is not None and place.lon is not None
        ]
        if not outlines and not circles:
            return None
        countries = [self.outlines.countries[area.country] for area in outlines if area.level]
        whole = _box_of([area.bounds for area in countries or outlines], circles)
        near = _box_of([area.bounds for area in outlines if area.level or not (countries or circles)], circles)
        placed = sum(1 for place in shown if place.lat is not None or self._areas_of(place))
        panel = self._panel(near, WIDTH, outlines, circles)
        return IncidentMap(
            panel=panel,
            corner=_find_corner(_Sheet(near, WIDTH), outlines, panel.circles),
            inset=self._panel(whole, INSET_WIDTH, outlines, []) if countries else None,
            unlocated=len(shown) - placed,
            coarse=bool(coarse.coarsened),
            source=str(self.outlines.source.get("title", "")),
        )

    @cached_property
    def _by_id(self) -> dict[str, Outline]:
        return {one.id: one for one in (*self.outlines.countries.values(), *self.outlines.areas)}

    def _areas_of(self, place: IncidentPlace) -> tuple[Outline, ...]:
        """What is to be shaded for a place: its governorate, by id or name, else by its point, else its country."""
        country = place.country or ""
        for name in (place.place_id, place.admin1, place.admin1_en):
            if name and (country, name) in self._areas:
                return self._areas[country, name]
        if place.lat is not None and place.lon is not None:
            found = self.outlines.area_at(place.lat, place.lon)
            return () if found is None else (found,)
        if place.precision == "governorate" and (country, place.name_ar or "") in self._areas:
            return self._areas[country, place.name_ar or ""]
        return (self.outlines.countries[country],) if country in self.outlines.countries else ()

    def _panel(
        self, box: Box, width: int, lit: Sequence[Outline], circles: Sequence[tuple[float, float, float]]
    ) -> Panel:
        """One drawing of what lies in a box of degrees (west, south, east, north)."""
        sheet = _Sheet(box, width)
        countries = [one for one in self.outlines.countries.values() if sheet.meets(one.bounds)]
        held = {one.country for one in lit}
        inset = width == INSET_WIDTH
        areas = [] if inset else [one for one in self.outlines.areas if one.country in held and sheet.meets(one.bounds)]
        return Panel(
            width=width,
            height=sheet.height,
            ground=_paths(sheet, countries),
            lit=_paths(sheet, lit),
            areas=_paths(sheet, areas),
            borders=_paths(sheet, [one for one in countries if one.country in held]),
            circles=tuple(
                (*sheet.place(lat, lon), round(max(radius_km * sheet.scale / KM_A_DEGREE, SMALLEST_RADIUS), 1))
                for lat, lon, radius_km in circles
            ),
        )


class _Sheet:
    """Paper for a box of degrees: what was north is up, one unit is as long eastward as northward."""

    def __init__(self, box: Box, width: int) -> None:
        west, south, east, north = box
        self._across = max(0.1, math.cos(math.radians((south + north) / 2)))
        wide, tall = max(east - west, 1e-6) * self._across, max(north - south, 1e-6)
        grown = max(wide, tall / TALLEST)
        self.scale = width / grown
        self._middle = ((west + east) / 2, (south + north) / 2)
        self.width = width
        self.height = round(max(tall, grown * TALLEST * 0.6) * self.scale)
        half = grown / self._across / 2
        tall_half = self.height / self.scale / 2
        self.box = (
            self._middle[0] - half, self._middle[1] - tall_half, self._middle[0] + half, self._middle[1] + tall_half,
        )  # fmt: skip

    def meets(self, bounds: Box) -> bool:
        """Whether something with these bounds can be seen."""
        return (
            bounds[0] <= self.box[2]
            and bounds[2] >= self.box[0]
            and bounds[1] <= self.box[3]
            and bounds[3] >= self.box[1]
        )

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point stands on the paper."""
        x = self.width / 2 + (lon - self._middle[0]) * self._across * self.scale
        y = self.height / 2 - (lat - self._middle[1]) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, ring: Iterable[tuple[float, float]]) -> str:
        """A ring as path data in whole units; what lies far off the paper is drawn along its edge."""
        corners: list[tuple[int, int]] = []
        for lon, lat in ring:
            x, y = self.place(lat, lon)
            corner = (round(min(max(x, -20), self.width + 20)), round(min(max(y, -20), self.height + 20)))
            if not corners or abs(corner[0] - corners[-1][0]) + abs(corner[1] - corners[-1][1]) >= FINEST:
                corners.append(corner)
        if len(corners) < 3:
            return ""
        steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(corners)]
        return f"M{corners[0][0]},{corners[0][1]}l{' '.join(steps)}z"


def _paths(sheet: _Sheet, outlines: Iterable[Outline]) -> tuple[str, ...]:
    """One path an outline: all its polygons, holes cut out by the rule of even and odd."""
    drawn = ("".join(sheet.path(ring) for rings in one.polygons for ring in rings) for one in outlines)
    return tuple(path for path in drawn if path)


def _find_corner(sheet: _Sheet, lit: Sequence[Outline], circles: Sequence[tuple[float, float, float]]) -> str:
    """The corner in which the smaller drawing hides least: no circle, and as little shaded border as can be."""
    corners = {
        name: (x * sheet.width, y * sheet.height)
        for name, x, y in (("low-start", 0, 1), ("low-end", 1, 1), ("top-start", 0, 0), ("top-end", 1, 0))
    }
    points = [sheet.place(lat, lon) for one in lit for rings in one.polygons for lon, lat in rings[0]]
    hidden = INSET_SHARE * sheet.width

    def cost(corner: tuple[float, float]) -> tuple[int, int]:
        def within(x: float, y: float) -> bool:
            return abs(x - corner[0]) < hidden and abs(y - corner[1]) < hidden

        return sum(within(x, y) for x, y, _ in circles), sum(within(x, y) for x, y in points)

    return min(corners, key=lambda name: cost(corners[name]))


def _radius_km(index: int, shown: Sequence[IncidentPlace], exact: Sequence[IncidentPlace]) -> float:
    """How wide a place's circle is: by what it was before it was made coarse, where that is still known."""
    before = exact[index].precision if len(exact) == len(shown) else None
    return RADIUS_KM.get(before or "", SITE_KM)


def _box_of(bounds: Iterable[Box], circles: Iterable[tuple[float, float, float]]) -> Box:
    """A box around everything, with a margin, and not so narrow that nothing else can be seen."""
    boxes = list(bounds) or [(lon, lat, lon, lat) for lat, lon, _ in circles]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    for lat, lon, _ in circles:
        west, south, east, north = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
    wide = max((east - west) * (1 + 2 * MARGIN), NARROWEST_DEGREES) / 2
    tall = max((north - south) * (1 + 2 * MARGIN), NARROWEST_DEGREES) / 2
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide, y - tall, x + wide, y + tall
