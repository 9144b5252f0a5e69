"""The audit: whether everything that must not change is still what it was.

Checked: the chains of judgements and of the log, the SHA-256 of each preserved file and of each document's title and
text, that the quoted words of every claim still stand in its document, that each document has one live generation, and
that what people added is what the chain says. Problems are sentences for a person: what, where, what to do.
"""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, and_, func, select
from sqlalchemy.exc import DBAPIError

from marsad.base.ids import document_id
from marsad.model.claim import Claim
from marsad.model.standing import find_words, stands
from marsad.store import by_hand, judgements, log
from marsad.store import tables as t
from marsad.store.archive import Archive

CLAIM = msgspec.json.Decoder(Claim)


def find_problems(connection: Connection, archive: Archive) -> Iterator[str]:
    """Everything in the ledger that does not verify, as it is found."""
    yield from _judgement_problems(connection)
    yield from _log_problems(connection)
    yield from _original_problems(connection, archive)
    yield from _document_problems(connection)
    yield from _claim_problems(connection)
    yield from _live_problems(connection)
    yield from by_hand.find_stale(connection)


def find_lost_head(connection: Connection, noted: str) -> str | None:
    """What is wrong where a head `LENGTH HASH`, noted outside the ledger, is on neither chain any more; else None."""
    length, _, own_hash = noted.strip().partition(" ")
    own_hash = own_hash.strip()
    if length.isascii() and length.isdecimal() and own_hash:
        found = connection.execute(select(t.judgements.c.hash).where(t.judgements.c.number == int(length))).scalar()
        if found == own_hash or log.is_on_chain(connection, int(length), own_hash):
            return None
    return (
        f"the noted head {noted!r} is on no chain: judgements or entries of the log were cut off or written anew; "
        "restore a backup"
    )


def _log_problems(connection: Connection) -> Iterator[str]:
    try:
        yield from log.find_problems(connection)
    except (DBAPIError, msgspec.MsgspecError, KeyError) as error:
        yield f"the log cannot be read any more ({error}); restore it from a backup"


def _judgement_problems(connection: Connection) -> Iterator[str]:
    try:
        rows = connection.execute(select(t.judgements).order_by(t.judgements.c.number)).all()
    except DBAPIError as error:
        yield f"the chain of judgements cannot be read any more ({error.orig}); restore it from a backup"
        return
    previous_hash, number = judgements.ROOT_HASH, 0
    for row in rows:
        number += 1
        if row.number != number:
            yield f"judgement {number} is missing from the chain; restore it from a backup"
            number = row.number
        if row.previous_hash != previous_hash:
            yield f"judgement {row.number} does not follow the one before it: the chain was cut or a row was replaced"
        try:
            own_hash = judgements.compute_hash(row.previous_hash, row.number, judgements.parse_row(row))
            if not judgements.is_as_written(row):
                own_hash = "written in other letters"
        except (ValueError, TypeError, msgspec.MsgspecError) as error:
            own_hash = f"unreadable: {error}"
        if own_hash != row.hash:
            yield f"judgement {row.number} was changed after it was signed by {row.by!r}; restore it from a backup"
        previous_hash = row.hash
    head = judgements.read_head(connection)
    present = f"{number} {previous_hash}" if number else None
    if head != present:
        yield f"the chain of judgements ends at {present or 'nothing'}, but was noted to end at {head or 'nothing'}"


def _original_problems(connection: Connection, archive: Archive) -> Iterator[str]:
    for row in connection.execute(select(t.originals).order_by(t.originals.c.sha256)):
        problem = archive.check(row.sha256)
        if problem is not None:
            yield problem
    unnoted = (
        select(t.documents.c.id, t.documents.c.bytes_sha256)
        .outerjoin(t.originals, t.originals.c.sha256 == t.documents.c.bytes_sha256)
        .where(and_(t.documents.c.bytes_sha256.is_not(None), t.originals.c.sha256.is_(None)))
    )
    for row in connection.execute(unnoted):
        yield f"document {row.id}: its original {row.bytes_sha256} was never preserved; run over the same input again"


def _document_problems(connection: Connection) -> Iterator[str]:
    c = t.documents.c
    for row in connection.execute(select(c.id, c.version, c.title, c.text, c.sha256).order_by(c.number)):
        if document_id(row.title, row.text) != row.sha256:
            yield f"document {row.id}, version {row.version}: title or text changed after it came in"


def _claim_problems(connection: Connection) -> Iterator[str]:
    rows = connection.execute(
        select(
            t.claims.c.id, t.claims.c.body, t.documents.c.id.label("document"), t.documents.c.title, t.documents.c.text
        )
        .select_from(t.claims.join(t.generations).join(t.documents))
        .order_by(t.claims.c.generation, t.claims.c.ordinal)
    )
    for row in rows:
        try:
            claim = CLAIM.decode(row.body)
        except msgspec.MsgspecError as error:
            yield f"claim {row.id} of document {row.document} cannot be read any more: {error}"
            continue
        for words in find_words(claim):
            if not stands(words, row.title, row.text):
                yield f"claim {row.id}: the words {words.text!r} are not at {words.start} of document {row.document}"


def _live_problems(connection: Connection) -> Iterator[str]:
    live = (
        select(t.documents.c.number, t.documents.c.id.label("id"), t.generations.c.live)
        .select_from(
            t.documents.outerjoin(
                t.generations,
                and_(t.generations.c.document == t.documents.c.number, t.generations.c.live, ~t.generations.c.by_hand),
            )
        )
        .subquery()
    )
    counted = select(live.c.id, func.count(live.c.live).label("times")).group_by(live.c.id)
    for row in connection.execute(counted.having(func.count(live.c.live) != 1)):
        yield f"document {row.id} has {row.times} live generations and not one; run over it again"
