"""Claims to incidents, from the first pair to the last figure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from marsad.linking.assembly import assemble_incident
from marsad.linking.blocking import find_address
from marsad.linking.clusters import Join, Merged, Pair, Scores, Ties, find_conflicts, merge_claims
from marsad.linking.decision import find_band, score_pair
from marsad.linking.facts import ClaimFacts, prepare_claims, review_claim
from marsad.linking.identity import Identity, find_identities
from marsad.linking.judged import Reviews, correct_claim, find_reviews, find_ties, find_verdicts
from marsad.linking.scoring import score_candidates
from marsad.model.claim import LiveClaim
from marsad.model.compared import ComparedClaim, ComparedPair
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement

_NOBODY: Mapping[str, str] = MappingProxyType({})
_NO_TIERS: Mapping[str, int] = MappingProxyType({})


class Compared:
    """What was compared, as it may be kept for the next linking."""

    def __init__(self, facts: Sequence[ClaimFacts], scores: Scores, merged: Merged, ties: Ties) -> None:
        self._facts, self._scores, self._merged, self._ties = facts, scores, merged, ties

    def list_claims(self) -> Iterator[ComparedClaim]:
        """Every claim with its address and how it came into its group."""
        for index, facts in enumerate(self._facts):
            yield describe_claim(facts, say_join(self._facts, self._merged.joins.get(index)))

    def list_pairs(self) -> Iterator[ComparedPair]:
        """The pairs that are shown to a person, or linked."""
        homes = {index: number for number, group in enumerate(self._merged.groups) for index in group}
        least, facts, apart = find_band("possible"), self._facts, self._ties.different
        for one, other, worth in self._scores:
            if worth >= least:
                is_open = homes[one] != homes[other] and (one, other) not in apart
                yield ComparedPair(facts[one].id, facts[other].id, worth, is_open)


def describe_claim(facts: ClaimFacts, joined: str | None) -> ComparedClaim:
    """A claim as it is kept."""
    return ComparedClaim(facts.id, facts.document, *find_address(facts), joined)


def say_join(facts: Sequence[ClaimFacts], join: Join | None) -> str | None:
    """How a claim lost its own name, in words that change whenever the way there does."""
    return None if join is None else f"{facts[join.to].id} {join.worth!r}"


def list_possible(facts: Sequence[ClaimFacts], scores: Scores) -> Iterator[ComparedPair]:
    """The pairs worth at least what is shown to a person, before it is known whether they come together."""
    least = find_band("possible")
    return (ComparedPair(facts[one].id, facts[other].id, worth, True) for one, other, worth in scores if worth >= least)


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
    return link_and_compare(claims, judgements, previous, affiliations=affiliations, tiers=tiers, workers=workers)[0]


def link_and_compare(  # noqa: PLR0913 - what the claims do not know of themselves, by name
    claims: Sequence[LiveClaim],
    judgements: Sequence[Judgement] = (),
    previous: Sequence[Incident] = (),
    *,
    affiliations: Mapping[str, str] = _NOBODY,
    tiers: Mapping[str, int] = _NO_TIERS,
    workers: int = 1,
) -> tuple[Linked, Compared]:
    """The same, and what was compared for it."""
    by_id = sort_claims(claims)
    facts = prepare_reviewed(by_id.values(), find_reviews(judgements, by_id))
    ties = find_ties(judgements, index_claims(facts), previous)
    scores = score_candidates(facts, workers)
    merged = group_claims(facts, scores, ties)
    incidents, aliases = assemble_groups(
        facts, merged.groups, ties, judgements, previous, affiliations=affiliations, tiers=tiers
    )
    return Linked(incidents, MappingProxyType(aliases)), Compared(facts, scores, merged, ties)


def assemble_groups(  # noqa: PLR0913 - what the claims do not know of themselves, by name
    facts: Sequence[ClaimFacts],
    groups: Sequence[Sequence[int]],
    ties: Ties,
    judgements: Sequence[Judgement],
    previous: Sequence[Incident],
    *,
    affiliations: Mapping[str, str],
    tiers: Mapping[str, int],
    is_given: Callable[[str], bool] | None = None,
) -> tuple[tuple[Incident, ...], dict[str, str]]:
    """The incidents of groups of claims, by id, and the aliases; `facts` in the order of their ids.

    Where `previous` are not all incidents, `is_given` says whether another one has, or once had, an id.
    """
    reports = {one.id: (one.document, one.realm) for one in facts}
    named = [[facts[index].id for index in group] for group in groups]
    identities, aliases = find_identities(named, reports, previous, is_given)
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
    return tuple(sorted(incidents, key=lambda incident: incident.incident_id)), aliases


def sort_claims(claims: Iterable[LiveClaim]) -> dict[str, LiveClaim]:
    """Live claims by id, in the order of their ids; one given twice counts once."""
    return {live.claim.id: live for live in sorted(claims, key=lambda live: (live.claim.id, live.document_id))}


def prepare_reviewed(claims: Iterable[LiveClaim], reviews: Reviews) -> list[ClaimFacts]:
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


def index_claims(facts: Sequence[ClaimFacts]) -> dict[str, int]:
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


def group_claims(facts: Sequence[ClaimFacts], scores: Scores, ties: Ties) -> Merged:
    """Indexes of the claims of each incident, and how it came about; `facts` in the order of their ids."""
    return merge_claims(
        len(facts),
        scores,
        ties,
        lambda one, other: score_pair(facts[one], facts[other]),
        link=find_band("link"),
        unseen=find_band("unseen"),
    )
