"""The place that a whole report is about, for events that name none.

Why it is hard: a report of one town names its quarters, the places people fled to and the capitals that commented; a
round-up is about no place at all.

Method: each mention counts, those of the title and of the opening sentence more; the place that leads must have a
fair share of all. Countries are never the main place: they mostly name parties. Where no place leads, the first one of
the body stands in for it.
"""

from collections import defaultdict
from collections.abc import Sequence

from marsad.extraction.place_roles import find_role
from marsad.extraction.places import PlaceFound
from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan

_TITLE, _OPENING = 1.0, 0.5
_ENOUGH = 2.2
_SHARE = 0.15
_LANDS = frozenset({"governorate", "region", "country"})
SITES = frozenset({None, "from"})
"""What a place may be to the words before it and still be where something happened."""


def find_main(places: Sequence[PlaceFound], scans: Sequence[Scan], setting: Setting) -> list[PlaceFound]:
    """The list that the main place of a report was first named in; empty where no place leads."""
    titles = sum(1 for scan in scans if scan.passage.field == "title")
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, PlaceFound] = {}
    for place in places:
        if _is_country(place, setting):
            continue
        weight = 1.0 + (_TITLE if place.scan < titles else _OPENING if place.scan == titles else 0.0)
        weights[place.name] += weight
        first.setdefault(place.name, place)
    if not weights:
        return []
    name = max(weights, key=lambda one: (weights[one], -first[one].scan, -first[one].first))
    if weights[name] < max(_ENOUGH, _SHARE * sum(weights.values())):
        return []
    return [place for place in places if place.list_id == first[name].list_id]


def find_lead(places: Sequence[PlaceFound], scans: Sequence[Scan], setting: Setting) -> list[PlaceFound]:
    """The first list of places of the body that an act may have happened in; empty where there is none."""
    for place in places:
        if scans[place.scan].passage.field == "title" or _is_country(place, setting):
            continue
        if find_role(scans[place.scan], place) in SITES:
            return [other for other in places if other.list_id == place.list_id]
    return []


def find_land(places: Sequence[PlaceFound], setting: Setting) -> list[PlaceFound]:
    """The first area that a report names, a country or a region, which a whole war is fought in; empty for none."""
    for place in places:
        features = {setting.place(row).feature for row in place.mention.candidates}
        if place.head in {None, "governorate", "front"} and features and features <= _LANDS:
            return [place]
    return []


def _is_country(place: PlaceFound, setting: Setting) -> bool:
    return any(setting.place(row).feature == "country" for row in place.mention.candidates)
