"""The log: who did and who read what, appended to a chain in which each link holds the hash of the one before.

Why it is hard: it must hold every read of protected data, so a row must cost next to nothing, yet a page must not be
shown whose row was never written; and the linking of a large ledger holds the database for seconds, during which a
reader must not stand still. So rows of reads are handed to `Behind`, which writes those of several readers at once and
lets a page go after a short wait; what it could not write stays first in line. Changes are logged by the transaction
that makes them.
Known gaps: who can write the whole database can compute a whole new chain, as of judgements; note its head elsewhere.
A read that waits longer than READ_WAIT_SECONDS for the database is logged after its page was shown, and is lost if the
program is killed in that moment.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Engine, Index, Integer, String, Table, Text, insert, or_, select, update

from marsad.base.ids import hash_bytes
from marsad.model.account import Action, Deed, LoggedDeed
from marsad.store import connect
from marsad.store import tables as t
from marsad.store.behind import Behind
from marsad.store.tables import AnyRow

ROOT_HASH = "0" * 64
HEAD_KEY = "log"
BY_THOUSANDS = {"yield_per": 1_000}
READ_WAIT_SECONDS = 0.25

log = Table(
    "log",
    t.metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("about", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "who", "number"),
    Index(None, "action", "number"),
    Index(None, "about", "number"),
    Index(None, "other", "number"),
)
_INSERT, _HEAD, _KEY = insert(log), update(t.meta).where(t.meta.c.key == HEAD_KEY), t.meta.c.key == HEAD_KEY


class LogFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which deeds: of whom, of which kind, about what, on which days (UTC); the newest first, older than `before`."""

    who: str | None = None
    action: Action | None = None
    about: str | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None
    limit: int | None = None


def compute_hash(previous_hash: str, values: dict[str, Any]) -> str:
    """The link's SHA-256 over the hash before it, its place in the chain, and its words."""
    parts = [previous_hash, *(values[name] for name in ("number", "at", "who", "action", "about", "other", "detail"))]
    return hash_bytes(msgspec.json.encode(parts))


def write_deeds(connection: Connection, deeds: Sequence[tuple[str, Deed]]) -> None:
    """Append deeds, each with its moment, in the transaction of the change that they tell of."""
    if not deeds:
        return
    head = connection.execute(select(t.meta.c.value).where(_KEY)).scalar()
    number, previous_hash = (0, ROOT_HASH) if head is None else _parse_head(head)
    rows = []
    for at, deed in deeds:
        number += 1
        values: dict[str, Any] = {
            "number": number, "at": at, "who": deed.who, "action": deed.action, "about": deed.about,
            "other": deed.other, "detail": msgspec.json.encode(deed.detail, order="deterministic").decode(),
        }  # fmt: skip
        own_hash = compute_hash(previous_hash, values)
        rows.append({**values, "previous_hash": previous_hash, "hash": own_hash})
        previous_hash = own_hash
    connection.execute(_INSERT, rows)
    value = f"{number} {previous_hash}"
    connection.execute(insert(t.meta).values(key=HEAD_KEY, value=value) if head is None else _HEAD.values(value=value))


def _parse_head(head: str) -> tuple[int, str]:
    number, _, own_hash = head.partition(" ")
    return int(number), own_hash


def parse_row(row: AnyRow) -> LoggedDeed:
    """The deed that a row holds."""
    deed = Deed(
        who=row.who, action=row.action, about=row.about, other=row.other, detail=msgspec.json.decode(row.detail)
    )
    return LoggedDeed(number=row.number, at=datetime.fromisoformat(row.at), deed=deed, hash=row.hash)


def find_problems(connection: Connection) -> Iterator[str]:
    """Where the chain does not verify: a row changed, missing, slipped in, cut off, or that disowns a judgement."""
    judged = {row.number: row.hash for row in connection.execute(select(t.judgements.c.number, t.judgements.c.hash))}
    previous_hash, number = ROOT_HASH, 0
    for row in connection.execute(select(log).order_by(log.c.number), execution_options=BY_THOUSANDS):
        number += 1
        if row.number != number:
            yield f"entry {number} is missing from the log; restore it from a backup"
            number = row.number
        if row.previous_hash != previous_hash:
            yield f"entry {row.number} of the log does not follow the one before it: a row was cut out or replaced"
        if compute_hash(row.previous_hash, dict(row._mapping)) != row.hash:  # noqa: SLF001 - SQLAlchemy's public name
            yield f"entry {row.number} of the log was changed after it was written; restore it from a backup"
        elif row.action in {"judge", "sign", "undo"}:
            yield from _judgement_problems(row, judged)
        previous_hash = row.hash
    head = read_head(connection)
    present = f"{number} {previous_hash}" if number else None
    if head != present:
        yield f"the log ends at {present or 'nothing'}, but was noted to end at {head or 'nothing'}"


def _judgement_problems(row: AnyRow, judged: dict[int, str]) -> Iterator[str]:
    detail = msgspec.json.decode(row.detail)
    if judged.get(detail["number"]) != detail["hash"]:
        yield f"judgement {detail['number']} is not the one that entry {row.number} of the log tells of"


def read_head(connection: Connection) -> str | None:
    """`LENGTH HASH` of the log, to be noted outside the ledger; None where nothing was logged yet."""
    found = connection.execute(select(t.meta.c.value).where(_KEY)).scalar()
    return None if found is None else str(found)


def is_on_chain(connection: Connection, number: int, own_hash: str) -> bool:
    """Whether the log holds this link."""
    return connection.execute(select(log.c.hash).where(log.c.number == number)).scalar() == own_hash


class Log:
    """The log of one ledger. Every method may raise LedgerError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], behind: Behind) -> None:
        self._engine = engine
        self._clock = clock
        self._behind = behind

    def write(self, *deeds: Deed) -> None:
        """Append deeds that no transaction of the ledger's own goes with: an export, an edition, a view."""
        at = self._clock().isoformat()
        with connect.begin_write(self._engine) as connection:
            write_deeds(connection, [(at, deed) for deed in deeds])

    def note(self, deed: Deed) -> bool:
        """Append a read, waiting for no more than READ_WAIT_SECONDS; False where it is still to be written then."""
        at = self._clock().isoformat()
        return self._behind.write(lambda connection: write_deeds(connection, [(at, deed)]), READ_WAIT_SECONDS)

    def read(self, wanted: LogFilter) -> tuple[LoggedDeed, ...]:
        """The deeds that a filter lets through, the newest first."""
        with connect.begin_read(self._engine) as connection:
            return tuple(map(parse_row, connection.execute(_select(wanted).limit(wanted.limit))))

    def stream(self, wanted: LogFilter) -> Iterator[LoggedDeed]:
        """The same one by one; the transaction lasts until the last is taken."""
        with connect.begin_read(self._engine) as connection:
            yield from map(
                parse_row, connection.execute(_select(wanted).limit(wanted.limit), execution_options=BY_THOUSANDS)
            )

    def read_head(self) -> str | None:
        """`LENGTH HASH` of the log, to be noted outside the ledger; None where nothing was logged yet."""
        with connect.begin_read(self._engine) as connection:
            return read_head(connection)


def _select(wanted: LogFilter) -> Any:  # noqa: ANN401 - SQLAlchemy's Select of a whole table
    asked = select(log).order_by(log.c.number.desc())
    if wanted.who is not None:
        asked = asked.where(log.c.who == wanted.who)
    if wanted.action is not None:
        asked = asked.where(log.c.action == wanted.action)
    if wanted.about is not None:
        asked = asked.where(or_(log.c.about == wanted.about, log.c.other == wanted.about))
    if wanted.since is not None:
        asked = asked.where(log.c.at >= wanted.since.isoformat())
    if wanted.until is not None:
        asked = asked.where(log.c.at < (wanted.until + timedelta(days=1)).isoformat())
    if wanted.before is not None:
        asked = asked.where(log.c.number < wanted.before)
    return asked
