"""The locator map of an incident: outlines of its governorates, and a circle as wide as its place is uncertain.

Hard because a map promises more than words do. So it is drawn from the coarse form of the record that the one door lets
out, whoever looks: no point is closer here than in public rows, a place is a circle and never a pin, an area is shaded
and has no middle, and what cannot be placed is counted beside the map. Drawn on the server, without scripts.

Known gaps: flat projection (true along the middle of the map only); a map across the date line is not drawn.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
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
Names = tuple[str | None, str | None]


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

    def __init__(
        self,
        outlines: Outlines,
        areas: dict[tuple[str, str], tuple[Outline, ...]],
        countries: Mapping[str, Names] | None = None,
        named: Mapping[str, Names] | None = None,
    ) -> None:
        """`countries` are Arabic and English names by code, `named` those of areas by the outline's id."""
        self.outlines = outlines
        self._areas = areas
        self._countries = countries or {}
        self._named = named or {}

    @classmethod
    def open(cls, outlines: Outlines, gazetteer: Gazetteer) -> "Maps":
        """With the ids and names under which a gazetteer knows the outlined areas."""
        areas: dict[tuple[str, str], tuple[Outline, ...]] = {}
        named: dict[str, Names] = {}
        for outline in outlines.areas:
            for row in (row for place_id in outline.covers if (row := gazetteer.row_of(place_id)) is not None):
                place = gazetteer.place(row)
                if len(outline.covers) == 1:
                    named[outline.id] = (place.name_ar or outline.name_ar, place.name_en or outline.name_en)
                names = (place.name_ar, place.name_en, *gazetteer.ids_of(row))
                for name in dict.fromkeys(name for name in names if name):
                    areas[outline.country, name] = (*areas.get((outline.country, name), ()), outline)
        countries: dict[str, Names] = {}
        for code in outlines.countries:
            row = gazetteer.country_row(code)
            if row is not None:
                country = gazetteer.place(row)
                countries[code] = (country.name_ar, country.name_en)
        return cls(outlines, areas, countries, named)

    def country_name(self, code: str) -> Names:
        """The Arabic and the English name of a country, None where the gazetteer has none."""
        return self._countries.get(code, (None, None))

    @cached_property
    def _called(self) -> dict[str, tuple[str, ...]]:
        """The names and ids under which each outlined area is found, by the outline's id."""
        called: dict[str, tuple[str, ...]] = {}
        for (_, name), outlines in self._areas.items():
            for outline in outlines:
                called[outline.id] = (*called.get(outline.id, ()), name)
        return called

    def called(self, outline: Outline) -> tuple[str, ...]:
        """The names and ids of the gazetteer's areas that an outline stands for."""
        return self._called.get(outline.id, ())

    def area_name(self, outline: Outline) -> Names:
        """What an area is called: by the gazetteer where that is one area there, else by the outlines' source."""
        return self._named.get(outline.id, (outline.name_ar, outline.name_en))

    def area_latin(self, country: str | None, name: str) -> str | None:
        """The English name of an area by its Arabic one; None where no outline is called so, or several differ."""
        found = {
            one.name_en
            for (code, known), outlines in self._areas.items()
            if known == name and country in {None, code}
            for one in outlines
        }
        return found.pop() if len(found) == 1 else None

    def area_outlines(self, country: str, name: str | None) -> tuple[Outline, ...]:
        """The outlines of an area by its name or id, of the whole country where no name is given; () where undrawn."""
        if name is not None:
            return self._areas.get((country, name), ())
        return (self.outlines.countries[country],) if country in self.outlines.countries else ()

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
        whole = box_of([area.bounds for area in countries or outlines], circles)
        near = box_of([area.bounds for area in outlines if area.level or not (countries or circles)], circles)
        placed = sum(1 for place in shown if place.lat is not None or self._areas_of(place))
        panel = self._panel(near, WIDTH, outlines, circles)
        return IncidentMap(
            panel=panel,
            corner=_find_corner(Sheet(near, WIDTH), outlines, panel.circles),
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
        sheet = Sheet(box, width)
        countries = [one for one in self.outlines.countries.values() if sheet.meets(one.bounds)]
        held = {one.country for one in lit}
        inset = width == INSET_WIDTH
        areas = [] if inset else [one for one in self.outlines.areas if one.country in held and sheet.meets(one.bounds)]
        return Panel(
            width=width,
            height=sheet.height,
            ground=draw_paths(sheet, countries),
            lit=draw_paths(sheet, lit),
            areas=draw_paths(sheet, areas),
            borders=draw_paths(sheet, [one for one in countries if one.country in held]),
            circles=tuple(
                (*sheet.place(lat, lon), round(max(radius_km * sheet.scale / KM_A_DEGREE, SMALLEST_RADIUS), 1))
                for lat, lon, radius_km in circles
            ),
        )


class Sheet:
    """Paper for a box of degrees: what was north is up, one unit is as long eastward as northward."""

    def __init__(self, box: Box, width: int, tallest: float = TALLEST) -> None:
        west, south, east, north = box
        self._across = max(0.1, math.cos(math.radians((south + north) / 2)))
        wide, tall = max(east - west, 1e-6) * self._across, max(north - south, 1e-6)
        grown = max(wide, tall / tallest)
        self.scale = width / grown
        self._middle = ((west + east) / 2, (south + north) / 2)
        self.width = width
        self.height = round(max(tall, grown * tallest * 0.6) * self.scale)
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


def draw_paths(sheet: Sheet, outlines: Iterable[Outline]) -> tuple[str, ...]:
    """One path an outline: all its polygons, holes cut out by the rule of even and odd."""
    drawn = ("".join(sheet.path(ring) for rings in one.polygons for ring in rings) for one in outlines)
    return tuple(path for path in drawn if path)


def _find_corner(sheet: Sheet, lit: Sequence[Outline], circles: Sequence[tuple[float, float, float]]) -> str:
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


def box_of(bounds: Iterable[Box], circles: Iterable[tuple[float, float, float]]) -> Box:
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


def measure_box(box: Box) -> float:
    """How large a box is, in square degrees."""
    return (box[2] - box[0]) * (box[3] - box[1])


def find_middle(outline: Outline) -> tuple[float, float]:
    """Where a name is written: the middle of the mass of the widest polygon, longitude first. It is no place."""
    ring = max((rings[0] for rings in outline.polygons), key=lambda ring: abs(_surface(ring)))
    surface = _surface(ring)
    if abs(surface) < 1e-12:
        return ring[0]
    x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return round(x / (6 * surface), 4), round(y / (6 * surface), 4)


def _surface(ring: Sequence[tuple[float, float]]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2
