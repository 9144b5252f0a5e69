"""Which place is stated to lie in which: "X in the countryside of Y", "X, Y governorate", "in Y (A, B, C)".

Why it is hard: the place behind another one holds it, lies beside it, or belongs to the next thing told; only the
words between the two say which.
"""

from collections.abc import Iterator

import msgspec

from marsad.extraction.places import PlaceFound
from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan

_AREAS = frozenset({"governorate", "countryside", "district"})


def link_containers(found: list[PlaceFound], scans: list[Scan], setting: Setting) -> list[PlaceFound]:
    """Mentions with `within` filled: "X in the countryside of Y", "X, Y governorate"; a country lies in neither."""
    linked: list[PlaceFound] = []
    for index, place in enumerate(found):
        land = any(setting.place(row).feature == "country" for row in place.mention.candidates)
        within = () if land else tuple(_containers(index, found, scans)) or _bracketed(index, found, scans)
        mention = msgspec.structs.replace(place.mention, within=within) if within else place.mention
        held_in = frozenset(found[other].name.split()[-1] for other in within if found[other].head not in _AREAS)
        linked.append(msgspec.structs.replace(place, mention=mention, index=index, held_in=held_in))
    return linked


def _bracketed(index: int, found: list[PlaceFound], scans: list[Scan]) -> tuple[int, ...]:
    """The region right before a bracket that lists the places of it: "in Y (A, B, C)"."""
    first = index
    while first and found[first - 1].list_id == found[index].list_id:
        first -= 1
    if not first or found[first - 1].scan != found[index].scan:
        return ()
    scan, wider = scans[found[index].scan], found[first - 1]
    gap = scan.passage.folded[scan.tokens[wider.last].end : scan.tokens[found[first].first].start].strip()
    return (first - 1,) if gap.startswith("(") and len(gap.split()) <= 2 else ()


def _containers(index: int, found: list[PlaceFound], scans: list[Scan]) -> Iterator[int]:
    place = found[index]
    last, scan = place.last, scans[place.scan]
    for other in range(index + 1, min(index + 12, len(found))):
        wider = found[other]
        if wider.scan != place.scan:
            return
        if wider.list_id == place.list_id:
            last = wider.last
            continue
        gap = scan.tokens[last + 1 : wider.head_first]
        if wider.head in {"governorate", "countryside", "district"} and len(gap) <= 4:
            if not _goes_on(scan, last + 1, wider.head_first):
                yield other
            return
        if _holds(scan, last, wider):
            yield other
        return


def _goes_on(scan: Scan, first: int, end: int) -> bool:
    """Whether the words between a place and an area name something else, or lead there: "X and its surroundings"."""
    return any(scan.is_joined(at) or _leads(scan, at) for at in range(first, end))


def _leads(scan: Scan, index: int) -> bool:
    """Whether a token is "to" or "towards", and not "on", which may be both."""
    to = scan.ending_at(index, "function", "to_place") is not None
    return to and scan.ending_at(index, "function", "in_place") is None


def _holds(scan: Scan, last: int, wider: PlaceFound) -> bool:
    """Whether the words between a place and the next say that the next one holds it: inside, at, south of."""
    between = range(last + 1, wider.head_first)
    if (
        len(between) > 3
        or (between and scan.is_joined(between[0]))
        or any(scan.by_first.get(at) and _is_act(scan, at) for at in between)
    ):
        return False
    if not between:
        token = scan.tokens[wider.head_first]
        if wider.head_first < wider.first:
            head = scan.sense_at(wider.head_first, "place_head", "settlement")
            return head is not None and head.start > token.start and "by" in scan.token_marks(wider.head_first)
        by = "by" in scan.token_marks(wider.head_first)
        return by and wider.name != scan.passage.words(token.start, token.end).text
    return any(_contains(scan, at) for at in between)


def _contains(scan: Scan, index: int) -> bool:
    """Whether a token says that the next place holds the last one; "southern" tells of the last one itself."""
    if scan.ending_at(index, "function", "inside") is not None:
        return True
    return scan.ending_at(index, "function", "direction") is not None and "the" not in scan.token_marks(index)


def _is_act(scan: Scan, index: int) -> bool:
    """Whether an event or a verb of saying begins at a token: what stands behind it is told of something else."""
    return any(hit.entry.table in {"trigger", "speech"} or hit.sense == "say_that" for hit in scan.by_first[index])
