"""Files that are read whole: plain text, a page, one JSON object, a list of objects.

Hard because a name promises little: a `.json` file may hold one object, a list, or JSON lines; what a file holds is
decided by looking at it.
"""

import codecs
import io
from collections.abc import Iterator
from datetime import date

import msgspec

from marsad.base.errors import InputError
from marsad.model.document import Captured, Fault
from marsad.sources.decode import decode_bytes
from marsad.sources.readers.lines import LINE_LIMIT, read_lines, say_too_long
from marsad.sources.readers.record import make_captured, parse_record

JSON_LIMIT = 256_000_000  # bytes of a list of objects; larger collections belong in JSON lines, which stream

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_plain(content: bytes, path: str, *, published: date | None = None) -> Iterator[Captured | Fault]:
    """A plain text file as one document without title: exactly its characters, line ends kept."""
    try:
        _check_size(content, LINE_LIMIT, "file")
        yield make_captured(decode_bytes(content), original=content, path=path, published=published)
    except InputError as error:
        yield Fault(path=path, line=None, reason=str(error))


def read_page(content: bytes, path: str, *, published: date | None = None) -> Iterator[Captured | Fault]:
    """The article of an HTML page as one document; the page's own date goes before `published`."""
    from marsad.sources.article import parse_article  # noqa: PLC0415 - a third of a second, for pages only

    try:
        _check_size(content, LINE_LIMIT, "page")
        article = parse_article(decode_bytes(content, declared=True))
        yield make_captured(
            article.text,
            original=content,
            path=path,
            title=article.title,
            url=article.url,
            publisher=article.publisher,
            published=article.published or published,
            published_raw=article.published_raw,
        )
    except InputError as error:
        yield Fault(path=path, line=None, reason=str(error))


def read_json(content: bytes, path: str, *, published: date | None = None) -> Iterator[Captured | Fault]:
    """Documents of one JSON object, a list of objects, or JSON lines under a `.json` name.

    Items of a list keep their own bytes and the line on which they begin.
    """
    try:
        _check_size(content, JSON_LIMIT, "file")
        if content.startswith(_UTF16):
            content = decode_bytes(content).encode("utf-8")
    except InputError as error:
        yield Fault(path=path, line=None, reason=str(error))
        return
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.lstrip()[:1] == b"[":
        yield from _read_list(content, path, published)
    elif _holds_lines(content):
        yield from read_lines(io.BytesIO(content), path, published=published)
    else:
        yield _read_item(content, path, None, published)


def _holds_lines(content: bytes) -> bool:
    """Whether the first line is a JSON object of its own and another line follows."""
    first, _, rest = content.lstrip().partition(b"\n")
    if not rest.strip() or first.rstrip()[-1:] != b"}":
        return False
    try:
        return isinstance(msgspec.json.decode(first), dict)
    except (ValueError, RecursionError):
        return False


def _read_list(content: bytes, path: str, published: date | None) -> Iterator[Captured | Fault]:
    try:
        items = msgspec.json.decode(content, type=list[msgspec.Raw])
    except RecursionError:
        yield Fault(path=path, line=None, reason="wrong JSON: nested too deeply")
        return
    except ValueError as error:
        yield Fault(path=path, line=None, reason=f"wrong JSON: {str(error).removeprefix('JSON is malformed: ')}")
        return
    if not items:
        yield Fault(path=path, line=None, reason="an empty list: no document")
    position, line = 0, 1
    for item in items:
        original = bytes(item)
        start = content.index(original, position)
        line += content.count(b"\n", position, start)
        position = start
        yield _read_item(original, path, line, published)


def _read_item(content: bytes, path: str, line: int | None, published: date | None) -> Captured | Fault:
    try:
        _check_size(content, LINE_LIMIT, "report")
        return parse_record(content, path, line, published)
    except InputError as error:
        return Fault(path=path, line=line, reason=str(error))


def _check_size(content: bytes, limit: int, what: str) -> None:
    if not content.strip():
        raise InputError("empty file")
    if len(content) > limit:
        raise InputError(say_too_long(len(content), limit, what))
