"""How a report stands under review: each live claim as read and as people have it, and what was decided of it."""

from typing import Literal, NamedTuple, Protocol

import msgspec

from marsad.model.claim import Claim
from marsad.model.judgement import Correction
from marsad.model.review import ReviewConflict
from marsad.model.span import Field, Words
from marsad.model.value import Actor, Casualty, NumberKind, Place, PlaceRole, Source, Weapon, When
from marsad.store.judgements import Entry

ReviewState = Literal["open", "accepted", "corrected", "rejected", "added"]


class ClaimReview(NamedTuple):
    """One live claim: as it was read, as it is with its corrections, and the decisions that led there.

    `seen` is the number of the newest judgement about it, `undo` that of the newest one that stands and can be undone.
    """

    read: Claim
    claim: Claim
    state: ReviewState
    entries: tuple[Entry, ...]
    seen: int
    undo: int | None
    by: str | None


class DocumentReview(NamedTuple):
    """A report's claims in order; `seen` is the newest judgement about the report itself (what was added to it).

    `lost` are the additions whose words its newest version does not hold, or not for certain.
    """

    claims: tuple[ClaimReview, ...]
    seen: int
    conflicts: tuple[ReviewConflict, ...]
    lost: tuple[Entry, ...] = ()

    @property
    def reviewed(self) -> int:
        """How many claims somebody decided on."""
        return sum(one.state != "open" for one in self.claims)


class PlaceChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A place that may be meant, as a list shows it; `share` is how likely the words alone make it."""

    place_id: str
    name_ar: str
    name_en: str | None
    kind: str
    admin1: str | None
    admin1_en: str | None
    country: str | None
    pcode: str | None
    share: float = 0.0


class NamedChoice(msgspec.Struct, frozen=True, kw_only=True):
    """An actor, a source or a weapon in a list; `also` is what else leads to it."""

    id: str
    name_ar: str | None
    name_en: str | None
    kind: str
    also: tuple[str, ...] = ()


class NumberRead(Words, frozen=True, kw_only=True):
    """A number as the reader takes it, whatever it counts."""

    low: int | None
    high: int | None
    kind: NumberKind


class WordsRead(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader itself makes of picked words and of nothing else; all of it may be empty.

    `claims` are whole claims, the rest are values by themselves; `choices` are the places that the first name may mean.
    """

    words: Words
    claims: tuple[Claim, ...] = ()
    figures: tuple[Casualty, ...] = ()
    numbers: tuple[NumberRead, ...] = ()
    whens: tuple[When, ...] = ()
    places: tuple[Place, ...] = ()
    choices: tuple[PlaceChoice, ...] = ()
    actors: tuple[Actor, ...] = ()
    sources: tuple[Source, ...] = ()
    weapons: tuple[Weapon, ...] = ()


class Reviewing(Protocol):
    """What the pages of reports ask of the rooms above them."""

    def review(self, document_id: str) -> DocumentReview:
        """How a report stands."""

    def list_conflicts(self) -> tuple[ReviewConflict, ...]:
        """The decisions of all reports whose ground moved, by report; looks at what changed since it was last asked."""

    def parse_correction(self, sets: list[str]) -> Correction:
        """A correction as it is typed, `FIELD=VALUE`; UseError says what cannot be read."""

    def make_place(self, place_id: str | None, words: Words, role: PlaceRole) -> Place:
        """A place of the gazetteer, or an unknown one, on words of a report; UseError for an id that is not there."""

    def search_places(self, words: str, near: str | None, limit: int) -> tuple[PlaceChoice, ...]:
        """Places whose name begins so, or that bear it; `near` is the id of a place to prefer the neighbours of."""

    def list_actors(self) -> tuple[NamedChoice, ...]:
        """All actors of the list, sources included."""

    def list_weapons(self) -> tuple[NamedChoice, ...]:
        """All weapons that reading knows."""

    def read_words(self, document_id: str, field: Field, start: int, end: int) -> WordsRead:
        """What the reader makes of words of a report; UseError where there are none."""
