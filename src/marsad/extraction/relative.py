"""Places told by others: "15 km south-east of X", "south of X", "near X", "off the coast of X".

Why it is hard: the same words tell where a named place lies ("the village of Y, 15 km from X"), and then name no
place of their own; a number of kilometres may be a length, a range or a depth; and the side stands before the name,
behind it, or between a preposition and it.

Method: from every name found, the words to its left are read backwards (particle, side, unit, number, "at a distance
of", "which lies"), then those to its right; what stands right before all that, if it is a place, is described by it.
Known gaps: several distances of one place ("20 km from X and 30 from Y"); days' marches.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from marsad.extraction.beside import BEARINGS
from marsad.extraction.between import relate_between
from marsad.extraction.places import PlaceFound
from marsad.extraction.setting import Setting
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.model.place import Offset, Relative
from marsad.model.span import Words
from marsad.model.value import RelationKind

_BOUNDS = ("approximately", "more_than", "less_than", "at_least_before", "at_most", "near")
_AREA_HEADS = frozenset({"governorate", "countryside", "district"})
_OPENING = frozenset({"", "(", "-", "–"})
_FEW = 5
_GOES_ON = 8
_LONGEST_KM = 1500.0


class _Side(NamedTuple):
    """A side told left of a name: its first token (particles apart), degrees, whether it stands as an adjective."""

    first: int
    left: int
    bearing: float
    adjective: bool


class _Length(NamedTuple):
    """A distance: tokens first..last, and the kilometres; vague ones count as few."""

    first: int
    last: int
    km: float
    vague: bool


class _Lead(NamedTuple):
    """What leads to a distance: the token left of all its words, and whether they say that something lies there."""

    left: int
    lies: bool
    extent: bool


def relate_places(
    found: list[PlaceFound], ends: Sequence[PlaceFound], scans: Sequence[Scan], setting: Setting
) -> list[PlaceFound]:
    """Mentions with what their neighbours tell of them; those that only tell of another are set aside.

    `ends` are the towns that roads lead to, which are added at the end.
    """
    first = len(found)
    ends = [msgspec.structs.replace(end, index=first + at) for at, end in enumerate(ends)]
    found = relate_between(found, ends, scans, setting)
    related = [*found, *ends]
    for at, place in enumerate(found):
        if place.relative is not None or place.aside:
            continue
        scan = scans[place.scan]
        before = found[at - 1] if at and found[at - 1].scan == place.scan else None
        told = _tell(place, scan)
        if told is None:
            continue
        relative, left = told
        described = before is not None and before.last == left and _opens(scan, left, setting.pack.list_marks)
        described = described or (before is not None and _goes_on(scan, before.last, left))
        if relative.kind != "distance":
            if not described:
                related[at] = msgspec.structs.replace(place, relative=relative)
            elif relative.kind == "near" and before is not None and before.head not in _AREA_HEADS:
                related[at - 1] = _describe(related[at - 1], place.index, relative)
        elif described and before is not None and (meant := _described(found, at, bracketed=_closes(place, scan))):
            related[at] = msgspec.structs.replace(place, aside=True, list_id=-100_000 - at)
            if meant.head not in _AREA_HEADS:
                related[meant.index] = _describe(related[meant.index], place.index, relative)
        else:
            related[at] = msgspec.structs.replace(place, relative=relative)
    return related


def relate_references(
    references: Sequence[PlaceFound], places: Sequence[PlaceFound], scans: Sequence[Scan], marks: frozenset[str]
) -> list[PlaceFound]:
    """Words that stand for a place ("the town") with what is told by them: "15 km north of the town".

    Those that only describe a place named right before them are left out; `marks` are the commas of the language.
    """
    ends = {(place.scan, place.last) for place in places}
    related = []
    for reference in references:
        scan = scans[reference.scan]
        told = _tell(reference, scan)
        if told is None:
            related.append(msgspec.structs.replace(reference, relative=None, near=False))
            continue
        relative, left = told
        described = (reference.scan, left) in ends and _opens(scan, left, marks)
        if not described or relative.kind != "distance":
            told_by = None if described else relative
            related.append(msgspec.structs.replace(reference, relative=told_by, near=False))
    return related


def _described(found: Sequence[PlaceFound], at: int, *, bracketed: bool) -> PlaceFound | None:
    """Which place a distance right behind one describes: that one, or the place in it where it is an area.

    An area alone is described only in brackets: "in the countryside of Y at 15 km from X" is a place of its own.
    """
    before = found[at - 1]
    if before.head not in _AREA_HEADS:
        return before
    inner = found[at - 2] if at > 1 else None
    if inner is not None and before.index in inner.mention.within:
        return inner
    return before if bracketed else None


def _closes(place: PlaceFound, scan: Scan) -> bool:
    """Whether a bracket closes right behind a name."""
    after = scan.tokens[place.last].end
    return scan.passage.folded[after : after + 1] == ")"


def _goes_on(scan: Scan, last: int, left: int) -> bool:
    """Whether the words behind a token go on about the place a little before it: "X, the home of Y, and lying at"."""
    hit = scan.sense_at(left + 1, "distance", "lies", "which")
    return hit is not None and "and" in hit.marks and last <= left <= last + _GOES_ON


def _opens(scan: Scan, left: int, marks: frozenset[str]) -> bool:
    """Whether nothing but a comma or a bracket stands behind a token."""
    gap = scan.between(left, left + 1).strip(' "«»')
    return gap in _OPENING or gap.rstrip("( ") in marks


def _describe(place: PlaceFound, anchor: int, relative: Relative) -> PlaceFound:
    """A named place with how far from another one it is told to lie."""
    within = tuple(index for index in place.mention.within if index != anchor)
    offset = Offset(anchor=anchor, km=relative.km, bearing=relative.bearing)
    mention = msgspec.structs.replace(place.mention, within=within, offset=offset)
    return msgspec.structs.replace(place, mention=mention)


def _tell(place: PlaceFound, scan: Scan) -> tuple[Relative, int] | None:
    """What the words around a name tell, and the token left of all of them."""
    side, of = _left_of(place, scan)
    at = side.left if side is not None else of.first - 1 if of is not None else place.head_first - 1
    length = _length_ending(scan, at) if side is not None or of is not None else None
    if length is not None:
        lead = _lead(scan, length.first - 1)
        if not lead.extent and (side is not None or lead.lies or _bracketed(scan, length.first)):
            side = side or _side_behind(scan, place.last + 1)
            words = (length.first, place.last)
            return _distance(place, scan, length, side, words), lead.left
        at = lead.left
    behind = _length_behind(scan, place.last + 1)
    if behind is not None and (side is not None or (of is not None and scan.ending_at(at, "distance", "lies"))):
        lead = _lead(scan, at)
        side = side or _side_behind(scan, behind.last + 1)
        first = side.first if side is not None and side.first < place.head_first else place.head_first
        return _distance(place, scan, behind, side, (first, behind.last)), lead.left
    if side is not None:
        return _on_side(place, scan, side, part=scan.ending_at(side.left, "distance", "part"))
    return _close(place, scan)


def _left_of(place: PlaceFound, scan: Scan) -> tuple[_Side | None, Hit | None]:
    """The side that is told before a name, and the particle ("from", "of") between them."""
    if place.head_first < place.first:
        hit = scan.sense_at(place.head_first, "function", *BEARINGS)
        if hit is not None and hit.last < place.first and "the" not in hit.marks:
            return _Side(hit.first, hit.first - 1, BEARINGS[hit.sense], adjective=False), None
    at = _before_names(scan, place.head_first - 1)
    of = scan.ending_at(at, "distance", "of") if at > 0 else None
    side = _side_ending(scan, of.first - 1 if of is not None else at)
    return side, of


def _before_names(scan: Scan, at: int) -> int:
    """The token left of "the capital" before its name, and of "the coast of" behind "from"."""
    seat = scan.ending_at(at, "function", "the_capital") if at > 0 else None
    if seat is not None and "the" in seat.marks:
        return seat.first - 1
    coast = scan.ending_at(at, "distance", "coast") if at > 0 else None
    if coast is not None and scan.ending_at(coast.first - 1, "distance", "of") is not None:
        return coast.first - 1
    return at


def _side_ending(scan: Scan, at: int) -> _Side | None:
    hit = scan.ending_at(at, "function", *BEARINGS) if at >= 0 else None
    if hit is None:
        return None
    bearing, first = BEARINGS[hit.sense], hit.first
    if bearing in {90.0, 270.0} and first:
        other = scan.ending_at(first - 1, "function", "north", "south")
        if other is not None:
            bearing, first = _between_sides(BEARINGS[other.sense], bearing), other.first
    adjective = "the" in scan.token_marks(first)
    toward = scan.ending_at(first - 1, "distance", "toward") if first else None
    if toward is not None:
        return _Side(first, toward.first - 1, bearing, adjective=False)
    return _Side(first, first - 1, bearing, adjective)


def _between_sides(along: float, across: float) -> float:
    """Degrees of north-east and its like, of a side and the one across it."""
    return (along + 360.0 * (along == 0.0 and across == 270.0) + across) / 2


def _side_behind(scan: Scan, at: int) -> _Side | None:
    """A side told behind a distance: "30 km from X to the south"."""
    toward = scan.sense_at(at, "distance", "toward")
    hit = scan.sense_at(toward.last + 1, "function", *BEARINGS) if toward is not None else None
    if hit is None or toward is None:
        return None
    bearing, last = BEARINGS[hit.sense], hit.last
    if bearing in {0.0, 180.0}:
        other = scan.sense_at(last + 1, "function", "east", "west")
        if other is not None:
            bearing = _between_sides(bearing, BEARINGS[other.sense])
    return _Side(toward.first, toward.first - 1, bearing, adjective=False)


def _length_ending(scan: Scan, at: int) -> _Length | None:
    """The distance whose last word is a token."""
    if at >= 1 and ("one" in scan.token_marks(at) or scan.ending_at(at, "distance", "about") is not None):
        at -= 1
    unit = scan.ending_at(at, "distance", "unit", "whole") if at >= 0 else None
    if unit is None or {"and", "by"} & unit.marks:
        return None
    each = float(unit.entry.features["value"])
    if unit.sense == "whole":
        return _Length(unit.first, at, each, vague=False)
    return _counted(scan, unit, at, each)


def _counted(scan: Scan, unit: Hit, last: int, each: float) -> _Length | None:
    """A unit with its number before it; alone it is one."""
    left = unit.first - 1
    if left >= 0 and not scan.between(left, left + 1).strip():
        text = scan.tokens[left].text
        if text[0].isdigit() and "the" not in unit.marks:
            number = _decimal(scan, left)
            return None if number is None else _within(_Length(number[0], last, number[1] * each, vague=False))
        for first, end, value in scan.amounts:
            if end == left:
                return _within(_Length(first, last, value * each, vague=False))
        for mention in scan.numbers:
            if mention.last == left:
                low = _FEW if mention.word in {"several", "few"} else mention.low or 0
                return _within(_Length(mention.first, last, low * each, vague=mention.word is not None))
    return _Length(unit.first, last, each, vague=False) if "the" not in unit.marks else None


def _decimal(scan: Scan, at: int) -> tuple[int, float] | None:
    """The number in digits that ends in a token, and its first token: "3.5" may be two of them."""
    first, text = at, scan.tokens[at].text
    if at >= 1 and scan.tokens[at - 1].text.isdigit() and scan.between(at - 1, at) in {".", ","}:
        first, text = at - 1, f"{scan.tokens[at - 1].text}.{text}"
    try:
        return first, float(text)
    except ValueError:
        return None


def _within(length: _Length) -> _Length | None:
    return length if 0 < length.km <= _LONGEST_KM else None


def _length_behind(scan: Scan, at: int) -> _Length | None:
    """A distance that begins right behind a name, words of about and "at a distance of" before it apart."""
    for end in range(at, min(at + 6, len(scan.tokens))):
        hit = scan.sense_at(end, "distance", "unit", "whole")
        if hit is None:
            continue
        length = _length_ending(scan, hit.last)
        if length is None or length.first < at:
            return None
        left = _lead(scan, length.first - 1).left
        return length if left - (left == at and len(scan.tokens[at].text) == 1) < at else None
    return None


def _lead(scan: Scan, at: int) -> _Lead:
    """The words that lead to a distance, read backwards from a token."""
    lies = extent = False
    while at >= 0 and not scan.between(at, at + 1).strip():
        if scan.ending_at(at, "distance", "extent") is not None:
            return _Lead(at, lies, extent=True)
        hit = scan.ending_at(at, "distance", "lead", "lies", "which", "about")
        if hit is None:
            hit = scan.ending_at(at, "function", *_BOUNDS)
        if hit is None:
            break
        lies = lies or hit.sense in {"lead", "lies"} or (hit.entry.table == "function" and hit.sense == "near")
        at = hit.first - 1
    return _Lead(at, lies, extent)


def _bracketed(scan: Scan, first: int) -> bool:
    return first > 0 and scan.between(first - 1, first).strip().endswith("(")


def _distance(place: PlaceFound, scan: Scan, length: _Length, side: _Side | None, words: tuple[int, int]) -> Relative:
    bearing, whole = side.bearing if side is not None else None, _words(scan, *words)
    if length.vague:
        reach_km = 3 * length.km
        return Relative(kind="near", words=whole, anchors=(place.index,), bearing=bearing, reach_km=reach_km)
    km = round(length.km, 3)
    return Relative(kind="distance", words=whole, anchors=(place.index,), km=km, bearing=bearing)


def _on_side(place: PlaceFound, scan: Scan, side: _Side, part: Hit | None) -> tuple[Relative, int] | None:
    """A side of a name without a distance; an adjective needs the noun of a part before it ("the western part of")."""
    if side.adjective and part is None:
        return None
    first = part.first if part is not None and side.adjective else side.first
    whole = _words(scan, first, place.last)
    return Relative(kind="direction", words=whole, anchors=(place.index,), bearing=side.bearing), first - 1


def _close(place: PlaceFound, scan: Scan) -> tuple[Relative, int] | None:
    """A name that the words put a place near to, or off whose coast."""
    hit = scan.ending_at(place.head_first - 1, "distance", "near", "coast") if place.head_first else None
    if hit is None and place.head_first < place.first:
        hit = scan.sense_at(place.head_first, "distance", "near", "coast")
    if hit is None:
        return None
    kind: RelationKind = "coast" if hit.sense == "coast" else "near"
    reach_km = float(hit.entry.features["value"])
    whole = _words(scan, hit.first, place.last)
    return Relative(kind=kind, words=whole, anchors=(place.index,), reach_km=reach_km), hit.first - 1


def _words(scan: Scan, first: int, last: int) -> Words:
    """The words of some tokens; the particle written before the first one is left out."""
    start = scan.tokens[first].start
    hit = next((hit for hit in scan.by_first.get(first, ()) if hit.entry.table in {"distance", "function"}), None)
    if hit is not None and "article" not in hit.marks:
        start = hit.start
    return scan.passage.words(start, scan.tokens[last].end)
