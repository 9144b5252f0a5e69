"""A backup is the ledger, whole and as it stood; anything less is refused."""

import hashlib
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from filled import PAGES, fill_ledger
from hypothesis import given, settings
from hypothesis import strategies as st
from written import MOMENT, change_rows, dump_ledger, make_judgement

from marsad.base.errors import LedgerError
from marsad.base.ids import hash_bytes
from marsad.store import backup as backup_module
from marsad.store.backup import MANIFEST, Backup, open_backup, write_backup
from marsad.store.ledger import Ledger, open_ledger
from marsad.store.restore import restore_backup


@pytest.fixture
def filled(file_ledger: Ledger) -> Ledger:
    fill_ledger(file_ledger)
    return file_ledger


@pytest.fixture
def made(filled: Ledger, path: Path, tmp_path: Path) -> Backup:
    return write_backup(path, tmp_path / "copy.zip", clock=lambda: MOMENT)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a good backup."""
    folder = tmp_path_factory.mktemp("sealed")
    with open_ledger(folder / "desk.db") as ledger:
        fill_ledger(ledger)
    return write_backup(folder / "desk.db", folder / "copy.zip").path.read_bytes()


def files_in(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def test_restored_ledger_is_the_one_backed_up(filled: Ledger, made: Backup, tmp_path: Path) -> None:
    back = restore_backup(made.path, tmp_path / "back.db")
    assert back.problems == ()
    with open_ledger(tmp_path / "back.db", create=False) as ledger:
        assert dump_ledger(ledger) == dump_ledger(filled)
        assert ledger.verify(filled.read_judgement_head()) == []
        assert ledger.read_original(hash_bytes(PAGES[0])) == PAGES[0]


def test_manifest_says_size_and_hash_of_all_counts_and_heads(filled: Ledger, made: Backup) -> None:
    manifest = made.manifest
    with zipfile.ZipFile(made.path) as pack:
        for kept in (manifest.database, *manifest.files):
            assert (len(pack.read(kept.name)), hash_bytes(pack.read(kept.name))) == (kept.size, kept.sha256)
        assert msgspec.json.decode(pack.read(MANIFEST), type=type(manifest)) == manifest
    assert {kept.sha256 for kept in manifest.files} == {hash_bytes(page) for page in PAGES}
    assert (manifest.counts["documents"], manifest.counts["judgements"]) == (6, 3)
    assert manifest.heads["judgements"] == filled.read_judgement_head()
    assert (manifest.lost, manifest.problems, manifest.made_at) == ((), (), MOMENT.isoformat())


def test_seal_is_the_hash_of_all_before_it(made: Backup) -> None:
    content = made.path.read_bytes()
    assert content[-64:].decode() == made.seal == hashlib.sha256(content[:-64]).hexdigest()


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_flipped_bit_anywhere_is_refused(
    sealed: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(sealed) - 1) | st.integers(len(sealed) - 200, len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    folder = tmp_path_factory.mktemp("flipped", numbered=True)
    (folder / "copy.zip").write_bytes(flipped)
    with pytest.raises(LedgerError, match="no backup of Marsad or was damaged"):
        restore_backup(folder / "copy.zip", folder / "back.db")
    assert files_in(folder) == {"copy.zip"}


@pytest.mark.parametrize("change", [lambda b: b[:-1], lambda b: b[: len(b) // 2], lambda b: b + b"\n", lambda _b: b""])
def test_cut_or_longer_backup_is_refused(sealed: bytes, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    (tmp_path / "copy.zip").write_bytes(change(sealed))
    with pytest.raises(LedgerError, match="no backup of Marsad or was damaged"):
        restore_backup(tmp_path / "copy.zip", tmp_path / "back.db")


def repack(content: bytes, target: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """What a forger would do: other contents under a seal that fits."""
    target.with_suffix(".old").write_bytes(content)
    with zipfile.ZipFile(target.with_suffix(".old")) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
        new.comment = b"0" * 64
    backup_module._write_seal(target)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, held: held + b" " if name.startswith("files/") else held, "is not what its manifest says"),
        (lambda name, held: held[:-1] if name == "ledger.db" else held, "is not what its manifest says"),
        (lambda name, held: None if name.startswith("files/") else held, "does not name what lies in"),
        (lambda name, held: held.replace(b"files/", b"../up/") if name == MANIFEST else held, "does not name"),
        (lambda name, held: None if name == MANIFEST else held, "no backup of Marsad"),
        (lambda name, held: held.replace(b'"format": 1', b'"format": 2') if name == MANIFEST else held, "in format 2"),
        (lambda name, held: held.replace(b'"documents": 6', b'"documents": 7') if name == MANIFEST else held, "counts"),
    ],
)
def test_backup_that_was_put_together_anew_is_refused(
    sealed: bytes, tmp_path: Path, change: Callable[[str, bytes], bytes | None], said: str
) -> None:
    repack(sealed, tmp_path / "copy.zip", change)
    with pytest.raises(LedgerError, match=said):
        restore_backup(tmp_path / "copy.zip", tmp_path / "back.db")
    assert files_in(tmp_path) == {"copy.zip", "copy.old"}


WRITER = """
import sys
sys.path.append({tests!r})
from pathlib import Path
from written import make_document, make_full_claim, make_judgement, make_reading
from marsad.base.ids import hash_bytes
from marsad.store.ledger import open_ledger
with open_ledger(Path({path!r})) as ledger:
    for number in range(100000):
        page = f"page {{number}}".encode()
        document = make_document(id=f"live-{{number}}", bytes_sha256=hash_bytes(page))
        ledger.write_reading(make_reading(document, make_full_claim(document)), document, page)
        ledger.write_judgement(make_judgement())
        print(number, flush=True)
"""


def test_backup_while_another_process_writes_is_one_state(filled: Ledger, path: Path, tmp_path: Path) -> None:
    script = WRITER.format(tests=str(Path(__file__).parent), path=str(path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            for round_ in range(4):
                written = int(writer.stdout.readline())
                made = write_backup(path, tmp_path / f"copy-{round_}.zip")
                later = int(writer.stdout.readline())
                assert (made.manifest.problems, made.manifest.lost) == ((), ())
                assert writer.poll() is None
                assert 4 + written <= made.manifest.counts["judgements"]
                assert later > written
                back = restore_backup(made.path, tmp_path / f"back-{round_}.db")
                assert back.problems == ()
        finally:
            writer.kill()
    assert len(filled.read_judgements()) > back.manifest.counts["judgements"] - 1


def test_nothing_is_written_over(made: Backup, filled: Ledger, path: Path, tmp_path: Path) -> None:
    before = made.path.read_bytes()
    with pytest.raises(LedgerError, match="exists"):
        write_backup(path, made.path)
    assert made.path.read_bytes() == before
    for taken in (path, tmp_path / "other.db"):
        (tmp_path / "other.files").mkdir(exist_ok=True)
        with pytest.raises(LedgerError, match="exists; nothing is restored over it"):
            restore_backup(made.path, taken)
    assert filled.verify() == []
    assert not (tmp_path / "other.db").exists()


def test_backup_without_a_name_lies_beside_the_ledger_and_only_its_owner_reads_it(filled: Ledger, path: Path) -> None:
    made = write_backup(path, clock=lambda: MOMENT)
    assert made.path == path.with_name("desk-20260301-120000.marsad.zip")
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert not [one for one in path.parent.iterdir() if one.name.startswith(".backup-")]


def test_folder_may_be_named_for_the_backup(filled: Ledger, path: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    assert write_backup(path, tmp_path / "disk").path.parent == tmp_path / "disk"
    with pytest.raises(LedgerError, match="does not exist"):
        write_backup(path, tmp_path / "nowhere" / "copy.zip")


def test_lost_file_is_named_and_the_rest_is_kept(filled: Ledger, path: Path, tmp_path: Path) -> None:
    lost = hash_bytes(PAGES[2])
    (path.with_suffix(".files") / lost[:2] / lost).unlink()
    made = write_backup(path, tmp_path / "copy.zip")
    assert [one.sha256 for one in made.manifest.lost] == [lost]
    assert len(made.manifest.files) == 4
    assert any("is missing" in problem for problem in made.manifest.problems)
    with pytest.raises(LedgerError, match="--despite-problems"):
        restore_backup(made.path, tmp_path / "back.db")
    back = restore_backup(made.path, tmp_path / "back.db", despite_problems=True)
    assert len(back.problems) == 1


def test_ledger_whose_chain_was_touched_is_not_said_to_be_well(filled: Ledger, path: Path, tmp_path: Path) -> None:
    change_rows(filled, "UPDATE judgements SET reason = 'another' WHERE number = 2")
    made = write_backup(path, tmp_path / "copy.zip")
    assert any("judgement 2 was changed" in problem for problem in made.manifest.problems)
    with pytest.raises(LedgerError, match="judgement 2 was changed"):
        restore_backup(made.path, tmp_path / "back.db")
    assert not (tmp_path / "back.db").exists()
    assert not (tmp_path / "back.files").exists()


def test_ledger_in_use_goes_on_after_its_backup(made: Backup, filled: Ledger) -> None:
    filled.write_judgement(make_judgement())
    assert len(filled.read_judgements()) == 4
    assert filled.verify() == []


@pytest.mark.parametrize("what", [b"", b"not a database at all, only words " * 50])
def test_what_is_no_ledger_cannot_be_backed_up(tmp_path: Path, what: bytes) -> None:
    (tmp_path / "desk.db").write_bytes(what)
    with pytest.raises(LedgerError, match=r"holds no ledger|cannot be copied"):
        write_backup(tmp_path / "desk.db")
    assert files_in(tmp_path) == {"desk.db"}


def test_missing_ledger_and_missing_backup_are_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        write_backup(tmp_path / "desk.db")
    with pytest.raises(LedgerError, match="cannot be read"), open_backup(tmp_path / "copy.zip"):
        pass


def test_ledger_on_a_server_says_what_to_do_and_keeps_the_password(made: Backup) -> None:
    address = "postgresql://desk:secret@host/marsad"
    with pytest.raises(LedgerError, match=r"pg_dump --format=custom .*marsad\.files") as refused:
        write_backup(address)
    assert "secret" not in str(refused.value)
    with pytest.raises(LedgerError, match="restored to a file"):
        restore_backup(made.path, address)


def test_damaged_page_of_the_database_is_found(filled: Ledger, path: Path, tmp_path: Path) -> None:
    filled.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_claims_id'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size + 3 : (root - 1) * size + 5] = b"\x00\x00"  # no entries on the index's first page
    path.write_bytes(content)
    made = write_backup(path, tmp_path / "copy.zip")
    assert any(re.search("the database is damaged", problem) for problem in made.manifest.problems)
