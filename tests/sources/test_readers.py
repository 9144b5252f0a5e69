"""Readers: good input comes through unaltered, bad input is named with its place, and the rest is read."""

import gzip
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest

from marsad.base.ids import document_id, hash_bytes
from marsad.model.document import Captured, Fault
from marsad.sources.readers import lines, paths, read_documents, whole

TEXT = "قتل ستة مدنيين على الأقل في قصف على البلدة، وفق مرصد محلي."


def read(*given: Path | str, published: date | None = None) -> tuple[list[Captured], list[Fault]]:
    found = list(read_documents([str(path) for path in given], published=published))
    return [item for item in found if isinstance(item, Captured)], [item for item in found if isinstance(item, Fault)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_line(**keys: object) -> str:
    return json.dumps({"text": TEXT, **keys}, ensure_ascii=False) + "\n"


def refused(path: Path) -> str:
    captured, faults = read(path)
    assert not captured
    assert len(faults) == 1
    assert faults[0].path == str(path)
    return faults[0].reason


# What comes through


def test_plain_text_is_taken_exactly_as_received(tmp_path: Path) -> None:
    content = f"  {TEXT}\r\nسطر ثان\r\n".encode()
    (captured,), faults = read(write(tmp_path / "a.txt", content))
    assert captured.document.text == content.decode()
    assert captured.document.title is None
    assert captured.original == content
    assert captured.document.bytes_sha256 == hash_bytes(content)
    assert not faults


def test_document_without_id_gets_the_hash_of_title_newline_and_text(tmp_path: Path) -> None:
    (captured,), _ = read(write(tmp_path / "a.json", as_line(title="عنوان")))
    assert captured.document.id == captured.document.sha256 == hash_bytes(f"عنوان\n{TEXT}".encode())


def test_given_id_is_kept_and_the_hash_still_tells_versions_apart(tmp_path: Path) -> None:
    (captured,), _ = read(write(tmp_path / "a.json", as_line(id="r-1")))
    assert captured.document.id == "r-1"
    assert captured.document.sha256 == document_id(None, TEXT)


def test_all_keys_of_the_contract_are_read_and_others_passed_over(tmp_path: Path) -> None:
    keys = {"id": 7, "url": "https://example.org/1", "publisher": "صحيفة", "title": "عنوان", "published": "2018-07-06"}
    (captured,), faults = read(write(tmp_path / "a.json", as_line(**keys, category="x", doc_id="y", deep=[{"a": [1]}])))
    document = captured.document
    assert (document.id, document.url, document.publisher, document.title) == ("7", keys["url"], "صحيفة", "عنوان")
    assert (document.published, document.published_raw) == (date(2018, 7, 6), "2018-07-06")
    assert not faults


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_blank_values_are_unknown(tmp_path: Path, blank: str | None) -> None:
    (captured,), _ = read(write(tmp_path / "a.json", as_line(id=blank, url=blank, publisher=blank, published=blank)))
    document = captured.document
    assert (document.url, document.publisher, document.published) == (None, None, None)
    assert document.id == document.sha256


def test_each_line_keeps_its_own_bytes_and_number(tmp_path: Path) -> None:
    first, second = as_line(id="1").encode(), as_line(id="2").replace("\n", "\r\n").encode()
    captured, _ = read(write(tmp_path / "a.jsonl", first + b"\n  \n" + second + as_line(id="3").strip().encode()))
    assert [item.document.origin_line for item in captured] == [1, 4, 5]
    assert [item.original for item in captured[:2]] == [first.strip(), second.strip()]
    assert [item.document.id for item in captured] == ["1", "2", "3"]


def test_byte_order_mark_before_json_is_no_trouble(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.json"):
        captured, faults = read(write(tmp_path / name, b"\xef\xbb\xbf" + as_line().encode()))
        assert [item.document.text for item in captured] == [TEXT]
        assert not faults


def test_json_may_be_an_object_a_list_or_lines(tmp_path: Path) -> None:
    one = write(tmp_path / "1.json", json.dumps({"text": TEXT}, indent=1))
    many = write(tmp_path / "2.json", f'[\n {{"text": "{TEXT}", "id": "a"}},\n\n {{"text": "{TEXT}", "id": "b"}}]')
    under_wrong_name = write(tmp_path / "3.json", as_line(id="c") + as_line(id="d"))
    captured, faults = read(one, many, under_wrong_name)
    assert [item.document.id for item in captured] == [document_id(None, TEXT), "a", "b", "c", "d"]
    assert [item.document.origin_line for item in captured] == [None, 2, 4, 1, 2]
    assert captured[2].original == f'{{"text": "{TEXT}", "id": "b"}}'.encode()
    assert not faults


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(as_line(id="1").encode())
    captured, _ = read(write(tmp_path / "a.jsonl.gz", packed), write(tmp_path / "misnamed.jsonl", packed))
    assert len(captured) == 2
    (plain,), _ = read(write(tmp_path / "misnamed.jsonl.gz", as_line(id="1")))
    assert plain.document.id == "1"


def test_folder_is_read_by_name_with_what_lies_below(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.json", "a/1.html", "c.JSONL", "d.TXT"):
        write(tmp_path / name, as_line() if name.lower().endswith(("json", "jsonl")) else f"<p>{TEXT * 5}</p>")
    for passed_over in (".hidden.txt", ".git/x.txt", "picture.png", "notes.md", "a/data.csv"):
        write(tmp_path / passed_over, "x")
    captured, faults = read(tmp_path)
    names = [os.path.relpath(item.document.origin_path or "", tmp_path) for item in captured]
    assert names == ["a/1.html", "a/2.json", "b.txt", "c.JSONL", "d.TXT"]
    assert not faults


def test_links_that_lead_in_circles_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    captured, faults = read(tmp_path)
    assert len(captured) == 1
    assert not faults


# The day of publication


def test_day_given_on_the_command_line_fills_only_what_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", as_line(published="2018-07-06") + as_line() + as_line(published=None))
    captured, _ = read(path, published=date(2020, 1, 2))
    assert [item.document.published for item in captured] == [date(2018, 7, 6), date(2020, 1, 2), date(2020, 1, 2)]


def test_document_without_date_stays_undated(tmp_path: Path) -> None:
    (captured,), _ = read(write(tmp_path / "a.txt", TEXT))
    assert captured.document.published is None


@pytest.mark.parametrize(
    "wrong", ["2018-13-45", "yesterday", "06/07/2018", "2018-02-30", "٢٠١٨-٠٧-٠٦", "2018", 20180706]
)
def test_document_with_a_date_that_is_no_date_is_refused_whole(tmp_path: Path, wrong: object) -> None:
    captured, (fault,) = read(write(tmp_path / "a.jsonl", as_line(published=wrong) + as_line(id="after")))
    assert fault.line == 1
    assert "date" in fault.reason or "published" in fault.reason
    assert [item.document.id for item in captured] == ["after"]


# What is refused, and the rest that is read


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', "wrong JSON"),
        ("not json", "wrong JSON"),
        ('{"text": "a"} {"text": "b"}', "wrong JSON"),
        ('["text"]', "wrong JSON"),
        ("7", "wrong JSON"),
        ('{"x":' + "[" * 100_000 + "}", "nested too deeply"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": 5}', "text is a number"),
        ('{"text": ["a"]}', "text is a list"),
        ('{"text": true}', "text is true or false"),
        ('{"text": ""}', "empty text"),
        ('{"text": " \\n\\t "}', "empty text"),
        ('{"text": "a\\ud800b"}', "surrogate"),
        ('{"text": "a", "title": "\\udc00"}', "surrogate"),
        ('{"text": "a\\u0000b"}', "NUL"),
        ('{"text": "a", "title": 5}', "title is a number"),
        ('{"text": "a", "id": ["x"]}', "id is a list"),
        ('{"text": "a", "id": true}', "id is true or false"),
        ('{"text": "a", "publisher": {}}', "publisher is an object"),
    ],
)
def test_bad_line_is_named_and_the_next_is_read(tmp_path: Path, line: str, reason: str) -> None:
    path = write(tmp_path / "a.jsonl", as_line(id="before") + line + "\n" + as_line(id="after"))
    captured, (fault,) = read(path)
    assert [item.document.id for item in captured] == ["before", "after"]
    assert (fault.path, fault.line) == (str(path), 2)
    assert reason in fault.reason
    assert fault.say().startswith(f"{path}:2: ")


def test_line_in_another_encoding_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    content = as_line(id="1").encode() + b'{"text": "\xff\xfe\xfa"}\n' + as_line(id="3").encode()
    captured, (fault,) = read(write(tmp_path / "a.jsonl", content))
    assert [item.document.id for item in captured] == ["1", "3"]
    assert fault.line == 2
    assert "unreadable encoding" in fault.reason


def test_lines_of_windows_1256_are_read(tmp_path: Path) -> None:
    (captured,), _ = read(write(tmp_path / "a.jsonl", as_line().encode("windows-1256")))
    assert captured.document.text == TEXT
    assert captured.original == as_line().strip().encode("windows-1256")


def test_line_over_ten_megabytes_is_skipped_without_being_held(tmp_path: Path) -> None:
    long_line = json.dumps({"text": "x" * 25_000_000})
    path = write(tmp_path / "a.jsonl", as_line(id="1") + long_line + "\n" + as_line(id="3"))
    captured, (fault,) = read(path)
    assert [item.document.id for item in captured] == ["1", "3"]
    assert captured[1].document.origin_line == 3
    assert (fault.line, "25.0 MB" in fault.reason) == (2, True)


@pytest.mark.parametrize(("extra", "kept"), [(0, True), (1, False)])
def test_limit_of_a_line_is_exact(extra: int, kept: bool) -> None:
    line = as_line().strip().encode()
    stream = io.BytesIO(line + b" " * extra + b"\n" + line)
    found = list(lines.read_lines(stream, "x", limit=len(line)))
    assert isinstance(found[0], Captured) is kept
    assert isinstance(found[1], Captured)


def test_archive_that_ends_early_gives_what_came_before(tmp_path: Path) -> None:
    content = "".join(as_line(id=str(number), noise=os.urandom(400).hex()) for number in range(2000)).encode()
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(content)[:-30_000])
    captured, (fault,) = read(path)
    assert len(captured) > 1000
    assert [item.document.id for item in captured] == [str(number) for number in range(len(captured))]
    assert "ends early" in fault.reason
    assert fault.line == len(captured) + 1


def test_archive_with_damaged_bytes_is_named(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(os.urandom(100_000).hex().encode()))
    packed[500:600] = b"\xff" * 100
    (fault,) = read(write(tmp_path / "a.jsonl.gz", bytes(packed)))[1]
    assert "archive" in fault.reason


def test_archive_with_nothing_but_its_mark_is_named(tmp_path: Path) -> None:
    assert "ends early" in refused(write(tmp_path / "a.jsonl.gz", b"\x1f\x8b"))


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl"])
@pytest.mark.parametrize("content", ["", " \n\n "])
def test_empty_file_is_named(tmp_path: Path, name: str, content: str) -> None:
    assert "empty" in refused(write(tmp_path / name, content))


def test_list_without_documents_and_broken_list_are_named(tmp_path: Path) -> None:
    assert "empty list" in refused(write(tmp_path / "a.json", "[]"))
    assert "wrong JSON" in refused(write(tmp_path / "b.json", '[{"text": "a"}, '))


def test_bad_item_of_a_list_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", f'[{{"text": "{TEXT}"}},\n{{"text": 5}},\n{{"text": "{TEXT}"}}]')
    captured, (fault,) = read(path)
    assert len(captured) == 2
    assert fault.line == 2


def test_missing_path_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    captured, (fault,) = read(tmp_path / "none.txt", write(tmp_path / "a.txt", TEXT))
    assert len(captured) == 1
    assert "no such file" in fault.reason


def test_folder_with_nothing_readable_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.png", "x")
    assert "nothing readable" in refused(tmp_path)


def test_file_of_another_kind_is_named_when_asked_for(tmp_path: Path) -> None:
    assert "no reader for this kind" in refused(write(tmp_path / "a.pdf", "%PDF-1.4"))


def test_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, kept = write(tmp_path / "a.txt", TEXT), write(tmp_path / "b.txt", TEXT)
    read_bytes = Path.read_bytes

    def deny(path: Path) -> bytes:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", deny)  # root may read everything, so the mode alone would test nothing
    captured, (fault,) = read(closed, kept)
    assert len(captured) == 1
    assert fault.reason == "no permission to read it"


def test_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(paths.os, "scandir", deny)
    assert refused(tmp_path) == "no permission to read it"


def test_file_larger_than_any_report_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(paths._WHOLE, ".txt", (whole.read_plain, 100))
    assert "longer than" in refused(write(tmp_path / "a.txt", TEXT * 10))


def test_file_name_that_is_no_utf8_can_be_said(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    try:
        path.write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (fault,) = read(tmp_path)[1]
    assert "\ufffd.txt" in fault.say()
    fault.say().encode()


def test_text_with_binary_content_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path / "a.txt", b"\x00\x01\x02abc"))


def test_stream_is_read_one_line_at_a_time() -> None:
    class Endless(io.RawIOBase):
        """Gives lines for ever: only a reader that streams comes back."""

        def readline(self, _size: int | None = -1) -> bytes:
            return as_line().encode()

    found = lines.read_lines(Endless(), "x")
    assert [type(next(found)) for _ in range(3)] == [Captured] * 3
