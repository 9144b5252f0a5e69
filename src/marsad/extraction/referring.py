"""What refers to an act: a word about it, a clause of time, an aim, a relative clause, a question, a year long past.

Why it is hard: "when gunmen killed him, the state was weak" tells nothing new, "he was killed when a bomb went off"
does; the difference is where the clause stands and whether a toll is told with the act.

Known gaps: what an earlier sentence says about the acts of the next ones.
"""

from datetime import date

from marsad.extraction.draft import Draft
from marsad.grammar.scan import Scan

_AIM_REACH, _OPENING, _CLAUSE = 5, 2, 9
_ERA_REACH = 8
_MEANS = frozenset({"suicide", "device", "shell"})
_OLD_DATES = frozenset({"year", "month"})
"""In a report without a date a month or a year that resolves was written out: "in March 1998"."""


def is_referred(draft: Draft, scan: Scan) -> bool:
    """Whether the words before the act, or before the list that it stands in, speak about it."""
    if draft.trigger.sense == "body" and draft.from_figure:
        return False  # "found" says of a bomb that it did not go off, and of a body that somebody was killed
    if _has_reference(draft, scan):
        return True
    if not is_single(draft):
        return False
    if _is_letter(scan):
        return True
    return (
        _is_ready(draft, scan)
        or _is_aimed_at(draft, scan)
        or _opens_as_time(draft, scan)
        or _is_relative(draft, scan)
        or _is_asked(scan)
    )


def is_single(draft: Draft) -> bool:
    """No number tells of victims: one person at most, counted by the noun alone."""
    return all(figure.single or figure.kind == "vague" for figure in draft.figures)


def is_bygone(draft: Draft, scan: Scan, published: date | None) -> bool:
    """An act of a written-out year or decade without a toll of its own is history that is recalled."""
    if any(not figure.single or figure.kind == "vague" for figure in draft.figures):
        return False
    if _has_era(draft, scan):
        return True
    if published is not None or draft.date is None or draft.count is not None or is_counted(draft, scan):
        return False
    return draft.date_own and draft.date.precision in _OLD_DATES


def _has_era(draft: Draft, scan: Scan) -> bool:
    """A decade or a century stands beside the act ("bombings in the eighties")."""
    first, last = draft.trigger.first, draft.trigger.last
    return any(
        -_ERA_REACH <= hit.last - first < 0 or 0 < hit.first - last <= _ERA_REACH
        for hit in scan.with_sense("telling", "era")
    )


def is_counted(draft: Draft, scan: Scan) -> bool:
    """Whether a number stands before the act, or its noun is a dual."""
    lead = skip_between(scan, draft.trigger.first - 1)
    dual = draft.trigger.entry.features.get("number") == "dual"
    return dual or any(number.last == lead for number in scan.numbers)


def skip_between(scan: Scan, at: int) -> int:
    """The token before nouns that say nothing of their own ("the operation of", "cases of")."""
    while at >= 0 and scan.ending_at(at, "telling", "between") is not None:
        at -= 1
    return at


def _has_reference(draft: Draft, scan: Scan) -> bool:
    at = draft.trigger.first - 1
    if "and" in draft.trigger.marks:
        while at >= 0 and _is_act(scan, at):
            at -= 1
            if not scan.is_joined(at + 1):
                break
    at = skip_between(scan, at)
    counting = next((number for number in scan.numbers if number.last == at), None)
    at = at if counting is None else counting.first - 1
    if any(figure.scan == draft.scan and figure.first <= at <= figure.last for figure in draft.figures):
        return False
    return scan.ending_at(at, "telling", "refers") is not None


def _is_act(scan: Scan, at: int) -> bool:
    return any(
        hit.last == at and hit.entry.table == "trigger"
        for first in range(max(0, at - 2), at + 1)
        for hit in scan.by_first.get(first, ())
    )


def _is_ready(draft: Draft, scan: Scan) -> bool:
    """Bombers and bombs that wait for their use ("two bombers trained for", "17 car bombs will enter the city")."""
    if draft.trigger.sense not in _MEANS:
        return False
    behind = draft.trigger.last + 1
    future = any("will" in hit.marks for hit in scan.at(behind, "trigger"))
    return future or scan.sense_at(behind, "telling", "aims") is not None


def _is_aimed_at(draft: Draft, scan: Scan) -> bool:
    """Someone wanted it, was trained for it or was stopped from it a few words before."""
    first = draft.trigger.first
    if is_counted(draft, scan):
        return False
    before = (scan.sense_at(at, "telling", "aims") for at in range(max(0, first - _AIM_REACH), first))
    return any(hit is not None and not _is_parted(scan, hit.last, first) for hit in before)


def _opens_as_time(draft: Draft, scan: Scan) -> bool:
    """The sentence opens with the act as the time of something else ("when gunmen killed the deputy, …")."""
    first = draft.trigger.first
    return any(
        hit.last < first <= hit.last + _CLAUSE
        and not _is_parted(scan, hit.last, first)
        and not any(mark in scan.between(hit.last, first) for mark in ",;:")
        for at in range(min(_OPENING, first))
        if (hit := scan.sense_at(at, "telling", "whenever")) is not None
    )


def _is_relative(draft: Draft, scan: Scan) -> bool:
    """The one person that a relative clause is about is no toll ("the minister whom rebels kidnapped")."""
    if draft.trigger.entry.features.get("pos") != "verb" or not draft.figures:
        return False
    return scan.ending_at(draft.trigger.first - 1, "function", "relative") is not None


def _is_letter(scan: Scan) -> bool:
    """A reader comments on an item that was printed."""
    return any(
        hit.sense == "printed" or hit.first <= _OPENING for hit in scan.with_sense("telling", "letter", "printed")
    )


def _is_asked(scan: Scan) -> bool:
    end = scan.sentence.end
    return "?" in scan.passage.folded[max(0, end - 2) : end]


def _is_parted(scan: Scan, left: int, right: int) -> bool:
    return any(scan.sense_at(at, "function", "new_clause", "relative") for at in range(left + 1, right))
