"""What a file is, by its first bytes; and how one comes to its place without taking another's."""

import os
import zipfile
from pathlib import Path

from marsad.base.errors import InputError

_ZIP_MARK = b"PK\x03\x04"


def is_archive(path: Path) -> bool:
    """Whether a file is a zip. Raises `InputError` for one that begins as a zip and is cut off, `OSError` as `open`."""
    if zipfile.is_zipfile(path):
        return True
    with path.open("rb") as file:
        if file.read(len(_ZIP_MARK)) == _ZIP_MARK:
            raise InputError(f"{path} is a zip archive that is damaged or ends early; fetch it again")
    return False


def put_once(written: Path, target: Path) -> None:
    """Move a whole file to its name, on one file system; a name that is taken raises FileExistsError, always."""
    try:
        os.link(written, target)  # unlike a rename, never puts one file in another's place
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError(target) from None
        written.replace(target)
    else:
        written.unlink()
