"""Whose dead they are, where only the party says it: "ثلاثة من قوات النظام", "27 من أفرادها".

Why it is hard: "members" and "men" are no group, the party behind a particle is; and a pronoun points back to the party
that speaks. Known gaps: a party that stands in another sentence.
"""

from collections.abc import Sequence

from marsad.extraction.draft import Figure, Party
from marsad.extraction.nouns import find_noun
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_GROUPS = {
    "armed_forces": "soldier", "air_force": "soldier", "armed_group": "fighter", "militia": "fighter",
    "police": "police", "security": "police",
}  # fmt: skip
_RANKS = 4
_MINISTRIES = {"defence": "soldier", "interior": "police"}


class SideFinder:
    """Tells the group of people by the party that they belong to."""

    def __init__(self, scan: Scan, parties: Sequence[Party]) -> None:
        """`parties` are those of the sentence, in order."""
        self._scan = scan
        self._armed = [(party, group) for party in parties if (group := _group(party)) is not None]

    def of_party(self, index: int) -> tuple[str, int] | None:
        """The group and last token of an armed party that begins at a token."""
        return next(((group, party.last) for party, group in self._armed if party.first == index), None)

    def of_members(self, noun: Hit) -> tuple[str, int] | None:
        """The group of "members of …": the party behind the noun, or for "its members" the one before it."""
        member = self._scan.sense_at(noun.first, "context", "member")
        if member is None or member.last != noun.last:
            return None
        if noun.after:
            before = [group for party, group in self._armed if party.last < noun.first]
            return (before[-1], noun.last) if before else None
        behind = noun.last + 1
        if self._scan.sense_at(behind, "function", "partitive") is not None:
            behind += 1
        return self.of_party(behind)

    def is_own(self, noun: Hit) -> bool:
        """Whether a noun means the members of the party that speaks or acts ("من أفرادها")."""
        return bool(noun.after) and self.of_members(noun) is not None

    def name_ranks(self, figures: Sequence[Figure]) -> None:
        """Give the dead and wounded "in the ranks of" a party, or of a group, its name."""
        for hit in self._scan.with_sense("function", "in_ranks"):
            behind = find_noun(self._scan, hit.last + 1, groups_only=True)
            side = self.of_party(hit.last + 1) or (None if behind is None else (behind.sense, behind.last))
            start = hit.first
            for figure in reversed(figures):
                if side is None or figure.last >= start:
                    continue
                if start - figure.last > _RANKS or figure.group != "person" or figure.subset:
                    break
                figure.group = side[0]
                start = figure.first


def _group(party: Party) -> str | None:
    if party.kind == "ministry" and party.actor_id is not None:
        return _MINISTRIES.get(party.actor_id.rpartition(".")[2])
    return _GROUPS.get(party.kind)
