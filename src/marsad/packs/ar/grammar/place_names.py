"""How Arabic names of places are written, split and keyed.

Hard because GeoNames' by-names mix languages (Persian, Urdu, Kurdish, Uyghur in one column without a tag), because
OCHA joins two names of one village with an underscore or a slash, and because the same town is written كفرنبل and
كفر نبل, ديرالزور and دير الزور.

Known gaps: a by-name of another language that uses only Arabic letters cannot be told by its letters; its likeness
to the Latin name decides.
"""

import re
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from marsad.grammar.fold import Fold
from marsad.reference.gazetteer_names import Key, Naming

ARTICLE = "ال"
LONGEST_NAME_WORDS = 10
JOINING = frozenset({"كفر", "دير", "تل", "بيت", "عين", "خان", "معرة", "راس", "وادي", "ابو", "ام", "بير", "بني", "ود"})
"""First words that are written apart or joined to the second."""

HEADS = frozenset({"مدينة", "قضاء", "محافظة", "بلدية", "قرية", "شهرک", "شهرستان", "ولاية", "إمارة", "دولة", "بخش"})
HOME_COUNTRIES = frozenset(
    "AE BH DJ DZ EG EH IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TN YE".split()  # noqa: SIM905 - a line, not thirty
)
NEXT_COUNTRIES = frozenset({"IR", "TR"})
NEXT_POPULATION, FAR_POPULATION = 15_000, 100_000
AREA_HEADS = frozenset({"قضاء", "محافظة", "ناحية", "مديرية", "بلدية"})
"""Heads that are no part of the name behind them."""
OWN_LETTERS = re.compile(r"[ء-غـ-يً-ْٰپچژگڤکیٱ \-'’().،]+")
PURE_LETTERS = re.compile(r"[ء-غف-ي ]+")
OWN_LETTER = re.compile(r"[ء-غف-ي]")
QUALIFIED = re.compile(r"\s*[،؛;].*", re.DOTALL)
"""Behind a comma stands the state or country that a place lies in, not another name of it."""
BETWEEN_NAMES = re.compile(r"\s*[_/]\s*|\s-\s|(?<=\w\w)-\s|\s-(?=\w\w)")
BRACKETS = re.compile(r"\(([^()]*)\)")

_SOUNDS = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "g", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "پ": "b", "چ": "s", "گ": "g", "ڤ": "f", "ک": "k",
}  # fmt: skip
_LATIN_PAIRS = (("sh", "s"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ch", "s"), ("ts", "s"))
_LATIN_SINGLES = str.maketrans({"c": "k", "q": "k", "v": "f", "p": "b", "j": "g", "x": "k"})
_LATIN_ARTICLE = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|az|an|adh|ath|aţ|eṭ|et|es|er|en|ed|ez)[ -](?=\w{2})")
_NO_SOUND = re.compile(r"[^bdfghklmnrstz]")


def bare(word: str) -> str:
    """A folded word without its article; short words keep it, since the rest would say nothing."""
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1 else word


def split_forms(field: str) -> tuple[str, ...]:
    """The names that one field of a source holds, in order; a bracket is a by-name or a qualifier and left out."""
    plain = QUALIFIED.sub("", BRACKETS.sub(" ", field))
    pieces = (" ".join(piece.split()).strip(" -/") for piece in BETWEEN_NAMES.split(plain))
    names: list[str] = []
    for piece in pieces:
        head, _, name = piece.partition(" ")
        if head in AREA_HEADS and len(name) > 1:
            names.append(name)
        if len(piece) > 1:
            names.append(piece)
    return tuple(dict.fromkeys(names))


def key_maker(fold: Callable[[str], str]) -> Callable[[str], tuple[Key, ...]]:
    """Keys by one fold: the name itself, and where its first word is of the joining kind, joined and split."""
    joining = frozenset(fold(word) for word in JOINING)

    def keys_of(name: str) -> tuple[Key, ...]:
        words = fold(name).split()
        if not words or len(words) > LONGEST_NAME_WORDS or len("".join(words)) < 2:
            return ()
        spellings = [words]
        if len(words) > 1 and words[0] in joining:
            spellings.append(["".join(words[:2]), *words[2:]])
        elif len(words) == 1:
            spellings.extend(
                [start, words[0][len(start) :]]
                for start in joining
                if len(start) > 2 and words[0].startswith(start) and len(words[0]) >= len(start) + 3
            )
        return tuple(
            dict.fromkeys(Key(bare(first), " ".join(rest), bare(first) != first) for first, *rest in spellings)
        )

    return keys_of


def skeleton(form: str) -> str:
    """The consonants of an Arabic form, each in its class, articles left out."""
    words = (bare(word) for word in unicodedata.normalize("NFKC", form).split())
    return "".join(_SOUNDS.get(letter, "") for word in words for letter in word)


def latin_skeleton(name: str) -> str:
    """The consonants of a romanised name, in the same classes as `skeleton`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    plain = _LATIN_ARTICLE.sub("", plain)
    for pair, single in _LATIN_PAIRS:
        plain = plain.replace(pair, single)
    return _NO_SOUND.sub("", plain.translate(_LATIN_SINGLES))


def fits(form: str, latin: str) -> float:
    """How well a form renders a Latin name, 0 to 1; -1 where its letters are of another language."""
    if not OWN_LETTERS.fullmatch(form) or not OWN_LETTER.search(form):
        return -1.0
    own, other = skeleton(form).rstrip("h"), latin_skeleton(latin).rstrip("h")
    if not own or not other:
        return 0.5
    return SequenceMatcher(None, own, other, autojunk=False).ratio()


def polish(form: str) -> int:
    """How well a form is spelled, for choosing among spellings of one name."""
    score = 0
    if PURE_LETTERS.fullmatch(form):
        score += 4
    if form.split(maxsplit=1)[0] in HEADS:
        score -= 3
    if form.endswith("ة"):
        score += 1
    if form.startswith(ARTICLE):
        score += 1
    if form.endswith(("ى", "ه")) or " ا" in f" {form}".replace(" ال", ""):
        score -= 1
    return score


def small(country: str | None) -> int:
    """The population below which a settlement of a country is seldom meant by its bare Arabic name."""
    return 0 if country in HOME_COUNTRIES else NEXT_POPULATION if country in NEXT_COUNTRIES else FAR_POPULATION


def naming() -> Naming:
    """The Arabic rules for names of places, over the pack's fold."""
    fold = Fold.read_file(Path(__file__).parent.parent / "orthography.toml").fold_words
    return Naming(forms=split_forms, keys=key_maker(fold), fits=fits, polish=polish, small=small)
