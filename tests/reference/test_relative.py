"""Points told by other points: arithmetic on the sphere, and radii that hold what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reference.distance import bearing_degrees, distance_km, middle_point, move_point
from marsad.reference.relative import WIDEST_KM, Spot, find_between, find_offset, find_side, precision_of_radius

LATS = st.floats(-60, 60)
LONS = st.floats(-179, 179)
DAMASCUS = Spot(33.51, 36.29, 4.0)


@given(LATS, LONS, st.floats(0, 359.9), st.floats(0.1, 1000))
def test_moved_point_lies_as_far_and_on_the_side_that_was_told(
    lat: float, lon: float, bearing: float, km: float
) -> None:
    moved = move_point(lat, lon, bearing, km)
    assert distance_km(lat, lon, *moved) == pytest.approx(km, rel=1e-4, abs=1e-3)
    turn = abs(bearing_degrees(lat, lon, *moved) - bearing) % 360
    assert min(turn, 360 - turn) < 0.5


@given(LATS, LONS, LATS, LONS)
def test_middle_lies_as_far_from_both_ends(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    middle = middle_point(lat, lon, other_lat, other_lon)
    ends = distance_km(lat, lon, *middle), distance_km(other_lat, other_lon, *middle)
    assert ends[0] == pytest.approx(ends[1], abs=0.5)


@given(st.floats(1, 60), st.sampled_from([0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0]), st.floats(-22, 22))
def test_radius_holds_every_place_of_the_side_that_is_told(km: float, bearing: float, off: float) -> None:
    spot = find_offset(DAMASCUS, km, bearing)
    assert spot is not None
    truth = move_point(DAMASCUS.lat, DAMASCUS.lon, bearing + off, km)
    assert distance_km(spot.lat, spot.lon, *truth) <= spot.radius_km


def test_distance_without_a_side_is_the_disc_around_the_town() -> None:
    spot = find_offset(DAMASCUS, 12, None)
    assert spot == Spot(DAMASCUS.lat, DAMASCUS.lon, 16.0)


def test_what_may_lie_anywhere_has_no_point() -> None:
    assert find_offset(DAMASCUS, 400, 0.0) is None
    assert find_offset(DAMASCUS, 80, None) is None
    assert find_between(DAMASCUS, Spot(36.2, 37.16, 4.0)) is None
    assert find_side(DAMASCUS, WIDEST_KM) is None


def test_between_two_towns_reaches_both() -> None:
    other = Spot(33.2, 36.4, 2.0)
    spot = find_between(DAMASCUS, other)
    assert spot is not None
    assert all(distance_km(spot.lat, spot.lon, end.lat, end.lon) <= spot.radius_km for end in (DAMASCUS, other))


def test_wide_point_is_no_settlement() -> None:
    assert precision_of_radius(3.0) == "settlement"
    assert precision_of_radius(15.0) == "district"
