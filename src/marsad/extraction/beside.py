"""What the words beside a place name say of it: the adjective of its country, and which side of an area is meant.

Hard because "صور اللبنانية" tells one Tyre from the villages of the name, while "الحدود السورية" tells no place; and
"ريف إدلب الجنوبي" halves the villages that a name may mean without naming another place.

Known gaps: an adjective behind a whole list is given to the list's last name only.
"""

from typing import Any

import msgspec

from marsad.extraction.places import PlaceFound
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList

BEARINGS = {
    "north": 0.0, "north_east": 45.0, "east": 90.0, "south_east": 135.0, "south": 180.0, "south_west": 225.0,
    "west": 270.0, "north_west": 315.0,
}  # fmt: skip
"""Senses of direction words, in degrees clockwise from north."""


def describe_places(found: list[PlaceFound], scans: list[Scan], actors: ActorList) -> list[PlaceFound]:
    """Mentions with `country` and `bearing` filled from the words beside them."""
    described = []
    for place in found:
        scan = scans[place.scan]
        more: dict[str, Any] = {}
        country = _country(scan, place.last + 1, actors)
        bearing = _bearing(scan, place)
        if country is not None:
            more["country"] = country
        if bearing is not None:
            more["bearing"] = bearing
        if more:
            place = msgspec.structs.replace(place, mention=msgspec.structs.replace(place.mention, **more))  # noqa: PLW2901
        described.append(place)
    return described


def _country(scan: Scan, index: int, actors: ActorList) -> str | None:
    """The country whose definite adjective stands at a token, right behind a name."""
    if index >= len(scan.tokens) or scan.between(index - 1, index).strip():
        return None
    if not {"the", "adjective"} <= scan.token_marks(index) or scan.is_joined(index):
        return None
    for hit in scan.at(index, "actor"):
        record = actors.find(hit.sense)
        if hit.last == index and record is not None and record.kind == "state":
            return record.country or None
    return None


def _bearing(scan: Scan, place: PlaceFound) -> float | None:
    """Degrees of the side that is named behind a place, between its head and its name, or before both."""
    after, inner, before = place.last + 1, place.first - 1, place.head_first - 1
    hit = None
    if after < len(scan.tokens) and not scan.between(place.last, after).strip():
        hit = scan.sense_at(after, "function", *BEARINGS)
        if hit is not None and "the" not in scan.token_marks(after):
            hit = None
    if hit is None and inner > place.head_first:
        hit = scan.ending_at(inner, "function", *BEARINGS)
    if hit is None and before >= 0:
        hit = scan.ending_at(before, "function", *BEARINGS)
        if hit is not None and "the" in scan.token_marks(hit.first):
            hit = None
    return None if hit is None else BEARINGS[hit.sense]
