"""Sentences and tokens of a folded passage.

Why it is hard: a full stop also stands in decimals, initials and spelling evasion; a line break may be the only end a
social post knows, or the coloured disc before its next item. Tokens part letters from digits, so that a figure glued
to its noun is still read.

Known gap: a sentence inside a quotation ends the sentence around it.
"""

import re

from marsad.model.passage import Passage, Sentence, Token

_TOKEN = re.compile(r"\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+")
# Coloured discs, squares, triangles and lamps that posts set before each item.
_BULLETS = (
    r"\u25aa\u25ab\u25b6\u25cf\u25fc-\u25fe\u2b1b\u2b1c\u26aa\u26ab\u2b55\U0001f534\U0001f535"
    r"\U0001f536-\U0001f53b\U0001f7e0-\U0001f7eb\U0001f6a8\U0001f6d1"
)
_END = re.compile(rf"[!?\u061f\u2026\n{_BULLETS}]+|\.(?!\d)|(?<!\d)\.|\|\|+")


def split_sentences(passage: Passage) -> tuple[Sentence, ...]:
    """Sentences of a passage, in order; offsets are into the folded text. Pieces without a token are left out."""
    folded = passage.folded
    sentences: list[Sentence] = []
    start = 0
    for end in [match.end() for match in _END.finditer(folded)] + [len(folded)]:
        if end <= start:
            continue
        tokens = tuple(_token(match) for match in _TOKEN.finditer(folded, start, end))
        if tokens:
            sentences.append(Sentence(len(sentences), start, end, tokens))
        start = end
    return tuple(sentences)


def _token(match: re.Match[str]) -> Token:
    text = match.group()
    if text[0].isdigit() and "." in text and re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "")
    return Token(match.start(), match.end(), text.replace(",", ""))
