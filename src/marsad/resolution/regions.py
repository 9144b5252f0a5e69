"""What is known of a place that stays unknown: the area or the town that it is stated, or must be, to lie in.

Why it is hard: "the quarter of X in Y" says where X lies although no gazetteer has it; a report on one town seldom
says it again for each of its quarters and streets, but names other towns too, where the wounded went or talks were.

Known gaps: a report on two towns tells nothing of quarters that stand in neither's sentence.
"""

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

from marsad.model.place import Mention, Resolved
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import Gazetteer, PlaceRecord
from marsad.resolution.nearness import bearing_from, lies_inside
from marsad.resolution.weights import Weights

_IN_TOWN = frozenset({"quarter", "spot"})
"""Heads of what towns have: quarters, streets, squares, roundabouts."""
_BESIDE_KM = 5.0
_TOWN_HEADS = frozenset({None, "settlement", "countryside"})


def fill_regions(
    mentions: Sequence[Mention], decided: Sequence[Resolved], gazetteer: Gazetteer, weights: Weights
) -> list[Resolved]:
    """A stated containing place is the region of a place that stays unknown, and vetoes a place elsewhere."""
    filled = list(decided)
    town = _find_town(mentions, decided, gazetteer, weights)
    for index, mention in enumerate(mentions):
        decision = decided[index]
        if decision.row is None and mention.head in _IN_TOWN and town is not None:
            filled[index] = decision = msgspec.structs.replace(decision, region=town)
        for holder_index in mention.within:
            holder = decided[holder_index] if holder_index < len(decided) else None
            if holder is None or holder.row is None:
                continue
            if decision.row is None:
                filled[index] = msgspec.structs.replace(decision, region=holder.row)
            elif _lies_elsewhere(
                gazetteer.place(decision.row), gazetteer.place(holder.row), mentions[holder_index].bearing, weights
            ):
                rivals = decision.rivals + 1
                filled[index] = Resolved(row=None, precision=None, rivals=rivals, confidence=0.0, region=holder.row)
            break
    return filled


def _find_town(
    mentions: Sequence[Mention], decided: Sequence[Resolved], gazetteer: Gazetteer, weights: Weights
) -> int | None:
    """The row of the one town that a report is about: named in nearly all of its mentions of towns; else `None`."""
    named: Counter[int] = Counter()
    for mention, decision in zip(mentions, decided, strict=True):
        if decision.row is None or mention.head not in _TOWN_HEADS:
            continue
        place = gazetteer.place(decision.row)
        if place.feature == "settlement" and decision.confidence >= weights.decision.town_sure:
            named[place.row] += 1
    if not named:
        return None
    row, times = named.most_common(1)[0]
    large = (gazetteer.place(row).population or 0) >= weights.decision.town_population
    return row if large and times >= weights.decision.town_share * named.total() else None


def _lies_elsewhere(place: PlaceRecord, area: PlaceRecord, bearing: float | None, weights: Weights) -> bool:
    """Whether a place surely lies outside the governorate, country or town that the text puts it in, or beyond it.

    `bearing` is the side of a town that is named: what lies on the other one is not meant.
    """
    near_km = weights.stated.near_km
    if bearing is not None and area.feature == "settlement" and place.about is not None and area.about is not None:
        turn = math.cos(math.radians(bearing - bearing_from(area.about, place.about)))
        if turn < weights.stated.other_side and distance_km(*place.about, *area.about) > _BESIDE_KM:
            return True
    if area.feature == "settlement" and place.about is not None and area.about is not None:
        return distance_km(*place.about, *area.about) > 2 * near_km
    if place.row == area.row or area.feature not in {"governorate", "country", "district"}:
        return False
    if area.feature == "district":
        apart = None not in {place.admin1_row, area.admin1_row} and place.admin1_row != area.admin1_row
        return apart and not lies_inside(place, area, near_km)
    if place.country != area.country:
        return place.country is not None and area.country is not None
    return area.feature == "governorate" and place.admin1_row not in {None, area.row}
