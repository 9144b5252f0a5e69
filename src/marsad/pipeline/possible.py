"""Which claims of other incidents may be of this one: near in days and place, and worth something as a pair.

Of each other incident the strongest pair is given: one look at it says whether the rest is worth one.
"""

from datetime import timedelta
from itertools import product

from marsad.linking import find_band
from marsad.linking.decision import score_pair
from marsad.model.incident import Incident, IncidentPlace
from marsad.pipeline.explain_links import prepare_members, weigh_facts
from marsad.publish.work import LinkEvidence
from marsad.reference.distance import distance_km
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter

DAYS = timedelta(days=2)
NEAR_KM = 25.0
INCIDENTS_MOST = 40
SHOWN_MOST = 12


def find_possible(ledger: Ledger, incident: Incident) -> tuple[LinkEvidence, ...]:
    """The strongest pair with each incident near by that is worth a look, the strongest first."""
    first, last = incident.when.start or incident.when.end, incident.when.end or incident.when.start
    if first is None or last is None:
        return ()
    wanted = IncidentFilter(date_from=first - DAYS, date_to=last + DAYS)
    near = [
        other
        for other in ledger.read_incidents(wanted)
        if other.incident_id != incident.incident_id and is_near(incident, other)
    ][:INCIDENTS_MOST]
    facts = {
        one.id: one
        for one in prepare_members(ledger, [*incident.claims, *(claim for other in near for claim in other.claims)])
    }
    own = [facts[claim] for claim in incident.claims if claim in facts]
    found = []
    for other in near:
        theirs = [facts[claim] for claim in other.claims if claim in facts]
        scored = [(score_pair(*pair), pair) for pair in product(own, theirs)]
        best = max(((score, pair) for score, pair in scored if score is not None), key=_rank, default=None)
        if best is not None and best[0] >= find_band("possible"):
            found.append(weigh_facts(*best[1]))
    return tuple(sorted(found, key=lambda one: (-one.score, one.other))[:SHOWN_MOST])


def _rank(scored: tuple[float, tuple[object, object]]) -> float:
    return scored[0]


def is_near(one: Incident, other: Incident) -> bool:
    """Whether two incidents share a place, lie within `NEAR_KM`, or one is known to an area only."""
    if not one.where or not other.where:
        return True
    return any(_are_near(here, there) for here, there in product(one.where, other.where))


def _are_near(here: IncidentPlace, there: IncidentPlace) -> bool:
    if here.place_id is not None and here.place_id == there.place_id:
        return True
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return here.admin1 is None or there.admin1 is None or here.admin1 == there.admin1
    return distance_km(here.lat, here.lon, there.lat, there.lon) <= NEAR_KM
