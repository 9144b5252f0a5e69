"""One captured report, as it came in."""

from datetime import date

import msgspec


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A report. `title` and `text` are never altered; `published` is the zone's own day, or `None`.

    `sha256` is of what the id is made of (title, newline, text); `bytes_sha256` names the preserved
    original bytes it was read from, `origin_path` and `origin_line` say where they lay.
    """

    id: str
    text: str
    sha256: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_raw: str | None = None
    language: str | None = None
    origin_path: str | None = None
    origin_line: int | None = None
    bytes_sha256: str | None = None


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """A document and the bytes it was read from: a file's, or one line's without its line end."""

    document: Document
    original: bytes


class DocumentHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a reading repeats of its document."""

    id: str
    published: date | None
    publisher: str | None
    url: str | None
    title: str | None
    language: str | None
    sha256: str


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """An input that could not be read: counted, named, never fatal to the rest."""

    path: str
    line: int | None
    reason: str

    def say(self) -> str:
        """One line for a person: where, and why."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason}"
