"""GeoJSON (RFC 7946): WGS84, longitude first; a feature without a point has a null geometry.

Why it is hard: a map draws whatever point it is given. An incident known to a governorate gets none, and one on several
towns gets all of them (MultiPoint) rather than the first alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

NOTICE = "Figures count what reports document, not all that happened. Low, best and high run over independent origins."


def write_geojson(features: Iterable[Mapping[str, Any]], *, profile: str, attribution: Sequence[str]) -> bytes:
    """A FeatureCollection, with what a reader must know of it as foreign members."""
    described = describe_collection(profile, attribution)
    collection = {"type": described["type"], "features": list(features), "marsad": described["marsad"]}
    return (json.dumps(collection, ensure_ascii=False, indent=1, default=_plain) + "\n").encode("utf-8", "replace")


def describe_collection(profile: str, attribution: Sequence[str]) -> dict[str, Any]:
    """A FeatureCollection without its features, with what a reader must know of it."""
    return {
        "type": "FeatureCollection",
        "marsad": {"profile": profile, "notice": NOTICE, "attribution": list(attribution)},
    }


def write_plain(feature: Mapping[str, Any]) -> bytes:
    """One feature on one line."""
    return json.dumps(feature, ensure_ascii=False, default=_plain).encode("utf-8", "replace")


def make_feature(
    feature_id: str, points: Sequence[tuple[float, float]], properties: Mapping[str, Any]
) -> dict[str, Any]:
    """One feature; `points` are longitude and latitude in degrees."""
    return {"type": "Feature", "id": feature_id, "geometry": make_geometry(points), "properties": dict(properties)}


def make_geometry(points: Sequence[tuple[float, float]]) -> dict[str, Any] | None:
    """Null, a Point, or a MultiPoint."""
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": list(points[0])}
    return {"type": "MultiPoint", "coordinates": [list(point) for point in points]}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
