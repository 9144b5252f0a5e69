"""How two places lie to one another: one at heart, one inside the other, on which side."""

import math

from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import PlaceRecord

NEIGHBOUR_STATES = {"PS": "IL", "IL": "PS"}


def is_same(place: PlaceRecord, other: PlaceRecord, twin_km: float) -> bool:
    """Whether two rows are one place at heart: a seat and its area, told by type, or one village of two sources."""
    above = {place.admin1_row, place.admin2_row, place.admin3_row}
    if other.row in above or place.row in {other.admin1_row, other.admin2_row, other.admin3_row}:
        return True
    if place.row == other.row or place.lat is None or other.lat is None or place.country != other.country:
        return False
    return (
        place.lon is not None
        and other.lon is not None
        and (distance_km(place.lat, place.lon, other.lat, other.lon) <= twin_km)
    )


def lies_inside(place: PlaceRecord, area: PlaceRecord, near_km: float) -> bool:
    """Whether a place lies in an area, or near a town whose countryside is named."""
    if place.row == area.row:
        return False
    if area.feature == "country":
        return is_one_land(place, area)
    if area.row in {place.admin1_row, place.admin2_row, place.admin3_row}:
        return True
    if area.feature == "governorate" or place.about is None or area.about is None:
        return False
    return is_one_land(place, area) and distance_km(*place.about, *area.about) <= near_km


def lies_around(place: PlaceRecord, area: PlaceRecord, near_km: float) -> bool:
    """Whether a place is in an area or may be near its middle, for areas whose places no source tells."""
    if area.row in {place.admin1_row, place.admin2_row, place.admin3_row}:
        return True
    return place.about is None or area.about is None or distance_km(*place.about, *area.about) <= near_km


def is_one_land(place: PlaceRecord, other: PlaceRecord) -> bool:
    """Whether two places are of one country, or of two that one report seldom parts."""
    return place.country is not None and other.country in {place.country, NEIGHBOUR_STATES.get(place.country)}


def bearing_from(seen_from: tuple[float, float], point: tuple[float, float]) -> float:
    """Degrees clockwise from north, near enough for the side of an area."""
    east = (point[1] - seen_from[1]) * math.cos(math.radians(seen_from[0]))
    return math.degrees(math.atan2(east, point[0] - seen_from[0]))
