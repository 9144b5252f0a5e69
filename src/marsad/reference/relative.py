"""Where a place lies that is told by others: a distance and a side, halfway between two, off a coast.

Hard because such words are rough: "15 km south-east of" is rounded, means one of eight sides, and is measured from
a town that is wide itself. So every point comes with a radius; of 21 pairs of known places that a corpus of news puts
so to one another it holds 18, and one of the three is the news' own mistake. Stated distances run along roads: the
median is an eighth longer than the straight line. What would need too wide a radius gets no point.
"""

import math
from typing import NamedTuple

from marsad.model.value import PlacePrecision, Relation
from marsad.reference.distance import bearing_degrees, distance_km, middle_point, move_point

WIDEST_KM = 75.0
"""A point that may be further off than this says less than the name of the region."""
WIDEST_DISC_KM = 40.0
"""Where no side is told, a town's surroundings are a place; what lies further off might lie anywhere."""
SETTLEMENT_KM = 8.0
"""What lies within this much of a point is told as closely as a village is."""
ROUNDED = 0.50
"""Share of a distance by which the place may lie aside: sides are eighths of the circle, distances along roads."""
CITY_KM = 0.15
"""Kilometres from the middle to the edge of a town, by the root of its thousands of people."""
SIDE_KM = 10.0
"""How far "south of X" reaches from the edge of X."""
LEAST_KM = 1.0
STATED_KM = 4.0
"""Even a short distance is measured from another corner of town."""
NEAR_KM = 40.0
"""News says "near Damascus" of towns an hour off."""
TURN_DEGREES = 50.0
"""News says "east" of what lies south-east, but not of what lies south."""


class Spot(NamedTuple):
    """A point in degrees, and how far from it the place may lie, in kilometres."""

    lat: float
    lon: float
    radius_km: float


def spread_of(population: int | None, radius_km: float) -> float:
    """How far a town reaches from its middle in kilometres: by its people, and no less than the radius it is given."""
    return max(radius_km, CITY_KM * math.sqrt((population or 0) / 1000))


def find_offset(seen_from: Spot, km: float, bearing: float | None) -> Spot | None:
    """What lies so many kilometres from a spot; without a side it is the disc around it. None where too wide."""
    if bearing is None:
        if km > WIDEST_DISC_KM:
            return None
        return _fair(Spot(seen_from.lat, seen_from.lon, seen_from.radius_km + max(km, LEAST_KM)))
    radius_km = seen_from.radius_km + max(LEAST_KM, ROUNDED * km)
    return _fair(Spot(*move_point(seen_from.lat, seen_from.lon, bearing, km), radius_km))


def is_offset(
    seen_from: Spot, point: tuple[float, float], km: float | None, bearing: float | None, slack: float = 1.0
) -> bool:
    """Whether a point in degrees lies about so far from a spot, on the side that is told; `slack` widens both.

    Where `km` is None the point only has to be near.
    """
    far_km = distance_km(seen_from.lat, seen_from.lon, *point)
    if km is None:
        return far_km <= slack * (seen_from.radius_km + NEAR_KM)
    allowed_km = slack * (seen_from.radius_km + max(STATED_KM, ROUNDED * km))
    if abs(far_km - km) > allowed_km:
        return False
    if bearing is None or far_km <= allowed_km:
        return True
    turn = abs(bearing_degrees(seen_from.lat, seen_from.lon, *point) - bearing) % 360.0
    return min(turn, 360.0 - turn) <= slack * TURN_DEGREES


def find_side(seen_from: Spot, reach_km: float | None = None) -> Spot | None:
    """What lies on a side of a spot, or near it: no words say how far, so the disc is around the spot itself."""
    return _fair(seen_from._replace(radius_km=seen_from.radius_km + (SIDE_KM if reach_km is None else reach_km)))


def find_between(one: Spot, other: Spot) -> Spot | None:
    """What lies between two spots: halfway, as wide as to reach both."""
    apart_km = distance_km(one.lat, one.lon, other.lat, other.lon)
    radius_km = apart_km / 2 + max(one.radius_km, other.radius_km)
    return _fair(Spot(*middle_point(one.lat, one.lon, other.lat, other.lon), radius_km))


def precision_of_radius(radius_km: float) -> PlacePrecision:
    """The class of places that are known as closely."""
    return "settlement" if radius_km <= SETTLEMENT_KM else "district"


def describe_relation(relation: Relation) -> str:
    """A relation in English words: "15 km SE of geonames:170905"."""
    sides = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
    side = None if relation.bearing is None else sides[round(relation.bearing / 45) % 8]
    of = " and ".join(relation.anchors) or "a place not known"
    match relation.kind:
        case "distance":
            return f"{relation.km:g} km {side} of {of}" if side else f"{relation.km:g} km from {of}"
        case "direction":
            return f"{side} of {of}"
        case "between":
            return f"between {of}"
        case "border":
            return f"on the border of {of}"
        case "coast":
            return f"off the coast of {of}"
        case "near":
            return f"near {of}"


def _fair(spot: Spot) -> Spot | None:
    return spot._replace(radius_km=round(spot.radius_km, 1)) if spot.radius_km <= WIDEST_KM else None
