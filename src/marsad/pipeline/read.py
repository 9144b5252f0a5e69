"""From one document to its claims: the order of rooms 2 to 5.

In:     a Document.
Out:    a Reading: claims with their words, refusals with reasons.
Uses:   text, language, extraction, resolution, the packs and the gazetteer.
Never:  asks the clock, keeps anything between two documents.
"""

from collections.abc import Sequence
from pathlib import Path

from marsad import __version__
from marsad.base.ids import hash_bytes
from marsad.extraction import Setting, build_claims, extract
from marsad.grammar.pack import Pack
from marsad.grammar.scan import Scan
from marsad.language import scan_passage
from marsad.model.claim import Claim, Reading, Refusal
from marsad.model.document import Document, DocumentHead
from marsad.model.passage import Passage
from marsad.model.span import Field
from marsad.packs import load_pack
from marsad.pipeline.publishers import find_publisher_country
from marsad.reference.actors import read_actors
from marsad.reference.gazetteer import Gazetteer
from marsad.resolution.places import resolve_places
from marsad.text.clean import blank_boilerplate
from marsad.text.tongue import find_language

FORMAT = 1
LANGUAGE = "ar"
MOST_PUBLISHERS = 10_000
_ROOMS = ("text", "language", "extraction", "resolution", "grammar", "pipeline")


class Reader:
    """Reads documents one by one; `version` and `places` say what a reading was made with."""

    def __init__(self, places: Path | None = None, words: Path | None = None) -> None:
        """`places` is a gazetteer file, `words` a folder of a user's own tables. Raises PackError, PlacesError."""
        self._pack: Pack = load_pack(LANGUAGE, words)
        self._gazetteer = Gazetteer.open(places)
        self._homes: dict[str, str | None] = {}
        self._setting = Setting(self._pack, self._gazetteer)
        self._actors = read_actors()
        self.version = f"marsad-{__version__}+{self._pack.version}.{_hash_rooms()}"
        self.places = self._gazetteer.fingerprint

    def read(self, document: Document) -> Reading:
        """Claims and refusals of a document. What no pack reads is refused, not guessed at."""
        language = find_language(document.text, {LANGUAGE: self._pack.known_words})
        if language != LANGUAGE:
            head = document.text[:80]
            refusal = Refusal(text=head, field="text", start=0, end=len(head), reason="unsupported_language")
            return self._reading(document, language, (), (refusal,))
        passages: list[tuple[Field, str]] = [("title", document.title or ""), ("text", document.text)]
        scans: list[Scan] = []
        refusals: list[Refusal] = []
        title_scans = 0
        for field, content in passages:
            if not content:
                continue
            passage, blanked = blank_boilerplate(self._pack.fold.fold_passage(content, field), self._pack.boilerplate)
            refusals += [_boilerplate(passage, start, end) for start, end in blanked if start < end]
            scans += scan_passage(passage, self._pack, document.published)
            if field == "title":
                title_scans = len(scans)
        found = extract(scans, title_scans, document.published, self._setting, self._actors)
        home = self._home_of(document.publisher, language)
        resolved = resolve_places([place.mention for place in found.places], self._gazetteer, home, found.lands)
        claims = build_claims(document, found, resolved, self._gazetteer)
        return self._reading(document, language, claims, (*refusals, *found.refusals))

    def _home_of(self, publisher: str | None, language: str) -> str | None:
        """The country of a local publisher, remembered, since feeds repeat theirs."""
        if publisher is None:
            return None
        if publisher not in self._homes:
            if len(self._homes) > MOST_PUBLISHERS:
                self._homes.clear()
            self._homes[publisher] = find_publisher_country(publisher, language, self._gazetteer)
        return self._homes[publisher]

    def _reading(
        self, document: Document, language: str, claims: Sequence[Claim], refusals: Sequence[Refusal]
    ) -> Reading:
        head = DocumentHead(
            id=document.id, published=document.published, publisher=document.publisher, url=document.url,
            title=document.title, language=language, sha256=document.sha256,
        )  # fmt: skip
        return Reading(
            format=FORMAT, reader=self.version, places=self.places, document=head, claims=tuple(claims),
            refusals=tuple(refusals),
        )  # fmt: skip


def _hash_rooms() -> str:
    """A short hash of the source of the rooms that read, so that a change of them is a newer reader."""
    here = Path(__file__).parent.parent
    files = sorted(path for room in _ROOMS for path in (here / room).glob("*.*") if path.suffix in {".py", ".toml"})
    return hash_bytes(b"".join(path.read_bytes() for path in files))[:8]


def _boilerplate(passage: Passage, start: int, end: int) -> Refusal:
    words = passage.words(start, end)
    return Refusal(text=words.text, field=words.field, start=words.start, end=words.end, reason="boilerplate")
