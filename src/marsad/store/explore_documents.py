"""Reports found by their words, each with pieces of its own text around them."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, select

from marsad.model.document import DocumentHead
from marsad.store import tables as t
from marsad.store.explore_records import DocumentHit, Mark, Snippet
from marsad.store.records import Page
from marsad.store.reports import ReportKeeper
from marsad.store.search import Term, cut_words, find_spans, parse_words
from marsad.store.tables import AnyRow

AROUND = 60
"""Characters shown before and behind a found word, cut at blanks."""
SNIPPETS_MOST = 3
CHUNK = 500
SAMPLE, SAMPLE_LENGTH = 600, 6_000
COMMON_SHARE, COMMON_MOST = 50, 500
HEAD = ("id", "published", "publisher", "url", "title", "language", "sha256")


def search_documents(
    connection: Connection, keeper: ReportKeeper, words: str, limit: int | None, offset: int
) -> Page[DocumentHit]:
    """The reports whose newest version holds all the words and phrases, the last published first."""
    terms = parse_words(words)
    if not terms:
        return Page((), 0)
    reports = keeper.read(connection)
    passing = reports.newest
    for term in terms:
        numbers = keeper.postings.find(connection, "document_words", term)
        holding = np.zeros(len(reports), np.bool_)
        holding[numbers[numbers < len(reports)]] = True
        passing = passing & holding
    found = np.flatnonzero(passing)
    shown = reports.take_page(found, limit, offset).tolist()
    rows, claims = _read_rows(connection, shown), _count_claims(connection, shown)
    return Page(
        tuple(
            DocumentHit(
                document=DocumentHead(**{name: getattr(row, name) for name in HEAD}),
                claims=claims.get(row.number, 0),
                snippets=cut_snippets(row.title, row.text, terms),
            )
            for row in rows
        ),
        len(found),
    )


def list_common(connection: Connection, last: int) -> tuple[Term, ...]:
    """Words that stand in more than one of fifty reports, by a sample of those with numbers up to `last`."""
    d = t.documents.c
    numbers = np.unique(np.linspace(1, last, SAMPLE).astype(np.int64)).tolist()
    counted: Counter[str] = Counter()
    for start in range(0, len(numbers), CHUNK):
        some = d.number.in_(numbers[start : start + CHUNK])
        for row in connection.execute(select(d.text).where(some)):
            counted.update(set(cut_words(row.text[:SAMPLE_LENGTH])))
    least = max(2, len(numbers) // COMMON_SHARE)
    return tuple(Term((word,)) for word, times in counted.most_common(COMMON_MOST) if times >= least)


def _read_rows(connection: Connection, numbers: Sequence[int]) -> list[AnyRow]:
    """What is shown of document versions, in the order asked for."""
    d = t.documents.c
    rows: dict[int, AnyRow] = {}
    for start in range(0, len(numbers), CHUNK):
        some = d.number.in_(numbers[start : start + CHUNK])
        query = select(d.number, *(d[name] for name in HEAD), d.text).where(some)
        rows.update({row.number: row for row in connection.execute(query)})
    return [rows[number] for number in numbers]


def _count_claims(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """How many claims the live reading of each document version has.

    What is live is told apart here: asked for `live`, SQLite takes its index, which leads to nearly all readings.
    """
    g = t.generations.c
    claims: dict[int, int] = {}
    for start in range(0, len(numbers), CHUNK):
        some = g.document.in_(numbers[start : start + CHUNK])
        rows = connection.execute(select(g.document, g.claims, g.live, g.by_hand).where(some))
        claims.update({row.document: row.claims for row in rows if row.live and not row.by_hand})
    return claims


def cut_snippets(title: str | None, said: str, terms: Sequence[Term]) -> tuple[Snippet, ...]:
    """The first pieces around found words: one of the title, some of the text; a word that has none yet goes first."""
    pieces = list(_cut_field("title", title or "", terms))[:1] + list(_cut_field("text", said, terms))
    return tuple(pieces[:SNIPPETS_MOST])


def _cut_field(field: str, original: str, terms: Sequence[Term]) -> Iterator[Snippet]:
    spans = list(find_spans(original, terms))
    at = 0
    while at < len(spans):
        start, end = _widen(original, *spans[at])
        marks = []
        while at < len(spans) and spans[at][1] <= end:
            marks.append(Mark(*spans[at]))
            at += 1
        yield Snippet(field=field, start=start, end=end, text=original[start:end], marks=tuple(marks))  # type: ignore[arg-type] # one of the two names


def _widen(original: str, start: int, end: int) -> tuple[int, int]:
    """A piece around a word, cut at a line's end or a blank."""
    first, last = max(0, start - AROUND), min(len(original), end + AROUND)
    before, behind = original[first:start], original[end:last]
    line = before.rfind("\n") + 1
    if line:
        first += line
    elif first > 0 and " " in before:
        first += before.index(" ") + 1
    line = behind.find("\n")
    if line >= 0:
        last = end + line
    elif last < len(original) and " " in behind:
        last = end + behind.rindex(" ")
    return first, last
