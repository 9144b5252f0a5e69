"""How near the places of two claims are, as a level.

One outlet lists five towns, another says "the countryside of Daraa", a third names the governorate: a shared town
speaks for itself, an area around a town only allows other evidence to speak. Two towns five kilometres apart are two
towns, unless one of them is a gazetteer's guess between rivals.

Known gaps: without a shared place id, a village and the district of the same name look alike.
"""

from collections.abc import Iterable

from marsad.linking.facts import Area, ClaimFacts, Spot, list_names
from marsad.reference.distance import distance_km

SAME_KM = 0.7
"""Two gazetteers rarely put one village nearer than this; two villages hardly ever lie nearer."""
NEAR_KM = 5.0
WIDE_KM = 15.0
TWIN_KM = 15.0
LONG_NAME = 5
"""Shorter names differ by a letter and are two places."""
APART_DEGREES = 100.0
"""North and east of a town may be one place in two reports' words, north and south may not."""
LONG_LIST = 3
"""From three places on, a list tells of a wave of strikes, and what lies near one of them need not be part of it."""


def compare_places(one: ClaimFacts, other: ClaimFacts) -> str | None:
    """The best level that the places of two claims support; None where they cannot be one place.

    The levels, best first: `same`; `list` (half of two lists); `spelt` (one on no map, spelt nearly as the other);
    `part` (one of a long list); `near`; `district`; `homonym`; `lent` (the place that the rest of a report names is the
    other's); `heard` (the other's place stands in a report's words, unread); `around` (a district and a place close
    by); `within` (a place and the area around it); `unplaced` (a site on no map, and a place of that region);
    `governorate`, `region`, `country` (both name the same one); `capital` (a town and the one its governorate is named
    after); `beside` (another such place close by); `unlike` (another name, one on no map); `missing` (unstated).
    """
    if one.countries and other.countries and not one.countries & other.countries:
        return None
    level = _compare_stated(one, other)
    if level in _WEAK and (one.lent or other.lent):
        lent = _compare_lists(one.spots or one.lent, other.spots or other.lent)
        if lent in _STRONG:
            return "lent"
    if level in _UNSURE and (_is_heard(one, other) or _is_heard(other, one)):
        return "heard"
    return level


def _is_heard(teller: ClaimFacts, listener: ClaimFacts) -> bool:
    """Whether a place of the one claim stands in the words of the other's report, whose own place is on no map."""
    return bool(listener.heard) and any(listener.heard.issuperset(words) for words in list_names(teller.spots))


def _compare_stated(one: ClaimFacts, other: ClaimFacts) -> str | None:
    """The best level of the places that the claims themselves name."""
    if not (one.spots or one.areas) or not (other.spots or other.areas):
        return "missing"
    if one.spots and other.spots:
        return _compare_lists(one.spots, other.spots)
    if one.spots or other.spots:
        spots, areas = (one.spots, other.areas) if one.spots else (other.spots, one.areas)
        return _best(_compare_within(spot, area) for spot in spots for area in areas)
    return _best(_compare_areas(first, second) for first in one.areas for second in other.areas)


_RANK = (
    "same", "list", "spelt", "part", "near", "district", "homonym", "lent", "heard", "around", "within", "unplaced",
    "governorate", "region", "country", "capital", "beside", "unlike", "missing",
)  # fmt: skip
_STRONG = frozenset({"same", "list", "spelt", "near", "district"})
_UNSURE = frozenset({"within", "governorate", "region", "country", "missing", "unlike", "unplaced"})
_WEAK = frozenset({"within", "governorate", "region", "country", "missing"})


def _best(levels: Iterable[str | None]) -> str | None:
    """The strongest of several levels, None where all are None."""
    found = [level for level in levels if level is not None]
    return min(found, key=_RANK.index, default=None)


def _compare_lists(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> str | None:
    """Two lists of places: one each are compared as they are; longer lists by how much they share."""
    if not one or not other:
        return None
    if len(one) == len(other) == 1:
        return _compare_spots(one[0], other[0])
    levels = [_best(_compare_spots(spot, rival) for rival in other) for spot in one]
    back = [_best(_compare_spots(spot, rival) for rival in one) for spot in other]
    same = min(levels.count("same"), back.count("same"))
    longest = max(len(one), len(other))
    if same == 0:
        level = _best(levels)
        return "around" if longest >= LONG_LIST and level == "near" else level
    if 2 * same >= longest:
        return "same" if same > 1 and longest <= same + 1 else "list"
    return "part"


def _compare_spots(one: Spot, other: Spot) -> str | None:
    """Two places that can be hit."""
    told = _compare_told(one, other)
    if told is not None:
        return told
    if one.place_id is not None and one.place_id == other.place_id:
        return "same"
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        level = _compare_names(one, other)
    else:
        far_km = distance_km(one.lat, one.lon, other.lat, other.lon)
        level = _compare_points(one, other, far_km)
    return "capital" if level in {None, "unlike"} and _is_capital(one, other) else level


def _compare_told(one: Spot, other: Spot) -> str | None:
    """Places told by others: opposite sides of one town are two places, and a distance is as exact as its radius.

    None where neither is told so, or where the other evidence of places says more.
    """
    first, second = one.told, other.told
    if first is None and second is None:
        return None
    if one.place_id is not None and one.place_id == other.place_id:
        return "beside" if first and second and _is_apart(first.bearing, second.bearing) else None
    if first is not None and second is not None and first.own and second.own and first.anchors == second.anchors:
        level = "beside" if _is_apart(first.bearing, second.bearing) else "near"
        return "same" if level == "near" and _lie_within(one, other, min(first.radius_km, second.radius_km)) else level
    for spot, told in ((other, first), (one, second)):
        if told is None or not told.own:
            continue
        if spot.place_id in told.anchors:
            return "around"
        if _lie_within(one, other, told.radius_km):
            return "near"
    return None


def _is_apart(one: float | None, other: float | None) -> bool:
    """Whether two sides of a place, in degrees, lie across from one another."""
    if one is None or other is None:
        return False
    turn = abs(one - other) % 360.0
    return min(turn, 360.0 - turn) > APART_DEGREES


def _lie_within(one: Spot, other: Spot, km: float) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= km


def _compare_names(one: Spot, other: Spot) -> str | None:
    """Two places of which one is on no map."""
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return None
    if _is_named_alike(one, other):
        return "same"
    if _is_spelt_alike(one, other):
        return "spelt"
    if _is_longer_name(one.name, other.name) or _is_tail(one, other):
        return "near"
    site = "site" in {one.scale, other.scale} and one.country == other.country
    return "unplaced" if site else "unlike"


def _is_named_alike(one: Spot, other: Spot) -> bool:
    """Whether two places share a name, the gazetteer's or the reports' own."""
    return not {one.name, one.written}.isdisjoint({other.name, other.written})


def _is_spelt_alike(one: Spot, other: Spot) -> bool:
    """Whether two names differ by a space or by one letter: outlets write one village in three ways."""
    first, second = one.name.replace(" ", ""), other.name.replace(" ", "")
    return first == second or (min(len(first), len(second)) >= LONG_NAME and _is_one_letter_off(first, second))


def _is_one_letter_off(one: str, other: str) -> bool:
    """Whether one letter put in, left out or changed makes one word of the other; the first letter always agrees."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((index for index, letter in enumerate(short) if letter != long[index]), len(short))
    return short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :])


def _is_tail(one: Spot, other: Spot) -> bool:
    """Whether a site on no map ends in the town's name, a preposition grown to it: "a hospital in-Fasher"."""
    return any(
        site.lat is None and site.name != town.name and len(town.name) >= LONG_NAME and site.name.endswith(town.name)
        for site, town in ((one, other), (other, one))
    )


def _is_wide(spot: Spot) -> bool:
    """Whether a point stands for a district; a quarter of a city is called one too, and is as small as a village."""
    return spot.scale == "district" and (spot.radius_km is None or spot.radius_km >= NEAR_KM)


def _compare_points(one: Spot, other: Spot, far_km: float) -> str | None:
    """Two points by their distance: places of one kind are another place unless they are the same one."""
    named_alike = _is_named_alike(one, other)
    if far_km <= SAME_KM or (named_alike and far_km <= TWIN_KM):
        return "same"
    district = _is_wide(one) or _is_wide(other)
    if one.scale != other.scale:
        return "near" if far_km <= NEAR_KM else "around" if district and far_km <= WIDE_KM else None
    if far_km <= (WIDE_KM if district else NEAR_KM):
        return "near" if _is_longer_name(one.written, other.written) else "beside"
    return "homonym" if named_alike and (one.rivals or other.rivals) else None


def _is_capital(one: Spot, other: Spot) -> bool:
    """Whether one is named as the governorate of both: "in Idlib" may be the city or anywhere around it."""
    return one.admin1 is not None and one.admin1 == other.admin1 and one.admin1 in {one.name, other.name}


def _is_longer_name(one: str, other: str) -> bool:
    """Whether one name is the other with more words: "the quarter of Hamdaniya" and "Hamdaniya"."""
    first, second = set(one.split()), set(other.split())
    return first < second or second < first


def _compare_within(spot: Spot, area: Area) -> str | None:
    """A place and an area that may hold it; unknown regions are no disagreement."""
    if spot.place_id is not None and spot.place_id == area.place_id:
        return "district"
    if area.place_id is None and (area.name == spot.name or _is_longer_name(area.name, spot.name)):
        return "district"
    if area.precision == "country" or area.admin1 is None or spot.admin1 is None:
        if area.country is None or spot.country is None or area.country == spot.country:
            return "within" if area.precision not in {"country", "region"} else "country"
        return None
    return "within" if area.admin1 == spot.admin1 else None


def _compare_areas(one: Area, other: Area) -> str | None:
    """Two areas: the same one by its size, or one inside the other."""
    if (one.place_id is not None and one.place_id == other.place_id) or one.name == other.name:
        return one.precision if one.precision != "site" else "district"
    if one.admin1 is not None and one.admin1 == other.admin1:
        return "within"
    if one.admin1 is not None and other.admin1 is not None:
        return None
    if "country" in {one.precision, other.precision}:
        return "country" if one.country == other.country else None
    return "region" if one.country == other.country else None
