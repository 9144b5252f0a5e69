"""Clitics of a token that may begin a name, fewest first."""

from collections.abc import Iterator

_FRONTS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")
_ARTICLE = "ال"


def split_name(text: str) -> Iterator[tuple[str, str, bool]]:
    """Readings of a folded token: (particles before it with their article, the bare word, whether it had the article)."""
    for front in _FRONTS:
        if not text.startswith(front):
            continue
        rest = text[len(front) :]
        if rest.startswith(_ARTICLE) and len(rest) > 3:
            yield front, rest[2:], True
        if len(rest) >= 2:
            yield front, rest, False
        if front.endswith("ل") and rest.startswith("ل") and len(rest) > 3:
            yield front, rest[1:], True
