"""What one document says of one event, tied to its characters."""

from datetime import date
from typing import Any, Literal

import msgspec

from marsad.model.document import DocumentHead
from marsad.model.span import Words
from marsad.model.value import (
    Actor,
    Casualty,
    ClaimKind,
    Count,
    EventType,
    Place,
    Source,
    Status,
    Weapon,
    When,
)

RefusalReason = Literal[
    "figurative", "not_conflict", "negated", "question", "no_event", "ambiguous_number", "ambiguous_place",
    "unsupported_language", "boilerplate",
]  # fmt: skip


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One statement about one event. Never edited: a newer reader replaces a whole generation."""

    id: str
    type: EventType
    status: Status
    kind: ClaimKind
    trigger: Words
    when: When
    where: tuple[Place, ...]
    actors: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    weapon: tuple[Weapon, ...]
    count: Count | None
    casualties: tuple[Casualty, ...]
    sources: tuple[Source, ...]
    details: dict[str, Any]
    evidence: Words
    confidence: float
    rules: tuple[str, ...]


class Refusal(Words, frozen=True, kw_only=True):
    """Words that looked like an event or a figure and were rejected, with the reason."""

    reason: RefusalReason
    rule: str | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read from one document: one line of `marsad read --format jsonl`."""

    format: int
    reader: str
    places: str
    document: DocumentHead
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]


class Marks(msgspec.Struct, frozen=True):
    """What two reports of one incident may share beside what was read; found anew at each linking, and never shown.

    `struck` are codes of what the claim's sentence says was hit, `sites` those with the first word of a name of their
    own ("hospital word"), `names` its rare words, folded; `page` is the report's own address, `links` the addresses in
    its text, both as they are compared.
    """

    struck: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    page: str | None = None
    links: frozenset[str] = frozenset()


class LiveClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A live claim with what linking needs of its document.

    Where the document copies another, `copy_of` is the earliest one's id. `publisher_id` is the registry's id of who
    first published these words, and `first_publisher` the name, where it is another than this document's.
    """

    claim: Claim
    document_id: str
    publisher: str | None
    published: date | None
    title: str | None = None
    copy_of: str | None = None
    first_publisher: str | None = None
    publisher_id: str | None = None
    marks: Marks | None = None
