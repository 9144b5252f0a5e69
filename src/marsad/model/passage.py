"""Text that remembers where it came from: passages, sentences, tokens.

The folded text is what tables and rules look at; every offset into it leads back to the original characters.
"""

from bisect import bisect_right

import msgspec

from marsad.model.span import Field, Words


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a document, folded for matching.

    `offsets[i]` is the place of folded character i in `original`; `None` where both have the same length.
    """

    field: Field
    original: str
    folded: str
    offsets: tuple[int, ...] | None = None

    def words(self, start: int, end: int) -> Words:
        """The original characters under the folded characters start..end (end excluded)."""
        if self.offsets is None:
            return Words(text=self.original[start:end], field=self.field, start=start, end=end)
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1
        return Words(text=self.original[first:last], field=self.field, start=first, end=last)


class Token(msgspec.Struct, frozen=True):
    """A run of letters or digits of the folded passage."""

    start: int
    end: int
    text: str


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a passage: folded offsets and its tokens."""

    number: int
    start: int
    end: int
    tokens: tuple[Token, ...]

    def index_at(self, offset: int) -> int:
        """The token that holds, or last begins before, a folded offset; -1 before the first."""
        return bisect_right(self.tokens, offset, key=lambda token: token.start) - 1
