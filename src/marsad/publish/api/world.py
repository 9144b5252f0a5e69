"""What the map lies on: the countries of the world, coarsely, and where the names of their areas are written."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from marsad.publish.access import need
from marsad.publish.api.routes import ENCODER
from marsad.publish.site.maps import Maps, find_middle, measure_box
from marsad.reference.outlines import Outline, read_disclaimer

GRID = 0.1
"""Corners of the coarse outlines stand on a grid of so many degrees, about 11 km: they are for views of a continent."""
LASTING = {"Cache-Control": "private, max-age=3600"}


class World:
    """The answers, made when they are first asked for."""

    def __init__(self, maps: Maps) -> None:
        """Draw from these outlines and names."""
        self.maps = maps

    @cached_property
    def outlines(self) -> bytes:
        """All countries as GeoJSON."""
        features = [self._feature(one) for one in self.maps.outlines.countries.values()]
        source = self.maps.outlines.source
        return ENCODER.encode(
            {
                "type": "FeatureCollection",
                "source": {key: source[key] for key in ("title", "version", "licence", "url") if key in source},
                "disclaimer": read_disclaimer(),
                "features": [one for one in features if one["geometry"]["coordinates"]],
            }
        )

    def _feature(self, country: Outline) -> dict[str, Any]:
        arabic, latin = self.maps.country_name(country.country)
        lon, lat = find_middle(country)
        polygons = [[coarse] for rings in country.polygons if len(coarse := snap(rings[0])) > 3]
        return {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            "properties": {
                "country": country.country, "name_ar": arabic, "name_en": latin, "lat": lat, "lon": lon,
                "bounds": country.bounds,
            },
        }  # fmt: skip

    def names(self, code: str) -> bytes:
        """The areas of a country: what they are called, and where on the map their names stand (which is no place).

        Of several outlines of one name the widest bears it.
        """
        areas = [area for area in self.maps.outlines.areas if area.country == code]
        return ENCODER.encode({"format": 1, "names": list(self._list_names(areas))})

    def _list_names(self, areas: Iterable[Outline]) -> Iterable[dict[str, Any]]:
        written: set[tuple[str | None, str | None]] = set()
        for area in sorted(areas, key=lambda one: -measure_box(one.bounds)):
            named = self.maps.area_name(area)
            lon, lat = (None, None) if named in written else find_middle(area)
            written.add(named)
            yield {
                "id": area.id, "level": area.level, "name_ar": named[0], "name_en": named[1], "lat": lat, "lon": lon,
                "called": self.maps.called(area),
            }  # fmt: skip


def snap(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring with its corners on the grid, each once in a row."""
    corners: list[tuple[float, float]] = []
    for lon, lat in ring:
        corner = (round(round(lon / GRID) * GRID, 2), round(round(lat / GRID) * GRID, 2))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return corners


def make_world(maps: Maps | None) -> APIRouter:
    """The addresses; without outlines they answer that there are none."""
    router = APIRouter(prefix="/api/v1", dependencies=[need("read", logs=None)])
    world = World(maps) if maps else None

    @router.get("/outlines", operation_id="read_world")
    def read_world() -> Response:
        """The outlines of all countries, drawn coarsely, with source and disclaimer."""
        if world is None:
            raise HTTPException(404, "no outlines are installed")
        return Response(world.outlines, media_type="application/geo+json", headers=LASTING)

    @router.get("/outlines/{country}/names", operation_id="read_area_names")
    def read_area_names(country: str) -> Response:
        """The names of a country's first areas, and where a map writes them."""
        if world is None or country.upper() not in world.maps.outlines.countries:
            raise HTTPException(404, f"no outline of {country!r}")
        return Response(world.names(country.upper()), media_type="application/json", headers=LASTING)

    return router
