"""Weapons, and counts of strikes and munitions ("أكثر من 600 ضربة جوية").

Known gaps: counts stated as a rate ("a raid every minute").
"""

from marsad.extraction.draft import Draft
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import NumberMention, Scan
from marsad.model.value import Count, Weapon

_COUNTED = {
    "air_strike": {"strike", "rocket", "bomb", "barrel_bomb", "drone", "salvo", "attack"},
    "shelling": {"shell", "rocket", "strike", "salvo", "bomb", "attack"},
    "explosive_device": {"car_bomb", "ied", "mine", "explosion", "bomb"},
    "suicide_bombing": {"suicide_bomber", "explosion", "car_bomb", "attack"},
    "chemical_attack": {"attack", "strike", "barrel_bomb", "shell"},
}
_SINGLE = {
    "air_strike": {"strike"},
    "explosive_device": {"car_bomb", "ied", "mine"},
    "suicide_bombing": {"suicide_bomber", "explosion"},
    "shelling": {"shell", "rocket"},
}
_WEAPON_TYPES = {
    "air_strike",
    "shelling",
    "explosive_device",
    "suicide_bombing",
    "chemical_attack",
    "attack",
    "armed_clash",
    "riot",
    "destruction",
}


def bind_munitions(draft: Draft, scan: Scan, drafts: list[Draft]) -> None:
    """Fill a draft's weapons and its count from its own stretch of the sentence."""
    first, last = _stretch(draft, scan, drafts)
    if draft.type in _WEAPON_TYPES:
        seen = {weapon.code for weapon in draft.weapons}
        for hit in scan.hits:
            if (
                hit.entry.table == "weapon"
                and first <= hit.first
                and hit.last <= last
                and hit.sense not in seen
                and not _inside_longer(hit, scan)
            ):
                seen.add(hit.sense)
                draft.weapons.append(_weapon(hit, scan))
    units = _COUNTED.get(draft.type)
    if units is not None and draft.count is None:
        draft.count = _count(draft, scan, first, last, units)


def _stretch(draft: Draft, scan: Scan, drafts: list[Draft]) -> tuple[int, int]:
    spans = [draft.trigger, *(other.trigger for other in draft.merged if other.scan == draft.scan)]
    first = max(0, min(hit.first for hit in spans) - 5)
    last = min(len(scan.tokens) - 1, max(hit.last for hit in spans) + 9)
    for other in drafts:
        if other is draft or other.scan != draft.scan:
            continue
        if other.trigger.first > max(hit.last for hit in spans):
            last = min(last, other.trigger.first - 1)
        elif other.trigger.last < min(hit.first for hit in spans):
            first = max(first, other.trigger.last + 1)
    return first, last


def _inside_longer(hit: Hit, scan: Scan) -> bool:
    return any(
        other.entry.table == "weapon" and other is not hit and other.first <= hit.first and other.last >= hit.last
        and (other.last - other.first) > (hit.last - hit.first) for other in scan.hits
    )  # fmt: skip


def _weapon(hit: Hit, scan: Scan) -> Weapon:
    words = scan.passage.words(hit.start, hit.end)
    return Weapon(
        text=words.text, field=words.field, start=words.start, end=words.end, code=hit.sense,
        name_en=hit.entry.features["name_en"],
    )  # fmt: skip


def _count(draft: Draft, scan: Scan, first: int, last: int, units: set[str]) -> Count | None:
    for number in scan.numbers:
        if first <= number.first <= last:
            hit = _counted(number.last + 1, scan, units)
            if hit is not None:
                return _made(number, hit, scan)
    for hit in scan.hits:
        if hit.entry.table != "countable" or not first <= hit.first <= last or hit.sense not in units or hit.after:
            continue
        if any(number.last + 1 == hit.first for number in scan.numbers):
            continue
        size = hit.entry.features["number"]
        if size == "dual" and "construct" not in hit.entry.features:
            return _plain(2, hit, scan)
        if (
            size == "sg"
            and hit.sense in _SINGLE.get(draft.type, set())
            and "the" not in hit.marks
            and hit.last >= draft.trigger.first - 1
        ):
            return _plain(1, hit, scan)
    return None


def _counted(index: int, scan: Scan, units: set[str]) -> Hit | None:
    for at in (index, index + 1):
        if at >= len(scan.tokens):
            return None
        for hit in scan.at(at, "countable"):
            if hit.sense in units and not _is_means(hit) and not (at == index and "and" in hit.marks):
                return hit
        if scan.token_marks(index).isdisjoint(("of", "article")) and not any(scan.at(index, "numeral")):
            return None
    return None


def _is_means(hit: Hit) -> bool:
    """Whether the word tells with what, not how many: "by shells"."""
    return "by" in hit.marks and "the" not in hit.marks


def _made(number: NumberMention, hit: Hit, scan: Scan) -> Count:
    words = scan.passage.words(number.start, hit.end)
    return Count(
        text=words.text, field=words.field, start=words.start, end=words.end, low=number.low, high=number.high,
        kind=number.kind, unit=hit.sense,
    )  # fmt: skip


def _plain(value: int, hit: Hit, scan: Scan) -> Count:
    words = scan.passage.words(hit.start, hit.end)
    return Count(
        text=words.text,
        field=words.field,
        start=words.start,
        end=words.end,
        low=value,
        high=value,
        kind="exact",
        unit=hit.sense,
    )
