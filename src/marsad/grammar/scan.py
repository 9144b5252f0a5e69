"""A sentence with all that tables found in it: what rules and grammars look at."""

from collections.abc import Callable, Iterator

import msgspec

from marsad.grammar.lexicon import Hit
from marsad.model.passage import Passage, Sentence, Token
from marsad.model.value import DatePrecision, NumberKind


class NumberMention(msgspec.Struct, frozen=True):
    """A number in a sentence: tokens first..last (bounding words included), folded offsets, the range it means.

    `word` is the vague word ("tens", "hundreds") where no figure is given.
    """

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    kind: NumberKind
    word: str | None = None


class DateMention(msgspec.Struct, frozen=True):
    """A date expression: tokens first..last, and the range of ISO days it means (`None`: not resolvable).

    `anchor` tells how it hangs on the event: on, since, until, during, ago, same, vague.
    """

    first: int
    last: int
    start: int
    end: int
    begins: str | None
    ends: str | None
    precision: DatePrecision
    part: str | None
    anchor: str


class Scan:
    """One sentence, its hits by token, its numbers and dates."""

    __slots__ = ("amounts", "by_first", "dates", "hits", "mark_token", "numbers", "passage", "sentence")

    def __init__(
        self, passage: Passage, sentence: Sentence, hits: list[Hit], mark_token: Callable[[str], frozenset[str]]
    ) -> None:
        """Hits are in order of first token, longer first; `mark_token` is the pack's own."""
        self.passage = passage
        self.sentence = sentence
        self.hits = hits
        self.mark_token = mark_token
        by_first: dict[int, list[Hit]] = {}
        for hit in hits:
            by_first.setdefault(hit.first, []).append(hit)
        self.by_first = by_first
        self.amounts: list[tuple[int, int, int]] = []
        self.numbers: list[NumberMention] = []
        self.dates: list[DateMention] = []

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    def token_marks(self, index: int) -> frozenset[str]:
        """What the letters of a token may mean; the pack tells."""
        return self.mark_token(self.sentence.tokens[index].text)

    def is_joined(self, index: int) -> bool:
        """Whether a token begins with a conjunction, or is one."""
        return "and" in self.token_marks(index)

    def is_conjunction(self, index: int) -> bool:
        """Whether a token is a conjunction written apart."""
        return "conjunction" in self.token_marks(index)

    def is_definite(self, index: int) -> bool:
        """Whether a token begins with the article."""
        return "the" in self.token_marks(index)

    def at(self, index: int, table: str) -> Iterator[Hit]:
        """Hits of one table that begin at a token."""
        for hit in self.by_first.get(index, ()):
            if hit.entry.table == table:
                yield hit

    def sense_at(self, index: int, table: str, *senses: str) -> Hit | None:
        """The longest hit of a table at a token that has one of the senses."""
        for hit in self.by_first.get(index, ()):
            if hit.entry.table == table and hit.entry.sense in senses:
                return hit
        return None

    def ending_at(self, index: int, table: str, *senses: str) -> Hit | None:
        """The longest hit of a table whose last token is the given one."""
        for first in range(max(0, index - 5), index + 1):
            for hit in self.by_first.get(first, ()):
                if hit.last == index and hit.entry.table == table and hit.entry.sense in senses:
                    return hit
        return None

    def with_sense(self, table: str, *senses: str) -> Iterator[Hit]:
        """All hits of a table with one of the senses, in order."""
        for hit in self.hits:
            if hit.entry.table == table and hit.entry.sense in senses:
                yield hit

    def between(self, left: int, right: int) -> str:
        """Folded characters between the end of token `left` and the start of token `right`."""
        return self.passage.folded[self.tokens[left].end : self.tokens[right].start]
