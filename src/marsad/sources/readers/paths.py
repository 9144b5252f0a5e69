"""Paths to documents: which files are read, in which order, and by which reader.

Hard because nothing here may stop the rest: a missing path, a folder nobody may open, a file that ends early are each
one Fault among the documents. Folders are read in the order of their names, so that a run is repeatable; hidden files
and files of other kinds are passed over; links to folders are not followed, since they may lead in circles.
"""

import gzip
import os
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from marsad.model.document import Captured, Fault
from marsad.sources.readers.lines import LINE_LIMIT, ByteStream, read_lines, say_broken_archive, say_too_long
from marsad.sources.readers.stream import GZIP_MARK, read_stream
from marsad.sources.readers.whole import JSON_LIMIT, read_json, read_page, read_plain

_WHOLE = {
    ".txt": (read_plain, LINE_LIMIT),
    ".html": (read_page, LINE_LIMIT),
    ".htm": (read_page, LINE_LIMIT),
    ".json": (read_json, JSON_LIMIT),
}
_LINES = (".jsonl", ".jsonl.gz")
KINDS = ".txt, .html, .htm, .json, .jsonl and .jsonl.gz"


def read_documents(paths: Sequence[str], *, published: date | None = None) -> Iterator[Captured | Fault]:
    """Documents of files, folders and standard input (`-`), in order; a Fault for each input that cannot be read.

    `published` applies to documents that bring no date of their own. Raises nothing for bad input.
    """
    for path in paths:
        if path == "-":
            yield from read_stream(sys.stdin.buffer, "-", published=published)
        else:
            yield from _read_path(Path(path), published)


def show_path(path: Path) -> str:
    """A path as it can be printed: names that are not UTF-8 lose their unreadable bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def _read_path(path: Path, published: date | None) -> Iterator[Captured | Fault]:
    name = show_path(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield Fault(path=name, line=None, reason=_say_denied(error))
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path, published)
    elif not stat.S_ISREG(mode):  # a pipe, as the shell's <(…) hands over
        yield from _guard(path, _read_pipe(path, published))
    elif _is_known(path):
        yield from _guard(path, _read_file(path, published))
    else:
        yield Fault(path=name, line=None, reason=f"no reader for this kind of file; read are {KINDS}")


def _read_folder(path: Path, published: date | None) -> Iterator[Captured | Fault]:
    readable = False
    for item in _find_files(path):
        readable = True
        if isinstance(item, Fault):
            yield item
        else:
            yield from _guard(item, _read_file(item, published))
    if not readable:
        yield Fault(path=show_path(path), line=None, reason=f"nothing readable in this folder; read are {KINDS}")


def _find_files(folder: Path) -> Iterator[Path | Fault]:
    """Files of known kinds below a folder, by name; folders that cannot be opened are Faults."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Fault(path=show_path(folder), line=None, reason=_say_denied(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _find_files(path)
        elif _is_known(path) and (entry.is_file() or entry.is_symlink()) and not path.is_dir():
            yield path


def _is_known(path: Path) -> bool:
    name = path.name.lower()
    return path.suffix.lower() in _WHOLE or name.endswith(_LINES)


def _read_file(path: Path, published: date | None) -> Iterator[Captured | Fault]:
    name = show_path(path)
    if path.name.lower().endswith(_LINES):
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP_MARK
            raw.seek(0)
            stream: ByteStream = gzip.GzipFile(fileobj=raw) if packed else raw  # by its bytes: names are often wrong
            yield from read_lines(stream, name, published=published)
        return
    read_whole, limit = _WHOLE[path.suffix.lower()]
    size = path.stat().st_size
    if size > limit:
        yield Fault(path=name, line=None, reason=say_too_long(size, limit, "file"))
        return
    yield from read_whole(path.read_bytes(), name, published=published)


def _read_pipe(path: Path, published: date | None) -> Iterator[Captured | Fault]:
    with path.open("rb") as stream:
        yield from read_stream(stream, show_path(path), published=published)


def _guard(path: Path, documents: Iterator[Captured | Fault]) -> Iterator[Captured | Fault]:
    """Turn what the file system says into a Fault, keeping what was read before."""
    try:
        yield from documents
    except OSError as error:
        yield Fault(path=show_path(path), line=None, reason=_say_denied(error))
    except (EOFError, zlib.error) as error:
        yield Fault(path=show_path(path), line=None, reason=say_broken_archive(error))


def _say_denied(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {reason}"
