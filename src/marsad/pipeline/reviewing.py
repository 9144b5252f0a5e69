"""What the pages of reports ask while a person reads: see `publish.reviews.Reviewing`."""

from collections.abc import Sequence

from marsad.base.errors import UseError
from marsad.model.judgement import Correction
from marsad.model.review import ReviewConflict
from marsad.model.span import Field, Words
from marsad.model.value import Place, PlaceRole
from marsad.pipeline.corrections import FindPlace, parse_correction
from marsad.pipeline.known_conflicts import KnownConflicts
from marsad.pipeline.picked import PickedWords
from marsad.pipeline.review import read_review
from marsad.publish.reviews import DocumentReview, NamedChoice, PlaceChoice, WordsRead
from marsad.reference.actors import read_actors
from marsad.store.ledger import Ledger


class DeskReviewing:
    """What the pages of reports ask: see `publish.reviews.Reviewing`."""

    def __init__(self, ledger: Ledger, find: FindPlace, picked: PickedWords) -> None:
        self._ledger = ledger
        self._find = find
        self._picked = picked
        self._conflicts = KnownConflicts(ledger)

    def review(self, document_id: str) -> DocumentReview:
        """How a report stands."""
        return read_review(self._ledger, document_id)

    def list_conflicts(self) -> tuple[ReviewConflict, ...]:
        """The decisions of all reports whose ground moved."""
        return self._conflicts.list_all()

    def parse_correction(self, sets: Sequence[str]) -> Correction:
        """A correction as it is typed."""
        return parse_correction(sets, self._find)

    def make_place(self, place_id: str | None, words: Words, role: PlaceRole) -> Place:
        """A place on words of a report."""
        return self._picked.make_place(place_id, words, role)

    def search_places(self, words: str, near: str | None, limit: int) -> tuple[PlaceChoice, ...]:
        """Places by name or code."""
        return self._picked.search(words, near, limit)

    def list_actors(self) -> tuple[NamedChoice, ...]:
        """All actors of the list."""
        return tuple(
            NamedChoice(id=one.actor_id, name_ar=one.name_ar, name_en=one.name_en, kind=one.kind)
            for one in read_actors().list_all()
        )

    def list_weapons(self) -> tuple[NamedChoice, ...]:
        """All weapons that reading knows."""
        return self._picked.list_weapons()

    def read_words(self, document_id: str, field: Field, start: int, end: int) -> WordsRead:
        """What the reader makes of words of a report."""
        document = self._ledger.read_document(document_id)
        if document is None:
            raise UseError(f"{self._ledger.name} holds no document {document_id!r}")
        return self._picked.read(document, field, start, end)
