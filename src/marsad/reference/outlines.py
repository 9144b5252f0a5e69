"""The outlines of countries and of their first areas: what lies in which, and how far outside.

Hard because a drawn border is a simplified one of a source of 1:10 million: near it, and where states dispute it, a
point proves nothing. So an area is only told where the point lies `SURE_KM` inside, and a record is only doubted where
it lies `FAR_KM` outside; contested grounds (`outlines.toml`) are neither told nor doubted.

Known gaps: areas are of about 2015: later divisions (`outlines-areas.csv` names them) are told by no outline.
"""

import math
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import msgspec

from marsad.base.errors import PlacesError
from marsad.reference.outlines_file import distance_to_segment, is_inside, join_arcs

OUTLINES = Path(__file__).parent / "outlines.json"
FAR_KM = 15.0
SURE_KM = 4.0
"""How far the source's borders stray: of Syria's communities 67 % agree within 1 km of one, 99.7 % beyond 6 km."""
KM_A_DEGREE = 111.195

Ring = list[tuple[float, float]]
Polygons = tuple[tuple[Ring, ...], ...]


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """One country or area as drawn: its polygons in degrees (longitude first), holes behind their outer ring.

    `covers` are ids of the gazetteer's areas that lie in it: one as a rule, several where it was divided since, none
    where the gazetteer has no such area. `level` is 0 for a country, 1 for what stands directly below it.
    """

    id: str
    country: str
    level: int
    name_ar: str | None
    name_en: str | None
    covers: tuple[str, ...]
    polygons: Polygons
    bounds: tuple[float, float, float, float]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies inside."""
        west, south, east, north = self.bounds
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return any(
            is_inside((lon, lat), rings[0]) and not any(is_inside((lon, lat), hole) for hole in rings[1:])
            for rings in self.polygons
        )

    def border_km(self, lat: float, lon: float, within_km: float = math.inf) -> float:
        """How far the nearest border is, from inside or outside; infinite where none is `within_km`.

        On a plane laid at the point, so exact only nearby.
        """
        across = _across(lat)
        up, along = within_km / KM_A_DEGREE, within_km / KM_A_DEGREE / across
        best = math.inf
        for ring in (ring for rings in self.polygons for ring in rings):
            for (ax, ay), (bx, by) in pairwise(ring):
                if (ay > lat + up and by > lat + up) or (ay < lat - up and by < lat - up):
                    continue
                if (ax > lon + along and bx > lon + along) or (ax < lon - along and bx < lon - along):
                    continue
                begin = ((ax - lon) * across * KM_A_DEGREE, (ay - lat) * KM_A_DEGREE)
                end = ((bx - lon) * across * KM_A_DEGREE, (by - lat) * KM_A_DEGREE)
                best = min(best, distance_to_segment((0.0, 0.0), begin, end))
        return best if best <= within_km else math.inf

    def outside_km(self, lat: float, lon: float) -> float:
        """How far outside the point lies; 0 inside."""
        if self.holds(lat, lon):
            return 0.0
        near_km = self.border_km(lat, lon, FAR_KM)  # nearly all are: the long way round is for the few
        return near_km if math.isfinite(near_km) else self.border_km(lat, lon)


class Contested(msgspec.Struct, frozen=True):
    """Ground of which states or peoples dispute whose it is, as a box of degrees."""

    name: str
    south: float
    west: float
    north: float
    east: float
    why: str

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies in the box."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class Outlines:
    """All outlines of one file. Loaded by imports and pages; reading a report never needs them."""

    def __init__(self, countries: dict[str, Outline], areas: tuple[Outline, ...], source: dict[str, Any]) -> None:
        self.countries = countries
        self.areas = areas
        self.source = source
        self._cells: dict[tuple[int, int], list[Outline]] = {}
        for area in areas:
            for cell in _cells_of(area):
                self._cells.setdefault(cell, []).append(area)
        self._covering: dict[str, list[Outline]] = {}
        for area in areas:
            for place_id in area.covers:
                self._covering.setdefault(place_id, []).append(area)

    @classmethod
    def open(cls, path: Path = OUTLINES) -> Self:
        """Read the file. Raises `PlacesError` where it was not built or cannot be read."""
        try:
            read = msgspec.json.decode(path.read_bytes())
            arcs = [_walk(arc, read["transform"]["scale"]) for arc in read["arcs"]]
            countries = [_outline(shape, 0, arcs) for shape in read["objects"]["countries"]["geometries"]]
            areas = [_outline(shape, 1, arcs) for shape in read["objects"]["areas"]["geometries"]]
        except FileNotFoundError as error:
            raise PlacesError(f"no outlines at {path}; in a checkout run: python tools/build_outlines.py") from error
        except (OSError, msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise PlacesError(f"{path} holds no outlines ({error!r}); build them again") from error
        return cls({one.country: one for one in countries}, tuple(one for one in areas if one.polygons), read["source"])

    def area_at(self, lat: float, lon: float) -> Outline | None:
        """The area that a point lies in, as the source draws it; `None` at sea."""
        return next((area for area in self._near(lat, lon) if area.holds(lat, lon)), None)

    def sure_area_at(self, lat: float, lon: float) -> Outline | None:
        """The area that a point lies well inside; `None` near a border between areas and on contested ground."""
        possible = () if is_contested(lat, lon) else self.possible_areas_at(lat, lon)
        return possible[0] if len(possible) == 1 and possible[0].holds(lat, lon) else None

    def possible_areas_at(self, lat: float, lon: float) -> tuple[Outline, ...]:
        """The areas that a point may lie in, as far as the source's borders can be trusted; none far out at sea."""
        near = self._near(lat, lon, SURE_KM)
        return tuple(one for one in near if one.holds(lat, lon) or one.border_km(lat, lon, SURE_KM) < SURE_KM)

    def covering(self, place_id: str) -> tuple[Outline, ...]:
        """The outlines over which an area of the gazetteer lies."""
        return tuple(self._covering.get(place_id, ()))

    def outside_km(self, lat: float, lon: float, country: str | None, area: str | None = None) -> float | None:
        """How far a point lies outside of the area that a record names, else of its country, in kilometres.

        `None` where neither is drawn, or the ground is contested.
        """
        drawn = self.covering(area or "") or ((self.countries[country],) if country in self.countries else ())
        if not drawn or is_contested(lat, lon):
            return None
        return min(outline.outside_km(lat, lon) for outline in drawn)

    def _near(self, lat: float, lon: float, km: float = 0.0) -> list[Outline]:
        """Areas whose box is at most so far away."""
        up, along = km / KM_A_DEGREE, km / KM_A_DEGREE / _across(lat)
        cells = {(int((lat + i) // 1), int((lon + j) // 1)) for i in (-up, 0, up) for j in (-along, 0, along)}
        found = {area.id: area for cell in sorted(cells) for area in self._cells.get(cell, ())}
        return [
            area
            for area in found.values()
            if area.bounds[0] - along <= lon <= area.bounds[2] + along
            and area.bounds[1] - up <= lat <= area.bounds[3] + up
        ]

    def is_fine(self, country: str | None) -> bool:
        """Whether a country is drawn finely, with its islands."""
        return country in self.source["fine"]

    def covers_at(self, lat: float, lon: float, country: str | None) -> tuple[str | None, tuple[str, ...]]:
        """The country and the gazetteer's areas that a point surely lies in; `None`, () where that is not sure.

        A `country` that a record states is not overruled: another one's area tells nothing.
        """
        area = self.sure_area_at(lat, lon)
        if area is None or country not in {None, area.country}:
            return None, ()
        return area.country, area.covers

    def geojson(self, country: str) -> dict[str, Any]:
        """A country and its areas as a GeoJSON FeatureCollection, with source, licence and disclaimer.

        Raises `PlacesError` for a code of no outline.
        """
        if country not in self.countries:
            raise PlacesError(f"no outline for {country}; give an ISO 3166 code of two letters, such as SY")
        shapes = [self.countries[country], *(area for area in self.areas if area.country == country)]
        return {
            "type": "FeatureCollection",
            "source": {key: self.source[key] for key in ("title", "version", "licence", "url") if key in self.source},
            "disclaimer": read_disclaimer(),
            "features": [
                {
                    "type": "Feature",
                    "id": one.id,
                    "properties": {
                        "country": one.country, "level": one.level, "name_ar": one.name_ar, "name_en": one.name_en,
                        "covers": list(one.covers),
                    },
                    "geometry": {"type": "MultiPolygon", "coordinates": one.polygons},
                }
                for one in shapes
            ],
        }  # fmt: skip


def open_outlines(path: Path = OUTLINES) -> Outlines | None:
    """The outlines, or `None` where they were not built. Raises `PlacesError` for a damaged file."""
    return Outlines.open(path) if path.is_file() else None


@cache
def read_contested() -> tuple[Contested, ...]:
    """The grounds that `outlines.toml` names. Raises `PlacesError` for a wrong row."""
    declared = tomllib.loads(files("marsad.reference").joinpath("outlines.toml").read_text(encoding="utf-8"))
    try:
        return msgspec.convert(declared["contested"], tuple[Contested, ...])
    except msgspec.ValidationError as error:
        raise PlacesError(f"outlines.toml, contested: {error}") from error


@cache
def read_disclaimer() -> dict[str, str]:
    """What is to be said under every map, by language."""
    declared = tomllib.loads(files("marsad.reference").joinpath("outlines.toml").read_text(encoding="utf-8"))
    return msgspec.convert(declared["disclaimer"], dict[str, str])


def is_contested(lat: float, lon: float) -> bool:
    """Whether a point lies on ground of which `outlines.toml` says that it is disputed."""
    return any(ground.holds(lat, lon) for ground in read_contested())


def _across(lat: float) -> float:
    """How long a degree of longitude is beside one of latitude."""
    return max(0.01, math.cos(math.radians(lat)))


def _walk(steps: list[list[int]], scale: list[float]) -> Ring:
    x = y = 0
    walked = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        walked.append((round(x * scale[0], 6), round(y * scale[1], 6)))
    return walked


def _outline(shape: dict[str, Any], level: int, arcs: list[Ring]) -> Outline:
    rings = [[join_arcs(ring, arcs) for ring in polygon] for polygon in shape["arcs"]]
    polygons = tuple(tuple(ring for ring in polygon if len(ring) > 3) for polygon in rings if len(polygon[0]) > 3)
    points = [point for polygon in polygons for point in polygon[0]] or [(0.0, 0.0)]
    named = shape["properties"]
    return Outline(
        id=shape["id"], country=named["country"], level=level, name_ar=named.get("name_ar"),
        name_en=named.get("name_en"), covers=tuple(named.get("covers", ())), polygons=polygons,
        bounds=(min(x for x, _ in points), min(y for _, y in points),
                max(x for x, _ in points), max(y for _, y in points)),
    )  # fmt: skip


def _cells_of(outline: Outline) -> Iterator[tuple[int, int]]:
    west, south, east, north = outline.bounds
    for row in range(int(south // 1), int(north // 1) + 1):
        for column in range(int(west // 1), int(east // 1) + 1):
            yield row, column
