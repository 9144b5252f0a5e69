"""Judgements: what people decided, appended to a chain in which each link holds the hash of the one before.

Why it is hard: a decision that was quietly changed afterwards must show. Each row's hash is taken over the hash of
the row before and over its own words in one canonical form, so that a change, a removal or a row slipped in between
breaks the chain; the newest hash and the length stand in `meta` too, so that a cut end shows as well.
Known gaps: who can write the whole database can also compute a whole new chain. Against that the newest hash must be
known outside: `marsad verify` prints it, to be noted in a bulletin or on paper.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select, update

from marsad.base.errors import InputError
from marsad.base.ids import hash_bytes
from marsad.model.judgement import Judgement
from marsad.store import tables as t
from marsad.store.tables import AnyRow

ROOT_HASH = "0" * 64
PAIRS = frozenset({"same", "different", "unsure"})


def compute_hash(previous_hash: str, number: int, judgement: Judgement) -> str:
    """The link's SHA-256 over the hash before it, its place in the chain, and its words."""
    return hash_bytes(msgspec.json.encode([previous_hash, number, judgement], order="deterministic"))


def check_judgement(judgement: Judgement) -> None:
    """Raise InputError unless signed, dated with a zone, and about one thing (or two, for same/different/unsure)."""
    if not judgement.by.strip():
        raise InputError("a judgement needs a name: say who decides with --as NAME")
    if judgement.at.tzinfo is None:
        raise InputError("a judgement's moment needs a time zone")
    wanted = 2 if judgement.verdict in PAIRS else 1
    if len(set(judgement.about)) != wanted or len(judgement.about) != wanted:
        things = "two different ids" if wanted == 2 else "one id"
        raise InputError(f"{judgement.verdict!r} is said of {things}, not of {len(judgement.about)}: {judgement.about}")


def write_judgement(connection: Connection, judgement: Judgement) -> str:
    """Append a decision; gives the hash of its link."""
    check_judgement(judgement)
    newest = connection.execute(
        select(t.judgements.c.number, t.judgements.c.hash).order_by(t.judgements.c.number.desc()).limit(1)
    ).first()
    number = 1 if newest is None else newest.number + 1
    previous_hash = ROOT_HASH if newest is None else newest.hash
    own_hash = compute_hash(previous_hash, number, judgement)
    connection.execute(
        insert(t.judgements).values(
            number=number,
            verdict=judgement.verdict,
            about=msgspec.json.encode(judgement.about).decode(),
            by=judgement.by,
            at=judgement.at.isoformat(),
            reason=judgement.reason,
            previous_hash=previous_hash,
            hash=own_hash,
        )
    )
    write_head(connection, number, own_hash)
    return own_hash


def write_head(connection: Connection, number: int, own_hash: str) -> None:
    """Note the length and the newest hash of the chain beside it."""
    value = f"{number} {own_hash}"
    if read_head(connection) is None:
        connection.execute(insert(t.meta).values(key="judgements", value=value))
    else:
        connection.execute(update(t.meta).where(t.meta.c.key == "judgements").values(value=value))


def read_head(connection: Connection) -> str | None:
    """`LENGTH HASH` of the chain as noted at the last judgement; `None` before the first."""
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "judgements")).scalar()
    return None if found is None else str(found)


def parse_row(row: AnyRow) -> Judgement:
    """The decision that a row holds."""
    return Judgement(
        verdict=row.verdict,
        about=msgspec.json.decode(row.about, type=tuple[str, ...]),
        by=row.by,
        at=datetime.fromisoformat(row.at),
        reason=row.reason,
    )


def read_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """All decisions, in the order they were made."""
    return tuple(parse_row(row) for row in connection.execute(select(t.judgements).order_by(t.judgements.c.number)))
