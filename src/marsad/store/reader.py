"""Reading the ledger. Every function works inside one reading transaction handed in; none of them writes."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from marsad.model.claim import Claim, LiveClaim, Refusal
from marsad.model.document import Document, DocumentHead, Fault
from marsad.model.incident import Incident
from marsad.model.provenance import Generation
from marsad.store import tables as t
from marsad.store.columns import Columns
from marsad.store.conditions import find_passing
from marsad.store.explore_tables import incident_facts
from marsad.store.paging import find_following, take_page, write_cursor
from marsad.store.records import DocumentEntry, DocumentText, IncidentFilter, KeptClaim, LedgerTotals, Page, Sort, Tally
from marsad.store.tables import AnyRow

CLAIM = msgspec.json.Decoder(Claim)
INCIDENT = msgspec.json.Decoder(Incident)
COUNTS = msgspec.json.Decoder(dict[str, int])
DOCUMENT_FIELDS = tuple(field.name for field in msgspec.structs.fields(Document))
HEAD_FIELDS = tuple(field.name for field in msgspec.structs.fields(DocumentHead))


def _head(row: AnyRow) -> DocumentHead:
    return DocumentHead(**{name: getattr(row, name) for name in HEAD_FIELDS})


def _document(row: AnyRow) -> Document:
    return Document(**{name: getattr(row, name) for name in DOCUMENT_FIELDS})


def _newest() -> ColumnElement[bool]:
    later = t.documents.alias("later")
    return ~exists().where(and_(later.c.id == t.documents.c.id, later.c.version > t.documents.c.version))


def read_live_claims(connection: Connection, documents: Sequence[str] | None = None) -> tuple[LiveClaim, ...]:
    """Live claims, all or of some documents, with what linking needs of those, by document and place in the reading."""
    rows = connection.execute(
        select(t.claims.c.body, t.documents.c.id, t.documents.c.publisher, t.documents.c.published, t.documents.c.title)
        .select_from(t.claims.join(t.generations).join(t.documents))
        .where(*_live_of(documents))
        .order_by(t.documents.c.id, t.generations.c.by_hand, t.claims.c.ordinal)
    )
    return tuple(
        LiveClaim(
            claim=CLAIM.decode(row.body),
            document_id=row.id,
            publisher=row.publisher,
            published=row.published,
            title=row.title,
        )
        for row in rows
    )


def _live_of(documents: Sequence[str] | None) -> list[ColumnElement[bool]]:
    live: list[ColumnElement[bool]] = [t.generations.c.live]
    return live if documents is None else [*live, t.documents.c.id.in_(documents)]


def read_live_texts(connection: Connection, documents: Sequence[str] | None = None) -> Iterator[DocumentText]:
    """The text of each document that has a live reading, all or some, by document id, a few at a time."""
    columns = (t.documents.c.id, t.documents.c.published, t.documents.c.publisher, t.documents.c.language)
    rows = connection.execute(
        select(*columns, t.documents.c.text, t.documents.c.url)
        .select_from(t.documents.join(t.generations))
        .where(*_live_of(documents), ~t.generations.c.by_hand)
        .order_by(t.documents.c.id),
        execution_options={"yield_per": 500},  # of this question alone: the connection may write afterwards
    )
    for row in rows:
        yield DocumentText(row.id, row.published, row.publisher, row.language, row.text, row.url)


def read_document(connection: Connection, document_id: str, version: int | None = None) -> Document | None:
    """A document as it came in: its newest version, or the one asked for."""
    query = select(t.documents).where(t.documents.c.id == document_id).order_by(t.documents.c.version.desc()).limit(1)
    if version is not None:
        query = query.where(t.documents.c.version == version)
    row = connection.execute(query).first()
    return None if row is None else _document(row)


def _count_documents(connection: Connection) -> int:
    return int(connection.execute(select(func.count(t.documents.c.id.distinct()))).scalar_one())


def read_documents(connection: Connection, limit: int | None, offset: int) -> Page[DocumentEntry]:
    """The documents in their newest versions with what was made of them, the last published first; no texts."""
    rows = connection.execute(_select_entries().limit(limit).offset(offset or None))
    return Page(tuple(_entry(row) for row in rows), _count_documents(connection))


def read_documents_named(connection: Connection, ids: Sequence[str]) -> tuple[DocumentEntry, ...]:
    """The entries of these documents, in the order of the ids; ids that the ledger does not hold are left out."""
    found: dict[str, DocumentEntry] = {}
    for start in range(0, len(ids), 500):
        rows = connection.execute(_select_entries().where(t.documents.c.id.in_(ids[start : start + 500])))
        found |= {row.id: _entry(row) for row in rows}
    return tuple(found[one] for one in ids if one in found)


def _select_entries() -> Select[Any]:
    c = t.documents.c
    return (
        select(
            *(column for column in c if column.name != "text"),
            t.generations.c.reader,
            t.generations.c.places,
            (t.generations.c.claims + _count_by_hand()).label("claims"),
            t.generations.c.refusals,
        )
        .select_from(
            t.documents.outerjoin(
                t.generations,
                and_(t.generations.c.document == t.documents.c.number, t.generations.c.live, ~t.generations.c.by_hand),
            )
        )
        .where(_newest())
        .order_by(c.published.is_(None), c.published.desc(), c.id)
    )


def _count_by_hand() -> ColumnElement[int]:
    """How many live claims people added to a document."""
    apart = t.generations.alias("apart")
    live = and_(apart.c.document == t.documents.c.number, apart.c.live, apart.c.by_hand)
    return select(func.coalesce(func.sum(apart.c.claims), 0)).where(live).scalar_subquery()


def _entry(row: AnyRow) -> DocumentEntry:
    return DocumentEntry(
        head=_head(row),
        version=row.version,
        recorded_at=row.recorded_at,
        reader=row.reader,
        places=row.places,
        claims=row.claims or 0,
        refusals=COUNTS.decode(row.refusals) if row.refusals else {},
    )


def _kept_claims() -> Select[Any]:
    return select(
        t.documents,
        t.claims.c.body,
        t.generations.c.reader,
        t.generations.c.places,
        t.generations.c.live,
        t.generations.c.recorded_at.label("read_at"),
    ).select_from(t.claims.join(t.generations).join(t.documents))


def _kept_claim(row: AnyRow) -> KeptClaim:
    return KeptClaim(
        claim=CLAIM.decode(row.body),
        document=_head(row),
        version=row.version,
        generation=Generation(document_id=row.id, document_sha256=row.sha256, reader=row.reader, places=row.places),
        live=row.live,
        recorded_at=row.read_at,
    )


def read_claim(connection: Connection, claim_id: str) -> KeptClaim | None:
    """A claim by its id: the live one, else that of the newest generation that made it."""
    row = connection.execute(
        _kept_claims()
        .where(t.claims.c.id == claim_id)
        .order_by(t.generations.c.live.desc(), t.generations.c.number.desc())
        .limit(1)
    ).first()
    return None if row is None else _kept_claim(row)


def read_claim_history(connection: Connection, claim_id: str) -> tuple[KeptClaim, ...]:
    """The same claim in every generation that made it, oldest first."""
    query = _kept_claims().where(t.claims.c.id == claim_id).order_by(t.generations.c.number)
    return tuple(_kept_claim(row) for row in connection.execute(query))


def read_claims(connection: Connection, claim_ids: Sequence[str]) -> dict[str, KeptClaim]:
    """The live claims of these ids, by id; ids that no live claim has are left out."""
    found: dict[str, KeptClaim] = {}
    for start in range(0, len(claim_ids), 500):
        query = _kept_claims().where(and_(t.generations.c.live, t.claims.c.id.in_(claim_ids[start : start + 500])))
        for row in connection.execute(query):
            kept = _kept_claim(row)
            found[kept.claim.id] = kept
    return found


def find_live(connection: Connection, claim_ids: Sequence[str]) -> set[str]:
    """Those of these ids that a live claim has."""
    found: set[str] = set()
    for start in range(0, len(claim_ids), 500):
        wanted = and_(t.generations.c.live, t.claims.c.id.in_(claim_ids[start : start + 500]))
        found.update(
            connection.execute(select(t.claims.c.id).select_from(t.claims.join(t.generations)).where(wanted)).scalars()
        )
    return found


def read_claims_of_document(connection: Connection, document_id: str) -> tuple[Claim, ...]:
    """The live claims of a document, in the order of the reading; those that people added stand behind."""
    rows = connection.execute(
        select(t.claims.c.body)
        .select_from(t.claims.join(t.generations).join(t.documents))
        .where(and_(t.documents.c.id == document_id, t.generations.c.live))
        .order_by(t.generations.c.by_hand, t.claims.c.ordinal)
    )
    return tuple(CLAIM.decode(row.body) for row in rows)


def read_refusals_of_document(connection: Connection, document_id: str) -> tuple[Refusal, ...]:
    """What the live generation of a document refused, in the order of the reading."""
    rows = connection.execute(
        select(t.refusals)
        .select_from(t.refusals.join(t.generations).join(t.documents))
        .where(and_(t.documents.c.id == document_id, t.generations.c.live))
        .order_by(t.refusals.c.ordinal)
    )
    return tuple(
        Refusal(text=row.text, field=row.field, start=row.start, end=row.end, reason=row.reason, rule=row.rule)
        for row in rows
    )


def read_tally(connection: Connection, generation: int) -> Tally:
    """How many claims and refusals a generation holds."""
    row = connection.execute(select(t.generations).where(t.generations.c.number == generation)).one()
    return Tally(claims=row.claims, refusals=COUNTS.decode(row.refusals))


def read_faults(connection: Connection) -> tuple[Fault, ...]:
    """Every input that could not be read, by path and line."""
    query = select(t.faults).order_by(t.faults.c.path, t.faults.c.line, t.faults.c.id)
    return tuple(Fault(path=row.path, line=row.line, reason=row.reason) for row in connection.execute(query))


def count_incidents(connection: Connection, columns: Columns, wanted: IncidentFilter) -> int:
    """How many incidents the filter lets through."""
    return int(np.count_nonzero(find_passing(connection, columns, wanted)))


def read_incidents(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Page[Incident]:
    """The incidents that the filter lets through, in its order, those without a day at the end."""
    passing = find_passing(connection, columns, wanted)
    total = int(np.count_nonzero(passing))
    sort: Sort = "oldest" if wanted.oldest_first else wanted.sort
    if wanted.after is not None:
        passing = passing & find_following(columns, wanted.after, sort)
    found = take_page(columns, passing, sort, limit=wanted.limit, offset=wanted.offset)
    shown = found if wanted.limit is None else found[: wanted.limit]
    following = write_cursor(columns, int(shown[-1]), sort) if 0 < len(shown) < len(found) else None
    bodies = _read_bodies(connection, columns.number[shown].tolist())
    return Page(tuple(INCIDENT.decode(body) for body in bodies), total, following)


def _read_bodies(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """The records of incidents by their numbers, in the order asked for."""
    facts = incident_facts.c
    joined = incident_facts.join(t.incidents, facts.incident_id == t.incidents.c.id)
    bodies: dict[int, str] = {}
    for start in range(0, len(numbers), 500):
        some = facts.number.in_(numbers[start : start + 500])
        rows = connection.execute(select(facts.number, t.incidents.c.body).select_from(joined).where(some))
        bodies.update({row.number: row.body for row in rows})
    return [bodies[number] for number in numbers]


def resolve_incident(connection: Connection, incident_id: str) -> str:
    """The present id of an incident that may since have merged or split; the same id where no alias leads on."""
    target = connection.execute(select(t.aliases.c.incident_id).where(t.aliases.c.old_id == incident_id)).scalar()
    return incident_id if target is None else str(target)


def read_incident(connection: Connection, incident_id: str) -> Incident | None:
    """An incident by its present id or by one it once had."""
    present = resolve_incident(connection, incident_id)
    body = connection.execute(select(t.incidents.c.body).where(t.incidents.c.id == present)).scalar()
    return None if body is None else INCIDENT.decode(body)


def read_totals(connection: Connection) -> LedgerTotals:
    """How much the ledger holds."""

    def count(query: Select[Any]) -> int:
        return int(connection.execute(query).scalar_one())

    live = select(func.coalesce(func.sum(t.generations.c.claims), 0)).where(t.generations.c.live)
    return LedgerTotals(
        documents=_count_documents(connection),
        claims=count(live),
        incidents=count(select(func.count()).select_from(t.incidents)),
        judgements=count(select(func.count()).select_from(t.judgements)),
        faults=count(select(func.count()).select_from(t.faults)),
    )
