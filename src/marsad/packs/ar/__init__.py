"""Arabic: orthography, word tables, rules and small grammars, compiled into one Pack.

In:     the files of this folder, and a user's own tables laid over them.
Out:    a Pack.
Uses:   grammar, reference.
Never:  decides about a document; a word that is wrong is mended in a table here.
"""

import tomllib
from pathlib import Path
from typing import Any

from marsad.base.errors import PackError
from marsad.base.ids import hash_bytes
from marsad.grammar.fold import Fold
from marsad.grammar.lexicon import Entry, Lexicon
from marsad.grammar.link_words import LinkWords
from marsad.grammar.pack import Pack, VagueBounds
from marsad.grammar.rulefile import read_rules
from marsad.grammar.tables import read_table
from marsad.grammar.word_forms import WordForms
from marsad.packs.ar.compile import compile_rows
from marsad.packs.ar.grammar.clitics import ARTICLE, CLITICS, CONJUNCTION, NOMINAL_FRONTS, mark_token
from marsad.packs.ar.grammar.dates import DateGrammar
from marsad.packs.ar.grammar.link_words import load_link_words
from marsad.packs.ar.grammar.numbers import NumberGrammar
from marsad.packs.ar.grammar.search_forms import load_word_forms
from marsad.packs.ar.grammar.splitting import split_name
from marsad.packs.ar.grammar.vocabulary import bare_forms

_HERE = Path(__file__).parent
_POLICY = "policy.toml"


def load_fold() -> Fold:
    """The fold alone."""
    return Fold.read_file(_HERE / "orthography.toml")


def load_search() -> WordForms:
    """The search grammar alone."""
    return load_word_forms(load_fold())


def load_linking() -> LinkWords:
    """What was hit, and rare names, alone."""
    return load_link_words(load_fold())


def load(words: Path | None = None) -> Pack:
    """Compile the pack. Raises PackError with file and line."""
    declared = tomllib.loads((_HERE / "pack.toml").read_text(encoding="utf-8"))
    fold = load_fold()
    entries = _read_entries(declared["tables"], fold, words)
    policy = read_policy(words)
    senses = frozenset(entry.sense for entry in entries) | {"settlement"}
    rules = read_rules([_HERE / name for name in declared["rules"]], senses)
    stopwords = _HERE / "lexicon" / "place_stopwords.csv"
    stopped = read_table(stopwords, ("form", "why"), ("form",), words) if stopwords.is_file() else []
    return Pack(
        language=declared["language"],
        version=f"{declared['version']}-{fingerprint(words)}",
        fold=fold,
        lexicon=Lexicon(entries, CLITICS, never={"ه": "ة"}),
        rules=rules,
        find_numbers=NumberGrammar(policy).find,
        find_dates=DateGrammar().find,
        place_stopwords=frozenset(fold.fold_words(row["form"]) for row in stopped),
        place_words=_read_forms("place_words", fold, words),
        boilerplate=tuple(
            fold.fold_passage(row["form"], "text").folded
            for row in read_table(_HERE / "lexicon" / "boilerplate.csv", ("form", "why"), ("form",), words)
        ),
        known_words=frozenset(declared["known_words"]),
        vague=policy,
        common_words=frozenset(
            row["form"] for row in read_table(_HERE / "lexicon" / "common_words.csv", ("form", "why"), ("form",), words)
        ),
        seen_words=_read_forms("seen_words", fold, words),
        bare_forms=bare_forms,
        split_name=split_name,
        name_openers=_read_forms("name_openers", fold, words),
        mark_token=mark_token,
        front_marks=NOMINAL_FRONTS,
        article=ARTICLE,
        conjunction=CONJUNCTION,
        list_marks=frozenset(declared["list_marks"]),
        word_ends=declared["word_ends"],
        stretch=declared["stretch"],
        dual_ends=tuple(declared["dual_ends"]),
        adverb_ends=tuple(declared["adverb_ends"]),
    )


def _read_forms(name: str, fold: Fold, words: Path | None) -> frozenset[str]:
    """The folded forms of a table that is a plain list."""
    rows = read_table(_HERE / "lexicon" / f"{name}.csv", ("form", "why"), ("form",), words)
    return frozenset(fold.fold_words(row["form"]) for row in rows)


def _read_entries(tables: dict[str, Any], fold: Fold, words: Path | None) -> list[Entry]:
    entries: list[Entry] = []
    for name, table in tables.items():
        rows = read_table(_HERE / "lexicon" / f"{name}.csv", table["columns"], table["key"], words)
        entries.extend(compile_rows(table["compile"], table["table"], rows, fold))
    return entries


def read_policy(words: Path | None = None) -> dict[str, VagueBounds]:
    """What vague words mean by the default policy; a `policy.toml` in a user's folder may name another or add one.

    Raises PackError where the policy that is named does not exist or lacks a word.
    """
    path = _HERE / _POLICY
    declared = shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    if words is not None and (words / _POLICY).is_file():
        path = words / _POLICY
        try:
            declared = shipped | tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PackError(f"{path} cannot be read: {error}") from error
    chosen = declared.get(declared["default"])
    if not isinstance(chosen, dict) or shipped[shipped["default"]].keys() - chosen.keys():
        message = f"{path}: the policy {declared['default']!r} is not there or does not say every word"
        raise PackError(message)
    rows = {word: value for word, value in chosen.items() if word != "why"}
    return {word: VagueBounds(low=value["low"], high=value.get("high")) for word, value in rows.items()}


def fingerprint(words: Path | None = None) -> str:
    """A short hash of every file of the pack, so that a reading says what it was read with."""
    files = sorted(p for p in _HERE.rglob("*") if p.suffix in {".csv", ".toml", ".py"})
    if words is not None:
        files += sorted(path for path in words.glob("*.*") if path.suffix in {".csv", ".toml"})
    return hash_bytes(b"".join(hash_bytes(p.read_bytes()).encode() for p in files))[:10]
