"""What a stated distance says of the place it describes: "the village of X, 20 km east of Y" is the X that lies there.

Hard because Y may be undecided itself, and distances in news are rounded, along roads, and from the edge of a town.
So a distance favours the candidates that fit it, and afterwards takes away a place that cannot be meant.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from marsad.model.place import Mention, Offset, Resolved
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import Gazetteer, PlaceRecord
from marsad.reference.relative import Spot, is_offset, spread_of
from marsad.resolution.evidence import BIG, Candidate
from marsad.resolution.weights import Stated

_BASE_KM = {"site": 0.5, "settlement": 3.0, "district": 10.0}
_WIDE = frozenset({"governorate", "region", "country"})
_LIKELY = 0.1
_VETO_SLACK = 2.0
_THEREABOUTS_KM = 200.0


class _Group(Protocol):
    """Mentions that mean the same place, with its candidates."""

    members: list[int]
    candidates: list[Candidate]
    shares: list[float]
    inside: list[float]


def state_offsets(groups: Sequence[_Group], mentions: Sequence[Mention], stated: Stated) -> None:
    """Candidates that lie where a distance puts them gain, the others lose; where none does, all lose a little."""
    told = [(group, offset) for group in groups if (offset := _offset(group, mentions)) is not None]
    if not told:
        return
    group_of = {index: group for group in groups for index in group.members}
    for group, offset in told:
        anchor = group_of.get(offset.anchor)
        if anchor is None or anchor is group or not anchor.candidates or not group.candidates:
            continue
        fits = [_fits(candidate.place, anchor, offset) for candidate in group.candidates]
        for place, fit in enumerate(fits):
            group.inside[place] += (stated.inside if fit else stated.outside) if any(fits) else stated.none_inside


def veto_offsets(mentions: Sequence[Mention], decided: Sequence[Resolved], gazetteer: Gazetteer) -> list[Resolved]:
    """The decisions, those undecided again whose place lies far from where the text puts it.

    A town of the anchor's own land, or the only place of the name thereabouts, is kept: there it is the distance that
    was said loosely, or of something else.
    """
    resolved = list(decided)
    for index, mention in enumerate(mentions):
        decision, offset = resolved[index], mention.offset
        if decision.row is None or offset is None:
            continue
        anchor = resolved[offset.anchor]
        if anchor.row is None:
            continue
        place, seen_from = gazetteer.place(decision.row), gazetteer.place(anchor.row)
        if place.about is None or seen_from.lat is None or seen_from.lon is None or place.feature in _WIDE:
            continue
        if place.country == seen_from.country and _is_sure(place, seen_from, decision):
            continue
        if not is_offset(_spot(seen_from), place.about, offset.km, offset.bearing, _VETO_SLACK):
            resolved[index] = msgspec.structs.replace(
                decision, row=None, precision=None, confidence=0.0, rivals=decision.rivals + 1
            )
    return resolved


def _is_sure(place: PlaceRecord, seen_from: PlaceRecord, decision: Resolved) -> bool:
    """Whether a place is so well known, or so alone with its name, that a distance does not take it away."""
    if (place.population or 0) >= BIG:
        return True
    if decision.rivals or place.about is None or seen_from.about is None:
        return False
    return distance_km(*place.about, *seen_from.about) <= _THEREABOUTS_KM


def _offset(group: _Group, mentions: Sequence[Mention]) -> Offset | None:
    return next((mentions[index].offset for index in group.members if mentions[index].offset is not None), None)


def _fits(place: PlaceRecord, anchor: _Group, offset: Offset) -> bool:
    """Whether a place lies where it is told to, seen from a likely reading of the anchor."""
    if place.about is None:
        return False
    if offset.km is None and place.feature in _WIDE:
        return True
    return any(
        share > _LIKELY
        and seen_from.place.about is not None
        and is_offset(_spot(seen_from.place), place.about, offset.km, offset.bearing)
        for seen_from, share in zip(anchor.candidates, anchor.shares, strict=True)
    )


def _spot(record: PlaceRecord) -> Spot:
    lat, lon = record.about or (0.0, 0.0)
    return Spot(lat, lon, spread_of(record.population, record.radius_km or _BASE_KM.get(record.feature, 5.0)))
