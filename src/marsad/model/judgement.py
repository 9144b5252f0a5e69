"""What a person decided, signed and dated; appended, never changed."""

from datetime import datetime
from typing import Literal

import msgspec

from marsad.model.claim import Claim
from marsad.model.details import Detail
from marsad.model.incident import IncidentPlace, Period
from marsad.model.span import Words
from marsad.model.value import (
    Actor,
    ClaimKind,
    EventType,
    Group,
    NumberKind,
    Outcome,
    Place,
    Source,
    Status,
    Weapon,
)

Verdict = Literal["same", "different", "unsure", "accept", "correct", "reject", "undo", "add", "sign"]


class CorrectedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as a person reads it; `kind` None says that there is none.

    `words` are those that the person points at, `subset` whether it lies inside another figure; None keeps what stood.
    """

    outcome: Outcome
    group: Group
    low: int | None = None
    high: int | None = None
    kind: NumberKind | None = None
    words: Words | None = None
    subset: bool | None = None


class CorrectedCount(msgspec.Struct, frozen=True, kw_only=True):
    """A count of strikes or munitions as a person reads it; `kind` None says that there is none."""

    unit: str
    low: int | None = None
    high: int | None = None
    kind: NumberKind | None = None
    words: Words | None = None


class CorrectedDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One of a claim's details as a person reads it: all its values; none says that the text does not state it."""

    key: str
    values: tuple[Detail, ...] = ()


class NamedVictims(msgspec.Struct, frozen=True, kw_only=True):
    """How many distinct victims a person found by name for a cell of an incident; the names themselves are not kept.

    `complete`: the list names all of them.
    """

    outcome: Outcome
    group: Group
    count: int
    complete: bool


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The values that a person puts in the place of the machine's; None leaves a value as it is.

    Of a claim all of them may be corrected but `named`; of an incident only figures (their best, between low and high)
    and how many victims are known by `named`.
    `places` are places with the words that a person points at; `where` (older, or typed as ids) stands on the words of
    the value it replaces. `when_words` are the words that `when` rests on; `trigger` and `evidence` are words
    themselves.
    """

    type: EventType | None = None
    status: Status | None = None
    kind: ClaimKind | None = None
    when: Period | None = None
    where: tuple[IncidentPlace, ...] | None = None
    figures: tuple[CorrectedFigure, ...] = ()
    counts: tuple[CorrectedCount, ...] = ()
    when_words: Words | None = None
    places: tuple[Place, ...] | None = None
    actors: tuple[Actor, ...] | None = None
    targets: tuple[Actor, ...] | None = None
    weapon: tuple[Weapon, ...] | None = None
    sources: tuple[Source, ...] | None = None
    named: tuple[NamedVictims, ...] = ()
    trigger: Words | None = None
    evidence: Words | None = None
    details: tuple[CorrectedDetail, ...] = ()


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One decision over one or two things (claim or incident ids), or the undoing of an earlier one (its number).

    `held` gives the claims of each incident that is named, as the person saw it: a decision speaks of these claims
    whatever becomes of the incident. It may give the claims that a claim's name stands for as well: those that a
    person takes out of an incident together. `add` is about a document and carries the missed `claim`; `sign` is about
    an incident, and says `alone` where nobody else could look. `fingerprint` is of what was before the person: of the
    incident that is signed, or the SHA-256 of the document whose words an added claim stands on.
    """

    verdict: Verdict
    about: tuple[str, ...]
    by: str
    at: datetime
    reason: str | None = None
    correction: Correction | None = None
    held: dict[str, tuple[str, ...]] | None = None
    claim: Claim | None = None
    fingerprint: str | None = None
    alone: bool = False
