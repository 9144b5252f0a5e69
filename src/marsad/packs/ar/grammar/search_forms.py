"""Under which forms an Arabic word is found: with and without what is written to its front and end.

Why it is hard: particles and the article are written into the word (بحلب, وللمدنيين), so that a search by whole words
finds none of the reports of a town; but a first letter may be the word's own (لبنان, بلدة), and a search that cuts it
everywhere finds what nobody asked for.

Method: a report's word is indexed under every form that a front and one ending may leave, at least two letters long
behind a front and three before an ending. A question's word loses only what is surely no letter of its own: the article
with what stands before it, and the endings of number and gender. A single letter before it (بحلب) is doubtful: whoever
asks decides, by which of the two is the commoner word. Words in `search_whole.csv` keep their front, end or both.
Known gaps: broken plurals (صاروخ, صواريخ) and weak roots are other words; so are the forms of verbs.
"""

from functools import lru_cache
from pathlib import Path

from marsad.base.errors import PackError
from marsad.base.ids import hash_bytes
from marsad.grammar.fold import Fold
from marsad.grammar.tables import read_table
from marsad.grammar.word_forms import WordForms
from marsad.packs.ar.grammar.clitics import ARTICLE, NOMINAL_FRONTS

_TABLE = Path(__file__).parents[1] / "lexicon" / "search_whole.csv"
_FRONTS = tuple(sorted((front for front in NOMINAL_FRONTS if front), key=len, reverse=True))
_DEFINITE = tuple(front for front in _FRONTS if "the" in NOMINAL_FRONTS[front])
_ENDINGS = ("ها", "هم", "هما", "هن", "نا", "كم", "تين", "تان", "يه", "ين", "ون", "ات", "ان", "ه", "ا", "ي")
_ASKED_ENDINGS = ("تين", "تان", "ين", "ون", "ات", "ه")
_FEMININE_ENDINGS = ("ات", "تين", "تان", "تي", "تا", "تها", "تهم", "ته", "تنا", "اتها", "اتهم", "اته", "اتنا")
_KEPT = frozenset({"front", "end", "both"})
_FEMININE = "ه"
_STEPS = (ARTICLE, *(front for front in _FRONTS if len(front) == 1))
_SHORTEST_BARE = 2
_SHORTEST_STEM = 3


def load_word_forms(fold: Fold) -> WordForms:
    """The search grammar with its table of words that are whole. Raises PackError."""
    rows = read_table(_TABLE, ("form", "kept", "why"), ("form",), None)
    wrong = [row["form"] for row in rows if row["kept"] not in _KEPT]
    if wrong:
        raise PackError(f"{_TABLE}: {wrong[0]} keeps its front, its end or both; the table says something else")
    kept = {fold.fold_words(row["form"]): row["kept"] for row in rows}
    grammar = _Grammar(
        fronts=frozenset(form for form, sides in kept.items() if sides != "end"),
        ends=frozenset(form for form, sides in kept.items() if sides != "front"),
    )
    return WordForms(
        version=hash_bytes(Path(__file__).read_bytes() + _TABLE.read_bytes())[:10],
        list_forms=lru_cache(maxsize=400_000)(grammar.list_forms),
        list_asked=grammar.list_asked,
        list_doubtful=grammar.list_doubtful,
        bare=lru_cache(maxsize=200_000)(grammar.cut_bare),
    )


class _Grammar:
    """What `WordForms` promises, for words that are cut unless their front or end is their own."""

    def __init__(self, *, fronts: frozenset[str], ends: frozenset[str]) -> None:
        self._whole = fronts
        self._ends = ends

    def list_forms(self, word: str) -> tuple[str, ...]:
        bares = [word]
        if word not in self._whole:
            bares += [rest for front in _FRONTS if (rest := _cut(word, front))]
        forms = dict.fromkeys(form for bare in bares for form in (bare, *self._cut_endings(bare, _ENDINGS)))
        forms.update(dict.fromkeys(form for bare in bares for form in self._restore_feminine(bare)))
        forms.pop(word, None)
        return tuple(forms)

    def cut_bare(self, word: str) -> str:
        while word not in self._whole:
            cut = next((rest for front in _STEPS if (rest := _cut(word, front))), None)
            if cut is None:
                return word
            word = cut
        return word

    def list_asked(self, word: str) -> tuple[str, ...]:
        bares = [word]
        if word not in self._whole:
            bares += [rest for front in _FRONTS if (rest := _cut(word, front)) in self._whole][:1]
            bares += [rest for front in _DEFINITE if (rest := _cut(word, front))][:1]
        forms = dict.fromkeys(bares)
        for bare in bares:
            if not bare.startswith(ARTICLE):
                forms.update(dict.fromkeys(self._cut_endings(bare, _ASKED_ENDINGS)))
        return tuple(forms)

    def list_doubtful(self, word: str) -> tuple[str, ...]:
        rests = [rest for front in _FRONTS if (rest := _cut(word, front))]
        surely = word in self._whole or any(word.startswith(front) for front in _DEFINITE)
        if surely or any(rest in self._whole for rest in rests):
            return ()
        return tuple(rest for rest in rests if len(rest) >= _SHORTEST_STEM)

    def _restore_feminine(self, word: str) -> list[str]:
        """The singular of a feminine noun that is written with an ending behind its open letter."""
        if word in self._ends:
            return []
        stems = (word.removesuffix(ending) for ending in _FEMININE_ENDINGS)
        return [stem + _FEMININE for stem in stems if stem != word and len(stem) >= _SHORTEST_BARE]

    def _cut_endings(self, word: str, endings: tuple[str, ...]) -> list[str]:
        if word in self._ends:
            return []
        stems = (word.removesuffix(ending) for ending in endings)
        return [stem for stem in stems if stem != word and len(stem) >= _SHORTEST_STEM]


def _cut(word: str, front: str) -> str | None:
    rest = word[len(front) :]
    return rest if word.startswith(front) and len(rest) >= _SHORTEST_BARE else None
