"""Restoring: a backup becomes a ledger again, checked before it takes its name.

Why it is hard: half a ledger that looks whole is worse than none. Everything is unpacked into a folder of its own
beside the place it is meant for; each hash, the counts, the heads and the chains are checked there; only then the two
get their names, and a name that is taken is never taken over.
Known gaps: a backup of an older shape comes back in the present one; the backup itself stays as it is.
"""

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path

import msgspec

from marsad.base.errors import LedgerError
from marsad.base.files import put_once
from marsad.store import connect
from marsad.store.archive import Archive
from marsad.store.backup import BLOCK, Kept, Manifest, Tell, look_into, open_backup, say_nothing
from marsad.store.ledger import open_ledger


class Restored(msgspec.Struct, frozen=True):
    """A ledger that came back: where it lies, what the backup said, and what in it does not verify."""

    path: Path
    manifest: Manifest
    problems: tuple[str, ...]


def restore_backup(
    backup: Path,
    where: str | Path,
    *,
    despite_problems: bool = False,
    tell: Tell | None = None,
) -> Restored:
    """Make a ledger of a backup, where there is none yet.

    A place that is taken, a backup with one byte changed, and a ledger that does not verify raise LedgerError, and
    nothing is left behind; `despite_problems` brings back a ledger that did not verify when it was backed up either.
    """
    target = _find_target(where)
    files = target.with_suffix(".files")
    try:
        with (
            open_backup(backup) as (pack, manifest),
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".restoring-") as folder,
        ):
            unpacked = Path(folder) / "ledger.db"
            _unpack(pack, manifest, unpacked, tell or say_nothing)
            problems = _check(unpacked, manifest)
            if problems and not despite_problems:
                raise LedgerError(
                    f"{backup}: the ledger in it does not verify, and did not when it was backed up: {problems[0]}"
                    f"{f' (and {len(problems) - 1} more)' if len(problems) > 1 else ''}; use an older backup, or take "
                    "it as it is with --despite-problems"
                )
            _put(unpacked, target, files)
    except FileExistsError as error:
        raise LedgerError(f"{target} was made meanwhile; nothing was restored") from error
    except OSError as error:
        raise LedgerError(f"{target}: the ledger cannot be written ({error.strerror}); free or open it") from error
    return Restored(target, manifest, tuple(problems))


def _find_target(where: str | Path) -> Path:
    url = connect.parse_where(where)
    if url.get_backend_name() != "sqlite":
        raise LedgerError(
            f"{connect.name_ledger(url)}: a backup of a ledger in a file is restored to a file; name one with --ledger"
        )
    target = Path(url.database or "").absolute()
    files = target.with_suffix(".files")
    taken = next((one for one in (target, files) if one.exists()), None)
    if taken is not None:
        raise LedgerError(f"{taken} exists; nothing is restored over it: name another ledger, or move it away first")
    if not target.parent.is_dir():
        raise LedgerError(f"{target}: the folder {target.parent} does not exist; make it first")
    return target


def _unpack(pack: zipfile.ZipFile, manifest: Manifest, unpacked: Path, tell: Tell) -> None:
    hashed, size = hashlib.sha256(), 0
    with pack.open(manifest.database.name) as packed, unpacked.open("xb") as written:
        while block := packed.read(BLOCK):
            hashed.update(block)
            size += written.write(block)
    _compare(manifest.database, size, hashed.hexdigest())
    archive = Archive(unpacked.with_suffix(".files"))
    for done, kept in enumerate(manifest.files, 1):
        content = pack.read(kept.name)
        _compare(kept, len(content), archive.write(content))
        tell("preserved files", done)


def _compare(kept: Kept, size: int, sha256: str) -> None:
    if (kept.size, kept.sha256) != (size, sha256):
        raise LedgerError(f"{kept.name} in the backup is not what its manifest says; use another backup")


def _check(unpacked: Path, manifest: Manifest) -> list[str]:
    """What does not verify in the unpacked ledger, brought to the present shape."""
    shape, counts, heads, problems = look_into(unpacked)
    if (shape, counts, heads) != (manifest.shape, manifest.counts, manifest.heads):
        problems.append("shape, counts or heads of the database are not those that the manifest says")
    with open_ledger(unpacked, create=False) as ledger:
        problems += ledger.verify()
    return problems


def _put(unpacked: Path, target: Path, files: Path) -> None:
    own = unpacked.with_suffix(".files")
    if own.exists():
        own.rename(files)
    try:
        put_once(unpacked, target)
    except BaseException:
        if files.exists():
            shutil.move(files, own)
        raise
