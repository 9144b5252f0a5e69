"""Claims to incidents, from the first pair to the last figure."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from marsad.linking.assembly import assemble_incident
from marsad.linking.clusters import Pair, Ties, find_conflicts, merge_claims
from marsad.linking.decision import find_band, score_pair
from marsad.linking.facts import ClaimFacts, prepare_claims, review_claim
from marsad.linking.identity import Identity, find_identities
from marsad.linking.judged import Reviews, correct_claim, find_reviews, find_ties, find_verdicts
from marsad.linking.scoring import score_candidates
from marsad.model.claim import LiveClaim
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement

_NOBODY: Mapping[str, str] = MappingProxyType({})
_NO_TIERS: Mapping[str, int] = MappingProxyType({})


class Linked(NamedTuple):
    """All incidents, by id; `aliases` leads from each id that was once given to the one that holds its claims."""

    incidents: tuple[Incident, ...]
    aliases: Mapping[str, str]


def link_claims(  # noqa: PLR0913 - what the claims do not know of themselves, by name
    claims: Sequence[LiveClaim],
    judgements: Sequence[Judgement] = (),
    previous: Sequence[Incident] = (),
    *,
    affiliations: Mapping[str, str] = _NOBODY,
    tiers: Mapping[str, int] = _NO_TIERS,
    workers: int = 1,
) -> Linked:
    """The incidents that live claims add up to: the same whatever the order of all four arguments.

    `previous` are the incidents of the last run, whose ids stay; `affiliations` names the party that a source speaks
    for (source id to actor id), for the grade; `tiers` says how reliable the user holds a source (1 the most), for the
    best figure. A claim id given twice counts once.
    `workers` processes compare, where there is much to compare.
    """
    by_id = {live.claim.id: live for live in sorted(claims, key=lambda live: (live.claim.id, live.document_id))}
    reviews = find_reviews(judgements, by_id)
    facts = _prepare(by_id.values(), reviews)
    ties = find_ties(judgements, _index(facts), previous)
    groups = _group_claims(facts, ties, workers)
    reports = {one.id: (one.document, one.realm) for one in facts}
    identities, aliases = find_identities([[facts[index].id for index in group] for group in groups], reports, previous)
    verdicts = find_verdicts(judgements, _number_names(identities), _number_claims(facts, groups))
    refused = find_conflicts(len(facts), ties)
    incidents = [
        assemble_incident(
            [facts[index] for index in group],
            identity,
            affiliations,
            tiers=tiers,
            verdicts=verdicts.get(number, ()),
            conflicts=_name_conflicts(facts, group, refused),
        )
        for number, (group, identity) in enumerate(zip(groups, identities, strict=True))
    ]
    return Linked(tuple(sorted(incidents, key=lambda incident: incident.incident_id)), MappingProxyType(aliases))


def _prepare(claims: Iterable[LiveClaim], reviews: Reviews) -> list[ClaimFacts]:
    """The facts of the claims as people read them."""
    corrected = [
        live
        if live.claim.id not in reviews.corrections
        else msgspec.structs.replace(live, claim=correct_claim(live.claim, reviews.corrections[live.claim.id]))
        for live in claims
    ]
    reviewed = reviews.accepted | reviews.rejected
    return [
        review_claim(one, accepted=one.id in reviews.accepted, rejected=one.id in reviews.rejected)
        if one.id in reviewed
        else one
        for one in prepare_claims(corrected)
    ]


def _index(facts: Sequence[ClaimFacts]) -> dict[str, int]:
    """The claims that judgements may tie: a rejected one is tied to nothing."""
    return {one.id: index for index, one in enumerate(facts) if not one.rejected}


def _number_names(identities: Sequence[Identity]) -> dict[str, int]:
    return {
        name: number
        for number, identity in enumerate(identities)
        for name in (*identity.merged_from, identity.incident_id)
    }


def _number_claims(facts: Sequence[ClaimFacts], groups: Sequence[Sequence[int]]) -> dict[str, int]:
    return {facts[index].id: number for number, group in enumerate(groups) for index in group}


def _name_conflicts(
    facts: Sequence[ClaimFacts], group: Sequence[int], refused: Sequence[Pair]
) -> tuple[tuple[str, str], ...]:
    """The refused "same" judgements that touch a group, as pairs of claim ids."""
    if not refused:
        return ()
    members = set(group)
    return tuple((facts[one].id, facts[other].id) for one, other in refused if {one, other} & members)


def _group_claims(facts: Sequence[ClaimFacts], ties: Ties, workers: int) -> list[list[int]]:
    """Indexes of the claims of each incident; `facts` in the order of their ids."""
    return merge_claims(
        len(facts),
        score_candidates(facts, workers),
        ties,
        lambda one, other: score_pair(facts[one], facts[other]),
        link=find_band("link"),
        unseen=find_band("unseen"),
    )
