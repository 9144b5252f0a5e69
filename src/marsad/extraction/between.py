"""Places between two others: "on the road between X and Y", "the road X – Y", "between the towns of X and Y".

Why it is hard: far more often two sides fight or talk "between" them, numbers lie between, and one of several is
"between" others. So a word of place must say so: a road, a link, an area, or the head noun of both towns.

Method: exactly two names of one list behind "between", or the two ends of a road that the finder read as one name.
Known gaps: "halfway to", three places.
"""

from collections.abc import Sequence

import msgspec

from marsad.extraction.places import PlaceFound
from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan
from marsad.model.place import Relative
from marsad.model.span import Words

_TALKS = ("talks", "deal", "no_deal", "meet", "proposal")


def relate_between(
    found: list[PlaceFound], ends: Sequence[PlaceFound], scans: Sequence[Scan], setting: Setting
) -> list[PlaceFound]:
    """The mentions, the first of two made the place between them and the second set aside.

    What parts a town from a country is its edge: the country is set aside.
    """
    related = list(found)
    for at, place in enumerate(found):
        scan = scans[place.scan]
        if place.head == "road" and not place.mention.candidates:
            related[at] = _road(place, ends)
            continue
        pair = found[at + 1 : at + 3]
        if not pair or not _are_two(place, pair, found[at - 1] if at else None):
            continue
        begin = _begin(place, scan)
        if begin is None:
            continue
        lands = [_is_country(one, setting) for one in (place, pair[0])]
        if any(lands):
            related[at + lands.index(True)] = msgspec.structs.replace(
                found[at + lands.index(True)], aside=not all(lands)
            )
        else:
            words = scan.passage.words(begin, scan.tokens[pair[0].last].end)
            shared = place.areas & pair[0].areas
            related[at] = msgspec.structs.replace(place, relative=_between(words, place, pair[0]), areas=shared)
            related[at + 1] = msgspec.structs.replace(pair[0], aside=True)
    return related


def _is_country(place: PlaceFound, setting: Setting) -> bool:
    return any(setting.place(row).feature == "country" for row in place.mention.candidates)


def _road(place: PlaceFound, ends: Sequence[PlaceFound]) -> PlaceFound:
    """A road with the towns that its name holds."""
    spans = [end for end in ends if end.scan == place.scan and end.head_first == place.head_first]
    if len(spans) != 2:
        return place
    return msgspec.structs.replace(place, relative=_between(place.mention, *spans))


def _between(words: Words, one: PlaceFound, other: PlaceFound) -> Relative:
    whole = Words(text=words.text, field=words.field, start=words.start, end=words.end)
    return Relative(kind="between", words=whole, anchors=(one.index, other.index))


def _are_two(place: PlaceFound, behind: Sequence[PlaceFound], before: PlaceFound | None) -> bool:
    """Whether a mention and the next one are a list of two."""
    if behind[0].list_id != place.list_id or behind[0].scan != place.scan:
        return False
    longer = len(behind) > 1 and behind[1].list_id == place.list_id
    return not longer and (before is None or before.list_id != place.list_id)


def _is_adjective(scan: Scan, at: int) -> bool:
    """Whether a definite word belongs to the noun before it, and is neither a road nor an act itself."""
    if scan.ending_at(at, "place_head", "road", "area") is not None or scan.ending_at(at, "distance", "part"):
        return False
    return {"the", "adjective"} <= scan.token_marks(at) and not any(scan.at(at, "trigger"))


def _begin(place: PlaceFound, scan: Scan) -> int | None:
    """Where the words of a place between two others begin (folded offset); None where they tell no place."""
    between = scan.ending_at(place.head_first - 1, "function", "between") if place.head_first else None
    if between is None:
        return None
    at = between.first - 1
    linked = scan.ending_at(at, "distance", "links", "lies")
    while linked is not None:
        at = linked.first - 1
        linked = scan.ending_at(at, "distance", "links", "lies", "which")
    while at > 0 and _is_adjective(scan, at) and not scan.between(at, at + 1).strip():
        at -= 1
    noun = scan.ending_at(at, "place_head", "road", "area", "front") or scan.ending_at(at, "distance", "part")
    if noun is not None and not scan.between(at, at + 1).strip():
        return noun.start - 2 if "article" in noun.marks else noun.start
    if at < between.first - 1 and scan.ending_at(between.first - 1, "distance", "links", "lies") is not None:
        return between.start
    headed = place.head == "settlement" and place.plural and place.head_first < place.first
    if headed and scan.ending_at(between.first - 1, "trigger", *_TALKS) is None:
        return between.start
    return None
