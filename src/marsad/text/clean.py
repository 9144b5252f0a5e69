"""Lines that are no news are blanked before anything is read from them; nothing moves, so offsets stay.

Why it is hard: share bars, captions, "read also" links and the fallback sentence of a video tag stand in the text as
sentences like others, sometimes at the end of one. A link headline may tell a war of last year.

A dateline with its agency says where the desk is, and no event happens there.

Known gaps: advertisements in full Arabic sentences; datelines without an agency, which do tell where, are left.
"""

import re
from collections.abc import Collection

import msgspec

from marsad.model.passage import Passage

_SENTENCE = re.compile(r"[^.!?\u061f\n]+[.!?\u061f]*|\n")
_LATIN = re.compile(r"[a-z]{2,}")
_LONGEST_LINE = 220
_DATELINE = re.compile(r"\s*[^\n.:!?\u061f()\d]{2,60}\([^()\n\d]{2,40}\)\s*[-\u2013\u2014\u0640]+\s")
"""Where an agency writes from: the place of its desk and its name in brackets, before a dash."""


def blank_boilerplate(passage: Passage, openings: Collection[str]) -> tuple[Passage, list[tuple[int, int]]]:
    """The passage with boilerplate turned to blanks, and the folded spans that were blanked.

    `openings` are folded words a boilerplate line begins with; sentences in Latin letters alone go too.
    """
    spans = [*_dateline(passage), *_lines(passage.folded, openings), *_latin(passage.folded)]
    if not spans:
        return passage, []
    letters = list(passage.folded)
    for start, end in spans:
        for at in range(start, end):
            if letters[at] != "\n":
                letters[at] = " "
    return msgspec.structs.replace(passage, folded="".join(letters)), sorted(set(spans))


def _dateline(passage: Passage) -> list[tuple[int, int]]:
    found = _DATELINE.match(passage.folded) if passage.field == "text" else None
    return [] if found is None else [found.span()]


def _lines(folded: str, openings: Collection[str]) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for line in folded.split("\n"):
        bare = line.lstrip(" \t-|•▸»*#:")
        if bare and len(line) <= _LONGEST_LINE and any(bare.startswith(opening) for opening in openings):
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _latin(folded: str) -> list[tuple[int, int]]:
    if not _LATIN.search(folded) or not re.search(r"[\u0620-\u064a]", folded):
        return []
    spans = []
    for match in _SENTENCE.finditer(folded):
        piece = match.group()
        if len(_LATIN.findall(piece)) >= 3 and not re.search(r"[\u0620-\u064a]", piece):
            spans.append((match.start(), match.end()))
    return spans
