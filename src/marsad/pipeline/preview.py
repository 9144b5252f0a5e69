"""What would become of some incidents if a decision were made: linked for real, in memory, and thrown away.

Known gaps: only the reports of the incidents concerned are linked, so that a text copied from a report outside them
speaks for itself here, and what the decision would do to incidents further off does not show.
"""

from collections.abc import Sequence

from marsad.linking import link_claims
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.pipeline.carrying import carry_over
from marsad.pipeline.explain_links import read_marked
from marsad.reference.sources import read_affiliations
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter


def preview_incidents(ledger: Ledger, judgements: Sequence[Judgement]) -> tuple[Incident, ...]:
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
    heads = {one.document.id: one.document for one in ledger.read_claims(sorted(concerned)).values()}
    claims = read_marked(ledger, tuple(heads.values()))
    standing = carry_over(ledger, [*ledger.read_standing_judgements(), *judgements])
    linked = link_claims(claims, standing, tuple(previous.values()), affiliations=read_affiliations())
    found = [incident for incident in linked.incidents if concerned & set(incident.claims)]
    return tuple(sorted(found, key=lambda incident: (-len(incident.claims), incident.incident_id)))
