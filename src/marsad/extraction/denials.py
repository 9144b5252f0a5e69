"""What a denial denies.

Why it is hard: a denial seldom names the act again: it denies "these reports", "its responsibility", "that", or says
that its forces "did not target any centre". The guide wants the denied act as its own event, with the type, place and
day of the telling that it answers.

Method: a word of denial whose object is a report, a pronoun or a harm, and that no trigger of its own follows, opens a
denied draft for the event told right before it. A general denial, with nothing told before it, is no event.
Known gaps: counter-claims ("the village is still ours"), denials that stand before what they deny.
"""

from collections.abc import Sequence

from marsad.extraction.draft import Draft
from marsad.extraction.triggers import FAMILY, VIOLENT
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_DENIABLE = VIOLENT | {"arrest", "abduction", "destruction", "siege"}
_HARM = ("kill", "killing", "injure", "wounding", "casualty_pair")
_REACH_SCANS = 3
_OBJECT_REACH = 9
_ACT_REACH = 12


def find_denials(drafts: Sequence[Draft], scans: Sequence[Scan]) -> list[Draft]:
    """All drafts in text order, with one more for each denial that names its act only as a report or a pronoun."""
    opened: list[Draft] = []
    for number, scan in enumerate(scans):
        for hit in scan.with_sense("function", "denial", "denied_it"):
            told = find_denied(number, hit.first, drafts, _reach(hit))
            if told is None or _has_own_act(hit, number, scan, drafts):
                continue
            named = hit if hit.sense == "denied_it" else _object(hit, scan)
            if named is not None:
                opened.append(
                    Draft(number, named, told.type, told.rule, weak=False, denies=told, rules=list(told.rules))
                )
                break
    return sorted([*drafts, *opened], key=lambda draft: draft.order) if opened else list(drafts)


def find_denied(number: int, first: int, drafts: Sequence[Draft], reach: int = _REACH_SCANS) -> Draft | None:
    """The event told last before a token of a sentence, at most some sentences back."""
    for draft in reversed(drafts):
        if (draft.scan, draft.trigger.first) >= (number, first):
            continue
        if number - draft.scan > reach:
            return None
        if draft.type in _DENIABLE and draft.denies is None and draft.status != "denied":
            return draft
    return None


def _reach(hit: Hit) -> int:
    """How many sentences back a denial points: a pronoun into its own, a phrase one, a verb of denial more."""
    if hit.sense == "denial":
        return _REACH_SCANS
    return 0 if hit.last == hit.first else 1


def settle_denial(draft: Draft, told: Draft | None) -> None:
    """A denied draft takes type, day and places from the telling that it answers, where it names none itself."""
    draft.figures = []
    told = draft.denies or told
    if told is None or (FAMILY[told.type] != FAMILY[draft.type] and not {told.type, draft.type} <= VIOLENT):
        return
    draft.denies, draft.type, draft.weak = told, told.type, False
    if not draft.date_own:
        draft.date, draft.undated, draft.day_from = told.date, told.undated, told.day_from
    if not draft.places_own:
        draft.places = told.places


def _has_own_act(hit: Hit, number: int, scan: Scan, drafts: Sequence[Draft]) -> bool:
    for draft in drafts:
        first = draft.trigger.first
        if (
            draft.scan == number
            and hit.last < first <= hit.last + _ACT_REACH
            and not _breaks(scan, hit.last + 1, first)
        ):
            return True
    return False


def _object(hit: Hit, scan: Scan) -> Hit | None:
    """What is denied: a report, a responsibility, or a harm without a telling of its own."""
    for at in range(hit.last + 1, min(hit.last + 1 + _OBJECT_REACH, len(scan.tokens))):
        if _breaks(scan, at, at + 1):
            return None
        named = scan.sense_at(at, "function", "report_noun") or scan.sense_at(at, "trigger", *_HARM)
        if named is not None:
            return named
    return None


def _breaks(scan: Scan, left: int, right: int) -> bool:
    return any(scan.sense_at(step, "function", "new_clause") for step in range(left, right))
