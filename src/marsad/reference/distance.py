"""How far two points lie apart."""

import math

EARTH_RADIUS_KM = 6371.0


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres of two points in degrees (haversine)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_phi = (other_phi - phi) / 2
    half_lambda = math.radians(other_lon - lon) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def move_point(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point in degrees that lies `km` kilometres from another one, at `bearing` degrees clockwise from north."""
    phi, angle, turn = math.radians(lat), km / EARTH_RADIUS_KM, math.radians(bearing)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(turn)
    moved = math.asin(max(-1.0, min(1.0, sine)))
    east = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(moved)
    )
    return math.degrees(moved), (lon + math.degrees(east) + 180.0) % 360.0 - 180.0


def bearing_degrees(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Degrees clockwise from north, 0 to 360, in which one sets out from the first point to the other."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    across = math.radians(other_lon - lon)
    east = math.sin(across) * math.cos(other_phi)
    north = math.cos(phi) * math.sin(other_phi) - math.sin(phi) * math.cos(other_phi) * math.cos(across)
    return math.degrees(math.atan2(east, north)) % 360.0


def middle_point(lat: float, lon: float, other_lat: float, other_lon: float) -> tuple[float, float]:
    """The point halfway between two others, in degrees."""
    half = distance_km(lat, lon, other_lat, other_lon) / 2
    return move_point(lat, lon, bearing_degrees(lat, lon, other_lat, other_lon), half)
