"""How far a document is reviewed: which of its live claims somebody decided on, and no longer undid.

Known gaps: a decision over a claim that a newer reader replaced counts for its page (`read_review` carries it over),
not for the counts of the list.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, Engine, and_, case, cast, func, or_, select

from marsad.store import by_hand, connect, judgements, reader
from marsad.store import tables as t
from marsad.store.judgements import find_undone
from marsad.store.records import DocumentEntry, DocumentKey


class Ground(NamedTuple):
    """What decisions stand on, as it is now: the newest judgement, and which readings are live (no list: a mark)."""

    judgement: int
    readings: tuple[int, int, int]


class Reviewing:
    """What the pages of reports ask of one ledger. Every method may raise LedgerError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def rebuild_claims_by_hand(self) -> int:
        """Make the claims that people added again from the chain; gives how many versions of documents changed."""
        with connect.begin_write(self._engine) as connection:
            return by_hand.rebuild(connection, by_hand.find_documents(connection), self._clock().isoformat())

    def read_claim_ids(self, document_id: str) -> tuple[str, ...]:
        """The ids of all claims that any reader, or a person, ever made of a document, sorted."""
        with connect.begin_read(self._engine) as connection:
            return read_claim_ids_of_document(connection, document_id)

    def read_counts(self) -> dict[str, int]:
        """How many live claims of each document somebody decided on; documents without any are left out."""
        with connect.begin_read(self._engine) as connection:
            return read_review_counts(connection)

    def read_keys(self) -> tuple[DocumentKey, ...]:
        """All documents with how many live claims they have, the last published first."""
        with connect.begin_read(self._engine) as connection:
            return read_document_keys(connection)

    def read_ground(self) -> Ground:
        """Whether anything was judged or read since: equal where nothing was."""
        with connect.begin_read(self._engine) as connection:
            return read_ground(connection)

    def list_judged_documents(self, after: int) -> tuple[str, ...]:
        """The documents that judgements behind this number are about, by their claims or by themselves."""
        with connect.begin_read(self._engine) as connection:
            return list_judged_documents(connection, after)

    def read_moved_documents(self) -> dict[str, tuple[int, ...]]:
        """The documents in which what was judged was read anew or is gone, or to which somebody added a claim.

        Each with the numbers of its live readings.
        """
        with connect.begin_read(self._engine) as connection:
            return read_moved_documents(connection)

    def read_documents(self, ids: Sequence[str]) -> tuple[DocumentEntry, ...]:
        """The documents of these ids as the ledger lists them, in the order of the ids."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_documents_named(connection, ids)


REVIEWING = ("accept", "correct", "reject")


def read_claim_ids_of_document(connection: Connection, document_id: str) -> tuple[str, ...]:
    """The ids of all claims of all generations of a document, sorted."""
    query = (
        select(t.claims.c.id)
        .select_from(t.claims.join(t.generations).join(t.documents))
        .where(t.documents.c.id == document_id)
    )
    return tuple(sorted(set(connection.execute(query).scalars())))


def read_review_counts(connection: Connection) -> dict[str, int]:
    """Document id → number of its live claims that were accepted, corrected, rejected or added by a person."""
    undoings = select(t.judgements).where(t.judgements.c.verdict == "undo").order_by(t.judgements.c.number)
    undone = find_undone(connection.execute(undoings).all())
    rows = connection.execute(
        select(t.judged.c.name, t.judged.c.number)
        .join(t.judgements, t.judgements.c.number == t.judged.c.number)
        .where(t.judgements.c.verdict.in_(REVIEWING))
    )
    names = sorted({row.name for row in rows if row.number not in undone})
    found: dict[str, set[str]] = {}
    live = t.claims.join(t.generations).join(t.documents)
    columns = select(t.documents.c.id.label("document"), t.claims.c.id).select_from(live).where(t.generations.c.live)
    for start in range(0, len(names), 500):
        for row in connection.execute(columns.where(t.claims.c.id.in_(names[start : start + 500]))):
            found.setdefault(row.document, set()).add(row.id)
    for row in connection.execute(columns.where(t.generations.c.by_hand)):
        found.setdefault(row.document, set()).add(row.id)
    return {document: len(claims) for document, claims in found.items()}


def read_document_keys(connection: Connection) -> tuple[DocumentKey, ...]:
    """All documents by the day of their newest version, the last first, as the list of reports has them."""
    c, g = t.documents.c, t.generations.c
    newest = select(c.id, func.max(c.version).label("version")).group_by(c.id).subquery()
    rows = connection.execute(
        select(c.id, func.coalesce(func.sum(case((g.live, g.claims), else_=0)), 0).label("claims"))
        .select_from(
            t.documents.join(newest, and_(newest.c.id == c.id, newest.c.version == c.version)).outerjoin(t.generations)
        )
        .group_by(c.id, c.published)
        .order_by(c.published.is_(None), c.published.desc(), c.id)
    )
    return tuple(DocumentKey(row.id, int(row.claims)) for row in rows)


def read_ground(connection: Connection) -> Ground:
    """See `Reviewing.read_ground`. The live readings are told apart by their count, sum and sum of squares."""
    head = judgements.read_head(connection)
    number = cast(t.generations.c.number, BigInteger)
    row = connection.execute(
        select(func.count(), func.sum(number), func.sum(number * number)).where(t.generations.c.live)
    ).one()
    count, total, squares = (int(value or 0) for value in row)
    return Ground(0 if head is None else int(head.split()[0]), (count, total, squares))


def list_judged_documents(connection: Connection, after: int) -> tuple[str, ...]:
    """See `Reviewing.list_judged_documents`."""
    named = select(t.judged.c.name).where(t.judged.c.number > after)
    held = select(t.documents.c.id).select_from(t.claims.join(t.generations).join(t.documents))
    by_claims = connection.execute(held.where(t.claims.c.id.in_(named))).scalars()
    themselves = connection.execute(select(t.documents.c.id).where(t.documents.c.id.in_(named))).scalars()
    return tuple(sorted({*by_claims, *themselves}))


def read_moved_documents(connection: Connection) -> dict[str, tuple[int, ...]]:
    """See `Reviewing.read_moved_documents`. A decision and a reading of one second are taken for moved ground."""
    g, second = t.generations.c, 19
    decided = (
        select(t.judged.c.name, func.min(t.judgements.c.at).label("at"))
        .join(t.judgements, t.judgements.c.number == t.judged.c.number)
        .where(t.judgements.c.verdict.in_(REVIEWING))
        .group_by(t.judged.c.name)
        .subquery()
    )
    recorded = func.max(case((g.live, g.recorded_at)))
    moved = (
        select(t.documents.c.id)
        .select_from(decided.join(t.claims, t.claims.c.id == decided.c.name).join(t.generations).join(t.documents))
        .group_by(t.documents.c.id, decided.c.name, decided.c.at)
        .having(or_(recorded.is_(None), func.substr(recorded, 1, second) >= func.substr(decided.c.at, 1, second)))
    )
    names = sorted({*connection.execute(moved).scalars(), *by_hand.find_documents(connection)})
    found: dict[str, tuple[int, ...]] = dict.fromkeys(names, ())
    live = select(t.documents.c.id, g.number).join(t.documents, t.documents.c.number == g.document).where(g.live)
    for start in range(0, len(names), 500):
        part = live.where(t.documents.c.id.in_(names[start : start + 500])).order_by(g.number)
        for row in connection.execute(part):
            found[row.id] = (*found[row.id], row.number)
    return found
