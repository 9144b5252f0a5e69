"""Whether a token is a word of the language, in any of its forms, and so hardly the name of an unknown village.

Why it is hard: the tables hold words bare, the text writes them with particles before and pronouns, duals and plurals
behind; a name that happens to look like such a form is refused with them, which is the lesser harm.

Known gaps: verbs of rare roots; words of one region that general news does not use.
"""

from collections.abc import Iterator

from marsad.packs.ar.grammar.clitics import NOMINAL_FRONTS

_ENDINGS = (
    "", "ها", "هم", "هما", "هن", "نا", "كم", "ه", "ين", "ون", "ات", "ان", "ا", "تين", "تان",
    "وا", "وه", "وها", "وهم", "ن", "ت",
)  # fmt: skip
_OBJECTS = frozenset({"ه", "ها", "هم", "هما", "نا", "كم"})
_SHORTEST = 3


def bare_forms(text: str) -> Iterator[str]:
    """The forms under which a folded token may stand in a table of words, the token itself first."""
    for front in NOMINAL_FRONTS:
        rest = text[len(front) :]
        if not text.startswith(front) or len(rest) < _SHORTEST:
            continue
        for ending in _ENDINGS:
            stem = rest.removesuffix(ending)
            if len(stem) < _SHORTEST or (ending and stem == rest):
                continue
            yield stem
            if ending:
                yield stem + "ه"
            if ending and stem.endswith("ت"):
                yield stem[:-1] + "ه"
            if ending in _OBJECTS and stem.endswith("ا"):
                yield stem[:-1] + "ي"
