"""Places told by others, compared: a distance is as exact as its radius, and opposite sides are two places."""

from typing import Any

import pytest

from marsad.linking.facts import Spot, Told
from marsad.linking.places import _compare_spots

TOWN = Spot("geo:1", "town", "town", 33.0, 36.0, "settlement", 0, "SY", "area")
NEAR = TOWN._replace(place_id="geo:2", name="b", written="b", lon=36.2)
FAR = TOWN._replace(place_id="geo:3", name="c", written="c", lon=36.9)


def told(own: bool, bearing: float | None, radius_km: float, **more: Any) -> Spot:
    """A place told by the town: the town's own point, or one of its own east of it."""
    made = Told(own=own, bearing=bearing, anchors=frozenset({"geo:1"}), radius_km=radius_km)
    if own:
        east = Spot(None, "so far east", "so far east", 33.0, 36.16, "settlement", 0, "SY", None, made)
        return east._replace(**more)
    return TOWN._replace(told=made, **more)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (told(own=False, bearing=0.0, radius_km=12), told(own=False, bearing=180.0, radius_km=12), "beside"),
        (told(own=False, bearing=0.0, radius_km=12), told(own=False, bearing=45.0, radius_km=12), "same"),
        (told(own=False, bearing=0.0, radius_km=12), TOWN, "same"),
        (told(own=True, bearing=90.0, radius_km=8), TOWN, "around"),
        (told(own=True, bearing=90.0, radius_km=8), told(own=True, bearing=90.0, radius_km=8), "same"),
        (told(own=True, bearing=90.0, radius_km=8), NEAR, "near"),
        (told(own=True, bearing=90.0, radius_km=8), FAR, None),
    ],
    ids=["opposite sides", "neighbouring sides", "side and town", "distance and its town", "one distance twice",
         "a village in the radius", "a village far off"],
)  # fmt: skip
def test_level_of_places_told_by_others(one: Spot, other: Spot, level: str | None) -> None:
    assert _compare_spots(one, other) == _compare_spots(other, one) == level
