"""What linking compared, kept beside the ledger so that the next linking compares only what is new."""

from datetime import date
from typing import NamedTuple


class ComparedText(NamedTuple):
    """A document's text as copies are looked for: what it is known again by, and the earlier text that it copies.

    `whole` is a hash of its folded words, `sketch` the runs of words that begin at anchors, eight bytes each; both say
    nothing of the words themselves. `copies` is the id of the text it repeats, which may itself be a copy.
    """

    document_id: str
    published: date | None
    publisher: str | None
    whole: str
    sketch: bytes
    copies: str | None


class ComparedClaim(NamedTuple):
    """A claim as it was compared: where others look for it, and how it came into its incident.

    `room` names the claims that it may meet at all; `first` and `last` are its days (or months) there; `filed` and
    `asked` are hashes, four bytes each, of the places, names and figures it is found by and looks into.
    `joined` says how its group was formed: None for a group's own name, else what it was bound to, or joined at which
    worth; where these words stay the same for all claims of a group, the group came about in the same way.
    """

    claim_id: str
    document_id: str
    room: str
    first: int
    last: int
    filed: bytes
    asked: bytes
    joined: str | None


class ComparedPair(NamedTuple):
    """Two claims (the smaller id first) and the worth of what was compared, in bits.

    `open`: they stand in two incidents, and nobody decided that they are different.
    """

    one: str
    other: str
    worth: float
    open: bool


class ComparedGeneration(NamedTuple):
    """A live reading as linking last saw it: its number, its document, and how many claims it had."""

    generation: int
    document_id: str
    claims: int
