"""Small invented reports, read as a user would have them read, and what is looked at in them."""

from datetime import date
from functools import lru_cache

from marsad.base.ids import document_id
from marsad.model.claim import Claim, Reading
from marsad.model.document import Document
from marsad.pipeline.read import Reader

PUBLISHED = date(2018, 7, 6)  # a Friday

Row = tuple[str, str, int | None, int | None, bool]


@lru_cache(maxsize=1)
def open_reader() -> Reader:
    """One reader for all tests of a run: it keeps nothing between two documents."""
    return Reader()


def read_report(text: str, title: str | None = None, published: date | None = PUBLISHED) -> Reading:
    identity = document_id(title, text)
    return open_reader().read(Document(id=identity, sha256=identity, text=text, title=title, published=published))


def read_claims(text: str, *types: str, title: str | None = None, published: date | None = PUBLISHED) -> list[Claim]:
    """Claims of the types that are named; of all types where none is."""
    claims = read_report(text, title, published).claims
    return [claim for claim in claims if not types or claim.type in types]


def read_claim(text: str, kind: str, title: str | None = None, published: date | None = PUBLISHED) -> Claim:
    """The only claim of a type."""
    claims = read_claims(text, title=title, published=published)
    found = [claim for claim in claims if claim.type == kind]
    assert len(found) == 1, [(claim.type, claim.status, claim.trigger.text, figures(claim)) for claim in claims]
    return found[0]


def figures(claim: Claim) -> set[Row]:
    """Outcome, group, low, high, subset."""
    return {(one.outcome, one.group, one.low, one.high, one.subset) for one in claim.casualties}


def place_names(claim: Claim) -> list[str]:
    return [place.text for place in claim.where]


def actor_names(claim: Claim) -> list[str | None]:
    return [actor.name_en for actor in claim.actors]


def source_ids(claim: Claim) -> list[str | None]:
    return [source.source_id for source in claim.sources]


def types(claims: list[Claim]) -> list[str]:
    return [claim.type for claim in claims]
