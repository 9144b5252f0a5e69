"""What stands before and behind a form inside its token, and what it means in words of no language.

Why it is hard: an article and two layers of particles are written into the word ("وبالصواريخ"), ل swallows the letter
of the article ("للجيش"), and a first letter may be a particle or the word's own.

Method: closed lists; each front a form may have is listed with its marks. Marks: "and" (و), "so" (ف), "by" (ب),
"for" (ل), "like" (ك), "will" (س), "the" (the article in either spelling), "article" (the article in full).
Known gap: `mark_token` looks at letters alone, without knowing the word.
"""

from collections.abc import Mapping
from functools import lru_cache

from marsad.grammar.lexicon import CliticClass

ARTICLE = "ال"
CONJUNCTION = "و"
_LINKS = {"": (), "و": ("and",), "ف": ("so",)}
_PREPOSITIONS = {"": (), "ب": ("by",), "ل": ("for",), "ك": ("like",)}
_ARTICLES = {"": (), ARTICLE: ("the", "article")}
_AUXILIARIES = {"": (), "ل": ("for",), "س": ("will",)}
_MERGED = "لل"

Fronts = Mapping[str, frozenset[str]]


def _nominal_fronts() -> dict[str, frozenset[str]]:
    fronts: dict[str, frozenset[str]] = {}
    for link, joined in _LINKS.items():
        for preposition, related in _PREPOSITIONS.items():
            for article, definite in _ARTICLES.items():
                if not (related == ("for",) and article):
                    fronts[link + preposition + article] = frozenset((*joined, *related, *definite))
        fronts[link + _MERGED] = frozenset((*joined, "for", "the"))
    return fronts


NOMINAL_FRONTS: Fronts = _nominal_fronts()
_VERBAL_FRONTS: Fronts = {
    link + more: frozenset((*joined, *meant)) for link, joined in _LINKS.items() for more, meant in _AUXILIARIES.items()
}
_PARTICLE_FRONTS: Fronts = {
    front: NOMINAL_FRONTS[front]
    for front in (*_LINKS, "ب", "ل", "وب", "ول", "فب", "فل", ARTICLE, "وال", "بال", _MERGED)
}
_DEFINITE_FRONTS: Fronts = {front: marks for front, marks in NOMINAL_FRONTS.items() if "the" in marks}
_BOUND_FRONTS: Fronts = {front: NOMINAL_FRONTS[front] for front in _LINKS}

# No number is likened: "like hundreds" and "quantities" share their letters.
_NUMERAL_FRONTS: Fronts = {front: marks for front, marks in NOMINAL_FRONTS.items() if "like" not in marks}

_PRONOUNS = frozenset(["", "ه", "ها", "هم", "هما", "هن", "نا", "كم"])
"""Without the first person's ي: news hardly says "my strike", and behind a noun it makes an adjective (اجتماعي)."""
_OBJECTS = frozenset(["", "ه", "ها", "هم", "هما", "هن", "نا", "ني", "كم"])
_NONE = frozenset([""])

CLITICS = {
    "noun": CliticClass(NOMINAL_FRONTS, _PRONOUNS, frozenset(["the"])),
    "name": CliticClass(NOMINAL_FRONTS, _NONE),
    "definite": CliticClass(_DEFINITE_FRONTS, _NONE),
    "verb": CliticClass(_VERBAL_FRONTS, _OBJECTS),
    "past": CliticClass(_BOUND_FRONTS, _OBJECTS),
    "particle": CliticClass(_PARTICLE_FRONTS, _NONE),
    "numeral": CliticClass(_NUMERAL_FRONTS, _NONE),
    "bound": CliticClass(_BOUND_FRONTS, _NONE),
}

_OPENINGS = ((CONJUNCTION, "and"), (ARTICLE, "the"), ("ب", "by"), ("ل", "for"))
_IMPERFECTS = ("ت", "ي")
_OWNED = ("تها", "تهم", "اتنا", "هما")
_SUFFIXED = ("هم", "ها", "كم")
_ADJECTIVES = ("ي", "يه", "ين", "ون", "ات")
_WHOLE = {CONJUNCTION: "conjunction", ARTICLE: "article", "من": "of", "واحد": "one", "واحده": "one"}


@lru_cache(maxsize=100_000)
def mark_token(text: str) -> frozenset[str]:
    """What the letters of a folded token may mean, verified against no table.

    "and", "the", "by", "for": it begins so; "conjunction", "article", "of", "one": it is that word alone;
    "definite": the article stands first or behind one letter; "feminine", "adjective" (or plural), "suffixed" (a
    pronoun is written to it), "owned" (surely so): it ends like one; "imperfect": it begins like such a verb.
    """
    marks = {mark for opening, mark in _OPENINGS if text.startswith(opening)}
    if text in _WHOLE:
        marks.add(_WHOLE[text])
    if ARTICLE in text[: len(ARTICLE) + 1]:
        marks.add("definite")
    if text.endswith("ه"):
        marks.add("feminine")
    if text.startswith(_IMPERFECTS):
        marks.add("imperfect")
    if text.endswith(_OWNED):
        marks.add("owned")
    if text.endswith(_SUFFIXED):
        marks.add("suffixed")
    if text.endswith(_ADJECTIVES):
        marks.add("adjective")
    return frozenset(marks)
