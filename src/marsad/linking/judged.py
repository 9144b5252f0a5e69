"""What people decided about pairs, as ties between claims.

A judgement names claims, or incidents by an id they have or once had: then it speaks of all claims that the incident
holds. The latest judgement on a pair outranks the earlier ones; where "same" and "different" meet through a third
claim, "different" holds, for a wrong join hides a victim and a wrong split only shows one twice.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, product

from marsad.linking.clusters import Pair, Ties
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement


def find_ties(judgements: Sequence[Judgement], indexes: Mapping[str, int], previous: Sequence[Incident]) -> Ties:
    """The "same" and "different" judgements over claims that are live; what names nothing known is passed over."""
    holdings = _find_holdings(previous)
    latest: dict[Pair, str] = {}
    ordered = sorted(judgements, key=lambda one: (one.at, one.verdict == "different", one.about))
    for judgement in ordered:
        if judgement.verdict not in {"same", "different", "unsure"}:
            continue
        sides = [
            sorted(indexes[claim] for claim in holdings.get(name, (name,)) if claim in indexes)
            for name in judgement.about
        ]
        for left, right in combinations(sides, 2):
            for one, other in product(left, right):
                if one != other:
                    latest[min(one, other), max(one, other)] = judgement.verdict
    return Ties(
        same=tuple(sorted(pair for pair, verdict in latest.items() if verdict == "same")),
        different=frozenset(pair for pair, verdict in latest.items() if verdict == "different"),
    )


def _find_holdings(previous: Sequence[Incident]) -> dict[str, tuple[str, ...]]:
    """The claims of each incident, by each id that leads to it."""
    holdings: dict[str, tuple[str, ...]] = {}
    for incident in previous:
        for name in (*incident.merged_from, incident.incident_id):
            holdings[name] = incident.claims
    return holdings
