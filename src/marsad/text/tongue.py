"""Which language a text is in, cheaply, so that no pack is set on what it cannot read.

Hard because Persian, Urdu, Kurdish and Pashto share the script, and a good part of the words, with Arabic: "انفجار در
کابل" must not be read as an Arabic headline, and "انفجار في كابل" must. A text that is clearly in one script, without
letters that other languages added to it, and with enough of a pack's own function words, is decided by these alone;
the statistical model, half a second to load, is asked only in doubt.

Known gaps: a text in two languages is judged by its first part; Arabic written in Latin letters is not seen as Arabic;
a dialect counts as its language; Sorani comes out under the model's code for Kurdish (`sdh`); Persian of a few words
typed without its own letters may pass as Arabic.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

UNKNOWN = "und"

_SAMPLE = 1200  # characters: some two hundred words, enough for twenty function words
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # part no letters
_SHAPES = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]")  # letters kept by their shape, as old layout programs do
_SCRIPT = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f]")  # Arabic-script letters
_ADDED = re.compile(r"[\u0672-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f]")  # of these, what other languages added
_SCRIPT_SHARE = 0.4  # of all letters; a news text may quote a long name or link in Latin letters
_ADDED_SHARE = 0.02  # of the script's letters; quoted names and foreign keyboards stay below it
_KNOWN_SHARE = 0.04  # of all words: the plainest news has more prepositions than that
_KNOWN_LEAST = 2
_SCRIPT_LANGUAGES = ("ar", "fa", "ku", "ps", "sd", "sdh", "ug", "ur")  # the model's codes for this script

_DIALECTS = ("ary", "arz")  # left out, so that they come out as "ar"


def find_language(text: str, known: Mapping[str, Collection[str]]) -> str:
    """A language code, or `und` where there is nothing to tell it by.

    `known` holds the function words of each language that a pack reads, as its texts write them; sets are fastest.
    """
    begun = _WORD.search(text)
    if begun is None:
        return UNKNOWN
    sample = text[begun.start() : begun.start() + _SAMPLE]
    if _SHAPES.search(sample):
        sample = unicodedata.normalize("NFKC", sample)
    plain = _SIGNS.sub("", sample)
    words = _WORD.findall(plain)
    if not words:
        return UNKNOWN
    letters = sum(map(len, words))
    in_script = len(_SCRIPT.findall(plain))
    if in_script < _SCRIPT_SHARE * letters:
        return _ask_model(" ".join(words), same_script=False)
    if len(_ADDED.findall(plain)) < _ADDED_SHARE * in_script:
        clear = _find_clear(words, known)
        if clear is not None:
            return clear
    return _ask_model(" ".join(words), same_script=True)


def _find_clear(words: list[str], known: Mapping[str, Collection[str]]) -> str | None:
    """The language whose function words are there, and twice as many as any other's."""
    counts = sorted(((sum(word in own for word in words), code) for code, own in known.items()), reverse=True)
    if not counts:
        return None
    most, code = counts[0]
    second = counts[1][0] if len(counts) > 1 else 0
    if most < _KNOWN_LEAST or most < _KNOWN_SHARE * len(words) or most < 2 * second:
        return None
    return code


def _ask_model(text: str, *, same_script: bool) -> str:
    code: str = _load_model(same_script).classify(text)[0]
    return code


@lru_cache(maxsize=2)
def _load_model(same_script: bool) -> Any:  # noqa: ANN401 - the model has no types
    """The statistical model, for all languages or only those of the Arabic script."""
    from py3langid import langid  # noqa: PLC0415 - half a second, and most texts are clear without it

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    if same_script:
        wanted = [label for label in model.labels if label in _SCRIPT_LANGUAGES]
    else:
        wanted = [label for label in model.labels if label not in _DIALECTS]
    model.set_languages(wanted)
    return model
