"""One incident arranged for reading: what each origin says of each figure, and the words behind every claim."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import get_args

from marsad.model.claim import Claim
from marsad.model.document import DocumentHead
from marsad.model.incident import Cell, CountCell, Incident, Origin, OriginFigure
from marsad.model.value import Group, Outcome
from marsad.publish.quoting import Quoted, quote_around
from marsad.publish.work import LinkEvidence, Reason
from marsad.store.judgements import PAIRS, Entry
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter

OUTCOMES: tuple[str, ...] = get_args(Outcome)
GROUPS: tuple[str, ...] = get_args(Group)
HEADLINES = 4
WIDTH = 280
"""Characters of a quote."""


def find_cell(incident: Incident, outcome: str, group: str = "person") -> Cell | None:
    """The cell of an outcome and a group, if the incident has one."""
    return next((cell for cell in incident.cells if (cell.outcome, cell.group) == (outcome, group)), None)


@dataclass(frozen=True)
class Matrix:
    """Rows are origins, columns are figures; an entry is None where the origin is silent.

    `headline` holds the few figures that stand above all: whole outcomes before their parts, then counts.
    """

    columns: tuple[Cell | CountCell, ...]
    headline: tuple[Cell | CountCell, ...]
    rows: tuple[tuple[Origin, tuple[OriginFigure | None, ...]], ...]


def make_matrix(incident: Incident) -> Matrix:
    """What each origin's latest claim says, figure by figure; origins with a figure come first."""
    cells = sorted(incident.cells, key=lambda cell: (OUTCOMES.index(cell.outcome), GROUPS.index(cell.group)))
    columns: tuple[Cell | CountCell, ...] = (*cells, *incident.counts)
    headline: tuple[Cell | CountCell, ...] = (
        *(cell for cell in cells if cell.group == "person"),
        *(count for count in incident.counts if max(count.high or 0, count.best or 0) > 1),
    )
    rows = []
    for origin in incident.origins:
        figures = tuple(_figure_of(column, origin.source_id) for column in columns)
        rows.append((origin, figures))
    rows.sort(key=lambda row: -sum(figure is not None for figure in row[1]))
    return Matrix(columns=columns, headline=headline[:HEADLINES], rows=tuple(rows))


def _figure_of(column: Cell | CountCell, source_id: str) -> OriginFigure | None:
    return next((figure for figure in column.origins if figure.source_id == source_id), None)


@dataclass(frozen=True)
class Quote:
    """One claim of an incident with its report, its voices and its words in their sentence.

    `claim` is None where a newer reading dropped it.
    """

    claim_id: str
    claim: Claim | None
    document: DocumentHead | None
    origins: tuple[Origin, ...]
    quoted: Quoted | None


def quote_claims(incident: Incident, ledger: Ledger) -> list[Quote]:
    """The incident's claims in the order of their reports' days, each with the sentence that it rests on."""
    return quote_ids(incident.claims, incident.origins, ledger)


def quote_ids(claim_ids: Sequence[str], origins: Sequence[Origin], ledger: Ledger) -> list[Quote]:
    """Some claims in the order of their reports' days, each with the origins of these that it speaks for."""
    kept = ledger.read_claims(claim_ids)
    reports = {(one.document.id, one.version): None for one in kept.values()}
    documents = {key: ledger.read_document(*key) for key in reports}
    quotes = []
    for claim_id in claim_ids:
        one = kept.get(claim_id)
        voices = tuple(origin for origin in origins if claim_id in origin.claims)
        claim, document = (one.claim, one.document) if one else (None, None)
        quoted = quote_around(documents[one.document.id, one.version], one.claim.evidence, WIDTH) if one else None
        quotes.append(Quote(claim_id=claim_id, claim=claim, document=document, origins=voices, quoted=quoted))
    return sorted(quotes, key=_by_day)


def _by_day(quote: Quote) -> tuple[str, str, int]:
    if quote.document is None:
        return ("9999", "", 0)
    day = quote.document.published.isoformat() if quote.document.published else "9998"
    return (day, quote.document.id, quote.claim.evidence.start if quote.claim else 0)


@dataclass(frozen=True)
class Bar:
    """One reason as a bar: from the sum before to the sum after, in hundredths of the drawing's width."""

    reason: Reason
    total: float
    start: float
    width: float
    is_for: bool


@dataclass(frozen=True)
class Waterfall:
    """The evidence over a pair, drawn: the bars, and where nought and the two bands lie."""

    evidence: LinkEvidence
    bars: tuple[Bar, ...]
    nought: float
    possible: float
    link: float


def draw_waterfall(evidence: LinkEvidence) -> Waterfall:
    """Bars that begin where the one before ends; the scale holds every sum and the band of links."""
    totals = [0.0, *accumulate(reason.weight for reason in evidence.reasons)]
    low, high = min(*totals, 0.0), max(*totals, evidence.link)
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return round(100 * (value - low) / span, 2)

    bars = []
    for reason, before, after in zip(evidence.reasons, totals[:-1], totals[1:], strict=True):
        start, end = place(min(before, after)), place(max(before, after))
        bars.append(Bar(reason, after, start, max(0.6, round(end - start, 2)), reason.weight >= 0))
    return Waterfall(evidence, tuple(bars), place(0.0), place(evidence.possible), place(evidence.link))


@dataclass(frozen=True)
class Possible:
    """A claim of another incident that may be of this one, with its evidence and what people said of the pair."""

    quote: Quote
    incident: Incident
    own: Quote | None
    waterfall: Waterfall
    said: tuple[Entry, ...]


def list_possible(incident: Incident, evidence: Iterable[LinkEvidence], ledger: Ledger) -> list[Possible]:
    """The possible reports of an incident: those that nobody called another incident first, then the undecided."""
    found = []
    for one in evidence:
        holders = ledger.read_incidents(IncidentFilter(claim=one.other)).rows
        if not holders or holders[0].incident_id == incident.incident_id:
            continue
        quotes = {quote.claim_id: quote for quote in quote_ids([one.other, one.one], holders[0].origins, ledger)}
        said = _find_said(incident, one.other, ledger)
        if any(entry.judgement.verdict == "different" for entry in said):
            continue
        waterfall = draw_waterfall(one)
        found.append(Possible(quotes[one.other], holders[0], quotes.get(one.one), waterfall, said))
    return sorted(found, key=lambda possible: bool(possible.said))


def _find_said(incident: Incident, claim: str, ledger: Ledger) -> tuple[Entry, ...]:
    """What people decided of a claim and this incident that stands."""
    names = {incident.incident_id, *incident.merged_from, *incident.claims}
    return tuple(
        entry
        for entry in ledger.read_entries_about([claim])
        if entry.undone_by is None and entry.judgement.verdict in PAIRS and names & {*entry.judgement.about}
    )[-1:]
