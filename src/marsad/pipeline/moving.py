"""Where words of a document went in a newer version of it.

Why it is hard: an edited page shifts everything behind the edit, and the same word stands in it five times, so that
neither offsets nor a search for the letters tell which is meant. So both texts are cut into words and laid side by
side; words have moved only where the whole run of them lies in one stretch that both texts share.
"""

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from marsad.model.document import Document
from marsad.model.span import Field, Words
from marsad.model.standing import stands

Move = Callable[[Words], Words | None]
_TOKEN = re.compile(r"\w+|[^\w\s]")


def make_move(old: Document, new: Document) -> Move:
    """What says where words of the old version stand in the new one; None where they do not stand there whole."""
    if (old.title, old.text) == (new.title, new.text):
        return lambda words: words
    fields: dict[Field, tuple[str, str]] = {"title": (old.title or "", new.title or ""), "text": (old.text, new.text)}
    shifts = {field: _find_shifts(*texts) for field, texts in fields.items()}

    def move(words: Words) -> Words | None:
        for start, end, shift in shifts[words.field]:
            if start <= words.start and words.end <= end:
                at = words.start + shift
                moved = Words(text=words.text, field=words.field, start=at, end=at + len(words.text))
                return moved if stands(moved, new.title, new.text) else None
        return None

    return move


def _find_shifts(old: str, new: str) -> list[tuple[int, int, int]]:
    """Stretches of the old text (start, end) that stand in the new one, each with how far it moved."""
    cut = [(found.start(), found.end()) for found in _TOKEN.finditer(old)]
    cut_new = [(found.start(), found.end()) for found in _TOKEN.finditer(new)]
    matcher = SequenceMatcher(
        None, [old[start:end] for start, end in cut], [new[start:end] for start, end in cut_new], autojunk=False
    )
    shifts: list[tuple[int, int, int]] = []
    for block in matcher.get_matching_blocks():
        for at in range(block.size):
            (start, end), (begins, _) = cut[block.a + at], cut_new[block.b + at]
            if at and shifts[-1][2] == begins - start:
                shifts[-1] = (shifts[-1][0], end, shifts[-1][2])
            else:
                shifts.append((start, end, begins - start))
    return shifts
