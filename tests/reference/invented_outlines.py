"""Two invented countries on a plain: Alif of two governorates beside Ba of one, an island and an enclave."""

from pathlib import Path
from typing import Any

from marsad.reference.outlines import Outlines
from marsad.reference.outlines_file import build_outlines

FINE = frozenset({"SY"})
SOURCE = {"title": "Invented", "version": "1", "licence": "none"}


def square(west: float, south: float, side: float) -> list[list[float]]:
    """A closed ring, against the clock."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def area(code: str, country: str, *polygons: list[list[list[float]]], geonames: str = "") -> dict[str, Any]:
    """One feature as the source has them."""
    return {
        "type": "Feature",
        "properties": {
            "adm1_code": code, "iso_a2": country, "name": code, "name_ar": "ولاية", "gn_a1_code": geonames,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }  # fmt: skip


def plain() -> list[dict[str, Any]]:
    """West and east of Alif (SY, drawn finely), Ba (IQ) to the east with an enclave of Alif's east in it."""
    return [
        area("west", "SY", [square(10, 10, 1)], geonames="SY.01"),
        area("east", "SY", [square(11, 10, 1)], [square(12.4, 10.4, 0.2)], geonames="SY.02"),
        area("far", "IQ", [square(12, 10, 1), square(12.4, 10.4, 0.2)[::-1]], [square(15, 10, 0.2)], geonames="IQ.01"),
    ]


def open_plain(folder: Path, covers: dict[str, list[str]] | None = None) -> Outlines:
    """The invented countries as a reader sees them."""
    path = folder / "outlines.json"
    build_outlines(plain(), path, SOURCE, covers or {}, FINE)
    return Outlines.open(path)
