"""Which claims of other incidents may be of this one: what linking compared, and left for a person to decide.

Of each other incident the strongest pair is given: one look at it says whether the rest is worth one.
"""

from marsad.model.incident import Incident
from marsad.pipeline.explain_links import prepare_members, weigh_facts
from marsad.publish.work import LinkEvidence
from marsad.store.ledger import Ledger

SHOWN_MOST = 12


def find_possible(ledger: Ledger, incident: Incident) -> tuple[LinkEvidence, ...]:
    """The strongest pair with each incident that is worth a look, the strongest first; the decided ones among them."""
    strongest: dict[str, tuple[str, str]] = {}
    for link in ledger.read_possible_links(incident.claims, decided=True):
        strongest.setdefault(link.other_incident, (link.claim, link.other_claim))
    pairs = list(strongest.values())[:SHOWN_MOST]
    facts = {one.id: one for one in prepare_members(ledger, [claim for pair in pairs for claim in pair])}
    found = [weigh_facts(facts[one], facts[other]) for one, other in pairs if one in facts and other in facts]
    return tuple(sorted(found, key=lambda one: (-one.score, one.other)))
