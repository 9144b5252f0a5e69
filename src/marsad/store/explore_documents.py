"""Reports found by their words, each with pieces of its own text around them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, and_, func, select

from marsad.model.document import DocumentHead
from marsad.store import tables as t
from marsad.store.explore_records import DocumentHit, Mark, Snippet
from marsad.store.records import Page
from marsad.store.search import Term, find_spans, match_words, parse_words

AROUND = 60
"""Characters shown before and behind a found word, cut at blanks."""
SNIPPETS_MOST = 3
HEAD = ("id", "published", "publisher", "url", "title", "language", "sha256")


def search_documents(connection: Connection, words: str, limit: int | None, offset: int) -> Page[DocumentHit]:
    """The reports whose newest version holds all the words and phrases, the last published first."""
    terms = parse_words(words)
    if not terms:
        return Page((), 0)
    d, g = t.documents.c, t.generations.c
    later = t.documents.alias("later")
    newest = ~select(later.c.number).where(and_(later.c.id == d.id, later.c.version > d.version)).exists()
    conditions = [d.number.in_(match_words(connection, "document_words", term)) for term in terms] + [newest]
    total = int(connection.execute(select(func.count()).select_from(t.documents).where(*conditions)).scalar_one())
    rows = connection.execute(
        select(*(d[name] for name in HEAD), d.text, g.claims)
        .select_from(t.documents.outerjoin(t.generations, and_(g.document == d.number, g.live, ~g.by_hand)))
        .where(*conditions)
        .order_by(d.published.is_(None), d.published.desc(), d.id)
        .limit(limit)
        .offset(offset or None)
    )
    return Page(
        tuple(
            DocumentHit(
                document=DocumentHead(**{name: getattr(row, name) for name in HEAD}),
                claims=row.claims or 0,
                snippets=cut_snippets(row.title, row.text, terms),
            )
            for row in rows
        ),
        total,
    )


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
