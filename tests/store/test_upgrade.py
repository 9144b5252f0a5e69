"""A ledger of an earlier shape comes forward whole, and as it was it stays beside."""

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filled import fill_ledger
from shaping import list_earlier_shapes, make_earlier
from sqlalchemy import Connection
from written import dump_ledger, make_document, make_full_claim, make_judgement, make_reading, ticking_clock

from marsad.base.errors import ConflictError, LedgerError
from marsad.store import connect
from marsad.store.archive import Archive
from marsad.store.backup import write_backup
from marsad.store.ledger import Ledger, open_ledger
from marsad.store.restore import restore_backup

SHAPES = Path(__file__).parent / "shapes"
HEADS = {
    "0001": "4 2d2de12322a02365fe482ff8bd1c187085aae6c00217360dd5297d0e264b9689",
    "0002": "5 e02463b38b963095bf600edcb8753c4c5046434edaca1e33af9cf9e1dd62940d",
}
"""What the programs of those days noted of their chains."""


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A filled ledger of today's shape, to be read only."""
    with open_ledger(tmp_path_factory.mktemp("present") / "desk.db", clock=ticking_clock()) as ledger:
        fill_ledger(ledger)
        yield ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, path: Path) -> str | Path:
    """A place without tables on either engine."""
    return path if request.param == "sqlite" else str(request.getfixturevalue("postgresql"))


@pytest.fixture(params=sorted(HEADS))
def old(request: pytest.FixtureRequest, path: Path) -> str:
    """A ledger that the program of an earlier day filled itself; gives its shape."""
    with sqlite3.connect(path) as connection:
        connection.executescript((SHAPES / f"{request.param}.sql").read_text(encoding="utf-8"))
    connection.close()
    for number in range(3):
        Archive(path.with_suffix(".files")).write(f"page {number}".encode())
    return str(request.param)


@pytest.mark.parametrize("shape", list_earlier_shapes())
def test_ledger_of_every_earlier_shape_comes_forward_whole(
    present: Ledger, new_place: str | Path, files: Path, shape: str
) -> None:
    tables = make_earlier(new_place, shape, present)
    shutil.copytree(present._archive.folder, files)
    with open_ledger(new_place, files=files, create=False) as ledger:
        assert ledger.upgraded is not None
        assert ledger.upgraded.shape == shape
        assert ledger.verify(present.read_judgement_head()) == []
        assert ledger.read_incidents() == present.read_incidents()
        assert ledger.read_live_claims() == present.read_live_claims()
        assert ledger.read_entries() == present.read_entries()
        (rows, kept), (present_rows, present_kept) = dump_ledger(ledger), dump_ledger(present)
        assert kept == present_kept
        if "log" not in tables:
            present_rows["meta"] = [row for row in present_rows["meta"] if row[0] != "log"]
        assert {name: rows[name] for name in tables} == {name: present_rows[name] for name in tables}


@pytest.mark.parametrize("shape", list_earlier_shapes())
def test_ledger_brought_forward_takes_what_a_new_one_takes(
    present: Ledger, new_place: str | Path, files: Path, shape: str
) -> None:
    make_earlier(new_place, shape, present)
    shutil.copytree(present._archive.folder, files)
    document = make_document(id="report-9")
    with open_ledger(new_place, files=files, create=False) as ledger:
        assert ledger.write_reading(make_reading(document, make_full_claim(document)), document, b"new") is True
        with pytest.raises(ConflictError):
            ledger.write_judgements([make_judgement("accept", "a")], {"a": 0})
        ledger.write_judgements([make_judgement("accept", "a")], ledger.read_newest_judgements(["a"]))
        assert ledger.verify() == []
        with pytest.raises(LedgerError, match="append-only"), connect.begin_write(ledger._engine) as connection:
            connection.exec_driver_sql("UPDATE judgements SET reason = 'another'")


def test_ledger_that_an_old_program_filled_comes_forward(old: str, path: Path) -> None:
    with open_ledger(path, create=False) as ledger:
        assert ledger.verify(HEADS[old]) == []
        assert [incident.incident_id for incident in ledger.read_incidents()] == ["a", "b"]
        former = ledger.read_incident("old")
        assert former is not None
        assert former.incident_id == "a"
        assert len(ledger.read_live_claims()) == 3
        entries = ledger.read_entries()
        assert [entry.judgement.verdict for entry in entries][:4] == ["accept", "different", "reject", "undo"]
        assert entries[0].undone_by == 4
        assert ledger.read_newest_judgements(["a", "b", "never"]) == {"a": 4, "b": 2, "never": 0}


def test_ledger_stays_beside_as_it_was_before(old: str, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        before = list(connection.iterdump())
    connection.close()
    with open_ledger(path, create=False) as ledger:
        assert ledger.upgraded == connect.Upgrade(old, path.with_name(f"desk.shape-{old}.db"))
    with sqlite3.connect(path.with_name(f"desk.shape-{old}.db")) as connection:
        assert list(connection.iterdump()) == before
    connection.close()
    with open_ledger(path, create=False) as ledger:
        assert ledger.upgraded is None
    assert len(list(path.parent.glob("*.db"))) == 2


def test_copy_of_an_earlier_upgrade_is_not_written_over(old: str, path: Path) -> None:
    copy = path.with_name(f"desk.shape-{old}.db")
    copy.write_bytes(b"something else")
    with open_ledger(path, create=False) as ledger:
        assert ledger.upgraded is not None
        assert ledger.upgraded.copy == path.with_name(f"desk.shape-{old}-2.db")
    assert copy.read_bytes() == b"something else"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_upgrade_that_fails_leaves_the_ledger_as_it_was(
    request: pytest.FixtureRequest, present: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    place = path if engine == "sqlite" else request.getfixturevalue("postgresql")
    make_earlier(place, "0002", present)
    upgrade = connect._upgrade

    def fail(connection: Connection, name: str) -> None:
        upgrade(connection, name)
        raise LedgerError("the light went out")

    monkeypatch.setattr(connect, "_upgrade", fail)
    with pytest.raises(LedgerError, match="the light went out"):
        open_ledger(place, create=False)
    opened = connect.open_engine(connect.parse_where(place))
    with connect.begin_read(opened) as connection:
        assert connect.read_shape(connection) == "0002"
        assert connection.dialect.has_table(connection, "judged") is False
    opened.dispose()
    assert not list(path.parent.glob("*.shape-*"))
    monkeypatch.undo()
    with open_ledger(place, files=present._archive.folder, create=False) as ledger:
        assert ledger.verify() == []


def test_backup_of_an_older_shape_is_restored_in_the_present_one(old: str, path: Path, tmp_path: Path) -> None:
    made = write_backup(path, tmp_path / "copy.zip")
    assert (made.manifest.shape, made.manifest.heads["judgements"]) == (old, HEADS[old])
    restored = restore_backup(made.path, tmp_path / "back.db")
    assert restored.problems == ()
    with open_ledger(tmp_path / "back.db", create=False) as ledger:
        assert ledger.upgraded is None
        assert ledger.read_judgement_head() == HEADS[old]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (old,)
    connection.close()


def test_programs_that_upgrade_together_make_one_copy(old: str, path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_ledger(path, create=False), range(4)))
    assert sum(one.upgraded is not None for one in opened) == 1
    assert [one.name for one in path.parent.glob("*.shape-*")] == [f"desk.shape-{old}.db"]
    for one in opened:
        one.close()
