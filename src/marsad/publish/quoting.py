"""Words of a report with the sentence that they stand in.

A claim rests on a word or two ("strikes", "six of them"): nobody can check it against those alone. The sentence around
them says whose, where and whether; a long one is cut at words on the sides that lie farther off.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model.document import Document
from marsad.model.span import Words

_ENDS = (". ", ".\n", "\n", "! ")


@dataclass(frozen=True)
class Quoted:
    """Words with what stands before and behind them, each in one line; a cut side begins or ends with an ellipsis."""

    before: str
    words: str
    after: str

    def __str__(self) -> str:
        """The three in one line."""
        return self.before + self.words + self.after


def quote_around(document: Document | None, words: Words, width: int) -> Quoted:
    """The sentence around the words, or `width` characters of it; the words alone where the report is not kept."""
    text = None if document is None else document.title if words.field == "title" else document.text
    if text is None:
        return Quoted("", _join(words.text).strip(), "")
    begin = max((at + len(end) for end in _ENDS if (at := text.rfind(end, 0, words.start)) >= 0), default=0)
    end = min((at for stop in _ENDS if (at := text.find(stop, words.end)) >= 0), default=len(text))
    first, last = (begin, end) if end - begin <= width else _cut(text, begin, end, words, width)
    before, after = _join(text[first : words.start]).lstrip(), _join(text[words.end : last]).rstrip()
    return Quoted(
        before=("… " if first > begin else "") + before,
        words=_join(text[words.start : words.end]),
        after=after + (" …" if last < end else ""),
    )


def _cut(text: str, begin: int, end: int, words: Words, width: int) -> tuple[int, int]:
    """A window of whole words in a sentence: around the words, shifted inwards where the sentence begins or ends."""
    wide = max(width, words.end - words.start)
    first = max(begin, words.start - (wide - (words.end - words.start)) // 2)
    last = min(end, first + wide)
    first = max(begin, min(first, last - wide))
    if first > begin:
        first = min(words.start, next(_after_spaces(text, first, words.start), words.start))
    if last < end:
        last = max(words.end, text.rfind(" ", words.end, last))
    return first, last


def _after_spaces(text: str, first: int, last: int) -> Iterator[int]:
    return (at + 1 for at in range(first, last) if text[at].isspace())


def _join(text: str) -> str:
    """One line; a blank at either end stays, for the words are put together again."""
    inner = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + inner + (" " if inner and text[-1:].isspace() else "")
