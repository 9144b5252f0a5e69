"""Table rows become surface forms: inflection for verbs and nouns, clitic classes for all.

The clitic class of an entry names a closed list of `grammar.clitics`. Definite articles are part of what may stand
before a form, so forms are kept without the article of their first word.
"""

from collections.abc import Callable, Iterator

from marsad.grammar.fold import Fold
from marsad.grammar.lexicon import Entry
from marsad.grammar.tables import Row
from marsad.packs.ar.grammar.clitics import CLITICS
from marsad.packs.ar.grammar.inflect import inflect_noun, inflect_verb

__all__ = ["CLITICS", "compile_rows"]

Forms = Iterator[Entry]
_LEAST_WITHOUT_HAMZA = 5


def compile_rows(kind: str, table: str, rows: list[Row], fold: Fold) -> Forms:
    """Entries of a table's rows; `kind` names one of the compilers below."""
    compiler = _COMPILERS[kind]
    for row in rows:
        yield from compiler(table, row, fold)


def _bare(form: str) -> str:
    """A folded form without the article of its first word."""
    first = form.split(" ", 1)[0]
    return form[2:] if first.startswith("ال") and len(first) > 4 else form


def _without_hamza(form: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Posts leave out the hamza behind a long vowel: "شهدا" for "شهداء"."""
    if form.endswith("اء") and len(form) >= _LEAST_WITHOUT_HAMZA:
        yield form[:-1], {}


def _stem(word: str, fold: Fold) -> str:
    """A word folded, without the article of its first word; the verbal noun of "cast" only looks like one."""
    folded = fold.fold_words(word)
    return _bare(folded) if word.startswith("ال") else folded


def _definite(form: str) -> str:
    """The clitic class of a name: one that is written with the article is no name without it."""
    return "definite" if _bare(form) != form else "name"


def _verb(table: str, row: Row, fold: Fold) -> Forms:
    past, present = fold.fold_words(row["past"]), fold.fold_words(row["present"])
    if not present:
        yield Entry(table, row["sense"], past, "past", {"pos": "verb", "tense": "past"})
        return
    seen: set[str] = set()
    for form, features in inflect_verb(past, present, row["class"]):
        if form not in seen and len(form) > 1:
            seen.add(form)
            clitics = "past" if features["tense"] == "past" else "verb"
            yield Entry(table, row["sense"], form, clitics, {"pos": "verb", **features})


def _noun(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    number = {"number": row["number"]} if row.get("number") else {}
    seen: set[str] = set()
    for surface, features in (*inflect_noun(form, row["declension"] or "x"), *_without_hamza(form)):
        if surface not in seen:
            seen.add(surface)
            yield Entry(table, row["sense"], surface, "noun", {"pos": "noun", **features, **number})


def _word(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    yield Entry(table, row["sense"], form, "noun", {})
    if form.endswith("ه") and " " not in form:
        yield Entry(table, row["sense"], form[:-1] + "ت", "noun", {})
    if " " not in form and form.endswith("ي"):
        yield Entry(table, row["sense"], form + "ا", "bound", {})  # "جوي" in the accusative: "هجوما جويا"


def _particle(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["sense"], fold.fold_words(row["form"]), "particle", {})


def _distance(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["sense"], fold.fold_words(row["form"]), "particle", {"value": row["value"]})


def _numeral(table: str, row: Row, fold: Fold) -> Forms:
    form = fold.fold_words(row["form"])
    features = {"kind": row["kind"]}
    if row["kind"] == "scale" and form in {"الاف", "ملايين", "مليارات"}:
        features["number"] = "pl"
    yield Entry(table, row["value"], form, "numeral", features)
    if row["kind"] in {"one", "scale", "unit"} and not form.endswith(("ه", "ي", "ن", "ا")):
        yield Entry(table, row["value"], form + "ا", "numeral", features)


def _ordinal(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["value"], fold.fold_words(row["form"]), "bound", {})


def _month(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["month"], fold.fold_words(row["form"]), "particle", {"calendar": row["calendar"]})


def _date(table: str, row: Row, fold: Fold) -> Forms:
    whole = row["sense"] in {"relative_day", "night_past", "tonight"}
    form = fold.fold_words(row["form"])
    yield Entry(table, row["sense"], form if whole else _bare(form), "name", {"value": row["value"]})


def _place_head(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    yield Entry(table, row["kind"], form, "noun", {"number": row["number"]})
    if form.endswith("ه"):
        yield Entry(table, row["kind"], form[:-1] + "ت", "noun", {"number": row["number"]})


def _group(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    features = {"number": row["number"], "civilian": row["civilian"], "pos": "noun"}
    yield Entry(table, row["group"], form, "noun", features)
    for bare, _ in _without_hamza(form):
        yield Entry(table, row["group"], bare, "noun", features)
    if row["number"] == "sg" and not form.endswith(("ه", "ا", "ي", "ء")) and " " not in form:
        yield Entry(table, row["group"], form + "ا", "numeral", features)
    if (row["number"] == "dual" and form.endswith("ان")) or (row["number"] == "pl" and form.endswith(("ون", "ين"))):
        yield Entry(table, row["group"], form[:-1], "noun", {**features, "construct": "yes"})
    if form.endswith("ه"):
        yield Entry(table, row["group"], form[:-1] + "ت", "noun", features)


def _weapon(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    yield Entry(table, row["code"], form, "noun", {"name_en": row["name_en"], "number": row["number"]})


def _countable(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    features = {"number": row["number"]}
    if row["number"] == "dual" and form.endswith("ا"):
        features["construct"] = "yes"
    yield Entry(table, row["unit"], form, "noun", features)
    if row["number"] == "sg" and not form.endswith(("ه", "ا", "ي", "ء")) and " " not in form:
        yield Entry(table, row["unit"], form + "ا", "noun", {"number": row["number"]})


def _quoted(form: str) -> Iterator[str]:
    """A name whose head stands outside its quotes: the movement "X"."""
    head, blank, rest = form.partition(" ")
    front, _, last = form.rpartition(" ")
    for outer, inner in {(head, rest), (front, last)} if blank else ():
        yield f"{outer} «{inner}»"
        yield f'{outer} "{inner}"'


def _adjective_number(form: str) -> str:
    """How many a folded nationality means: without vowel marks the oblique dual is a plural too."""
    if form.endswith(("ي", "يه")):
        return "sg"
    return "dual" if form.endswith(("يان", "تان", "تين")) else "pl"


def _actor(table: str, row: Row, fold: Fold) -> Forms:
    form = fold.fold_words(row["form"])
    features = {"kind": row["kind"], "country": row["country"]}
    if row["kind"] == "adjective":
        features["number"] = _adjective_number(form)
    yield Entry(table, row["actor_id"], _bare(form), _definite(form), features)
    if row["kind"] == "adjective" and form.endswith("ي") and " " not in form:
        yield Entry(table, row["actor_id"], form + "ا", "bound", features)  # "مقتل 14 فلسطينيا"
    for quoted in sorted(_quoted(form)):
        yield Entry(table, row["actor_id"], _bare(quoted), _definite(form), features)


def _actor_head(table: str, row: Row, fold: Fold) -> Forms:
    form = _stem(row["form"], fold)
    yield Entry(table, row["kind"], form, "noun", {"name_en": row["name_en"]})


def _capital(table: str, row: Row, fold: Fold) -> Forms:
    form = fold.fold_words(row["form"])
    yield Entry(table, row["actor_id"], _bare(form), _definite(form), {})


def _source(table: str, row: Row, fold: Fold) -> Forms:
    form = fold.fold_words(row["form"])
    features = {"kind": row["kind"], "name_en": row["name_en"]}
    clitics = _definite(form) if row["kind"] == "named" else "noun"
    yield Entry(table, row["source_id"], _bare(form), clitics, features)
    if row["kind"] == "named":
        for quoted in sorted(_quoted(form)):
            yield Entry(table, row["source_id"], _bare(quoted), clitics, features)


def _body(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["kind"], fold.fold_words(row["form"]), "noun", {"name_en": row["name_en"]})


def _body_word(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["slot"], _stem(row["form"], fold), "noun", {"name_en": row["name_en"]})


def _speech(table: str, row: Row, fold: Fold) -> Forms:
    yield from _verb(table, row, fold)


def _speech_form(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["sense"], fold.fold_words(row["form"]), "verb", {"pos": row["pos"]})


def _attribution(table: str, row: Row, fold: Fold) -> Forms:
    yield Entry(table, row["sense"], fold.fold_words(row["form"]), "bound", {})


_COMPILERS: dict[str, Callable[[str, Row, Fold], Forms]] = {
    "verb": _verb, "noun": _noun, "word": _word, "particle": _particle, "distance": _distance, "numeral": _numeral,
    "ordinal": _ordinal, "month": _month, "date": _date, "place_head": _place_head, "group": _group,
    "weapon": _weapon, "countable": _countable, "actor": _actor, "actor_head": _actor_head, "capital": _capital,
    "source": _source, "body": _body, "body_word": _body_word, "speech": _speech, "speech_form": _speech_form,
    "attribution": _attribution,
}  # fmt: skip
