"""Is an act told, or only referred to? "A blast hit the market" tells one; "the inquiry into the blast" does not.

Why it is hard: both name the act with the same noun, and what decides stands around it: a head that speaks about the
act ("charged with", "responsible for", "fear of"), a verb that lets it happen, a toll, a number, the start of a report.
A second telling is a bare definite noun by right, so events are asked after their tellings are joined, and a text that
tells several acts is a report, in which a bare noun stands unless a word refers it away.

Known gaps: acts of another year told with a toll of their own ("the massacre that killed thousands").
"""

from collections.abc import Sequence
from datetime import date, timedelta

from marsad.extraction.draft import Draft, Figure
from marsad.extraction.referring import is_bygone, is_counted, is_referred, is_single
from marsad.extraction.triggers import FIGURE_WORDS, VIOLENT
from marsad.grammar.scan import Scan

_ASKED = (VIOLENT | {"abduction", "destruction"}) - {"chemical_attack"}
_HAPPENS = frozenset({"launch", "cause", "start", "target"})
_KINDS = frozenset([
    "torture", "rape", "massacre", "war", "suppression", "abduction", "assassination", "execution", "looting",
    "demolition", "burning", "assault_on",
])  # fmt: skip
"""Nouns that name a kind of act as often as an act: they need more."""
_SPOKEN_OF = frozenset({"territory_change", "aid"})
_MOVES = frozenset({"enter", "arrive", "bring", "give_aid"})
_BEFORE, _AFTER, _HARM = 8, 3, 9
_REPORT, _SUFFERED, _OPENING, _VICTIM = 2, 6, 4, 6
_DOZENS, _APART, _RESULT = 10, 4, 9
_RESULTS = frozenset({"demolish", "hit", "target", "kill", "injure", "cause", "strike", "burn"})
_RECENT = timedelta(days=31)


def find_told(drafts: Sequence[Draft], scans: Sequence[Scan], published: date | None) -> list[Draft]:
    """The events that some telling says took place, in the given order; other kinds of event are not asked."""

    def is_passed_over(draft: Draft) -> bool:
        return all(_is_passed_over(one, scans[one.scan], published) for one in _tellings(draft))

    told = [_is_told(draft, scans, published) for draft in drafts]
    acts = sum(1 for draft, is_told in zip(drafts, told, strict=True) if is_told and draft.type in VIOLENT)
    return [
        draft
        for draft, is_told in zip(drafts, told, strict=True)
        if is_told or (acts >= _REPORT and draft.type in _ASKED and not is_passed_over(draft))
    ]


def _is_told(draft: Draft, scans: Sequence[Scan], published: date | None) -> bool:
    if draft.type in _SPOKEN_OF and draft.status in {"occurred", "ongoing"}:
        tellings = [one for one in _tellings(draft) if one.type == draft.type]
        return any(_comes_to_pass(one, scans[one.scan]) for one in tellings)
    return not _is_asked(draft) or any(_tells(one, scans[one.scan], published) for one in _tellings(draft))


def _comes_to_pass(draft: Draft, scan: Scan) -> bool:
    """A place is taken or supplied, and that is not only aimed at or spoken of ("an operation to free it")."""
    if draft.trigger.entry.features.get("pos") == "noun" and (_is_aimed_at(draft, scan) or is_referred(draft, scan)):
        return False
    return draft.type != "aid" or bool(draft.figures) or not _is_habit(draft, scan)


def _is_aimed_at(draft: Draft, scan: Scan) -> bool:
    """A purpose ("to free the town"), and no addition ("besides the capture of")."""
    first = draft.trigger.first
    return "for" in draft.trigger.marks and scan.ending_at(first - 1, "function", "besides") is None


def _is_habit(draft: Draft, scan: Scan) -> bool:
    """Aid that goes its way in the present, without a day: "the port by which aid comes in"."""
    trigger = draft.trigger
    moves = [
        hit.entry.features.get("tense")
        for at in range(max(0, trigger.first - _BEFORE), min(len(scan.tokens), trigger.last + _AFTER))
        for hit in scan.at(at, "trigger")
        if hit.sense in _MOVES and not _is_parted(scan, *sorted((at, trigger.first)))
    ]
    return not draft.date_own and "present" in moves and "past" not in moves


def _is_asked(draft: Draft) -> bool:
    return draft.type in _ASKED and draft.status not in {"denied", "planned"}


def _tellings(draft: Draft) -> list[Draft]:
    return [draft, *(inner for other in draft.merged for inner in _tellings(other))]


def _tells(draft: Draft, scan: Scan, published: date | None) -> bool:
    stated = [figure for figure in draft.figures if figure.kind != "vague" or (figure.low or 0) >= _DOZENS]
    if _is_passed_over(draft, scan, published):
        # "nine dead …, keep away from the place of the strike": the toll was told for itself
        return (
            _raises_toll(draft, scan, stated)
            or any((f.low or 0) > 1 and f.scan == draft.scan and f.last < draft.trigger.first - _APART for f in stated)
            or _is_placed(draft, stated, published)
        )
    if _is_owned(draft):
        return True
    if stated and not _is_bare_object(draft, scan):
        return any((figure.low or 0) > 1 for figure in draft.figures) or _is_held(draft)
    if _is_noun(draft) or (draft.trigger.first > 1 and _may_be_noun(draft, scan)):
        return _noun_tells(draft, scan)
    return _verb_tells(draft, scan)


def _is_placed(draft: Draft, stated: Sequence[Figure], published: date | None) -> bool:
    """Whoever speaks about it, several dead of a named place and of a day of these weeks are told by it."""
    if published is None or draft.date is None or not draft.date.ends or not (draft.places_own and draft.date_own):
        return False
    recent = timedelta(0) <= published - date.fromisoformat(draft.date.ends) <= _RECENT
    exact = draft.date.anchor == "on" and draft.date.precision in {"day", "night"}
    return recent and exact and any((figure.low or 0) > 1 and figure.scan == draft.scan for figure in stated)


def _is_owned(draft: Draft) -> bool:
    """Someone claims the act or is charged with it, and the text says where; a kind of act needs its day too."""
    if not (draft.claimed or (draft.accused and draft.actors)):
        return False
    return draft.places_own and (draft.date_own or not (draft.trigger.sense in _KINDS or draft.type == "abduction"))


def _is_passed_over(draft: Draft, scan: Scan, published: date | None) -> bool:
    return is_referred(draft, scan) or is_bygone(draft, scan, published)


def _is_bare_object(draft: Draft, scan: Scan) -> bool:
    """The figure is the one person that a noun governs ("the abduction of a soldier"): no toll that tells the act."""
    if not is_single(draft):
        return False
    if draft.type == "abduction":
        return _is_noun(draft) or _may_be_noun(draft, scan)
    return _is_noun(draft) and draft.trigger.sense in _KINDS and not draft.places_own


def _is_noun(draft: Draft) -> bool:
    return draft.trigger.entry.features.get("pos") == "noun"


def _raises_toll(draft: Draft, scan: Scan, stated: Sequence[Figure]) -> bool:
    """Whether the act is what a toll is of: "the number of victims of the blast rose to 46"."""
    before = range(max(0, draft.trigger.first - 3), draft.trigger.first)
    return bool(stated) and any(
        scan.sense_at(at, "trigger", "toll", "rise") or scan.sense_at(at, "function", "number_of") for at in before
    )


def _may_be_noun(draft: Draft, scan: Scan) -> bool:
    """The same letters are a noun of violence too, and what stands before them governs a noun."""
    trigger = draft.trigger
    before = trigger.first - 1
    return any(
        hit.entry.table == "trigger"
        and hit.entry.features.get("pos") == "noun"
        and (hit.start, hit.end) == (trigger.start, trigger.end)
        for hit in scan.by_first.get(trigger.first, ())
    ) and not any(hit.last == before and hit.entry.table in {"actor", "actor_head"} for hit in scan.hits)


def _is_held(draft: Draft) -> bool:
    """Whether the text says where, when, by whom or how often; a year alone holds no event."""
    dated = draft.date_own and draft.date is not None and draft.date.precision != "year"
    return draft.places_own or dated or draft.count is not None or bool(draft.actors)


def _verb_tells(draft: Draft, scan: Scan) -> bool:
    before = draft.trigger.first - 1
    if scan.ending_at(before, "function", "relative") is not None:
        dated = draft.date_own and draft.date is not None and draft.date.precision in {"day", "night"}
        return draft.places_own and dated and draft.trigger.entry.features.get("tense") == "past"
    if draft.trigger.entry.features.get("tense") == "present":
        return draft.places_own and (draft.date_own or _opens_report(draft))
    return before < 0 or _is_held(draft)


def _opens_report(draft: Draft) -> bool:
    """Headlines tell in the present: "طائرة مسيرة تستهدف سيارة قرب تعز"."""
    return draft.scan == 0 and draft.trigger.first <= _OPENING and draft.type in VIOLENT


def _noun_tells(draft: Draft, scan: Scan) -> bool:
    trigger = draft.trigger
    definite = "the" in trigger.marks or bool(trigger.after) or scan.is_definite(trigger.first)
    counted = not definite and is_counted(draft, scan)
    if trigger.first <= 1 and not definite:
        return trigger.sense not in _KINDS or _is_held(draft)
    if draft.type == "sexual_violence" and (_has_victim(draft, scan) or _strikes_counted(draft, scan)):
        return True
    if trigger.sense in _KINDS and not counted and (definite or not (draft.places_own and draft.date_own)):
        return False
    if _is_of_a_day(draft, scan):
        return True
    if _is_timed(draft, scan, definite=definite) or _is_purpose(draft, scan, definite=definite):
        return False
    return counted or ((_is_held(draft) or bool(draft.targets)) and _has_verb(draft, scan, definite=definite))


def _is_of_a_day(draft: Draft, scan: Scan) -> bool:
    """A day of these weeks is its name, a place is told and a verb says what it did ("yesterday's raids on X hit")."""
    if draft.date is None or not draft.date_own or not draft.places_own or draft.date.precision not in {"day", "night"}:
        return False
    last = draft.trigger.last
    words = any(scan.sense_at(at, "date", "relative_day", "night_past") for at in (last + 1, last + 2))
    behind = range(last + 1, min(len(scan.tokens), last + _RESULT))
    return words and any(
        hit.sense in _RESULTS and hit.entry.features.get("tense") == "past"
        for at in behind
        for hit in scan.at(at, "trigger")
    )


def _has_verb(draft: Draft, scan: Scan, *, definite: bool) -> bool:
    """Whether the start of a report, a verb of happening or a harm done tells the act."""
    first, last = draft.trigger.first, draft.trigger.last
    if first <= 1:
        return scan.sense_at(last + 1, "function", "relative") is None
    before = range(max(0, first - _BEFORE), first)
    after = range(last + 1, min(len(scan.tokens), last + 1 + _AFTER))
    return (
        any(_happens(scan, at, draft, definite=definite) for at in before if not _is_parted(scan, at, first))
        or any(_happens(scan, at, draft, definite=True) for at in after if not _is_parted(scan, last, at + 1))
        or _has_harm(draft, scan)
    )


def _is_timed(draft: Draft, scan: Scan, *, definite: bool) -> bool:
    """It dates something else ("before the attack"), or a date is its name ("the attacks of 11 September")."""
    if definite and scan.ending_at(draft.trigger.first - 1, "telling", "when") is not None:
        return True
    return any(
        mention.first == draft.trigger.last + 1 and scan.tokens[mention.first].text[:1].isdigit()
        for mention in scan.dates
    )


def _is_purpose(draft: Draft, scan: Scan, *, definite: bool) -> bool:
    """The act is what someone was after ("to blow up the hotel"); "was exposed to shelling" is none of that."""
    if definite or "for" not in draft.trigger.marks:
        return False
    return not _is_suffered(draft, scan)


def _is_suffered(draft: Draft, scan: Scan) -> bool:
    first = draft.trigger.first
    return any(
        scan.sense_at(at, "telling", "happens") is not None or scan.sense_at(at, "context", "suffer") is not None
        for at in range(max(0, first - _SUFFERED), first)
    )


def _strikes_counted(draft: Draft, scan: Scan) -> bool:
    """So many people suffered it: "تعرض ست نساء للاغتصاب"."""
    first = draft.trigger.first
    near = any(first - _SUFFERED <= number.first < first for number in scan.numbers)
    return near and "for" in draft.trigger.marks and _is_suffered(draft, scan)


def _has_victim(draft: Draft, scan: Scan) -> bool:
    """Victims stand near, and they are told to have suffered it, or where, when or by whom: a norm has victims too."""
    first = draft.trigger.first
    counted = any(first - _SUFFERED <= number.first < first for number in scan.numbers)
    return (counted or _is_suffered(draft, scan) or _is_held(draft)) and any(
        hit.sense in {"survivor", "captive"} and abs(hit.first - first) <= _VICTIM for hit in scan.hits
    )


def _has_harm(draft: Draft, scan: Scan) -> bool:
    first = draft.trigger.first
    return any(
        hit.entry.table == "trigger"
        and hit.sense in FIGURE_WORDS
        and first - _HARM <= hit.first < first
        and not _is_parted(scan, hit.last, first)
        for hit in scan.hits
    )


def _happens(scan: Scan, at: int, draft: Draft, *, definite: bool) -> bool:
    """Whether a word lets an act happen; a present tense without a day tells a habit."""
    said = {"happens"} if definite else {"happens", "reports"}
    return any(
        (
            (hit.entry.table == "telling" and hit.sense in said)
            or (hit.entry.table == "trigger" and hit.sense in _HAPPENS)
            or (hit.entry.table == "context" and hit.sense == "suffer")
            or (hit.entry.table == "function" and hit.sense == "continuing")
        )
        and (hit.entry.features.get("tense") != "present" or draft.date_own)
        and scan.ending_at(at - 1, "function", "relative") is None
        for hit in scan.by_first.get(at, ())
    )


def _is_parted(scan: Scan, left: int, right: int) -> bool:
    return any(scan.sense_at(at, "function", "new_clause", "relative") for at in range(left + 1, right))
