"""Preserved files: the bytes of each input as received, by their SHA-256, in a folder beside the ledger.

Why it is hard: a kept page is evidence only if nothing of ours can ever change it. A file is written whole to a
temporary name, flushed to the disk, then linked to its own name; a name that is taken is never written again, not
even when its bytes are damaged: `marsad verify` says so, and the damage stays to be looked at.
Known gaps: files are not compressed; a file whose database row was never committed stays behind, harmless.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from marsad.base.errors import LedgerError
from marsad.base.files import put_once
from marsad.base.ids import hash_bytes


@dataclass(frozen=True)
class Archive:
    """The folder of preserved files: `ab/abcdef…` holds the bytes whose SHA-256 is `abcdef…`."""

    folder: Path

    def path_of(self, sha256: str) -> Path:
        """Where the bytes of that hash lie, kept or not."""
        return self.folder / sha256[:2] / sha256

    def write(self, content: bytes) -> str:
        """Keep bytes once; gives their SHA-256. A folder that cannot be written raises LedgerError."""
        sha256 = hash_bytes(content)
        path = self.path_of(sha256)
        if path.exists():
            return sha256
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write_once(path, content)
        except OSError as error:
            raise LedgerError(
                f"{path.parent}: the original cannot be kept ({error.strerror}); free or open the folder"
            ) from error
        return sha256

    @staticmethod
    def _write_once(path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o444)
            with suppress(FileExistsError):
                put_once(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        """The preserved bytes; a missing file raises LedgerError."""
        path = self.path_of(sha256)
        try:
            return path.read_bytes()
        except OSError as error:
            raise LedgerError(
                f"{path}: the preserved file cannot be read ({error.strerror}); restore it from a backup"
            ) from error

    def check(self, sha256: str) -> str | None:
        """What is wrong with a preserved file, in words; `None` when its bytes still have their hash."""
        path = self.path_of(sha256)
        if not path.is_file():
            return f"{path}: the preserved file is missing; restore it from a backup"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            return f"{path}: the preserved file was changed (its SHA-256 is now {found}); restore it from a backup"
        return None
