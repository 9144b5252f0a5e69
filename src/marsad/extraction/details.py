"""What a type of event carries besides who, where, when: how talks ended, "first since", how many places agreed.

Known gaps: terms, guarantors and demands are not read yet.
"""

from typing import Any

from marsad.extraction.draft import Draft
from marsad.grammar.scan import Scan
from marsad.model.span import Words

_ENDED = (("failed", "failed"), ("refuse", "refused"), ("intention", "proposed"))
_REACH = 10


def find_details(draft: Draft, scan: Scan) -> dict[str, Any]:
    """The contract's `details` of a draft; every value with text carries its words."""
    details: dict[str, Any] = {}
    if draft.damage is not None:
        details |= {"damage": _shown(draft.damage), "damage_only": not draft.figures}
    if draft.type == "territory_change":
        details |= _first_since(draft, scan)
    elif draft.type == "negotiation":
        details |= _outcome(draft, scan)
    elif draft.type == "agreement":
        details |= _places_count(draft, scan)
    return details


def _shown(words: Words) -> dict[str, Any]:
    return {"text": words.text, "field": words.field, "start": words.start, "end": words.end}


def _first_since(draft: Draft, scan: Scan) -> dict[str, Any]:
    for hit in scan.with_sense("function", "first_since"):
        if abs(hit.first - draft.trigger.last) <= _REACH:
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
