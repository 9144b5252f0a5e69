"""A file that leaves while it is made, so that nobody takes the beginning of one for the whole.

Why it is hard: what goes wrong in the middle of a file goes wrong behind its head, which said that all is well. Over
HTTP/1.1 the file goes in chunks, and a fault breaks the connection before the last of them, so that every receiver
knows that more was to come. Over HTTP/1.0 (as some programs between us and people speak it) the end of the connection
is the end of the file, and a half looks whole; so there the file is made first, beside, and sent with its length.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

MEMORY_MOST = 8 << 20
BLOCK = 1 << 16


def send_file(
    request: Request, parts: Iterable[bytes], *, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The parts as one file: broken off where they end in a fault, or refused whole where that could not be told."""
    if request.scope.get("http_version") != "1.0":
        return StreamingResponse(parts, media_type=media_type, headers=headers)
    made = tempfile.SpooledTemporaryFile(max_size=MEMORY_MOST)  # noqa: SIM115 - closed when it was sent
    try:
        made.writelines(parts)
        length = made.tell()
        made.seek(0)
    except BaseException:
        made.close()
        raise
    return StreamingResponse(
        _read_blocks(made), media_type=media_type, headers={**(headers or {}), "Content-Length": str(length)}
    )


def _read_blocks(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while block := made.read(BLOCK):
            yield block
