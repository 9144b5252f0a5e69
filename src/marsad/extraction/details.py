"""What a type of event carries besides who, where, when: how talks ended, "first since", how many places agreed.

Known gaps: terms, guarantors and demands are not read yet.
"""

from collections.abc import Callable, Sequence
from typing import Any

from marsad.extraction.draft import Draft
from marsad.grammar.scan import Scan
from marsad.model.span import Words

_ENDED = (("failed", "failed"), ("refuse", "refused"), ("intention", "proposed"))
_REACH = 10


def find_details(draft: Draft, scans: Sequence[Scan]) -> dict[str, Any]:
    """The contract's `details` of a draft, from all its tellings; every value with text carries its words."""
    details: dict[str, Any] = {}
    if draft.damage is not None:
        details |= {"damage": _shown(draft.damage), "damage_only": not draft.figures}
    find = _BY_TYPE.get(draft.type)
    if find is not None:
        for telling in (*draft.merged[::-1], draft):
            details |= find(telling, scans[telling.scan])
    return details


def _shown(words: Words) -> dict[str, Any]:
    return {"text": words.text, "field": words.field, "start": words.start, "end": words.end}


def _first_since(draft: Draft, scan: Scan) -> dict[str, Any]:
    for hit in scan.with_sense("function", "first_since"):
        if abs(hit.first - draft.trigger.last) <= 3 * _REACH:
            date = next((d for d in scan.dates if hit.last <= d.first + 1 and 0 <= d.first - hit.last + 1 <= 2), None)
            end = scan.tokens[date.last].end if date is not None else hit.end
            return {"first_since": _shown(scan.passage.words(hit.start, end))}
    return {}


def _outcome(draft: Draft, scan: Scan) -> dict[str, Any]:
    for sense, outcome in _ENDED:
        for hit in scan.with_sense("function", sense):
            if abs(hit.first - draft.trigger.first) <= _REACH:
                return {"outcome": outcome, "outcome_words": _shown(scan.passage.words(hit.start, hit.end))}
    return {"outcome": "held"} if draft.status == "occurred" else {}


def _places_count(draft: Draft, scan: Scan) -> dict[str, Any]:
    for number in scan.numbers:
        head = next(scan.at(number.last + 1, "place_head"), None)
        if head is not None and number.first > draft.trigger.first:
            words = _shown(scan.passage.words(number.start, head.end))
            return {"places_count": {"low": number.low, "high": number.high, **words}}
    return {}


_BY_TYPE: dict[str, Callable[[Draft, Scan], dict[str, Any]]] = {
    "territory_change": _first_since, "negotiation": _outcome, "agreement": _places_count,
}  # fmt: skip
