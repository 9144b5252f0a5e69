"""Standard input: what comes is found out by looking."""

import gzip
import io
import json

import pytest

from marsad.model.document import Captured, Fault
from marsad.sources.readers.stream import read_stream

TEXT = "قتل ستة مدنيين على الأقل في قصف على البلدة، وفق مرصد محلي."
LINE = json.dumps({"text": TEXT}, ensure_ascii=False)


def read(content: bytes) -> list[Captured | Fault]:
    return list(read_stream(io.BytesIO(content), "-"))


def read_texts(content: bytes) -> list[str]:
    found = read(content)
    assert all(isinstance(item, Captured) for item in found), found
    return [item.document.text for item in found if isinstance(item, Captured)]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (LINE, 1),
        (f"{LINE}\n", 1),
        (f"\n\n{LINE}\n{LINE}\n", 2),
        (json.dumps({"text": TEXT}, indent=2), 1),
        (f"[{LINE},\n{LINE}]", 2),
        (f" [\n{LINE}]", 1),
        (TEXT, 1),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_kinds_are_told_apart(content: str, count: int, encoding: str) -> None:
    assert read_texts(content.encode(encoding)) == [TEXT] * count


def test_gzip_is_unpacked_first() -> None:
    assert read_texts(gzip.compress(f"{LINE}\n{LINE}".encode())) == [TEXT, TEXT]


def test_archive_that_ends_early_is_named() -> None:
    assert "ends early" in next(
        item.reason for item in read(gzip.compress(TEXT.encode())[:-4]) if isinstance(item, Fault)
    )


def test_page_is_known_by_its_first_tag() -> None:
    (text,) = read_texts(f"<!-- x -->\n<!DOCTYPE html><html><body><article><p>{TEXT * 6}</p></article></body>".encode())
    assert text == TEXT * 6


@pytest.mark.parametrize("text", [f"[عاجل] {TEXT}", f"{{عاجل}} {TEXT}", f"< {TEXT}", "7", f"<{TEXT}>"])
def test_plain_text_that_opens_with_a_bracket_is_plain_text(text: str) -> None:
    assert read_texts(text.encode()) == [text]


def test_first_bad_line_does_not_hide_the_next() -> None:
    found = read(b'{"text": 5}\n' + LINE.encode())
    assert isinstance(found[0], Fault)
    assert found[0].line == 1
    assert isinstance(found[1], Captured)
    assert found[1].document.origin_line == 2


def test_nothing_at_all_is_named() -> None:
    (fault,) = read(b"")
    assert isinstance(fault, Fault)
    assert fault.reason == "empty file"


def test_first_line_over_the_limit_is_skipped() -> None:
    found = read(b'{"text": "' + b"x" * 11_000_000 + b'"}\n' + LINE.encode())
    assert isinstance(found[0], Fault)
    assert isinstance(found[1], Captured)


def test_lines_come_before_the_stream_ends() -> None:
    taken = 0

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal taken
            piece = super().read(size)
            taken += len(piece)
            return piece

    stream = Counting((LINE + "\n").encode() * 20_000)
    next(read_stream(stream, "-"))
    assert taken < 300_000
