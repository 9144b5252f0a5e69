"""Preserved files: written once, found out when changed."""

from pathlib import Path

import pytest
from written import change_rows, make_claim, make_document, make_full_claim, make_reading

from marsad.base.errors import LedgerError, PromiseError
from marsad.base.ids import hash_bytes
from marsad.store.archive import Archive
from marsad.store.ledger import Ledger

BYTES = "النص كما ورد\r\n".encode("cp1256")


@pytest.fixture
def kept(ledger: Ledger, files: Path) -> Path:
    """A ledger with one preserved file; gives the file."""
    document = make_document(bytes_sha256=hash_bytes(BYTES))
    ledger.write_reading(make_reading(document, make_full_claim(document)), document, BYTES)
    sha256 = hash_bytes(BYTES)
    return files / sha256[:2] / sha256


def test_original_is_kept_byte_for_byte_beside_the_ledger(ledger: Ledger, kept: Path) -> None:
    assert kept.read_bytes() == BYTES
    assert ledger.read_original(hash_bytes(BYTES)) == BYTES
    assert ledger.verify() == []


def test_changed_file_does_not_verify(ledger: Ledger, kept: Path) -> None:
    kept.chmod(0o644)
    kept.write_bytes(BYTES + b" ")
    assert [problem for problem in ledger.verify() if "was changed" in problem and str(kept) in problem]


def test_missing_file_does_not_verify(ledger: Ledger, kept: Path) -> None:
    kept.unlink()
    assert [problem for problem in ledger.verify() if "is missing" in problem]
    with pytest.raises(LedgerError, match="cannot be read"):
        ledger.read_original(hash_bytes(BYTES))


def test_damaged_file_is_never_written_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = archive.path_of(archive.write(BYTES))
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    archive.write(BYTES)
    assert path.read_bytes() == b"damaged"


def test_kept_file_is_read_only_and_nothing_else_lies_about(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = archive.path_of(archive.write(BYTES))
    assert path.stat().st_mode & 0o222 == 0
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path]


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(LedgerError, match="files"):
        Archive(tmp_path / "files").write(BYTES)


def test_other_bytes_than_the_document_names_are_a_broken_promise(ledger: Ledger) -> None:
    document = make_document(bytes_sha256=hash_bytes(b"something else"))
    with pytest.raises(PromiseError, match="other bytes"):
        ledger.write_reading(make_reading(document), document, BYTES)
    assert ledger.read_totals().documents == 0


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE documents SET text = text || '.'", "title or text changed"),
        ("UPDATE documents SET bytes_sha256 = 'f00d'", "was never preserved"),
        ("UPDATE generations SET live = false", "0 live generations"),
        ("UPDATE claims SET body = replace(body, 'ستة', 'سبعة')", "are not at"),
        ("UPDATE claims SET body = '{}'", "cannot be read any more"),
    ],
)
def test_rows_that_were_touched_do_not_verify(ledger: Ledger, kept: Path, statement: str, problem: str) -> None:
    change_rows(ledger, statement)
    assert any(problem in found for found in ledger.verify())


def test_earlier_generation_does_not_make_a_second_live_one(ledger: Ledger, kept: Path) -> None:
    document = make_document(bytes_sha256=hash_bytes(BYTES))
    ledger.write_reading(make_reading(document, make_claim(document), reader="reader-2"), document, BYTES)
    assert ledger.verify() == []
