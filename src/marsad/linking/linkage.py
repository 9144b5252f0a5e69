"""Claims to incidents, from the first pair to the last figure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from marsad.linking.assembly import assemble_incident
from marsad.linking.blocking import find_pairs
from marsad.linking.clusters import Scores, merge_claims
from marsad.linking.decision import find_band, score_pair
from marsad.linking.facts import ClaimFacts, prepare_claims
from marsad.linking.identity import find_identities
from marsad.linking.judged import find_ties
from marsad.model.claim import LiveClaim
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement

_NOBODY: Mapping[str, str] = MappingProxyType({})


class Linked(NamedTuple):
    """All incidents, by id; `aliases` leads from each id that was once given to the one that holds its claims."""

    incidents: tuple[Incident, ...]
    aliases: Mapping[str, str]


def link_claims(
    claims: Sequence[LiveClaim],
    judgements: Sequence[Judgement] = (),
    previous: Sequence[Incident] = (),
    *,
    affiliations: Mapping[str, str] = _NOBODY,
) -> Linked:
    """The incidents that live claims add up to: the same whatever the order of all four arguments.

    `previous` are the incidents of the last run, whose ids stay; `affiliations` names the party that a source speaks
    for (source id to actor id), for the grade. A claim id given twice counts once.
    """
    by_id = {live.claim.id: live for live in sorted(claims, key=lambda live: (live.claim.id, live.document_id))}
    facts = prepare_claims(by_id.values())
    groups = _group_claims(facts, judgements, previous)
    reports = {one.id: (one.document, one.realm) for one in facts}
    identities, aliases = find_identities([[facts[index].id for index in group] for group in groups], reports, previous)
    incidents = [
        assemble_incident([facts[index] for index in group], identity, affiliations)
        for group, identity in zip(groups, identities, strict=True)
    ]
    return Linked(tuple(sorted(incidents, key=lambda incident: incident.incident_id)), MappingProxyType(aliases))


def _group_claims(
    facts: Sequence[ClaimFacts], judgements: Sequence[Judgement], previous: Sequence[Incident]
) -> list[list[int]]:
    """Indexes of the claims of each incident; `facts` in the order of their ids."""
    link, unseen = find_band("link"), find_band("unseen")
    scores = Scores()
    for one, other in find_pairs(facts):
        worth = score_pair(facts[one], facts[other])
        if worth is not None and worth > unseen:
            scores.add(one, other, worth)
    ties = find_ties(judgements, {one.id: index for index, one in enumerate(facts)}, previous)
    return merge_claims(
        len(facts),
        scores,
        ties,
        lambda one, other: score_pair(facts[one], facts[other]),
        link=link,
        unseen=unseen,
    )
