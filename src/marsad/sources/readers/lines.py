"""JSON lines, read as a stream: one line in memory at a time, however long the file.

Hard because the file may lie: a line without end must not fill the memory, and an archive that breaks off must still
give what came before the break.

Known gaps: UTF-16 files are refused as a whole, since their lines cannot be told apart by bytes.
"""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from marsad.base.errors import InputError
from marsad.model.document import Captured, Fault
from marsad.sources.readers.record import parse_record

LINE_LIMIT = 10_000_000  # bytes; two thousand times a long report
_PIECE = 1 << 20


class ByteStream(Protocol):
    """What a reader needs of a stream: files, pipes and archives have it."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...

    def readline(self, size: int, /) -> bytes:
        """A line with its end, or its first `size` bytes."""
        ...


def read_lines(
    stream: ByteStream, path: str, *, published: date | None = None, limit: int = LINE_LIMIT
) -> Iterator[Captured | Fault]:
    """Documents of JSON lines; blank lines are passed over, each bad line is a Fault with its number (from 1).

    `limit` is the longest line in bytes; longer ones are skipped in pieces.
    """
    number = 0
    found = False
    try:
        while line := stream.readline(limit + 2):
            number += 1
            if number == 1:
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    yield Fault(path=path, line=None, reason="unreadable encoding: JSON lines in UTF-16; save as UTF-8")
                    return
                line = line.removeprefix(codecs.BOM_UTF8)
            complete = line.endswith(b"\n")
            content = line.rstrip(b"\r\n")
            if len(content) > limit:
                found = True
                size = len(line) if complete else len(line) + _skip_line(stream)
                yield Fault(path=path, line=number, reason=say_too_long(size, limit, "line"))
            elif content.strip():
                found = True
                yield _parse_line(content, path, number, published)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Fault(path=path, line=number + 1, reason=say_broken_archive(error))
        return
    if not found:
        yield Fault(path=path, line=None, reason="empty file")


def say_too_long(size: int, limit: int, what: str) -> str:
    """Why something of `size` bytes is not read."""
    return f"{what} of {size / 1e6:.1f} MB is longer than the {limit / 1e6:g} MB allowed for one report; split it"


def say_broken_archive(error: Exception) -> str:
    """Why a gzip file gives no more."""
    if isinstance(error, EOFError):
        return "the gzip archive ends early; what came before was read. Fetch the file again"
    return "damaged gzip archive; what came before was read. Fetch the file again"


def _parse_line(content: bytes, path: str, number: int, published: date | None) -> Captured | Fault:
    try:
        return parse_record(content, path, number, published)
    except InputError as error:
        return Fault(path=path, line=number, reason=str(error))


def _skip_line(stream: ByteStream) -> int:
    """Bytes passed over up to the end of the line."""
    skipped = 0
    while piece := stream.readline(_PIECE):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped
