"""What would become of some incidents if a decision were made: linked for real, in memory, and thrown away.

Why it is hard: a decision does more than it says. Of two incidents that become one, the sum may draw in a third claim
that neither drew alone, and a claim that is taken out may find others. So the very linking that would follow the
decision is asked, over all that it touches.

Known gaps: where reports or corrections wait to be linked, or everything must be linked anew, only the reports of the
incidents concerned are linked: claims of others that would join, and texts copied from elsewhere, do not show. The
answer says so.
"""

from collections.abc import Sequence

from marsad.linking import link_claims
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.pipeline.carrying import carry_over
from marsad.pipeline.explain_links import read_marked
from marsad.pipeline.relinking import preview_relinking
from marsad.publish.work import Foreseen
from marsad.reference.sources import read_affiliations
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter


def preview_incidents(ledger: Ledger, judgements: Sequence[Judgement]) -> Foreseen:
    """The incidents that would hold the claims that these judgements are about, the largest first."""
    named = {name for one in judgements for name in one.about}
    named |= {claim for one in judgements for held in (one.held or {}).values() for claim in held}
    previous = {
        incident.incident_id: incident
        for name in sorted(named)
        for wanted in (IncidentFilter(claim=name), IncidentFilter(incident=name))
        for incident in ledger.read_incidents(wanted)
    }
    concerned = {claim for incident in previous.values() for claim in incident.claims}
    relinked = preview_relinking(ledger, judgements, {})
    if relinked is None:
        found = _link_concerned(ledger, judgements, tuple(previous.values()), concerned)
        return Foreseen(_sort([one for one in found if concerned & set(one.claims)]), is_whole=False)
    shown = [one for one in relinked.incidents if concerned & set(one.claims)]
    held = {claim for one in shown for claim in one.claims}
    others = [one for one in relinked.incidents if not concerned & set(one.claims)]
    changed = [one for one in others if ledger.read_incident(one.incident_id) != one]
    return Foreseen(_sort(shown), is_whole=True, drawn_in=len(held - concerned), others=len(changed))


def _sort(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(incidents, key=lambda incident: (-len(incident.claims), incident.incident_id)))


def _link_concerned(
    ledger: Ledger, judgements: Sequence[Judgement], previous: tuple[Incident, ...], concerned: set[str]
) -> Sequence[Incident]:
    """Link the reports of the incidents concerned, and nothing else."""
    heads = {one.document.id: one.document for one in ledger.read_claims(sorted(concerned)).values()}
    claims = read_marked(ledger, tuple(heads.values()))
    standing = carry_over(ledger, [*ledger.read_standing_judgements(), *judgements])
    return link_claims(claims, standing, previous, affiliations=read_affiliations()).incidents
