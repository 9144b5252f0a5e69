"""A campaign on one page: day by day what happened, where, with what figures, on how many voices, in which words.

Why it is hard: a campaign of five weeks leaves hundreds of incidents, most of them told once and in passing. A day
shows those that most reports tell, figures before none; what is left out is counted, never hidden. Each line names the
incident and quotes the words that its figure rests on, so that a reader can hold it against the texts.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from marsad.model.incident import Cell, CountCell, Incident
from marsad.pipeline.quotes import find_quotes, render_quote
from marsad.store.ledger import Ledger
from marsad.store.records import KeptClaim

PER_DAY = 3
_SHOWN = frozenset({"occurred", "ongoing", "denied"})
_TELLING = frozenset({"territory_change", "agreement", "negotiation", "threat", "displacement", "exchange", "siege"})
_PLACES = 3
_OUTCOMES = ("killed", "killed_or_injured", "injured", "missing", "abducted", "detained", "displaced", "released")
"""The order in which figures are told."""


def render_timeline(
    ledger: Ledger, incidents: Sequence[Incident], *, per_day: int = PER_DAY, since: date | None = None
) -> Iterator[str]:
    """The lines of the page, oldest day first; an incident of several days stands on its first.

    Left to the count at a day's end: what is planned, background or withdrawn, statements, and what ranks lower; left
    to one count at the top: what began before `since` and goes on.
    """
    earlier = 0
    days: dict[date | None, list[Incident]] = {}
    for incident in incidents:
        day = incident.when.start or incident.when.end
        if since is None or day is None or day >= since:
            days.setdefault(day, []).append(incident)
        else:
            earlier += 1
    shown = {day: _choose(found, per_day) for day, found in days.items()}
    claims = ledger.read_claims([claim for found in shown.values() for one in found for claim in one.claims])
    if earlier:
        yield f"{earlier} began before {since}"
    for day in sorted(days, key=lambda one: (one is None, one or date.min)):
        left = len(days[day]) - len(shown[day])
        yield f"{'day unknown' if day is None else f'{day:%Y-%m-%d %a}'}"
        for incident in shown[day]:
            yield from _render_incident(ledger, incident, claims)
        if left:
            yield f"  … and {left} more, told in passing or with less"


def _choose(incidents: Sequence[Incident], per_day: int) -> list[Incident]:
    worth = [
        one
        for one in incidents
        if one.status in _SHOWN and one.state != "withdrawn" and one.type != "statement" and _rank(one) > (1, 0, 0)
    ]
    return sorted(worth, key=lambda one: (*(-part for part in _rank(one)), one.incident_id))[:per_day]


def _rank(incident: Incident) -> tuple[int, int, int]:
    """Reports, whether it says how many or changes who holds what, claims."""
    figures = any(cell.high for cell in incident.cells) or any(count.high for count in incident.counts)
    telling = 2 * figures + (incident.type in _TELLING)
    return len(incident.documents) + (telling > 0), telling, len(incident.claims)


def _render_incident(ledger: Ledger, incident: Incident, claims: Mapping[str, KeptClaim]) -> Iterator[str]:
    kind = incident.type.replace("_", " ") + ("" if incident.status == "occurred" else f" ({incident.status})")
    if incident.kind != "single":
        kind += f", {incident.kind}"
    until = incident.when.end
    lasting = f" until {until:%m-%d}" if until is not None and until != incident.when.start else ""
    figures = "; ".join(show_figures(incident))
    voices = f"{len(incident.documents)} reports, {len(incident.origins)} voices, {incident.grade}"
    told = _name_places(incident) + (f" – {figures}" if figures else "")
    yield f"  {kind}{lasting}: {told}  ({voices}) {incident.incident_id}"
    for quote in find_quotes(incident, claims, find_figures(incident)):
        head = quote.kept.document
        yield f"      «{render_quote(ledger, quote)}» {head.publisher or '?'}, {head.published or '?'}, {head.id}"


def _name_places(incident: Incident) -> str:
    names = dict.fromkeys(
        " ".join(dict.fromkeys(name for name in (place.name_en, place.name_ar) if name)) or "?"
        for place in incident.where
    )
    more = f" and {len(names) - _PLACES} more" if len(names) > _PLACES else ""
    return ", ".join(list(names)[:_PLACES]) + more if names else "place not stated"


def find_figures(incident: Incident) -> list[Cell | CountCell]:
    """The figures that a line shows: whole outcomes, the dead first, then counts of more than one."""
    whole = [cell for cell in incident.cells if cell.group == "person"]
    whole.sort(key=lambda cell: _OUTCOMES.index(cell.outcome))
    return [*whole, *(count for count in incident.counts if (count.high or 0) > 1)]


def show_figures(incident: Incident) -> Iterator[str]:
    """Each whole outcome and each count in words: `killed 6–9`, `600+ strike`."""
    for figure in find_figures(incident):
        if isinstance(figure, Cell):
            yield f"{figure.outcome.replace('_', ' ')} {show_range(figure)}"
        else:
            yield f"{show_range(figure)} {figure.unit.replace('_', ' ')}"


def show_range(cell: Cell | CountCell) -> str:
    """Low to high with the best between, one number where they agree, `+` where nobody closed the upper end."""
    low, best, high = ("?" if value is None else str(value) for value in (cell.low, cell.best, cell.high))
    shown = low if low == best == high else f"{low}–{high}" if best in {low, high} else f"{low}–{high}, best {best}"
    return f"{shown}+" if cell.high_open else shown
