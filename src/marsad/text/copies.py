"""Copies: one text in many outlets, joined to its earliest.

A wire story is printed whole, or without its tail, or under another title and dateline; ten carriers are one voice.
What makes this hard is the reverse: a monitor tells each strike in the same sentence and changes only the town and the
number, and those are not copies. So likeness is looked for with a sketch, and what is found is laid side by side word
by word: a copy cuts, adds at its ends and spells otherwise, a template has other words put in place of some.

The sketch holds every run of words that begins at an anchor, an anchor being a word whose hash says so: the same
words give the same runs wherever a text was cut. MinHash would estimate how much of the two together is shared, and
misses a half that was cut; here it is how much of the shorter.

What a text is a copy of depends on the texts of the two weeks before it and on nothing else, so that a late report can
be fitted in without looking at all others (`late_copies`).

Known gaps: a story rewritten sentence by sentence is no copy here; neither is a translation.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple
from zlib import crc32

from marsad.base.ids import hash_bytes
from marsad.model.compared import ComparedText

RUN_WORDS = 4
ANCHOR_SHARE = 4
"""One word in so many begins a run of the sketch."""
CROWD = 40
"""A run that more texts than this hold, of the two weeks before, is boilerplate and brings none together."""
SHORT_WORDS = 20
"""Below this a text is a copy only where every word agrees: field posts and flashes are all template."""
LEAST_SHARED = 0.6
"""How much of the shorter text, and half as much of the copy, the two must have in common."""
MOST_REPLACED = 0.03
"""Words put in place of others, against words in common: one correction in a paragraph, no more."""
EDITED_WORDS, EDITED_RUN, EDITED_SHARE, EDITED_REPLACED = 50, 10, 0.5, 0.25
"""An edited wire story: words in common, their mean run (a template's is four or five), share, and words replaced."""
BLOCK_WORDS = 3
WINDOW_DAYS = 14
"""A text that comes back after longer than this is told anew: an anniversary, a review of the year."""


class Text(NamedTuple):
    """A report as this room compares it: `words` are folded; `published` and `publisher` None where unknown."""

    id: str
    published: date | None
    words: Sequence[str]
    publisher: str | None = None


def find_copies(texts: Iterable[Text]) -> dict[str, str]:
    """The id of the earliest text that each copy repeats, by the id of the copy; originals are left out.

    Earliest is by day and then by id, so the order of input changes nothing; a copy of a copy leads to the first.
    """
    return find_roots(compare_texts(texts))


def compare_texts(texts: Iterable[Text]) -> list[ComparedText]:
    """Each text with its sketch and the earlier text that it copies, in the order of their days."""
    known = sorted(map(number_words, texts), key=order_text)
    shelf, found = Shelf(), []
    for place, text in enumerate(known):
        one, parent = shelf.place(text, lambda other: known[other])
        found.append(one._replace(copies=None if parent is None else known[parent].document_id))
        shelf.add(place, one)
    return found


def find_roots(compared: Iterable[ComparedText]) -> dict[str, str]:
    """The first text at the end of each copy's chain; `compared` in the order of their days."""
    roots: dict[str, str] = {}
    for text in compared:
        if text.copies is not None:
            roots[text.document_id] = roots.get(text.copies, text.copies)
    return roots


class Numbered(NamedTuple):
    """A text with a number for each word."""

    document_id: str
    published: date | None
    words: "array[int]"
    publisher: str | None


def number_words(text: Text) -> Numbered:
    """A text as it is compared; the same word has the same number in every run of the program."""
    return Numbered(text.id, text.published, array("L", map(_HASHES.__getitem__, text.words)), text.publisher)


def order_text(text: Numbered | ComparedText) -> tuple[date, str]:
    """By day and then by id; texts without a day come last."""
    return text.published or date.max, text.document_id


class Shelf:
    """Earlier texts, found by the runs of words that they hold; they are put on it in the order of their days."""

    def __init__(self) -> None:
        self._days: list[date] = []
        self._holders: dict[int, list[int]] = {}
        self._whole: dict[str, list[int]] = {}

    def add(self, place: int, text: ComparedText) -> None:
        """Put a text on the shelf; places are counted on."""
        self._days.append(text.published or date.max)
        self._whole.setdefault(text.whole, []).append(place)
        for run in read_sketch(text):
            self._holders.setdefault(run, []).append(place)

    def place(self, text: Numbered, read: Callable[[int], Numbered]) -> tuple[ComparedText, int | None]:
        """A text as it is kept, and the place of the earlier one that it copies; `read` gives a text by its place.

        One that is the same word for word has no sketch: whoever copies it copies the first.
        """
        whole = hash_bytes(text.words.tobytes())[:16]
        one = ComparedText(text.document_id, text.published, text.publisher, whole, b"", None)
        first = 0 if text.published is None else bisect_left(self._days, text.published, key=_ends_window)
        same = next(_from(self._whole.get(whole, ()), first), None)
        if same is not None or len(text.words) < SHORT_WORDS:
            return one, same
        sketch = _draw_sketch(text.words)
        one = one._replace(sketch=array("q", sorted(sketch)).tobytes())
        for candidate in self._find_candidates(sketch, first):
            earlier = read(candidate)
            foreign = text.publisher is None or text.publisher != earlier.publisher
            if is_copy(text.words, earlier.words, edited=foreign):
                return one, candidate
        return one, None

    def _find_candidates(self, sketch: set[int], first: int) -> list[int]:
        """The places from `first` on whose texts share a good part of the sketch, the earliest first."""
        shared: Counter[int] = Counter()
        for run in sketch:
            found = self._holders.get(run, ())
            start = bisect_left(found, first)
            if len(found) - start <= CROWD:
                shared.update(found[start:])
        return sorted(place for place, number in shared.items() if number >= max(2, len(sketch) // 5))


def read_sketch(text: ComparedText) -> "array[int]":
    """The runs of a text's sketch."""
    return array("q", text.sketch)


def _from(places: Sequence[int], first: int) -> Iterator[int]:
    return iter(places[bisect_left(places, first) :])


def _ends_window(day: date) -> date:
    """The last day on which a text may come back that was printed on this one."""
    return date.fromordinal(min(day.toordinal() + WINDOW_DAYS, date.max.toordinal()))


def is_copy(
    later: Sequence[int] | Sequence[str], earlier: Sequence[int] | Sequence[str], *, edited: bool = True
) -> bool:
    """Whether the later text repeats the earlier one: cut, added to at its ends or edited, not told of something else.

    Nearly word for word, or with long runs of many words in common; a template has short runs between its blanks. An
    outlet's own follow-up carries the old background with it and is new: so of one outlet, none is `edited`.
    """
    shared = replaced = runs = 0
    before: tuple[int, int] | None = None
    for at, there, size in SequenceMatcher(None, earlier, later, autojunk=False).get_matching_blocks():
        if size < BLOCK_WORDS:
            continue
        if before is not None:
            replaced += min(at - before[0], there - before[1])
        shared, runs, before = shared + size, runs + 1, (at + size, there + size)
    share = min(shared / (min(len(later), len(earlier)) or 1), 2 * shared / (len(later) or 1))
    if share >= LEAST_SHARED and replaced <= MOST_REPLACED * shared:
        return True
    long = shared >= EDITED_WORDS and shared >= EDITED_RUN * runs
    return edited and long and share >= EDITED_SHARE and replaced <= EDITED_REPLACED * shared


class _Hashes(dict[str, int]):
    """Each word's number, the same in every run of the program."""

    def __missing__(self, word: str) -> int:
        found = self[word] = crc32(word.encode())
        return found


_HASHES = _Hashes()


def _draw_sketch(words: "array[int]") -> set[int]:
    """The runs of words that begin at anchors."""
    return {
        hash(tuple(words[at : at + RUN_WORDS]))
        for at in range(len(words) - RUN_WORDS + 1)
        if words[at] % ANCHOR_SHARE == 0
    }
