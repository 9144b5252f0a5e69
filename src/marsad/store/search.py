"""Words as they are searched: one way to fold and cut them, for SQLite's FTS5 and PostgreSQL's tsvector alike.

Why it is hard: FTS5 splits a vocalised Arabic word at each of its marks, knows no spelling variants, and finds no town
whose name is written together with its particle. So words are folded and cut here, and both engines only ever see
plain tokens, in three columns: `surface` the words as written, `line` the same in order without what is written to
their fronts (phrases are sought there), `forms` all that a word is also found by. The language's part is its pack's.

A question is words, all of which must be there, and phrases in quotes. Nothing in it is syntax: any other sign parts
words, a lone quote too. Known gaps: texts are indexed to their first 15,000 words; no search by parts of words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, Integer, Select, bindparam, text

from marsad.packs import fold_for, word_forms_for

LANGUAGE = "ar"
"""The language whose search grammar all texts are indexed with; words of others pass through it as they are."""
WORDS_MOST = 15_000
SURFACE_AT, FORMS_AT, POSITIONS_MOST = 16_382, 16_383, 255
"""PostgreSQL counts positions to 16,383 and keeps 255 of a word."""
TOKEN_MOST = 100
TERMS_MOST = 16
DOUBT_LOOKS = 200
_TOKEN = re.compile(r"[^\W_]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_QUOTES = str.maketrans(dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u2033\uff02", '"'))


class Term(NamedTuple):
    """One thing asked for: a word (its folded token alone) or a phrase (several, in order)."""

    tokens: tuple[str, ...]
    quoted: bool = False


class Indexed(NamedTuple):
    """What one text puts into an index."""

    surface: tuple[str, ...]
    line: tuple[str, ...]
    forms: tuple[str, ...]


def fold_text(text: str) -> str:
    """Folded for search: the pack's letters, Latin ones without accents, all lower case."""
    if _ACCENTED.search(text) is not None:
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return fold_for(LANGUAGE).fold_plain(text).casefold()


def fold_name(name: str) -> str:
    """A name as names are compared: folded words, one blank between them."""
    return " ".join(_TOKEN.findall(fold_text(name)))


def cut_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [token[:TOKEN_MOST] for token in _TOKEN.findall(fold_text(text))]


def index_words(*texts: str | None) -> Indexed:
    """What these texts are found by. A phrase never runs from one text into the next."""
    grammar = word_forms_for(LANGUAGE)
    surface: list[str] = []
    line: list[str] = []
    for one in texts:
        if one:
            words = cut_words(one)[: WORDS_MOST - len(surface)]
            surface += words
            line += [*map(grammar.bare, words), "0x"]
    forms = dict.fromkeys(form for word in dict.fromkeys(surface) for form in grammar.list_forms(word))
    for word in surface:
        forms.pop(word, None)
    return Indexed(tuple(surface), tuple(line), tuple(forms))


def parse_words(question: str) -> tuple[Term, ...]:
    """What a question asks for; empty where it holds no word at all."""
    terms: dict[Term, None] = {}
    pieces = question.translate(_QUOTES).split('"')
    for at, piece in enumerate(pieces):
        quoted = at % 2 == 1 and at < len(pieces) - 1
        words = cut_words(piece)
        if quoted and len(words) > 1:
            terms[Term(tuple(words), quoted=True)] = None
        else:
            terms.update(dict.fromkeys(Term((word,), quoted=quoted) for word in words))
    return tuple(terms)[:TERMS_MOST]


# ---------------------------------------------------------------------- the two engines


def write_words(connection: Connection, table: str, rows: Mapping[int, Indexed]) -> None:
    """Put texts into an index, each under its number; numbers are new ones."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = text(f"INSERT INTO {table} (rowid, surface, line, forms) VALUES (:number, :surface, :line, :forms)")
        values = [
            {"number": number, **{name: " ".join(words) for name, words in one._asdict().items()}}
            for number, one in rows.items()
        ]
    else:
        statement = text(f"INSERT INTO {table} (number, words) VALUES (:number, CAST(:words AS tsvector))")
        values = [{"number": number, "words": _tsvector(one)} for number, one in rows.items()]
    connection.execute(statement, values)


def empty_words(connection: Connection, table: str) -> None:
    """Take everything out of an index."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"INSERT INTO {table}({table}) VALUES ('delete-all')"))
    else:
        connection.execute(text(f"DELETE FROM {table}"))


def _tsvector(one: Indexed) -> str:
    """The same columns as the weights A, B and C of one tsvector; only B needs true positions, and no two share one."""
    places: dict[str, list[str]] = {word: [f"{SURFACE_AT}A"] for word in one.surface}
    for word in one.forms:
        places.setdefault(word, []).append(f"{FORMS_AT}C")
    for at, word in enumerate(one.line, 1):
        places.setdefault(word, []).append(f"{at}B")
    return " ".join(f"'{word}':{','.join(at[:POSITIONS_MOST])}" for word, at in places.items())


def write_asked(connection: Connection, table: str, term: Term) -> str:
    """A term as the engine's own language asks for it."""
    return _write_term(connection, table, term)


def read_texts(connection: Connection, table: str, asked: str, after: int = 0) -> NDArray[np.int32]:
    """The numbers behind `after` of the texts that a question in the engine's own language finds, in order.

    The database joins them to one text: half a million, row by row, take a second, as one text a tenth of it.
    """
    if connection.dialect.name == "sqlite":
        query = f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH :asked AND rowid > :after"
    else:
        query = (
            f"SELECT string_agg(CAST(number AS text), ',') FROM {table}"
            " WHERE words @@ CAST(:asked AS tsquery) AND number > :after"
        )
    joined = connection.execute(text(query), {"asked": asked, "after": after}).scalar()
    found = np.fromstring(joined, np.int32, sep=",") if joined else np.zeros(0, np.int32)
    found.sort()
    return found


def _select(dialect: str, table: str, asked: str) -> Select[int]:
    number: Column[int] = Column("number", Integer)
    if dialect == "sqlite":
        source = text(f"SELECT rowid AS number FROM {table} WHERE {table} MATCH :asked")
    else:
        source = text(f"SELECT number FROM {table} WHERE words @@ CAST(:asked AS tsquery)")
    return source.bindparams(bindparam("asked", asked, unique=True)).columns(number).subquery().select()


def _write_term(connection: Connection, table: str, term: Term) -> str:
    grammar = word_forms_for(LANGUAGE)
    sqlite = connection.dialect.name == "sqlite"
    if len(term.tokens) > 1:
        bare = [grammar.bare(token) for token in term.tokens]
        return f'line : "{" ".join(bare)}"' if sqlite else " <-> ".join(f"'{token}':B" for token in bare)
    word = term.tokens[0]
    forms = (word,) if term.quoted else list_query_forms(word, _make_counter(connection, table))
    return _write_any(forms, sqlite=sqlite)


def _write_any(forms: Sequence[str], *, sqlite: bool) -> str:
    if sqlite:
        return "{surface forms} : (" + " OR ".join(f'"{form}"' for form in forms) + ")"
    return " | ".join(f"'{form}':AC" for form in forms)


def list_query_forms(word: str, count: Callable[[str], int]) -> tuple[str, ...]:
    """The forms that an asked word is sought under; `count` tells how often a word stands somewhere as written.

    A letter at its front may be a particle or its own: it is taken for a particle where the rest is the commoner word.
    """
    grammar = word_forms_for(LANGUAGE)
    asked, doubtful = grammar.list_asked(word), grammar.list_doubtful(word)
    if doubtful:
        own = count(word)
        best = max(doubtful, key=count)
        if count(best) > own:
            asked = (*asked, best)
    return asked


def _make_counter(connection: Connection, table: str) -> Callable[[str], int]:
    """How many texts hold a word as written, to DOUBT_LOOKS."""
    sqlite = connection.dialect.name == "sqlite"

    @cache
    def count(word: str) -> int:
        asked = f'surface : "{word}"' if sqlite else f"'{word}':A"
        found = _select(connection.dialect.name, table, asked).limit(DOUBT_LOOKS)
        return len(connection.execute(found).all())

    return count


# ---------------------------------------------------------------------- where the words stand


def find_spans(original: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where words that a question asks for stand in a text: offsets of its own characters, in order."""
    grammar = word_forms_for(LANGUAGE)
    asked = {form for term in terms if len(term.tokens) == 1 for form in _list_forms_sought(term)}
    phrases = [tuple(map(grammar.bare, term.tokens)) for term in terms if len(term.tokens) > 1]
    tokens = _find_tokens(original)
    bares = [grammar.bare(token) for token, _, _ in tokens] if phrases else []
    found = {(start, end) for token, start, end in tokens if not asked.isdisjoint((token, *grammar.list_forms(token)))}
    for phrase in phrases:
        for at in range(len(bares) - len(phrase) + 1):
            if tuple(bares[at : at + len(phrase)]) == phrase:
                found.add((tokens[at][1], tokens[at + len(phrase) - 1][2]))
    yield from sorted(found)


def _list_forms_sought(term: Term) -> tuple[str, ...]:
    grammar = word_forms_for(LANGUAGE)
    word = term.tokens[0]
    return (word,) if term.quoted else (*grammar.list_asked(word), *grammar.list_doubtful(word))


@lru_cache(maxsize=64)
def _find_tokens(original: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a text, folded, each with where it stands in the original."""
    passage = fold_for(LANGUAGE).fold_passage(original, "text")
    tokens = []
    for found in _TOKEN.finditer(passage.folded):
        start, last = found.start(), found.end() - 1
        if passage.offsets is not None:
            start, last = passage.offsets[start], passage.offsets[last]
        tokens.append((fold_text(found[0])[:TOKEN_MOST], start, last + 1))
    return tuple(tokens)
