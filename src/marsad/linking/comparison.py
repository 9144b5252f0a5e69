"""Two claims side by side: named features, each at a level.

A level says what was seen, never what it is worth: worth is in `weights.toml`. What one side does not state is no
feature at all, for silence is not disagreement. None is returned where the two can be no one incident.

What two reports share beside their reading (targets, rare names, links) comes as marks: `marks` compares those.
Known gaps: a place's rarity is not weighed.
"""

import math
from functools import lru_cache
from typing import Literal, NamedTuple

from marsad.linking.facts import ClaimFacts, is_short
from marsad.linking.families import SPOKEN, compare_types
from marsad.linking.marks import compare_marks
from marsad.linking.places import compare_places
from marsad.linking.totals import Figure


class Feature(NamedTuple):
    """One thing that was compared, and how it came out."""

    name: str
    level: str


Conflict = Literal["lane", "type", "day", "place", "report", "sum"]
RARE_COUNT = 100
_OTHER_PLACES = frozenset({"list", "part", "beside", "homonym", "unlike", "country", "capital"})
"""Places that one report would not name for one event: a list and its part, two villages."""
_WIDE_PLACES = frozenset({"within", "governorate", "region", "country", "missing"})
_UNEQUAL = frozenset({"grows", "close", "far"})
"""Between a town and the area around it a larger number is a sum over more than the town."""
_SUMMING = frozenset({"aggregate", "background"})
_NEAR_DAYS = 1
_UNDATED_DAYS = 2
_LATE_DAYS = 7
_LIKE_WORDS = 0.35
_ALIKE_WORDS = 0.6
_FEW_WORDS = 4
_MANY_WORDS = 8
_FAINT = frozenset({"faint", "other"})
_TOLD_SHARE = 0.2
_LONG_STORY = 40
"""Two short posts on one strike may share no word; two long reports hardly."""
_STORY = (("alike", 0.30), ("like", 0.22), ("kin", 0.16), ("faint", 0.10), ("other", 0.0))
"""Levels of the cosine of two reports' words; half of unlike reports share less than a twelfth."""


def compare_claims(one: ClaimFacts, other: ClaimFacts) -> tuple[Feature, ...] | None:
    """The features of a pair in a fixed order, the same whichever comes first; None for a hard conflict."""
    basis = _find_basis(one, other)
    if isinstance(basis, str):
        return None
    features = _compare_details(one, other, basis)
    if one.lane in _SUMMING and not _agrees(features):
        return None
    return tuple(features)


def find_conflict(one: ClaimFacts, other: ClaimFacts) -> Conflict | None:
    """What forbids a pair, if anything does: the first hard conflict in the order of comparison."""
    basis = _find_basis(one, other)
    if isinstance(basis, str):
        return basis
    return "sum" if one.lane in _SUMMING and not _agrees(_compare_details(one, other, basis)) else None


class _Basis(NamedTuple):
    """What no pair can do without: how types, days and places lie."""

    kind: str
    day: str
    place: str


def _find_basis(one: ClaimFacts, other: ClaimFacts) -> _Basis | Conflict:
    """The levels of type, day and place, or the hard conflict between the two."""
    if one.lane != other.lane:
        return "lane"
    kind = compare_types(one.type, other.type) if one.realm == other.realm else None
    if kind is None:
        return "type"
    day = _compare_days(one, other)
    if day is None:
        return "day"
    place = compare_places(one, other) or _find_scatter(one, other)
    if place is None:
        return "place"
    if one.document == other.document and _keeps_apart(one, other, place):
        return "report"
    return _Basis(kind, day, place)


def _compare_details(one: ClaimFacts, other: ClaimFacts, basis: _Basis) -> list[Feature]:
    features = [Feature("type", basis.kind), Feature("day", basis.day), Feature("place", basis.place)]
    shared_voice = bool(one.named & other.named)
    if shared_voice:
        features.append(Feature("voice", "same"))
    if one.document == other.document:
        features.append(Feature("document", "same"))
    features += _compare_tolls(one, other, shared_voice=shared_voice, wide=basis.place in _WIDE_PLACES)
    features += _compare_counts(one, other, shared_voice=shared_voice)
    features += _compare_parties(one, other)
    if one.weapons and other.weapons:
        features.append(Feature("weapon", "same" if one.weapons & other.weapons else "other"))
    if one.marks is not None and other.marks is not None and not _is_copy(one, other):
        shared = compare_marks(one.marks, other.marks, one_report=one.document == other.document)
        features += [Feature(name, level) for name, level in shared]
    return features + _compare_words(one, other)


def _is_copy(one: ClaimFacts, other: ClaimFacts) -> bool:
    """Whether two outlets carry one text, which cannot bear itself out."""
    return one.document != other.document and one.text == other.text


def _agrees(features: list[Feature]) -> bool:
    """Two sums are one only where type, area, period and a figure all agree."""
    levels = {feature.name: feature.level for feature in features}
    figures = any(levels.get(name, "").startswith("equal") for name in ("toll", "harm"))
    figures = figures or levels.get("count", "") in {"equal", "equal_many", "equal_rare", "quoted_rare"}
    where = levels["place"] in {"same", "list", "near", "district", "governorate", "region"}
    return figures and where and levels["type"] == "same" and levels["day"] in {"same", "overlap", "period"}


def _compare_days(one: ClaimFacts, other: ClaimFacts) -> str | None:  # noqa: PLR0911 - one return a level
    """How the days lie: the levels of `day` in `weights.toml`; None where they lie apart."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return _compare_undated(one, other)
    gap = max(one.start, other.start) - min(one.end, other.end)
    if gap <= 0:
        if (one.start, one.end) == (other.start, other.end) and is_short(one):
            return "same"
        if is_short(one) and is_short(other):
            return "overlap"
        return "long" if one.lane == "single" else "period"
    if gap > _NEAR_DAYS:
        return None
    if one.loose or other.loose:
        return "night"
    if _is_fresh(one) and _is_fresh(other):
        return None
    if one.published is not None and other.published is not None and abs(one.published - other.published) <= _NEAR_DAYS:
        return "next"
    return "next_late"


def _find_scatter(one: ClaimFacts, other: ClaimFacts) -> str | None:
    """Hundreds of strikes fall on many towns, and each outlet names another: one voice's rare count still is one."""
    regions = {spot.admin1 for spot in one.spots} & {spot.admin1 for spot in other.spots} - {None}
    if not regions or not one.named & other.named:
        return None
    levels = {_compare_numbers(first, second) for first in one.counts.values() for second in other.counts.values()}
    return "scattered" if levels & {"equal_rare", "fits"} else None


def find_rare_counts(facts: ClaimFacts) -> frozenset[int]:
    """Counts so large that two events hardly ever share them."""
    lows = {figure.low for figure in facts.counts.values() if figure.low is not None and not figure.vague}
    return frozenset(low for low in lows if low >= RARE_COUNT)


def _is_fresh(facts: ClaimFacts) -> bool:
    """Whether a report tells of its own day: two that do so on different days tell of two events."""
    return facts.start == facts.end == facts.published


def _compare_undated(one: ClaimFacts, other: ClaimFacts) -> str | None:
    """A claim without a date is near what its report's day is near."""
    dated, undated = (one, other) if one.start is not None else (other, one)
    if undated.published is None or (dated.start is None and dated.published is None):
        return "undated"
    if dated.start is None or dated.end is None:
        gap = abs((dated.published or 0) - undated.published)
        return "both_undated" if gap <= _UNDATED_DAYS else "undated" if gap <= _LATE_DAYS else None
    if dated.start - _NEAR_DAYS <= undated.published <= dated.end + _UNDATED_DAYS:
        return "undated_near"
    return "undated" if dated.start <= undated.published <= dated.end + _LATE_DAYS else None


def _keeps_apart(one: ClaimFacts, other: ClaimFacts, place: str) -> bool:
    """Whether a report itself tells two events: one voice with two tolls or counts, or a whole and its part."""
    if one.denied != other.denied:
        return False
    if not one.voices & other.voices:
        return False
    if any(_is_disjoint(one.cells[cell], other.cells[cell]) for cell in one.cells.keys() & other.cells.keys()):
        return True
    if any(_is_disjoint(one.counts[unit], other.counts[unit]) for unit in one.counts.keys() & other.counts.keys()):
        return True
    return place in _OTHER_PLACES


def _is_disjoint(one: Figure, other: Figure) -> bool:
    """Whether no number fits both."""
    low, high = one.low or 0, one.high
    other_low, other_high = other.low or 0, other.high
    return (high is not None and high < other_low) or (other_high is not None and other_high < low)


def _compare_tolls(one: ClaimFacts, other: ClaimFacts, *, shared_voice: bool, wide: bool) -> list[Feature]:
    """Killed and injured in all, and whether the dead are of one side only in each."""
    features = []
    for outcome in ("killed", "injured", "displaced", "abducted", "detained"):
        first, second = one.cells.get((outcome, "person")), other.cells.get((outcome, "person"))
        if first is None or second is None:
            continue
        level = _compare_figures(first, second, one, other, shared_voice=shared_voice)
        if wide and level in _UNEQUAL:
            level = "wider"
        if level is not None:
            features.append(Feature("toll" if outcome == "killed" else "harm", level))
    parts = [
        key
        for key in one.cells.keys() & other.cells.keys()
        if key[1] not in {"person", "civilian"} and one.cells[key] == other.cells[key] and not one.cells[key].vague
    ]
    if parts:
        features.append(Feature("part", "several" if len(parts) > 1 else "equal"))
    sides = _find_sides(one), _find_sides(other)
    if sides[0] and sides[1] and not sides[0] & sides[1]:
        features.append(Feature("victims", "other"))
    return features


def _find_sides(facts: ClaimFacts) -> frozenset[str]:
    """Armed or not: the kinds of people a claim counts among the dead, where it says."""
    sides = set()
    for (outcome, group), figure in facts.cells.items():
        if outcome == "killed" and figure.low != 0:
            if group in {"fighter", "soldier", "police"}:
                sides.add("armed")
            elif group in {"civilian", "child", "woman", "elderly", "medic", "journalist", "aid_worker"}:
                sides.add("unarmed")
    return frozenset(sides)


def _compare_figures(  # noqa: PLR0911 - one return a level
    first: Figure, second: Figure, one: ClaimFacts, other: ClaimFacts, *, shared_voice: bool
) -> str | None:
    """`equal_*` by how rare the number is, `fits`, `grows`, `close`, `none`, `far`, `revoked`."""
    if first.vague or second.vague:
        return "fits" if not _is_disjoint(first, second) else None
    low, other_low = first.low, second.low
    if low is None or other_low is None:
        return "fits" if not _is_disjoint(first, second) else "far"
    if low == other_low:
        return _name_rarity(low)
    if 0 in (low, other_low):
        return "none"
    small, large = sorted((low, other_low))
    if one.published is not None and other.published is not None and one.published != other.published:
        earlier, later = (low, other_low) if one.published < other.published else (other_low, low)
        if earlier < later:
            return "grows" if later <= 3 * earlier else "far"
        if shared_voice and earlier > later:
            return "revoked"
    if not _is_disjoint(first, second):
        return "fits"
    return "close" if large <= 1.5 * small + 1 else "far"


def _name_rarity(number: int) -> str:
    """An equal toll of one says little, an equal toll of seventeen nearly all; round numbers say less."""
    if number == 0:
        return "equal_zero"
    if number <= 2:
        return "equal_few"
    if number <= 4:
        return "equal_some"
    if number <= 9 or number % 50 == 0 or (number <= 50 and number % 10 == 0):
        return "equal_several"
    return "equal_many"


def _compare_counts(one: ClaimFacts, other: ClaimFacts, *, shared_voice: bool) -> list[Feature]:
    """Strikes or munitions counted; units differ from outlet to outlet, so numbers are compared whatever the unit."""
    levels = [_compare_numbers(first, second) for first in one.counts.values() for second in other.counts.values()]
    found = [level for level in ("equal_rare", "equal_many", "equal", "fits", "single", "other") if level in levels]
    if not found:
        return []
    return [Feature("count", "quoted_rare" if shared_voice and found[0] == "equal_rare" else found[0])]


def _compare_numbers(first: Figure, second: Figure) -> str | None:
    """The level of two counts; one strike in each says nothing, for most strikes are one."""
    if first.low is None or second.low is None:
        return None
    small, large = sorted((first.low, second.low))
    if large >= RARE_COUNT and small * 10 <= large:
        return "single"
    if first.vague or second.vague:
        return "fits" if large >= RARE_COUNT else None
    if small == large:
        return "equal_rare" if large >= RARE_COUNT else "equal_many" if large >= 10 else "equal" if large > 1 else None
    return "other" if _is_disjoint(first, second) else None


def _compare_parties(one: ClaimFacts, other: ClaimFacts) -> list[Feature]:
    """Who did it and to whom; who is a doer here and a victim there makes another event."""
    features = []
    doers, others = _find_camps(one.actors), _find_camps(other.actors)
    hit, others_hit = _find_camps(one.targets), _find_camps(other.targets)
    if one.realm in SPOKEN:
        first, second = one.actors | one.targets, other.actors | other.targets
        if first and second:
            features.append(Feature("speakers", "same" if first & second else "other"))
        else:
            features.append(Feature("speakers", "missing"))
        return features
    if doers and others:
        features.append(Feature("actor", "same" if doers & others else "other"))
    if one.targets and other.targets:
        features.append(Feature("target", "same" if hit & others_hit else "other"))
    if (doers & others_hit and not doers & others) or (others & hit and not doers & others):
        features.append(Feature("sides", "swapped"))
    return features


@lru_cache(maxsize=10_000)
def _find_camps(actors: frozenset[str]) -> frozenset[str]:
    """An id with the camps it lies in: `sy.government.airforce` is also `sy.government`."""
    camps = set(actors)
    for actor in actors:
        parts = actor.split(".")
        if len(parts) > 2:
            camps.add(".".join(parts[:2]))
    return frozenset(camps)


def _compare_words(one: ClaimFacts, other: ClaimFacts) -> list[Feature]:
    """How much the two quotations share, and all that the two reports are quoted with.

    Of two copies of one text the same sentence tells the same.
    """
    share = len(one.words & other.words) / (len(one.words | other.words) or 1)
    if _is_copy(one, other) and share >= _LIKE_WORDS:
        return [Feature("copy", "same")]
    features = []
    fewest = min(len(one.words), len(other.words))
    if fewest >= _MANY_WORDS and share >= _ALIKE_WORDS:
        features.append(Feature("words", "alike"))
    elif fewest >= _FEW_WORDS and share >= _LIKE_WORDS:
        features.append(Feature("words", "like"))
    return features + _compare_stories(one, other)


def _compare_stories(one: ClaimFacts, other: ClaimFacts) -> list[Feature]:
    """The cosine of all words that two reports are quoted with, as a level."""
    shortest = min(len(one.story), len(other.story))
    if one.document == other.document or shortest < _MANY_WORDS:
        return []
    share = len(one.story & other.story) / math.sqrt(len(one.story) * len(other.story))
    level = next(level for level, least in _STORY if share >= least)
    if level not in _FAINT and not (_is_told_by(one, other) and _is_told_by(other, one)):
        level = "faint"
    return [Feature("story", level)] if shortest >= _LONG_STORY or level != "other" else []


def _is_told_by(one: ClaimFacts, other: ClaimFacts) -> bool:
    """Whether a fair part of a claim's own words is in the other report: else that tells of other things in it."""
    return len(one.words & other.story) >= _TOLD_SHARE * len(one.words)
