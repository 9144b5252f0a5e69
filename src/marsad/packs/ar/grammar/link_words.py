"""What was hit, and rare names, in a sentence: words that two reports of one incident share.

Why it is hard: a market is written with the article, a preposition and an ending grown to it (بالسوق, أسواقها); and a
hospital is hit seldom, but is where the wounded are brought in every second report.

Method: a word is looked up as the search grammar cuts it, the least cut form first, so that a university (جامعة) is no
mosque (جامع). A row of `target_words.csv` is one or two words, with the words that, close by, make it no target. The
word behind an indefinite one is its name (مستشفى السنديان) where it is rare, or definite and not frequent. A rare name
is a word of which no form is among the frequent words of the news, and which is no word of the table.
Known gaps: a target that is told by its own name only (برج العرب) is not known; a family whose name is also a
frequent word, or the name of a town, is no rare name; rare verbs pass for names, but two reports seldom share one.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from marsad.base.errors import PackError
from marsad.grammar.fold import Fold
from marsad.grammar.link_words import LinkWords, Struck
from marsad.grammar.tables import read_table
from marsad.packs.ar.grammar.clitics import ARTICLE
from marsad.packs.ar.grammar.search_forms import load_word_forms

_LEXICON = Path(__file__).parents[1] / "lexicon"
_BEFORE = 3
_AFTER = 2
_SHORTEST_NAME = 4
_PHRASE = 2
_SHORTEST_BARE = 3
_MERGED = "لل"


class Target(NamedTuple):
    """One row: its code, whether such a target has a name, and the folded words that, close by, make it none."""

    code: str
    named: bool
    unless: frozenset[str]


def load_link_words(fold: Fold) -> LinkWords:
    """The grammar with its tables. Raises PackError."""
    targets = read_targets(_LEXICON / "target_words.csv", fold)
    common, seen = (_read_words(name, fold) for name in ("common_words", "seen_words"))
    grammar = _Grammar(fold, targets, common, common | seen)
    return LinkWords(find_targets=grammar.find_targets, find_names=grammar.find_names)


def _read_words(name: str, fold: Fold) -> frozenset[str]:
    rows = read_table(_LEXICON / f"{name}.csv", ("form", "why"), ("form",))
    return frozenset(word for row in rows for word in fold.fold_words(row["form"]).split())


def read_targets(path: Path, fold: Fold) -> dict[str, Target]:
    """The table of what can be hit, by folded form. Raises PackError with file and form."""
    targets: dict[str, Target] = {}
    for row in read_table(path, ("form", "code", "named", "unless"), ("form",)):
        form = fold.fold_words(row["form"])
        words = form.split()
        if form in targets:
            raise PackError(f"{path}: {row['form']} folds to a form that another row has")
        if not 1 <= len(words) <= _PHRASE:
            raise PackError(f"{path}: {row['form']} must be one or two words")
        if not row["code"].replace("_", "").isalpha() or not row["code"].isascii():
            raise PackError(f"{path}: {row['form']} has no code of what was hit, but {row['code']!r}")
        if row["named"] not in {"", "yes"}:
            raise PackError(
                f"{path}: {row['form']} has a name of its own (yes) or none; the table says {row['named']!r}"
            )
        targets[form] = Target(row["code"], row["named"] == "yes", frozenset(fold.fold_words(row["unless"]).split()))
    return targets


class _Grammar:
    """What `LinkWords` promises."""

    def __init__(
        self, fold: Fold, targets: Mapping[str, Target], common: frozenset[str], frequent: frozenset[str]
    ) -> None:
        self._fold, self._targets, self._common, self._frequent = fold, targets, common, frequent
        self._list_forms = load_word_forms(fold).list_forms
        self._phrases = frozenset(form.split()[0] for form in targets if " " in form)
        self._find_form = lru_cache(maxsize=100_000)(self._look_up)
        self._is_name = lru_cache(maxsize=200_000)(self._is_rare)

    def find_targets(self, text: str) -> frozenset[Struck]:
        words = self._fold.fold_words(text).split()
        found = set()
        for at, word in enumerate(words):
            form = self._find_form(word)
            if form is None:
                continue
            phrase = self._find_phrase(form, words, at)
            target = phrase or self._targets.get(form)
            if target is not None and not self._is_excused(target, words, at):
                following = words[at + 1 : at + 2]
                named = target.named and following and self._is_named(word, form, following[0])
                found.add(Struck(target.code, following[0] if named else None))
        return frozenset(found)

    def find_names(self, text: str) -> frozenset[str]:
        return frozenset(word for word in self._fold.fold_words(text).split() if self._is_name(word))

    def _is_named(self, word: str, form: str, following: str) -> bool:
        """Whether the word behind a target is its name; a definite target has none but an adjective."""
        if word.partition(form[:2])[0].endswith((ARTICLE, _MERGED)):
            return False
        if self._is_name(following):
            return True
        bare = following.removeprefix(ARTICLE)
        known = {following, bare, *self._list_forms(bare)}
        return bare != following and len(bare) >= _SHORTEST_BARE and self._common.isdisjoint(known)

    def _look_up(self, word: str) -> str | None:
        """The form of the table that a word stands for, or the first word of one of two."""
        return next(
            (form for form in (word, *self._list_forms(word)) if form in self._targets or form in self._phrases), None
        )

    def _find_phrase(self, form: str, words: list[str], at: int) -> Target | None:
        if form not in self._phrases or at + 1 == len(words):
            return None
        following = words[at + 1]
        nexts = (following, *self._list_forms(following))
        return next((self._targets[phrase] for each in nexts if (phrase := f"{form} {each}") in self._targets), None)

    def _is_excused(self, target: Target, words: list[str], at: int) -> bool:
        if not target.unless:
            return False
        near = (*words[max(0, at - _BEFORE) : at], *words[at + 1 : at + 1 + _AFTER])
        return any(word in target.unless or not target.unless.isdisjoint(self._list_forms(word)) for word in near)

    def _is_rare(self, word: str) -> bool:
        if len(word) < _SHORTEST_NAME or not word.isalpha() or self._find_form(word) is not None:
            return False
        return word not in self._frequent and self._frequent.isdisjoint(self._list_forms(word))
