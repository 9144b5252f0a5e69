"""One incident arranged for reading: what each origin says of each figure, and the words behind every claim."""

from dataclasses import dataclass
from typing import get_args

from marsad.model.claim import Claim
from marsad.model.document import DocumentHead
from marsad.model.incident import Cell, CountCell, Incident, Origin, OriginFigure
from marsad.model.value import Group, Outcome
from marsad.publish.quoting import Quoted, quote_around
from marsad.store.ledger import Ledger

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
    kept = ledger.read_claims(incident.claims)
    reports = {(one.document.id, one.version): None for one in kept.values()}
    documents = {key: ledger.read_document(*key) for key in reports}
    quotes = []
    for claim_id in incident.claims:
        one = kept.get(claim_id)
        voices = tuple(origin for origin in incident.origins if claim_id in origin.claims)
        claim, document = (one.claim, one.document) if one else (None, None)
        quoted = quote_around(documents[one.document.id, one.version], one.claim.evidence, WIDTH) if one else None
        quotes.append(Quote(claim_id=claim_id, claim=claim, document=document, origins=voices, quoted=quoted))
    return sorted(quotes, key=_by_day)


def _by_day(quote: Quote) -> tuple[str, str, int]:
    if quote.document is None:
        return ("9999", "", 0)
    day = quote.document.published.isoformat() if quote.document.published else "9998"
    return (day, quote.document.id, quote.claim.evidence.start if quote.claim else 0)
