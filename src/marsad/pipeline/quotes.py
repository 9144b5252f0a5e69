"""The words to show beside an incident: those that hold the figure shown, else those that tell the event.

Why it is hard: ten claims of one incident say different things, and the longest of them is often the one that tells
something else beside it. A line that says "killed 13" is quoted from the claim that gave the 13, around the 13; only
a line without figures is quoted around the word that names the event.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.model.incident import Cell, CountCell, Incident
from marsad.model.span import Words
from marsad.publish.quoting import quote_around
from marsad.store.ledger import Ledger
from marsad.store.records import KeptClaim

WIDTH = 150
"""Characters of a quote; a longer sentence is cut around its focus."""
LEAD = 400
"""Characters of a report that count as its lead, and of each further step away from it."""
_LIVE = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True)
class Quote:
    """A claim and the words of it that a line rests on."""

    kept: KeptClaim
    focus: Words


def find_quotes(incident: Incident, claims: Mapping[str, KeptClaim], shown: Sequence[Cell | CountCell]) -> list[Quote]:
    """The words that hold the figures `shown`, the first before the others; without figures, those of the event.

    Where the first figure is a range, its other end is quoted too: who says otherwise stands beside it. Of claims that
    serve alike: the incident's own type and place, then one that its report leads with, then the surer.
    """
    kept = [claims[each] for each in incident.claims if each in claims]
    quotes: list[Quote] = []
    for value in dict.fromkeys((shown[0].best, shown[0].high, shown[0].low)) if shown else (None,):
        ranked = sorted(kept, key=lambda one: _order(incident, one, shown, value))
        for one in ranked[:1]:
            held = [_find_words(one, figure, value if figure is shown[0] else figure.best) for figure in shown]
            found = [words for words in held if words is not None]
            if not quotes or (held[0] is not None and value is not None):
                quotes.append(Quote(one, found[0] if found else one.claim.trigger))
    return quotes


def _order(
    incident: Incident, kept: KeptClaim, shown: Sequence[Cell | CountCell], value: int | None
) -> tuple[object, ...]:
    """The fitter a claim is to be quoted, the smaller; ties fall to the smaller id."""
    claim = kept.claim
    held = [_find_words(kept, figure, value if figure is shown[0] else figure.best) is not None for figure in shown]
    return (
        not any(held[:1]),
        -sum(held),
        claim.status not in _LIVE,
        claim.type != incident.type,
        not {place.place_id for place in incident.where[:1]} & {place.place_id for place in claim.where},
        claim.trigger.start // LEAD,
        -claim.confidence,
        claim.id,
    )


def _find_words(kept: KeptClaim, figure: Cell | CountCell, value: int | None) -> Words | None:
    """The claim's words for a value of a figure, where it is one of those that set it."""
    claim = kept.claim
    setting = {one.claim for one in figure.origins if value in {one.low, one.high}}
    if claim.id not in (setting or {*figure.low_by, *figure.high_by}):
        return None
    if isinstance(figure, CountCell):
        return claim.count
    found = [one for one in claim.casualties if one.outcome == figure.outcome and not one.subset]
    exact = [one for one in found if value in {one.low, one.high}]
    return next(iter((*exact, *found)), None)


def render_quote(ledger: Ledger, quote: Quote) -> str:
    """The sentence of the report around the focus, or as much of it as the width allows, in one line."""
    document = ledger.read_document(quote.kept.document.id, quote.kept.version)
    return str(quote_around(document, quote.focus, WIDTH))
