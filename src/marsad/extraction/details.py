"""What a type of event carries besides who, where, when.

From whom to whom a place passed, how much of it, "first since"; parties, demands and outcome of talks; who is
threatened, with which demand, until when; terms, guarantors and state of an agreement; from and to of a flight.

Why it is hard: a demand, a condition or a term is a clause and no name, so it is taken as it stands, from the word
that opens it to the end of its clause; a deadline is a span of time ("72 hours") or a date behind "before".

Known gaps: terms listed in a sentence that does not name the agreement; the state an agreement is in is told only
where the text says that it was signed, took force, was extended, broken or has ended.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from marsad.extraction.draft import Draft, Party
from marsad.extraction.places import PlaceFound
from marsad.grammar.scan import Scan
from marsad.model.span import Words

Details = dict[str, Any]

_ENDED = (("failed", "failed"), ("no_end", "failed"), ("refuse", "refused"), ("adjourned", "adjourned"))
_STATES = (("extended", "extended"), ("broken", "broken"), ("ended", "ended"), ("in_force", "in_force"))
_REACH, _CLAUSE = 10, 22
_QUOTES = ' "«»'
_GAINS = {"capture", "enter"}


def find_details(draft: Draft, scans: Sequence[Scan], places: Sequence[PlaceFound] = ()) -> Details:
    """The contract's `details` of a draft, from all its tellings; every value with text carries its words."""
    details: Details = {}
    if draft.damage is not None:
        details |= {"damage": _shown(draft.damage), "damage_only": not draft.figures}
    find = _BY_TYPE.get(draft.type)
    if find is not None:
        for telling in (*draft.merged[::-1], draft):
            here = [place for place in places if place.scan == telling.scan]
            details |= find(telling, scans[telling.scan], here)
    if draft.type in _SIDED:
        details |= _parties(draft)
    return details


def _shown(words: Words) -> Details:
    return {"text": words.text, "field": words.field, "start": words.start, "end": words.end}


def _span(scan: Scan, first: int, last: int) -> Details:
    """The words of tokens first..last."""
    return _shown(scan.passage.words(scan.tokens[first].start, scan.tokens[last].end))


def _named(parties: Sequence[Party]) -> list[Details]:
    return [_shown(party.words) for party in parties]


def _parties(draft: Draft) -> Details:
    found = _named([*draft.actors, *draft.targets])
    return {"parties": found} if found else {}


def _clause(scan: Scan, first: int) -> Details | None:
    """A clause as it stands, from a token to the mark or word that ends it; None where nothing is left of it."""
    last = first - 1
    for at in range(first, min(first + _CLAUSE, len(scan.tokens))):
        if at > first and (scan.sense_at(at, "function", "new_clause") or scan.between(at - 1, at).strip(_QUOTES)):
            break
        last = at
    return _span(scan, first, last) if last > first else None


def _behind_actor(scan: Scan, at: int) -> int:
    """The token behind the party that demands, where one stands there: "the Russians insisted on …"."""
    party = next(scan.at(at, "actor"), None)
    return at if party is None else party.last + 1


def _near(scan: Scan, draft: Draft, reach: int, *senses: str) -> Iterator[int]:
    """Last tokens of function words near the trigger, the nearest first."""
    hits = [hit for hit in scan.with_sense("function", *senses) if abs(hit.first - draft.trigger.first) <= reach]
    yield from (hit.last for hit in sorted(hits, key=lambda hit: abs(hit.first - draft.trigger.first)))


def _of_territory(draft: Draft, scan: Scan, places: Sequence[PlaceFound]) -> Details:  # noqa: ARG001 - one form for all
    details = _first_since(draft, scan)
    for hit in scan.with_sense("function", "extent"):
        if 0 < hit.first - draft.trigger.last <= _REACH:
            details["extent"] = _shown(scan.passage.words(hit.start, hit.end))
            break
    holder, other = _named(draft.actors[:1]), _named(draft.targets[:1])
    if draft.trigger.sense in _GAINS:
        taker, loser = holder, other
    else:
        taker, loser = other, holder
    return details | ({"to": taker[0]} if taker else {}) | ({"from": loser[0]} if loser else {})


def _first_since(draft: Draft, scan: Scan) -> Details:
    for hit in scan.with_sense("function", "first_since"):
        if abs(hit.first - draft.trigger.last) <= 3 * _REACH:
            date = next((d for d in scan.dates if hit.last <= d.first + 1 and 0 <= d.first - hit.last + 1 <= 2), None)
            end = scan.tokens[date.last].end if date is not None else hit.end
            return {"first_since": _shown(scan.passage.words(hit.start, end))}
    return {}


def _of_talks(draft: Draft, scan: Scan, places: Sequence[PlaceFound]) -> Details:  # noqa: ARG001 - one form for all
    details = _outcome(draft, scan)
    demands = [
        clause for at in _near(scan, draft, _CLAUSE, "insist") if (clause := _clause(scan, _behind_actor(scan, at + 1)))
    ]
    if demands:
        details["demands"] = demands[0]
    for at in _near(scan, draft, _CLAUSE, "next_round"):
        date = next((one for one in scan.dates if 0 < one.first - at <= 6), None)
        details["next"] = _span(scan, at, date.last if date is not None else at)
        break
    return details


def _outcome(draft: Draft, scan: Scan) -> Details:
    if draft.trigger.sense == "no_deal":
        return {"outcome": "failed", "outcome_words": _span(scan, draft.trigger.first, draft.trigger.last)}
    for sense, outcome in _ENDED:
        for hit in scan.with_sense("function", sense):
            if abs(hit.first - draft.trigger.first) <= _REACH:
                return {"outcome": outcome, "outcome_words": _shown(scan.passage.words(hit.start, hit.end))}
    if draft.trigger.sense in {"demand", "appeal", "proposal", "mediation"} or draft.status == "planned":
        return {"outcome": "proposed"}
    return {"outcome": "held"} if draft.status == "occurred" else {}


def _of_threat(draft: Draft, scan: Scan, places: Sequence[PlaceFound]) -> Details:  # noqa: ARG001 - one form for all
    details: Details = {}
    if draft.actors:
        details["by"] = _named(draft.actors)
    if draft.targets:
        details["against"] = _named(draft.targets)
    last = draft.trigger.last
    opened = next(
        (hit.last for hit in scan.with_sense("function", "condition") if 0 < hit.first - last <= _CLAUSE), None
    )
    limit = _deadline(draft, scan)
    if opened is None and limit is not None and limit[1] + 1 < len(scan.tokens):
        behind = limit[1] + 1
        opened = behind - 1 if "for" in scan.token_marks(behind) else None
    demand = _clause(scan, opened + 1) if opened is not None else None
    if demand is not None:
        details["demand"] = demand
    if limit is not None:
        details["deadline"] = _span(scan, *limit)
    return details


def _deadline(draft: Draft, scan: Scan) -> tuple[int, int] | None:
    """First and last token of the time that is left: "48 hours", or a date behind "before" or "until"."""
    last = draft.trigger.last
    for date in scan.dates:
        if date.anchor in {"until", "within"} and 0 < date.first - last <= _CLAUSE:
            return date.first, date.last
    for hit in scan.with_sense("context", "timespan"):
        number = next((one for one in scan.numbers if one.last == hit.first - 1), None)
        lone = hit.entry.features.get("number") == "dual" or hit.last - hit.first > 0
        if 0 < hit.first - last <= _CLAUSE and (number is not None or lone):
            return (number.first if number is not None else hit.first), hit.last
    return None


def _of_agreement(draft: Draft, scan: Scan, places: Sequence[PlaceFound]) -> Details:  # noqa: ARG001 - one form for all
    details = _places_count(draft, scan)
    for at in _near(scan, draft, 3 * _REACH, "provides"):
        terms = _clause(scan, at + 1)
        if terms is not None:
            details["terms"] = terms
            break
    for at in _near(scan, draft, _CLAUSE, "sponsored"):
        guarantor = next((hit for step in (at + 1, at + 2) for hit in scan.at(step, "actor")), None)
        if guarantor is not None:
            details["guarantors"] = [_span(scan, guarantor.first, guarantor.last)]
            break
    return details | _state(draft, scan)


def _state(draft: Draft, scan: Scan) -> Details:
    if draft.status == "planned":
        return {"state": "proposed"}
    for sense, state in _STATES:
        if next(_near(scan, draft, 6, sense), None) is not None:
            return {"state": state}
    return {}


def _places_count(draft: Draft, scan: Scan) -> Details:
    for number in scan.numbers:
        head = next(scan.at(number.last + 1, "place_head"), None)
        if head is not None and number.first > draft.trigger.first:
            words = _shown(scan.passage.words(number.start, head.end))
            return {"places_count": {"low": number.low, "high": number.high, **words}}
    return {}


def _of_flight(draft: Draft, scan: Scan, places: Sequence[PlaceFound]) -> Details:
    details: Details = {}
    for place in places:
        if place.head_first <= draft.trigger.last or place.head_first == 0:
            continue
        for key, sense in (("from", "from_place"), ("to", "to_place")):
            if key not in details and scan.ending_at(place.head_first - 1, "function", sense) is not None:
                details[key] = _span(scan, place.head_first, place.last)
    return details


_BY_TYPE: dict[str, Callable[[Draft, Scan, Sequence[PlaceFound]], Details]] = {
    "territory_change": _of_territory, "negotiation": _of_talks, "threat": _of_threat, "agreement": _of_agreement,
    "displacement": _of_flight,
}  # fmt: skip
_SIDED = {"negotiation", "agreement", "exchange"}
