"""Linking what a change touches, and nothing else: the same incidents as if all claims were linked again.

Why it is hard: a chain of weak links holds thousands of claims together, and the best pair of all of them joins first,
so a new claim could in principle change an incident far away. It does so only through groups that come about in another
way than before. So a region is linked by itself: the incidents of the changed claims, whole. Each group whose way
there differs from what is kept (what joined what, at which worth) then calls in the incidents that it has a link to,
and the region is linked again, until no changed group has a link that leads out of it. Outside, every group met the
same groups as before at the same worth, and those it might have met inside are as they were.

What people decided, and the names of incidents that were split or merged, tie incidents together too: whatever such a
tie touches is taken in whole.

Known gaps: a judgement over an incident that does not say which claims it held can be applied by a full linking only.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from marsad.linking.clusters import Merged, Ties
from marsad.linking.decision import find_band
from marsad.linking.facts import ClaimFacts
from marsad.linking.identity import hash_claim
from marsad.linking.judged import find_ties
from marsad.linking.linkage import assemble_groups, group_claims, index_claims, say_join
from marsad.linking.scoring import score_candidates
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement


class Kept(Protocol):
    """What the last linking left, the pairs of the changed claims already compared anew."""

    def read_facts(self, claim_ids: Collection[str]) -> list[ClaimFacts]:
        """The facts of those of these claims that are live, as people read them, by id."""

    def list_incidents(self, claim_ids: Collection[str]) -> Iterable[Incident]:
        """The incidents of the last linking that hold one of these claims."""

    def find_incidents(self, names: Collection[str]) -> Iterable[Incident]:
        """The incidents of the last linking that have one of these ids, or once had it."""

    def list_partners(self, claim_ids: Collection[str], least: float) -> set[str]:
        """The claims that make a pair worth at least so much with one of these."""

    def read_joined(self, claim_ids: Collection[str]) -> Mapping[str, str | None]:
        """How each of these claims came into its incident at the last linking."""


class Change(NamedTuple):
    """What is other than at the last linking: claims that are new, altered or gone, and claims judged otherwise.

    `judgements` are those that hold now, over the claims that are live; `former` those that held.
    """

    claims: frozenset[str]
    judged: frozenset[str]
    judgements: Sequence[Judgement]
    former: Sequence[Judgement]


class Relinked(NamedTuple):
    """The incidents of the region, those that are no more, where their ids lead, and how each claim came in.

    `different` are the pairs of claims, the smaller id first, that people keep apart.
    """

    incidents: tuple[Incident, ...]
    gone: frozenset[str]
    aliases: Mapping[str, str]
    joined: Mapping[str, str | None]
    different: frozenset[tuple[str, str]]


def relink_claims(change: Change, kept: Kept, *, affiliations: Mapping[str, str], tiers: Mapping[str, int]) -> Relinked:
    """Link anew whatever a change touches; all other incidents stay as they are."""
    region = _Region(kept, (*change.judgements, *change.former))
    region.take_in(change.claims | change.judged)
    link = find_band("link")
    while True:
        facts = kept.read_facts(region.names)
        ties = find_ties(change.judgements, index_claims(facts), ())
        merged = group_claims(facts, score_candidates(facts), ties)
        changed = _find_changed(facts, merged, change, kept, region.incidents.values())
        beyond = kept.list_partners(changed, link) - region.names
        if not beyond:
            break
        region.take_in(beyond)
    incidents, aliases = _assemble(facts, merged, ties, change.judgements, region, affiliations, tiers)
    return Relinked(
        incidents=incidents,
        gone=frozenset(region.incidents) - {incident.incident_id for incident in incidents},
        aliases=aliases,
        joined={one.id: say_join(facts, merged.joins.get(index)) for index, one in enumerate(facts)},
        different=frozenset((facts[one].id, facts[other].id) for one, other in ties.different),
    )


class _Region:
    """Claims that are linked together: whole incidents, and all that decisions and names tie to them.

    `names` are those of the claims and of the incidents, their former ones among them.
    """

    def __init__(self, kept: Kept, judgements: Iterable[Judgement]) -> None:
        self.names: set[str] = set()
        self.incidents: dict[str, Incident] = {}
        self._kept = kept
        self._tied: dict[str, set[str]] = {}
        for judgement in judgements:
            named = list_names(judgement)
            for name in named:
                self._tied.setdefault(name, set()).update(named)

    def take_in(self, names: Iterable[str]) -> None:
        """Add claims, with their incidents and whatever those are tied to."""
        fresh = set(names) - self.names
        while fresh:
            self.names |= fresh
            tied = {name for each in fresh for name in self._tied.get(each, ())}
            begun = {hash_claim(each) for each in fresh}
            found = [*self._kept.list_incidents(fresh), *self._kept.find_incidents(fresh | begun)]
            for one in found:
                self.incidents[one.incident_id] = one
                tied.update(one.claims, one.merged_from, one.split_from, one.split_to, (one.incident_id,))
            fresh = tied - self.names

    def is_given(self, name: str) -> bool:
        """Whether an incident outside the region has a name, or once had it."""
        return name not in self.names and bool(list(self._kept.find_incidents([name])))


def list_names(judgement: Judgement) -> set[str]:
    """All claims and incidents that a decision names, those that its incidents held among them."""
    return {*judgement.about, *(claim for held in (judgement.held or {}).values() for claim in held)}


def _find_changed(
    facts: Sequence[ClaimFacts], merged: Merged, change: Change, kept: Kept, before: Iterable[Incident]
) -> set[str]:
    """The claims of all groups that are not made of the same claims in the same way as before."""
    former = kept.read_joined([one.id for one in facts])
    held = {frozenset(incident.claims) for incident in before}
    changed: set[str] = set()
    for group in merged.groups:
        claims = {facts[index].id for index in group}
        alike = all(
            facts[index].id in former and former[facts[index].id] == say_join(facts, merged.joins.get(index))
            for index in group
        )
        if not alike or claims & change.claims or claims not in held:
            changed |= claims
    return changed


def _assemble(  # noqa: PLR0913, PLR0917 - as linking all does
    facts: Sequence[ClaimFacts],
    merged: Merged,
    ties: Ties,
    judgements: Sequence[Judgement],
    region: _Region,
    affiliations: Mapping[str, str],
    tiers: Mapping[str, int],
) -> tuple[tuple[Incident, ...], dict[str, str]]:
    previous = tuple(region.incidents.values())
    meant = [one for one in judgements if list_names(one) & region.names and not region.is_given(one.about[0])]
    return assemble_groups(
        facts, merged.groups, ties, meant, previous, affiliations=affiliations, tiers=tiers, is_given=region.is_given
    )
