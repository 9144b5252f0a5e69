"""Standard input: what comes is found out by looking at its beginning.

Hard because the first bytes decide: Arabic news often opens with a bracket ("[urgent]"), so a bracket alone is no JSON,
and JSON lines must stream while one object or a list is read whole.
"""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from marsad.model.document import Captured, Fault
from marsad.sources.readers.lines import LINE_LIMIT, ByteStream, read_lines, say_broken_archive
from marsad.sources.readers.whole import JSON_LIMIT, read_json, read_page, read_plain

GZIP_MARK = b"\x1f\x8b"

_HEAD = 65_536  # bytes that the kind is judged by
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OBJECT = re.compile(r'\s*\{\s*["}]')
_LIST = re.compile(r"\s*\[\s*[{\]]")
_PAGE = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_stream(stream: ByteStream, path: str, *, published: date | None = None) -> Iterator[Captured | Fault]:
    """Documents of a stream of unknown kind: JSON lines, JSON, HTML or plain text, each also gzipped."""
    head = stream.read(_HEAD)
    joined = io.BufferedReader(_Joined(head, stream), _HEAD)
    try:
        if head.startswith(GZIP_MARK):
            yield from read_stream(gzip.GzipFile(fileobj=joined), path, published=published)
        else:
            yield from _read_kind(head, joined, path, published)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Fault(path=path, line=None, reason=say_broken_archive(error))


def _read_kind(head: bytes, stream: ByteStream, path: str, published: date | None) -> Iterator[Captured | Fault]:
    wide = head.startswith(_UTF16)
    start = head.removeprefix(codecs.BOM_UTF8).decode("utf-16" if wide else "latin-1", "ignore")
    if _LIST.match(start) or (wide and _OBJECT.match(start)):
        yield from read_json(stream.read(JSON_LIMIT + 1), path, published=published)
    elif _OBJECT.match(start):
        yield from _read_objects(stream, path, published)
    elif _PAGE.match(start):
        yield from read_page(stream.read(LINE_LIMIT + 1), path, published=published)
    else:
        yield from read_plain(stream.read(LINE_LIMIT + 1), path, published=published)


def _read_objects(stream: ByteStream, path: str, published: date | None) -> Iterator[Captured | Fault]:
    """JSON lines where the first line is complete or too long for one report; else one object over many lines."""
    begun = b""
    while not begun.strip(b"\xef\xbb\xbf \t\r\n") and (line := stream.readline(LINE_LIMIT + 2)):
        begun += line
    joined = io.BufferedReader(_Joined(begun, stream), _HEAD)
    if len(begun) > LINE_LIMIT or _is_object(begun.removeprefix(codecs.BOM_UTF8)):
        yield from read_lines(joined, path, published=published)
    else:
        yield from read_json(joined.read(LINE_LIMIT + 1), path, published=published)


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(content), dict)
    except (ValueError, RecursionError):
        return False


class _Joined(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it."""

    def __init__(self, head: bytes, rest: ByteStream) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the protocol's own type has no public name in 3.11
        taken = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        if self._head:
            self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)
