"""Backups: a consistent copy of a ledger in use, as one sealed file.

Why it is hard: a ledger that is written to while it is copied gives a torn copy, and a copy that nobody checked is
found to be bad on the day it is needed. The database is copied by SQLite's own backup call in one step, so that it
is the state between two transactions while writers go on; the preserved files come after it, since a file is always
kept before its row is. The copy is checked before anything is said to be done.

A backup is a zip that any program opens: `ledger.db`, `files/ab/abcdef…` and `manifest.json`, which says the size and
SHA-256 of each of them, the counts and the heads of the chains. The last 64 characters of the file (the zip's comment)
are its seal, the SHA-256 of all that stands before them, so that not one changed byte goes unseen.
Known gaps: the seal finds accidents, not forgers, who could make another: note it, or the head of the chain,
elsewhere. PostgreSQL has its own `pg_dump`; nothing is encrypted, and the file holds all that the ledger holds.
"""

import hashlib
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from marsad import __version__
from marsad.base.clock import utc_now
from marsad.base.errors import LedgerError
from marsad.base.files import put_once
from marsad.store import audit, connect
from marsad.store.archive import Archive
from marsad.store.tables import metadata

FORMAT = 1
DATABASE = "ledger.db"
MANIFEST = "manifest.json"
SEAL_LENGTH = 64
HEAD = re.compile(r"\d+ [0-9a-f]{64}")
BLOCK = 1 << 20
Tell = Callable[[str, int], None]


def say_nothing(_stage: str, _done: int) -> None:
    """For those who do not want to hear how far the work is."""


class Kept(msgspec.Struct, frozen=True):
    """One file in a backup: its name there, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


class Lost(msgspec.Struct, frozen=True):
    """A preserved file that the ledger names and that could not be copied, and why."""

    sha256: str
    why: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `shape` is the migration its tables stand at, `heads` the `LENGTH HASH` of each chain."""

    format: int
    made_at: str
    made_by: str
    shape: str
    database: Kept
    files: tuple[Kept, ...]
    lost: tuple[Lost, ...]
    counts: dict[str, int]
    heads: dict[str, str]
    problems: tuple[str, ...]


class Backup(msgspec.Struct, frozen=True):
    """A backup that was made: where, its seal, what is in it."""

    path: Path
    seal: str
    manifest: Manifest


def write_backup(
    where: str | Path,
    out: Path | None = None,
    *,
    clock: Callable[[], datetime] = utc_now,
    tell: Tell | None = None,
) -> Backup:
    """Copy a ledger into one file, never over another; without `out` beside the ledger, named after the moment.

    What the ledger has lost or no longer verifies is in the manifest; the copy is made nevertheless. A ledger on a
    server, one that is not there, and a place that cannot be written raise LedgerError.
    """
    database = find_database(where)
    moment = clock()
    target = _name_backup(database, out, moment)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copied, packed = Path(folder) / DATABASE, Path(folder) / target.name
            connect.copy_database(database, copied)
            manifest = _pack(copied, packed, Archive(database.with_suffix(".files")), moment, tell or say_nothing)
            seal = _write_seal(packed)
            packed.chmod(0o600)
            put_once(packed, target)
    except FileExistsError as error:
        raise LedgerError(f"{target} exists; a backup is never written over: name another file with --out") from error
    except OSError as error:
        raise LedgerError(f"{target}: the backup cannot be written ({error.strerror}); free or open it") from error
    return Backup(target, seal, manifest)


def find_database(where: str | Path) -> Path:
    """The file of a ledger; one on a server, or none there, raises LedgerError that says what to do instead."""
    url = connect.parse_where(where)
    if url.get_backend_name() != "sqlite":
        name, folder = connect.name_ledger(url), f"{url.database}.files"
        raise LedgerError(
            f"{name} lies on a PostgreSQL server, which has a backup of its own. First "
            f"`pg_dump --format=custom --file=ledger.dump {name}`, then copy the folder of preserved files ({folder} "
            "in the working directory of marsad); put both back with pg_restore and cp, then run `marsad verify`"
        )
    database = Path(url.database or "")
    if not database.is_file():
        raise LedgerError(f"there is no ledger at {database}")
    return database


def _name_backup(database: Path, out: Path | None, moment: datetime) -> Path:
    name = f"{database.stem}-{moment:%Y%m%d-%H%M%S}.marsad.zip"
    target = database.with_name(name) if out is None else out / name if out.is_dir() else out
    if not target.absolute().parent.is_dir():
        raise LedgerError(f"{target}: the folder {target.absolute().parent} does not exist; make it first")
    if target.exists():
        raise LedgerError(f"{target} exists; a backup is never written over: name another file with --out")
    return target.absolute()


def _pack(copied: Path, packed: Path, archive: Archive, moment: datetime, tell: Tell) -> Manifest:
    """Write the zip without its seal; gives what its manifest says."""
    shape, counts, heads, problems = look_into(copied)
    if shape == connect.HEAD:
        engine = connect.open_engine(connect.parse_where(copied))
        with connect.begin_read(engine) as connection:
            problems += audit.find_problems(connection, archive)
        engine.dispose()
    files: list[Kept] = []
    lost: list[Lost] = []
    with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as pack:
        with copied.open("rb") as content:
            database = _add(pack, DATABASE, content)
        for done, sha256 in enumerate(_list_originals(copied), 1):
            problem = archive.check(sha256)
            if problem is None:
                with archive.path_of(sha256).open("rb") as content:
                    files.append(_add(pack, name_file(sha256), content))
                problem = None if files[-1].sha256 == sha256 else "it changed while it was copied"
            if problem is not None:
                lost.append(Lost(sha256, problem))
            tell("preserved files", done)
        manifest = Manifest(
            format=FORMAT,
            made_at=moment.isoformat(),
            made_by=f"marsad {__version__}",
            shape=shape,
            database=database,
            files=tuple(files),
            lost=tuple(lost),
            counts=counts,
            heads=heads,
            problems=tuple(problems),
        )
        pack.writestr(zipfile.ZipInfo(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        pack.comment = b"0" * SEAL_LENGTH
    return manifest


def name_file(sha256: str) -> str:
    """The name of a preserved file in a backup."""
    return f"files/{sha256[:2]}/{sha256}"


def look_into(database: Path) -> tuple[str, dict[str, int], dict[str, str], list[str]]:
    """Shape, rows by table, heads of the chains, and what SQLite finds wrong with a copied database of any shape."""
    with closing(sqlite3.connect(database)) as connection:
        present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        shape = None
        if "alembic_version" in present:
            shape = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if shape is None:
            raise LedgerError("the database holds no ledger; is it the right file?")
        counts = {
            name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
            for name in sorted(metadata.tables.keys() & present)
        }
        noted = connection.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    heads = {key: value for key, value in noted if HEAD.fullmatch(value)}
    return str(shape[0]), counts, heads, [f"the database is damaged: {line}" for line in found if line != "ok"]


def _list_originals(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [str(row[0]) for row in connection.execute("SELECT sha256 FROM originals ORDER BY sha256")]


def _add(pack: zipfile.ZipFile, name: str, content: BinaryIO) -> Kept:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    size, hashed = 0, hashlib.sha256()
    with pack.open(entry, "w", force_zip64=True) as written:
        while block := content.read(BLOCK):
            written.write(block)
            hashed.update(block)
            size += len(block)
    return Kept(name, size, hashed.hexdigest())


def _write_seal(packed: Path) -> str:
    with packed.open("r+b") as file:
        seal = _hash_before_seal(file, packed.stat().st_size)
        file.seek(-SEAL_LENGTH, os.SEEK_END)
        file.write(seal.encode())
        file.flush()
        os.fsync(file.fileno())
    return seal


def read_seal(path: Path) -> str:
    """The seal that a backup carries; it is not checked here."""
    with path.open("rb") as file:
        file.seek(-SEAL_LENGTH, os.SEEK_END)
        return file.read().decode()


def _hash_before_seal(file: BinaryIO, size: int) -> str:
    hashed, left = hashlib.sha256(), size - SEAL_LENGTH
    while left > 0 and (block := file.read(min(BLOCK, left))):
        hashed.update(block)
        left -= len(block)
    return hashed.hexdigest()


@contextmanager
def open_backup(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup whose every byte is as it was sealed, with its manifest; any other file raises LedgerError."""
    try:
        with path.open("rb") as file:
            sealed = _hash_before_seal(file, path.stat().st_size)
            if file.read() != sealed.encode():
                raise LedgerError(f"{path} is no backup of Marsad or was damaged: its seal does not fit; use another")
            with zipfile.ZipFile(file) as pack:
                yield pack, _read_manifest(path, pack)
    except (zipfile.BadZipFile, EOFError) as error:
        raise LedgerError(f"{path} is no backup of Marsad ({error}); use another") from error
    except OSError as error:
        raise LedgerError(f"{path}: the backup cannot be read ({error.strerror})") from error


def _read_manifest(path: Path, pack: zipfile.ZipFile) -> Manifest:
    try:
        manifest = msgspec.json.decode(pack.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.MsgspecError) as error:
        raise LedgerError(f"{path} is no backup of Marsad ({error}); use another") from error
    if manifest.format != FORMAT:
        raise LedgerError(f"{path} was made by {manifest.made_by}, in format {manifest.format}; use that or a newer")
    named = [MANIFEST, manifest.database.name, *(kept.name for kept in manifest.files)]
    proper = manifest.database.name == DATABASE and all(one.name == name_file(one.sha256) for one in manifest.files)
    if not proper or sorted(named) != sorted(pack.namelist()):
        raise LedgerError(f"{path}: the manifest does not name what lies in the backup; use another")
    return manifest
