"""The ledger as the rest of the house sees it: open it, write a reading, ask for incidents.

Each call is one transaction. A `Ledger` may be used from several threads; each program opens its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self

from sqlalchemy import Engine

from marsad.base.clock import utc_now
from marsad.base.errors import LedgerError, PromiseError
from marsad.base.ids import hash_bytes
from marsad.model.claim import Claim, LiveClaim, Reading, Refusal
from marsad.model.document import Document, Fault
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.store import (
    audit,
    by_hand,
    connect,
    explore_rows,
    judgements,
    log,
    reader,
    signing,
    views,
    writer,
)
from marsad.store.archive import Archive
from marsad.store.behind import Behind
from marsad.store.desk import Desk
from marsad.store.explorer import Explorer
from marsad.store.linking_ledger import LinkingLedger
from marsad.store.log import Log
from marsad.store.people import People
from marsad.store.records import (
    DocumentEntry,
    DocumentText,
    KeptClaim,
    LedgerTotals,
    Page,
    Tally,
)
from marsad.store.reviewing import Reviewing


class Taken(NamedTuple):
    """A reading to be kept, with its document and the bytes that came in (`None` where there are none to keep)."""

    reading: Reading
    document: Document
    original: bytes | None


class Ledger(LinkingLedger, Explorer):
    """A database and the folder of preserved files beside it. Every method may raise LedgerError.

    `upgraded` says from which shape the tables were brought forward when it was opened, if they were.
    """

    def __init__(
        self,
        engine: Engine,
        archive: Archive,
        clock: Callable[[], datetime] = utc_now,
        upgraded: connect.Upgrade | None = None,
    ) -> None:
        LinkingLedger.__init__(self, engine, clock)
        Explorer.__init__(self, engine)
        self.upgraded = upgraded
        self._archive = archive
        self._behind = Behind(engine)
        self.name = connect.name_ledger(engine.url)
        self.people = People(engine, clock, self._behind)
        self.log = Log(engine, clock, self._behind)
        self.desk = Desk(engine, clock)
        self.reviewing = Reviewing(engine, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what still waits, let go of the database; the ledger cannot be used afterwards."""
        try:
            self._behind.close()
        finally:
            self._engine.dispose()

    # ------------------------------------------------------------------ writing

    def write_reading(self, reading: Reading, document: Document, original: bytes | None) -> bool:
        """Keep one reading; False when nothing changed (same document, reader and places: nothing is written).

        A newer reader or gazetteer makes a new live generation; the old ones stay readable. A reading that is not of
        this document, or an original that is not the one the document names, raises PromiseError.
        """
        return self.write_readings([Taken(reading, document, original)])[0]

    def write_readings(self, taken: Sequence[Taken]) -> tuple[bool, ...]:
        """Keep several readings in one transaction; for each whether anything was written."""
        moment = self._moment()
        written = []
        with connect.begin_write(self._engine) as connection:
            for each in taken:
                changed = writer.write_reading(connection, each.reading, each.document, moment)
                if changed and each.original is not None:
                    sha256 = hash_bytes(each.original)
                    if each.document.bytes_sha256 not in (None, sha256):
                        raise PromiseError(f"document {each.document.id} names other bytes than those it came with")
                    self._archive.write(each.original)
                    writer.write_original(connection, sha256, len(each.original), moment)
                written.append(changed)
        return tuple(written)

    def write_faults(self, faults: Iterable[Fault]) -> int:
        """Keep what could not be read, each place and reason once; gives how many were new."""
        with connect.begin_write(self._engine) as connection:
            return writer.write_faults(connection, faults, self._moment())

    def write_incidents(self, incidents: Sequence[Incident], aliases: Mapping[str, str]) -> int:
        """Replace all that is derived in one transaction; equal rows stay. Gives how many incidents changed."""
        with connect.begin_write(self._engine) as connection:
            return writer.write_incidents(connection, incidents, aliases, self._moment())

    def write_judgement(self, judgement: Judgement) -> str:
        """Append a decision to the chain; gives the hash of its link. An unsigned or odd one raises InputError."""
        return self.write_judgements([judgement])[0].hash

    def write_judgements(
        self, batch: Sequence[Judgement], seen: Mapping[str, int] | None = None
    ) -> tuple[judgements.Entry, ...]:
        """Append several decisions, all or none; gives their links.

        `seen` is the number of the newest judgement that the caller knows for each id (0 for none): where somebody
        judged one of them since, nothing is written and ConflictError is raised. An unsigned or odd decision raises
        InputError, a signature under one's own work RefusedError. Each is logged.
        """
        with connect.begin_write(self._engine) as connection:
            judgements.check_seen(connection, seen or {})
            entries = [
                judgements.write_judgement(connection, signing.check_signature(connection, one)) for one in batch
            ]
            deeds = [signing.tell_judgement(connection, entry) for entry in entries]
            log.write_deeds(connection, [(self._moment(), deed) for deed in deeds])
            adding = [entry.number for entry in entries if entry.judgement.verdict in {"add", "undo"}]
            if adding:
                by_hand.rebuild(connection, by_hand.find_documents_of(connection, adding), self._moment())
        return tuple(entries)

    def write_view(self, owner: str, name: str, query: str) -> int:
        """Keep a person's filter under a name, in place of an older one of that name; gives its number.

        A name or a filter that is empty or too long, and too many of them, raise InputError.
        """
        with connect.begin_write(self._engine) as connection:
            return views.write_view(connection, owner, name, query, self._moment())

    def delete_view(self, owner: str, number: int) -> bool:
        """Forget a person's saved filter; False where there is none of that number."""
        with connect.begin_write(self._engine) as connection:
            return views.delete_view(connection, owner, number, self._moment())

    # ------------------------------------------------------------------ reading

    def find_tally(self, document: Document, reader_version: str, places: str) -> Tally | None:
        """What the ledger already made of this very capture; `None` when it must be read.

        A capture that knows less than a kept one of the same text (no day, no publisher) needs no reading either.
        """
        with connect.begin_read(self._engine) as connection:
            known, generation = writer.find_known(connection, document, reader_version, places)
            if known == "poorer copy":
                return Tally(claims=0, refusals={})
            if known == "read" and generation is not None:
                return reader.read_tally(connection, generation)
            return None

    def read_live_claims(self) -> tuple[LiveClaim, ...]:
        """All live claims, by document id and place in the reading."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_live_claims(connection)

    def read_live_texts(self) -> Iterator[DocumentText]:
        """The texts of all documents with a live reading, by id; the transaction lasts until the last is taken."""
        with connect.begin_read(self._engine) as connection:
            yield from reader.read_live_texts(connection)

    def read_incident(self, incident_id: str) -> Incident | None:
        """An incident by its present id or by one it once had."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_incident(connection, incident_id)

    def read_document(self, document_id: str, version: int | None = None) -> Document | None:
        """A document as it came in: its newest version, or the one asked for."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_document(connection, document_id, version)

    def read_documents(self, limit: int | None = None, offset: int = 0) -> Page[DocumentEntry]:
        """The documents in their newest versions without their texts, the last published first."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_documents(connection, limit, offset)

    def read_original(self, sha256: str) -> bytes:
        """The bytes of an input as received."""
        return self._archive.read(sha256)

    def read_claim(self, claim_id: str) -> KeptClaim | None:
        """A claim by its id: the live one, else that of the newest generation that made it."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_claim(connection, claim_id)

    def read_claim_history(self, claim_id: str) -> tuple[KeptClaim, ...]:
        """The same claim in every generation that made it, oldest first."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_claim_history(connection, claim_id)

    def read_claims(self, claim_ids: Sequence[str]) -> dict[str, KeptClaim]:
        """The live claims of these ids, by id; ids that no live claim has are left out."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_claims(connection, claim_ids)

    def read_claims_of_document(self, document_id: str) -> tuple[Claim, ...]:
        """The live claims of a document, in the order of the reading."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_claims_of_document(connection, document_id)

    def read_refusals_of_document(self, document_id: str) -> tuple[Refusal, ...]:
        """What the live generation of a document refused, in the order of the reading."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_refusals_of_document(connection, document_id)

    def read_entries_about(self, names: Sequence[str]) -> tuple[judgements.Entry, ...]:
        """The links of the chain that are about any of these ids, undoings included, in order."""
        with connect.begin_read(self._engine) as connection:
            return judgements.read_entries_about(connection, names)

    def read_newest_judgements(self, names: Sequence[str]) -> dict[str, int]:
        """The number of the newest judgement about each of these ids, 0 where there is none."""
        with connect.begin_read(self._engine) as connection:
            return judgements.read_newest(connection, names)

    def has_own_work(self, incident_id: str, name: str) -> bool:
        """Whether a person decided on an incident or on anything it is made of, and so does not sign it."""
        with connect.begin_read(self._engine) as connection:
            return bool(signing.find_own_work(connection, incident_id, name))

    def read_act(self, number: int) -> tuple[judgements.Entry, ...]:
        """The decisions that one person made in one act with this one."""
        with connect.begin_read(self._engine) as connection:
            return judgements.read_act(connection, number)

    def read_entries(self) -> tuple[judgements.Entry, ...]:
        """The chain of decisions with numbers, hashes and what was undone."""
        with connect.begin_read(self._engine) as connection:
            return judgements.read_entries(connection)

    def read_standing_judgements(self) -> tuple[Judgement, ...]:
        """The decisions that hold: neither undone nor an undoing."""
        return judgements.list_standing(self.read_entries())

    def read_judgements(self) -> tuple[Judgement, ...]:
        """All decisions, in the order they were made."""
        with connect.begin_read(self._engine) as connection:
            return judgements.read_judgements(connection)

    def read_judgement_head(self) -> str | None:
        """`LENGTH HASH` of the chain of judgements, to be noted outside the ledger; `None` before the first."""
        with connect.begin_read(self._engine) as connection:
            return judgements.read_head(connection)

    def read_views(self, owner: str) -> tuple[views.SavedView, ...]:
        """The saved filters of a person, by name."""
        with connect.begin_read(self._engine) as connection:
            return views.read_views(connection, owner)

    def read_faults(self) -> tuple[Fault, ...]:
        """Every input that could not be read, by path and line."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_faults(connection)

    def read_totals(self) -> LedgerTotals:
        """How much the ledger holds."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_totals(connection)

    def verify(self, noted_head: str | None = None) -> list[str]:
        """What must not change and did, one sentence a problem; empty when all is well.

        `noted_head` is a `LENGTH HASH` of the chain that was noted outside the ledger: it must still lie on it.
        """
        with connect.begin_read(self._engine) as connection:
            problems = list(audit.find_problems(connection, self._archive))
            lost = None if noted_head is None else audit.find_lost_head(connection, noted_head)
        return problems if lost is None else [*problems, lost]


def open_ledger(
    where: str | Path,
    *,
    files: Path | None = None,
    create: bool = True,
    clock: Callable[[], datetime] = utc_now,
) -> Ledger:
    """A ledger by its path or `postgresql://…` address, its tables brought to the present shape.

    `files` is the folder of preserved files; without it `marsad.db` has `marsad.files` beside it, and a server's
    ledger a folder of its database's name in the working directory. With `create=False` a ledger that does not exist
    raises LedgerError, as do a database of a newer Marsad, a missing driver and a file that is no database.
    """
    url = connect.parse_where(where)
    is_file = url.get_backend_name() == "sqlite"
    database = Path(url.database or "marsad.db")
    if is_file and database.is_dir():
        raise LedgerError(f"{database} is a folder; name the ledger's file in it")
    if is_file and not database.exists():
        if not create:
            raise LedgerError(f"there is no ledger at {database}; `marsad run PATH --ledger {database}` makes one")
        if not database.absolute().parent.is_dir():
            raise LedgerError(f"{database}: the folder {database.absolute().parent} does not exist; make it first")
    folder = files or (database.with_suffix(".files") if is_file else Path(f"{database.name}.files"))
    engine = connect.open_engine(url)
    try:
        upgraded = connect.migrate(engine, create=create)
        _refresh(engine)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(engine, Archive(folder), clock, upgraded)


def _refresh(engine: Engine) -> None:
    """Make what is only there for finding again, where another version of Marsad made it."""
    with connect.begin_read(engine) as connection:
        if explore_rows.is_current(connection):
            return
    with connect.begin_write(engine) as connection:
        if not explore_rows.is_current(connection):
            explore_rows.rebuild(connection)
