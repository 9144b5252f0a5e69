"""A toll split by place: "منهم سبعة في كفرنبل وخمسة في سراقب", "٩ بقصف جوي على دوما، و٥ بقصف صاروخي على مسرابا".

Why it is hard: the shares are bare numbers far behind the verb, what tells them from parts of the total ("منهم سبعة
أطفال") is only the place, and each is an event of its own (guide, decision 3).

Method: a bare number with a place of its own before the next number, in a run of such numbers.
Known gaps: shares told before their total.
"""

from collections.abc import Sequence

from marsad.extraction.places import PlaceFound
from marsad.grammar.scan import NumberMention, Scan

_REACH = 12
_NEAR = 4


def find_shares(scan: Scan, places: Sequence[PlaceFound]) -> dict[int, int]:
    """First token of each number that is a share of a toll, and the last token that tells of it."""
    numbers = [mention for mention in scan.numbers if mention.word is None]
    ends: dict[int, int] = {}
    placed: set[int] = set()
    loose: set[int] = set()
    means = False
    for at, number in enumerate(numbers):
        following = numbers[at + 1].first if at + 1 < len(numbers) else len(scan.tokens)
        limit = min(following, number.last + 1 + _REACH)
        own = [place for place in places if number.last < place.head_first < limit]
        if own and own[0].head_first - number.last <= _NEAR:
            placed.add(number.first)
        if not _is_bare(scan, number, own[0] if own else None):
            continue
        if not own:
            loose.add(number.first)
        cut = (at for at in range(number.last + 1, limit) if scan.sense_at(at, "function", "new_clause") is not None)
        ends[number.first] = min(next(cut, limit), len(scan.tokens)) - 1
        means = means or _means(scan, number.last + 1)
        if at + 1 == len(numbers) and own and not means:
            ends[number.first] = next(p.last for p in reversed(own) if p.list_id == own[0].list_id)
    return {first: ends[first] for first in _runs(scan, numbers, ends, placed, loose)}


def _runs(
    scan: Scan, numbers: Sequence[NumberMention], ends: dict[int, int], placed: set[int], loose: set[int]
) -> set[int]:
    """Numbers that are joined to a neighbour with a place of its own, or that say "of them" themselves.

    A number whose town no gazetteer knows shares only with one before or behind it that has a place.
    """
    kept: set[int] = set()
    for at, number in enumerate(numbers):
        if number.first not in ends:
            continue
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        anchors = placed | kept | (ends.keys() - loose)
        partitive = scan.sense_at(number.last + 1, "function", "of_them") is not None and number.first not in loose
        before = at > 0 and numbers[at - 1].first in anchors and _is_joined(scan, number)
        behind = following is not None and following.first in ends and _is_joined(scan, following)
        behind = behind and following is not None and not loose >= {number.first, following.first}
        if partitive or before or behind:
            kept.add(number.first)
    return kept


def _is_joined(scan: Scan, number: NumberMention) -> bool:
    return scan.is_joined(number.first) or scan.is_conjunction(number.first - 1)


def _is_bare(scan: Scan, number: NumberMention, place: PlaceFound | None) -> bool:
    """Whether a place or the way they died stands right behind the number, and no noun that it counts."""
    at = number.last + 1
    if scan.sense_at(at, "function", "of_them") is not None:
        at += 1
    nouns = [hit for hit in scan.by_first.get(at, ()) if hit.entry.table in {"group", "countable", "date"}]
    if nouns and not any("by" in hit.marks for hit in nouns):
        return False
    if place is None:
        dated = any(date.first in {at, at + 1} for date in scan.dates)
        if scan.sense_at(at, "function", "in_place") is not None and at + 1 < len(scan.tokens) and not dated:
            return not any(scan.at(at + 1, "trigger"))
    elif place.head_first <= at + 1:
        return scan.sense_at(at, "function", "in_place") is not None or "by" in scan.token_marks(at)
    return _means(scan, at)


def _means(scan: Scan, at: int) -> bool:
    """Whether a token tells how a share died: then what stands behind the last share is its own, not all shares'."""
    hits = [hit for hit in scan.by_first.get(at, ()) if hit.entry.table in {"trigger", "weapon"}]
    return any("by" in hit.marks or hit.sense in {"die", "kill"} for hit in hits)
