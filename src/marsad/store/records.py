"""What a reader of the ledger asks with, and what it gets: filters, pages, and records with where they stand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Generic, NamedTuple, TypeVar

import msgspec

from marsad.model.claim import Claim
from marsad.model.document import DocumentHead
from marsad.model.incident import Incident
from marsad.model.provenance import Generation

T = TypeVar("T")


class IncidentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents; every field that is given must hold.

    The days are inclusive, and an incident of several days is found by any of them; one without a day by none.
    `place` is a gazetteer id or P-code, or words found in a name of the place or of its governorate; `place_id` and
    `admin1` ask for that value alone. `origin` is words found in the id or a name of a source. `incident` is an
    id that it has or once had; `claim` and `document` ask for the incidents that hold them. `limit` None gives all.
    """

    date_from: date | None = None
    date_to: date | None = None
    type: str | None = None
    status: str | None = None
    kind: str | None = None
    state: str | None = None
    grade: str | None = None
    place: str | None = None
    place_id: str | None = None
    admin1: str | None = None
    country: str | None = None
    origin: str | None = None
    incident: str | None = None
    claim: str | None = None
    document: str | None = None
    limit: int | None = None
    offset: int = 0
    oldest_first: bool = False


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A part of a list, and how long the whole list is."""

    rows: tuple[T, ...]
    total: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class DocumentText(NamedTuple):
    """The words of a document, with what tells which of two like ones came first."""

    id: str
    published: date | None
    publisher: str | None
    language: str | None
    text: str


IncidentPage = Page[Incident]


class DocumentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A document in a list: its newest version, what the live generation made of it, when it came in (UTC)."""

    head: DocumentHead
    version: int
    recorded_at: str
    reader: str | None
    places: str | None
    claims: int
    refusals: Mapping[str, int]


class KeptClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its document and the generation it was made in; `live` when incidents rest on it."""

    claim: Claim
    document: DocumentHead
    version: int
    generation: Generation
    live: bool
    recorded_at: str


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How much one generation holds, without reading it."""

    claims: int
    refusals: Mapping[str, int]


class LedgerTotals(msgspec.Struct, frozen=True, kw_only=True):
    """How much the whole ledger holds: documents by id, live claims, incidents, judgements, faults."""

    documents: int
    claims: int
    incidents: int
    judgements: int
    faults: int
