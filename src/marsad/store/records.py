"""What a reader of the ledger asks with, and what it gets: filters, pages, and records with where they stand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeVar

import msgspec

from marsad.model.claim import Claim
from marsad.model.document import DocumentHead
from marsad.model.incident import Incident
from marsad.model.provenance import Generation

T = TypeVar("T")


Codes = str | tuple[str, ...] | None
"""One value, or several of which one must hold; `None` and none at all ask for nothing."""
Sort = Literal["newest", "oldest", "killed"]


class Box(msgspec.Struct, frozen=True):
    """A part of the world in degrees, WGS84: west and south belong to it, east and north to its neighbours.

    Where west lies beyond east it runs over the 180th meridian. 180 and 90 themselves belong to a box that ends there.
    """

    west: float
    south: float
    east: float
    north: float


class IncidentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents; every field that is given must hold, of several values in one field any.

    The days are inclusive, and an incident of several days is found by any of them; one without a day by none.
    `place` is a gazetteer id or P-code, or words found in a name of the place or of its governorate, in any spelling;
    `place_id`, `admin1` (in Arabic or English) and `country` ask for that value alone. `origin` and `actor` are ids, or
    words found in a name. `words` are searched in what claims rest on, titles of reports and all names; `box` asks for
    the point that stands for an incident, `located` whether it has one. `killed_min` is compared with the best figure,
    else with the low one, else with the high one. `incident` is an id that it has or once had; `claim` and `document`
    ask for the incidents that hold them. `limit` None gives all; `after` is the cursor of a page before.
    """

    date_from: date | None = None
    date_to: date | None = None
    type: Codes = None
    status: Codes = None
    kind: Codes = None
    state: Codes = None
    grade: Codes = None
    place: str | None = None
    place_id: Codes = None
    admin1: Codes = None
    country: Codes = None
    origin: Codes = None
    actor: Codes = None
    words: str | None = None
    box: Box | None = None
    located: bool | None = None
    dated: bool | None = None
    killed_min: int | None = None
    incident: str | None = None
    claim: str | None = None
    document: str | None = None
    limit: int | None = None
    offset: int = 0
    oldest_first: bool = False
    sort: Sort = "newest"
    after: str | None = None


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A part of a list, and how long the whole list is. `next` is the cursor of what follows, None at the end."""

    rows: tuple[T, ...]
    total: int
    next: str | None = None

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
    url: str | None = None


class DocumentKey(NamedTuple):
    """A document in the order of a list, with how many live claims it has."""

    id: str
    claims: int


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
