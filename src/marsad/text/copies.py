"""Copies: one text in many outlets, joined to its earliest.

A wire story is printed whole, or without its tail, or under another title and dateline; ten carriers are one voice.
What makes this hard is the reverse: a monitor tells each strike in the same sentence and changes only the town and the
number, and those are not copies. So likeness is looked for with a sketch, and what is found is laid side by side word
by word: a copy cuts, adds at its ends and spells otherwise, a template has other words put in place of some.

The sketch holds every run of words that begins at an anchor, an anchor being a word whose hash says so: the same
words give the same runs wherever a text was cut. MinHash would estimate how much of the two together is shared, and
misses a half that was cut; here it is how much of the shorter.

Known gaps: a story rewritten sentence by sentence is no copy here; neither is a translation.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple
from zlib import crc32

RUN_WORDS = 4
ANCHOR_SHARE = 4
"""One word in so many begins a run of the sketch."""
CROWD = 40
"""A run that more texts than this hold is boilerplate and brings none together."""
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
    hashes = _Hashes()
    known = [
        (text.id, text.published, array("L", (hashes[word] for word in text.words)), text.publisher) for text in texts
    ]
    known.sort(key=lambda each: (each[1] or date.max, each[0]))
    holders: dict[int, list[int]] = {}
    whole: dict[bytes, int] = {}
    original: dict[int, int] = {}
    for place, (_, published, words, publisher) in enumerate(known):
        same = whole.setdefault(words.tobytes(), place)
        if same != place and _is_near(published, known[same][1]):
            original[place] = original.get(same, same)
            continue
        if len(words) < SHORT_WORDS:
            continue
        sketch = _draw_sketch(words)
        for candidate in _find_candidates(sketch, holders):
            _, day, earlier, outlet = known[candidate]
            foreign = publisher is None or publisher != outlet
            if _is_near(published, day) and is_copy(words, earlier, edited=foreign):
                original[place] = original.get(candidate, candidate)
                break
        for run in sketch:
            holders.setdefault(run, []).append(place)
    return {known[copy][0]: known[first][0] for copy, first in original.items()}


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


def _draw_sketch(words: "array[int]") -> set[int]:
    """The runs of words that begin at anchors."""
    return {
        hash(tuple(words[at : at + RUN_WORDS]))
        for at in range(len(words) - RUN_WORDS + 1)
        if words[at] % ANCHOR_SHARE == 0
    }


def _find_candidates(sketch: set[int], holders: dict[int, list[int]]) -> list[int]:
    """Earlier texts that share a good part of the sketch, the earliest first."""
    shared: Counter[int] = Counter()
    for run in sketch:
        found = holders.get(run, ())
        if len(found) <= CROWD:
            shared.update(found)
    return sorted(place for place, number in shared.items() if number >= max(2, len(sketch) // 5))


def _is_near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= WINDOW_DAYS
