"""Which words a record stands on, and whether they are where it says.

Why it is hard: words hide at every depth of a claim or a correction (a source's own sources, details of an agreement),
and a date keeps its words in fields of other names. One walk finds them all, so that no check forgets some.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec

from marsad.model.claim import Claim
from marsad.model.span import Words
from marsad.model.value import When

T = TypeVar("T")


class Texts(NamedTuple):
    """The two fields of one version of a document."""

    title: str | None
    text: str


_WORDS = ("text", "field", "start", "end")
_WHEN = ("text", "field", "text_start", "text_end")


def find_words(record: Any) -> Iterator[Words]:  # noqa: ANN401 - any record, or part of one
    """All words that a record stands on, at every depth, in the order of its fields."""
    if isinstance(record, When):
        if record.text is not None and record.field is not None:
            yield Words(text=record.text, field=record.field, start=record.text_start or 0, end=record.text_end or 0)
        return
    if isinstance(record, Words):
        yield Words(text=record.text, field=record.field, start=record.start, end=record.end)
    if isinstance(record, dict) and record.keys() >= set(_WORDS):
        yield msgspec.convert({name: record[name] for name in _WORDS}, Words)
    for value in _list_parts(record):
        yield from find_words(value)


def _list_parts(record: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    if isinstance(record, msgspec.Struct):
        return (getattr(record, name) for name in record.__struct_fields__)
    if isinstance(record, dict):
        return iter(record.values())
    return iter(record) if isinstance(record, list | tuple) else iter(())


def move_words(record: T, move: Callable[[Words], Words]) -> T:
    """The same record standing on other words, at every depth; `move` gives the new ones."""
    made: Any = record
    if isinstance(record, When):
        if record.text is not None:
            (words,) = find_words(record)
            new = move(words)
            made = msgspec.structs.replace(
                record, **dict(zip(_WHEN, (new.text, new.field, new.start, new.end), strict=True))
            )
    elif isinstance(record, msgspec.Struct):
        fields = {name: getattr(record, name) for name in record.__struct_fields__}
        changed = {name: move_words(value, move) for name, value in fields.items() if not isinstance(value, str)}
        if isinstance(record, Words):
            new = move(Words(**{name: fields[name] for name in _WORDS}))
            changed |= {name: getattr(new, name) for name in _WORDS}
        made = msgspec.structs.replace(record, **changed)
    elif isinstance(record, dict):
        made = {name: move_words(value, move) for name, value in record.items()}
        if record.keys() >= set(_WORDS):
            new = move(msgspec.convert({name: record[name] for name in _WORDS}, Words))
            made |= {name: getattr(new, name) for name in _WORDS}
    elif isinstance(record, list | tuple):
        made = type(record)(move_words(value, move) for value in record)
    return made  # type: ignore[no-any-return] # the same type, field by field


def stands(words: Words, title: str | None, text: str) -> bool:
    """Whether a document's field has these very characters at these offsets."""
    field = text if words.field == "text" else title or ""
    return 0 <= words.start <= words.end and field[words.start : words.end] == words.text


def place_anew(claim: Claim, old: Texts, new: Texts) -> Claim | None:
    """A claim on the same words of another version of its document; None where it is not certain which are meant.

    The whole stretch that the claim rests on must stand there exactly once, and what lies outside of it too; what lies
    inside goes along with it. Words that stood by themselves do not stand in another word.
    """
    evidence = claim.evidence
    start = _find_once(evidence, old, new)
    if start is None:
        return None
    shift = start - evidence.start
    moved: dict[Words, Words] = {}
    for words in find_words(claim):
        inside = words.field == evidence.field and evidence.start <= words.start and words.end <= evidence.end
        at = words.start + shift if inside else _find_once(words, old, new)
        if at is None:
            return None
        moved[words] = msgspec.structs.replace(words, start=at, end=at + len(words.text))
    return move_words(claim, moved.__getitem__)


def _find_once(words: Words, old: Texts, new: Texts) -> int | None:
    """Where the only occurrence of some words begins that joins its neighbours as they did."""
    before, after = (texts.title or "" if words.field == "title" else texts.text for texts in (old, new))
    if not words.text or before[words.start : words.end] != words.text:
        return None
    joins = _join(before, words.start, words.end)
    found = [
        at for at in _find_all(after, words.text) if _join(after, at, at + len(words.text)) == joins
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _find_all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _join(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a stretch is written together with what stands before it and behind it."""
    return _is_inside(text, start), _is_inside(text, end)


def _is_inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
