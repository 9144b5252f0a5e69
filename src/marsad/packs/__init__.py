"""Languages, one folder each: word tables, rule files and a few small grammars.

In:     a language code.
Out:    a Pack: fold, lexicon, rules, number and date grammars.
Uses:   grammar, reference, model.
Never:  reads a report; no code outside a pack's own folder names a language, save this table.
"""

from functools import lru_cache
from importlib import import_module
from pathlib import Path

from marsad.base.errors import PackError
from marsad.grammar.fold import Fold
from marsad.grammar.link_words import LinkWords
from marsad.grammar.pack import Pack
from marsad.grammar.word_forms import WordForms

PACKS = {"ar": "marsad.packs.ar"}


@lru_cache(maxsize=8)
def load_pack(language: str, words: Path | None = None) -> Pack:
    """Compile the pack of a language, a user's own tables laid over it. Raises PackError."""
    if language not in PACKS:
        known = ", ".join(sorted(PACKS))
        message = f"no pack reads {language!r}; there are packs for: {known}"
        raise PackError(message)
    pack: Pack = import_module(PACKS[language]).load(words)
    return pack


@lru_cache(maxsize=8)
def fold_for(language: str) -> Fold:
    """Only the fold of a language, without compiling its tables."""
    fold: Fold = import_module(PACKS[language]).load_fold()
    return fold


@lru_cache(maxsize=8)
def word_forms_for(language: str) -> WordForms:
    """Under which forms the words of a language are searched, without compiling its tables. Raises PackError."""
    forms: WordForms = import_module(PACKS[language]).load_search()
    return forms


@lru_cache(maxsize=8)
def link_words_for(language: str) -> LinkWords:
    """By which words two reports are compared, without compiling the pack's tables. Raises PackError."""
    words: LinkWords = import_module(PACKS[language]).load_linking()
    return words
