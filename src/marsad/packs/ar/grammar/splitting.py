"""Clitics of a token that may begin a name, fewest first."""

from collections.abc import Iterator

from marsad.packs.ar.grammar.clitics import ARTICLE

_FRONTS = ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")


def split_name(text: str) -> Iterator[tuple[str, str, bool]]:
    """Readings of a folded token: the particles before it, the bare word, and whether it had the article."""
    for front in _FRONTS:
        if not text.startswith(front):
            continue
        rest = text[len(front) :]
        if rest.startswith(ARTICLE) and len(rest) > 3:
            yield front, rest[2:], True
        if len(rest) >= 2:
            yield front, rest, False
        if front.endswith("ل") and rest.startswith("ل") and len(rest) > 3:
            yield front, rest[1:], True
