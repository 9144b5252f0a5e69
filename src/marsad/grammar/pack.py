"""What a language folder hands over: fold, tables, rules, grammars and policies."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import msgspec

from marsad.grammar.fold import Fold
from marsad.grammar.lexicon import Lexicon
from marsad.grammar.rulefile import RuleBook
from marsad.grammar.scan import DateMention, NumberMention, Scan


class VagueBounds(msgspec.Struct, frozen=True):
    """What a vague word means as a range."""

    low: int
    high: int | None


class Pack(msgspec.Struct, frozen=True):
    """One language, compiled. `find_numbers` and `find_dates` are its small grammars.

    `mark_token` tells what a token's letters may mean, `front_marks` what stands before a name inside its token;
    `place_stopwords` are no places without a head noun; of `place_words` among them a report may vouch for the town;
    `common_words` are no names even behind a head noun, `seen_words` only without one; `bare_forms` gives the forms
    under which a token may stand there. `article` and `conjunction` are the written forms that stand before a bare
    name, `list_marks` part a list; `word_ends` are written letters that only end words, `stretch` the stroke that
    lengthens a word, `dual_ends` written ends that make a dual of a noun which without its vowel marks is a plural too,
    `adverb_ends` written ends of a noun that stands as an adverb.
    """

    language: str
    version: str
    fold: Fold
    lexicon: Lexicon
    rules: RuleBook
    find_numbers: Callable[[Scan], list[NumberMention]]
    find_dates: Callable[[Scan, date | None, date | None], list[DateMention]]
    place_stopwords: frozenset[str]
    place_words: frozenset[str]
    boilerplate: tuple[str, ...]
    known_words: frozenset[str]
    common_words: frozenset[str]
    seen_words: frozenset[str]
    bare_forms: Callable[[str], Iterator[str]]
    vague: Mapping[str, VagueBounds]
    split_name: Callable[[str], Iterator[tuple[str, str, bool]]]
    name_openers: frozenset[str]
    mark_token: Callable[[str], frozenset[str]]
    front_marks: Mapping[str, frozenset[str]]
    article: str
    conjunction: str
    list_marks: frozenset[str]
    word_ends: str
    stretch: str
    dual_ends: tuple[str, ...]
    adverb_ends: tuple[str, ...]
