"""One JSON object of the outward contract becomes one captured document.

Hard only in its refusals: each wrong field is named with what was found, and a document with a date that is no date is
refused whole, because its "yesterday" could not be resolved. Keys that the contract does not know are passed over.
"""

from datetime import date
from typing import Any

import msgspec

from marsad.base.errors import InputError
from marsad.base.ids import document_id, hash_bytes
from marsad.model.document import Captured, Document
from marsad.sources.decode import decode_bytes
from marsad.sources.published import parse_published


class _Received(msgspec.Struct, frozen=True):
    """The keys that the contract names, unchecked, so that each refusal can say what it found."""

    text: Any = None
    id: Any = None
    url: Any = None
    publisher: Any = None
    published: Any = None
    title: Any = None


def parse_record(content: bytes, path: str, line: int | None, published: date | None) -> Captured:
    """A document from the bytes of one JSON object; `published` applies where the object has no date.

    Raises InputError with what is wrong, without the place: the caller knows it.
    """
    received = _parse_object(content)
    text = _check_text(received)
    title = _check_string(received.title, "title")
    stated = _check_string(received.published, "published")
    return make_captured(
        text,
        original=content,
        given_id=_check_id(received.id),
        title=title,
        url=_check_string(received.url, "url"),
        publisher=_check_string(received.publisher, "publisher"),
        published=published if stated is None else parse_published(stated),
        published_raw=stated,
        path=path,
        line=line,
    )


def make_captured(  # noqa: PLR0913 - one place where a document is put together
    text: str,
    *,
    original: bytes,
    path: str,
    line: int | None = None,
    given_id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    published_raw: str | None = None,
) -> Captured:
    """A captured document with the contract's id and hashes. Raises InputError for a text that cannot be kept."""
    if not text.strip():
        raise InputError("empty text")
    for name, value in (("text", text), ("title", title), ("id", given_id), ("url", url), ("publisher", publisher)):
        _check_characters(value, name)
    made_of = document_id(title, text)
    document = Document(
        id=given_id or made_of,
        text=text,
        sha256=made_of,
        title=title,
        url=url,
        publisher=publisher,
        published=published,
        published_raw=published_raw,
        origin_path=path,
        origin_line=line,
        bytes_sha256=hash_bytes(original),
    )
    return Captured(document=document, original=original)


def _parse_object(content: bytes) -> _Received:
    try:
        return msgspec.json.decode(content, type=_Received)
    except UnicodeDecodeError:
        pass
    except RecursionError as error:
        raise InputError("wrong JSON: nested too deeply") from error
    except msgspec.DecodeError as error:
        if content[:1] in b'{["' and not isinstance(error, msgspec.ValidationError) and b"\\u" in content:
            _check_surrogates(content)
        raise InputError(f"wrong JSON: {_say(error)}") from error
    decoded = decode_bytes(content).encode("utf-8")  # raises InputError where no encoding is plausible
    return _parse_object(decoded)


def _say(error: msgspec.DecodeError) -> str:
    reason = str(error).removeprefix("JSON is malformed: ")
    if isinstance(error, msgspec.ValidationError):
        return f"{reason[0].lower()}{reason[1:]}; a document is an object with a text"
    return f"{reason[0].lower()}{reason[1:]}"


def _check_surrogates(content: bytes) -> None:
    """Say that half a surrogate pair is the trouble, which the parser reports as truncation."""
    import json  # noqa: PLC0415 - only for a line that is refused anyway

    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        return
    if isinstance(parsed, dict):
        for key, value in parsed.items():
            _check_characters(value if isinstance(value, str) else None, f"{key!r}")
    raise InputError("wrong JSON: it holds half a surrogate pair (\\ud800 to \\udfff)")


def _check_text(received: _Received) -> str:
    if received.text is None:
        raise InputError("no text: a document needs a key 'text'")
    if not isinstance(received.text, str):
        raise InputError(f"text is {_name_kind(received.text)}, not a string")
    return received.text


def _check_string(value: Any, key: str) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """A string, or `None` where absent, null or blank: a blank states nothing."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{key} is {_name_kind(value)}, not a string")
    return value if value.strip() else None


def _check_id(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """An id as given; whole numbers are common in exports and mean themselves."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _check_string(value, "id")


def _check_characters(value: str | None, name: str) -> None:
    """Refuse what no file, page or data base can carry on. Raises InputError."""
    if value is None:
        return
    if "\x00" in value:
        raise InputError(f"{name} holds a NUL character: no text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{name} holds half a surrogate pair (character {error.start}): no text") from error


def _name_kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "no string")
