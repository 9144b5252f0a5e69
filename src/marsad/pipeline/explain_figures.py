"""One figure of an incident: who says what in which words, what it said before, and by which rule best was found.

Figures are asked for by name: `killed.person`, `injured.child`, or the unit of a count such as `strike`.
"""

from collections.abc import Iterator, Mapping

from marsad.base.errors import UseError
from marsad.linking import ClaimFacts
from marsad.model.claim import Claim
from marsad.model.incident import Cell, CountCell, Incident, Origin
from marsad.model.span import Words
from marsad.pipeline.explain_links import prepare_members
from marsad.store.ledger import Ledger
from marsad.store.records import KeptClaim

RULES = {
    "named": "a reviewed list of names is complete",
    "agree": "most independent origins give this number; of two such numbers the lower",
    "latest_tier": "no two origins agree, so the latest of the most reliable ones is taken",
    "conservative": "no two origins agree, so the lowest is taken",
    "reviewer": "a person chose it between low and high",
}


def draw_figure(ledger: Ledger, incident: Incident, name: str) -> Iterator[str]:
    """The lines for one figure. Raises UseError where the incident has no such figure."""
    figures = _name_figures(incident)
    if name not in figures:
        known = ", ".join(figures) or "no figure at all"
        raise UseError(f"the incident {incident.incident_id} has no figure {name!r}; it has {known}")
    cell = figures[name]
    kept = ledger.read_claims(incident.claims)
    facts = {one.id: one for one in prepare_members(ledger, incident.claims)}
    yield f"figure      {name.replace('.', ' ')} of {incident.incident_id}: {say_ends(cell)}"
    yield f"best by     {cell.best_rule}: {say_rule(cell)}"
    if cell.over_places is not None:
        yield f"places      {say_places(cell.over_places)}"
    names = {origin.source_id: origin for origin in incident.origins}
    for figure in cell.origins:
        sets = [end for end, claims in (("low", cell.low_by), ("high", cell.high_by)) if figure.claim in claims]
        said = say_number(figure.low, figure.high, figure.kind)
        yield f"origin      {_say_origin(figure.source_id, names.get(figure.source_id))}: {said}"
        if sets:
            yield f"  sets      {' and '.join(sets)}"
        yield from _say_claim("claim", figure.claim, kept, cell)
        origin = names.get(figure.source_id)
        for claim_id in () if origin is None else origin.claims:
            other = _find_statement(facts.get(claim_id), cell)
            if claim_id != figure.claim and other is not None:
                yield f"  also said {other}, not taken: replaced by a later or higher one, or a decrease to be reviewed"
                yield from _say_claim("claim", claim_id, kept, cell)
    yield from _say_remarks(incident, cell)


def say_rule(cell: Cell | CountCell) -> str:
    """By which rule best was found, in words; a single origin neither agrees nor disagrees."""
    if cell.best_rule == "conservative" and len(cell.origins) == 1:
        return "one origin alone gives a figure, so its lowest is taken"
    return RULES[cell.best_rule]


def say_places(over_places: int) -> str:
    """That a figure is told for several places as one."""
    return f"one figure for {over_places} places together, not split between them"


def say_ends(cell: Cell | CountCell) -> str:
    """Low, best and high with the open end said."""
    return f"low {cell.low}, best {cell.best}, high {cell.high}{' or more' if cell.high_open else ''}"


def say_number(low: int | None, high: int | None, kind: str) -> str:
    """A stated number with its kind."""
    if low is None:
        return f"up to {high} ({kind})" if high is not None else f"not stated ({kind})"
    return (
        f"{low} or more ({kind})" if high is None else f"{low} ({kind})" if low == high else f"{low} to {high} ({kind})"
    )


def find_words(claim: Claim, cell: Cell | CountCell) -> tuple[Words, ...]:
    """The words of a claim that a figure rests on: of a whole outcome those of its parts too, else its evidence."""
    if isinstance(cell, CountCell):
        return (claim.count,) if claim.count is not None else (claim.evidence,)
    found = [row for row in claim.casualties if row.outcome == cell.outcome]
    exact = [row for row in found if row.group == cell.group]
    return tuple(exact or found or [claim.evidence])


def _say_origin(source_id: str, origin: Origin | None) -> str:
    """An origin by id, name and the tier that the user gives it, as far as known."""
    name = origin.name_en if origin is not None else None
    tier = f"tier {origin.tier}" if origin is not None and origin.tier is not None else None
    return ", ".join(part for part in (source_id, name, tier) if part)


def _name_figures(incident: Incident) -> dict[str, Cell | CountCell]:
    named: dict[str, Cell | CountCell] = {f"{cell.outcome}.{cell.group}": cell for cell in incident.cells}
    return named | {count.unit: count for count in incident.counts}


def _find_statement(facts: ClaimFacts | None, cell: Cell | CountCell) -> str | None:
    if facts is None:
        return None
    figure = facts.counts.get(cell.unit) if isinstance(cell, CountCell) else facts.cells.get((cell.outcome, cell.group))
    return None if figure is None else say_number(figure.low, figure.high, figure.kind)


def _say_claim(name: str, claim_id: str, kept: Mapping[str, KeptClaim], cell: Cell | CountCell) -> Iterator[str]:
    one = kept.get(claim_id)
    if one is None:
        yield f"  {name:<10}{claim_id} (no longer live; `marsad link` recomputes the incidents)"
        return
    head = one.document
    yield f"  {name:<10}{claim_id}, {head.publisher or 'publisher unknown'}, {head.published or 'day unknown'}"
    for words in find_words(one.claim, cell):
        yield f"  {'words':<10}«{words.text}» {words.field}[{words.start}:{words.end}]"


def _say_remarks(incident: Incident, cell: Cell | CountCell) -> Iterator[str]:
    if isinstance(cell, CountCell):
        return
    for one in incident.grade_inputs.get("named", ()):
        if one["outcome"] == cell.outcome and cell.group in {one["group"], "person"}:
            more = "" if one["complete"] else " or more"
            yield f"named       {one['group']} {one['count']}{more} known by name to a reviewer: no fewer can be said"
    for violation in incident.grade_inputs.get("violations", ()):
        if violation["outcome"] == cell.outcome and cell.group in {violation["group"], "person"}:
            ends = (("the whole", "total_high"), ("the lowest that is said of the whole", "total_low"))
            whole = ", ".join(f"{words}, {violation[end]}" for words, end in ends if end in violation)
            yield f"violated    {violation['group']} {violation['low']} lies above {whole}: shown, not mended"
    for claim_id in incident.grade_inputs.get("decreases", ()):
        yield f"decrease    claim {claim_id} gives less than its origin gave before; `marsad judge accept` takes it"
