"""Connections: which database, how its transactions begin, and which shape its tables have.

Why it is hard: Python's sqlite3 opens no transaction before a SELECT, so two writers that each read, add and write
lose one another's work without any error (measured: three of four updates gone). Here the driver's own ways are
switched off; every writing transaction begins with BEGIN IMMEDIATE, so that what it read cannot change under it.
On PostgreSQL one advisory lock gives the same promise: one writer at a time, as many readers as like, each of whom
sees one state from its first question to its last.
Known gaps: not for network file systems (WAL needs shared memory).
"""

import itertools
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from marsad.base.errors import InputError, LedgerError

HEAD = "0009"
BUSY_MILLISECONDS = 30_000
SWITCH_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds between tries to switch a file that other programs are opening."""
WRITER_LOCK = 0x6D61_7273_6164  # "marsad": the number of the advisory lock on PostgreSQL


def parse_where(where: str | Path) -> URL:
    """The database's address: a path is a SQLite file, `postgresql://…` a server; other schemes raise LedgerError."""
    if isinstance(where, str) and "://" in where:
        try:
            url = make_url(where)
        except ArgumentError as error:
            raise LedgerError(f"{where!r} is no ledger address; give a path or postgresql://user@host/name") from error
        if url.get_backend_name() not in {"sqlite", "postgresql"}:
            raise LedgerError(f"a ledger lives in SQLite or PostgreSQL, not in {url.get_backend_name()!r}")
        return url
    return URL.create("sqlite", database=str(Path(where).expanduser()))


def name_ledger(url: URL) -> str:
    """The ledger as a person knows it: its path, or its address without the password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def open_engine(url: URL) -> Engine:
    """An engine whose transactions begin as the module says. A missing driver raises LedgerError."""
    try:
        engine = create_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LedgerError(
            f"{name_ledger(url)}: the driver for this database is not installed ({error}); "
            "`pip install 'marsad[postgresql]'`, or use a SQLite file"
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    _switch_to_wal(cursor)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Turn a new file to WAL; SQLite gives up at once, without its own waiting, where another opener does the same."""
    for pause in (*SWITCH_PAUSES, None):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if pause is None or "locked" not in str(error):
                raise
            time.sleep(pause)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("marsad_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("marsad_write", False):
        # not REPEATABLE READ: its state would be that of before the wait for the lock
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def begin_write(engine: Engine) -> Iterator[Connection]:
    """One writing transaction, alone from its first SELECT on; whatever the database refuses is a LedgerError."""
    with (
        _translated(engine.url),
        engine.connect().execution_options(marsad_write=True) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def begin_read(engine: Engine) -> Iterator[Connection]:
    """One reading transaction: a single consistent state, however many writers go on."""
    with _translated(engine.url), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _translated(url: URL) -> Iterator[None]:
    name = name_ledger(url)
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(f"{name}: a text with half a character (a lone surrogate) cannot be kept: {error}") from error
    except DBAPIError as error:
        said = str(error.orig).strip()
        if "NUL" in said:
            raise InputError(f"{name}: a text with a NUL character cannot be kept in PostgreSQL: {said}") from error
        if "locked" in said or "lock timeout" in said:
            raise LedgerError(
                f"{name} is locked by another program ({said}); wait until it ends, then try again"
            ) from error
        if "not a database" in said or "malformed" in said:
            raise LedgerError(f"{name} is no ledger or is damaged ({said}); restore it from a backup") from error
        if "unable to open" in said or "readonly" in said:
            raise LedgerError(
                f"{name} cannot be opened for this ({said}); check the folder and its permissions"
            ) from error
        raise LedgerError(f"{name}: the database refused: {said}") from error


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands between two transactions; writers go on meanwhile. What is no database: LedgerError.

    Not by VACUUM INTO: that may number rows anew, by which search tables find what they index.
    """
    try:
        with closing(sqlite3.connect(source, timeout=BUSY_MILLISECONDS / 1000)) as read:
            read.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(target)) as write:
                read.backup(write)
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{source} cannot be copied ({error}); is it a ledger, and is there room?") from error


def read_shape(connection: Connection) -> str | None:
    """The migration the tables stand at; `None` for a database without a ledger."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


class Upgrade(NamedTuple):
    """A ledger that was brought to the present shape: from which one, and where it lies as it was (SQLite only)."""

    shape: str
    copy: Path | None


def migrate(engine: Engine, *, create: bool) -> Upgrade | None:
    """Bring the tables to the present shape; one of a newer Marsad, or none where none may be made: LedgerError.

    A ledger of an older shape that lies in a file is copied first, beside itself; an upgrade that fails leaves the
    ledger as it was.
    """
    name = name_ledger(engine.url)
    with begin_read(engine) as connection:
        shape = read_shape(connection)
    if shape == HEAD:
        return None
    if shape is None and not create:
        raise LedgerError(f"{name} holds no ledger; `marsad run PATH --ledger {name}` makes one")
    with begin_write(engine) as connection:
        shape = read_shape(connection)
        if shape == HEAD:  # another program was faster
            return None
        copy = None if shape is None else _copy_before(engine.url, shape)
        try:
            _upgrade(connection, name)
        except BaseException:
            if copy is not None:
                copy.unlink()
            raise
    return None if shape is None else Upgrade(shape, copy)


def _copy_before(url: URL, shape: str) -> Path | None:
    """Keep a file's ledger as it is, under a name that nothing has; `None` for a server's."""
    if url.get_backend_name() != "sqlite":
        return None
    database = Path(str(url.database))
    names = itertools.chain([f"shape-{shape}"], (f"shape-{shape}-{number}" for number in itertools.count(2)))
    copies = (database.with_name(f"{database.stem}.{name}{database.suffix}") for name in names)
    copy = next(copy for copy in copies if not copy.exists())
    copy_database(database, copy)
    copy.chmod(database.stat().st_mode & 0o777)
    return copy


def _upgrade(connection: Connection, name: str) -> None:
    # Alembic costs a third of a second to import: only those who need it pay
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerError(f"{name} was made by another version of Marsad ({error}); use that one or a newer") from error
