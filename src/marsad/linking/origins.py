"""Who first made a statement: ten outlets that quote one monitor are one voice.

A named source is its registry's id. "A medical source" is a voice of its own in each report, for nobody knows whether
two reports mean the same one; a publisher speaks only where nobody is named. A report that copies another's sentence
adds no voice: where two unnamed voices say the same words, the earlier one keeps them.

Known gaps: a wire story that two outlets reword without naming the wire counts as two voices.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from marsad.linking.facts import ClaimFacts
from marsad.linking.voices import Voice, find_voices
from marsad.model.incident import Origin

COPY_WORDS = 8
"""A sentence shorter than this may be the same by chance: "two children were killed in the shelling"."""
COPY_SHARE = 0.85


class Voices(NamedTuple):
    """The voices of a cluster: by claim id, and each voice's names."""

    by_claim: Mapping[str, tuple[str, ...]]
    origins: tuple[Origin, ...]


def find_origins(members: Sequence[ClaimFacts]) -> Voices:
    """The independent voices behind the claims of one incident, copies joined to their earliest."""
    earlier = sorted(members, key=lambda facts: (facts.live.published or date.max, facts.document, facts.id))
    spoken: dict[str, tuple[str, ...]] = {}
    names: dict[str, Voice] = {}
    claims: dict[str, set[str]] = {}
    originals: list[tuple[ClaimFacts, tuple[str, ...]]] = []
    for facts in earlier:
        voices = find_voices(facts.live)
        if not any(voice.named for voice in voices):
            copied = _find_original(facts, originals)
            if copied is None:
                originals.append((facts, tuple(voice.source_id for voice in voices)))
            else:
                spoken[facts.id] = copied
        spoken.setdefault(facts.id, tuple(voice.source_id for voice in voices))
        for voice in voices:
            names.setdefault(voice.source_id, voice)
        for source_id in spoken[facts.id]:
            claims.setdefault(source_id, set()).add(facts.id)
    origins = tuple(
        Origin(
            source_id=source_id,
            name_en=names[source_id].name_en,
            name_ar=names[source_id].name_ar,
            claims=tuple(sorted(claims[source_id])),
        )
        for source_id in sorted(claims)
    )
    return Voices(by_claim=spoken, origins=origins)


def mark_origins(
    origins: Sequence[Origin], affiliations: Mapping[str, str], tiers: Mapping[str, int]
) -> tuple[Origin, ...]:
    """The origins, each with the party that it speaks for and the tier that the user gives it."""
    return tuple(
        msgspec.structs.replace(origin, party=affiliations.get(origin.source_id), tier=tiers.get(origin.source_id))
        if origin.source_id in affiliations or origin.source_id in tiers
        else origin
        for origin in origins
    )


def _find_original(
    facts: ClaimFacts, originals: Sequence[tuple[ClaimFacts, tuple[str, ...]]]
) -> tuple[str, ...] | None:
    """The voices of the earliest other report whose words this claim repeats, if any."""
    if len(facts.words) < COPY_WORDS:
        return None
    for original, voices in originals:
        if original.document == facts.document:
            continue
        shared = len(facts.words & original.words)
        if shared >= COPY_SHARE * len(facts.words | original.words):
            return voices
    return None
