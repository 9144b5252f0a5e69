"""Opening: what is made, what is refused, and in which shape."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from written import change_rows, make_claim, make_document, make_reading

from marsad.base.errors import InputError, LedgerError
from marsad.model.document import Fault
from marsad.store import connect
from marsad.store.explore_tables import WORD_INDEXES
from marsad.store.ledger import Ledger, open_ledger
from marsad.store.tables import metadata


def test_ledger_opened_again_holds_what_was_written(where: str | Path, files: Path) -> None:
    document = make_document()
    with open_ledger(where, files=files) as first:
        first.write_reading(make_reading(document, make_claim(document)), document, None)
    with open_ledger(str(where), files=files, create=False) as second:
        assert second.read_document(document.id) == document


def test_ledger_by_its_address_is_the_ledger_by_its_path(file_ledger: Ledger, path: Path) -> None:
    file_ledger.write_faults([Fault(path="a.txt", line=None, reason="empty")])
    with open_ledger(f"sqlite:///{path}", create=False) as second:
        assert second.read_totals().faults == 1


def is_table_of_ours(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Not the indexes of words and what an engine keeps of them: they are no tables of SQLAlchemy's."""
    return kind != "table" or not (name or "").startswith(WORD_INDEXES)


def test_migrations_make_exactly_the_tables_the_code_names(ledger: Ledger) -> None:
    with connect.begin_read(ledger._engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_table_of_ours})
        assert compare_metadata(context, metadata) == []
        assert connect.read_shape(connection) == connect.HEAD


def test_tables_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect)).strip().startswith("CREATE TABLE")
        for index in table.indexes:
            str(CreateIndex(index).compile(dialect=dialect))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_programs_that_open_a_new_ledger_together_make_one(
    request: pytest.FixtureRequest, path: Path, files: Path, engine: str
) -> None:
    where = path if engine == "sqlite" else request.getfixturevalue("postgresql")
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_ledger(where, files=files), range(4)))
    assert [each.read_totals().documents for each in opened] == [0, 0, 0, 0]
    for each in opened:
        each.close()


def test_readers_go_on_while_one_writes(ledger: Ledger, reopen: Callable[[], Ledger]) -> None:
    with reopen() as other, connect.begin_write(other._engine) as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('unfinished', 'x')")
        assert ledger.read_totals().documents == 0


def test_reader_sees_one_state_while_others_write(ledger: Ledger, reopen: Callable[[], Ledger]) -> None:
    count = select(func.count()).select_from(metadata.tables["faults"])
    with reopen() as other, connect.begin_read(ledger._engine) as connection:
        before = connection.execute(count).scalar_one()
        other.write_faults([Fault(path="a.txt", line=None, reason="empty")])
        assert (before, connection.execute(count).scalar_one()) == (0, 0)
    assert ledger.read_totals().faults == 1


def test_locked_ledger_says_so(ledger: Ledger, reopen: Callable[[], Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_MILLISECONDS", 10)
    with reopen() as other, connect.begin_write(ledger._engine), pytest.raises(LedgerError, match="locked"):
        other.write_faults([Fault(path="a.txt", line=None, reason="empty")])


def test_missing_ledger_is_not_made_by_reading(path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_ledger(path, create=False)
    assert not path.exists()


def test_database_without_a_ledger_is_not_taken_for_one(path: Path) -> None:
    sqlite3.connect(path).close()
    path.touch()
    with pytest.raises(LedgerError, match="holds no ledger"):
        open_ledger(path, create=False)


def test_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("a report, not a ledger " * 100)
    with pytest.raises(LedgerError, match="no ledger or is damaged"):
        open_ledger(path)


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder"):
        open_ledger(tmp_path)


def test_ledger_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="does not exist"):
        open_ledger(tmp_path / "nowhere" / "desk.db")


def test_ledger_of_a_newer_marsad_is_refused(ledger: Ledger, reopen: Callable[[], Ledger]) -> None:
    change_rows(ledger, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="another version of Marsad"):
        reopen()


def test_text_with_a_nul_is_refused_by_its_name(postgresql: str, files: Path) -> None:
    document = make_document("قتل\x00 ستة")
    with open_ledger(postgresql, files=files) as ledger, pytest.raises(InputError, match="NUL"):
        ledger.write_reading(make_reading(document), document, None)


@pytest.mark.parametrize("where", ["mysql://host/name", "http://host/name", "nonsense://"])
def test_other_databases_are_refused(where: str) -> None:
    with pytest.raises(LedgerError):
        open_ledger(where)


def test_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lack(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr(connect, "create_engine", lack)
    with pytest.raises(LedgerError, match="psycopg") as caught:
        open_ledger("postgresql://desk:secret@host/marsad")
    assert "secret" not in str(caught.value)


def test_fault_is_kept_once(ledger: Ledger) -> None:
    faults = [Fault(path="a.txt", line=None, reason="empty"), Fault(path="b.jsonl", line=3, reason="wrong JSON")]
    assert ledger.write_faults(faults) == 2
    assert ledger.write_faults(faults) == 0
    assert ledger.read_faults() == tuple(faults)


def test_switch_to_wal_waits_for_another_opener(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [sqlite3.OperationalError("database is locked")] * 2
    asked: list[str] = []

    class Cursor:
        def execute(self, statement: str) -> None:
            asked.append(statement)
            if answers:
                raise answers.pop()

    monkeypatch.setattr(connect, "SWITCH_PAUSES", (0.0, 0.0, 0.0))
    connect._switch_to_wal(Cursor())  # type: ignore[arg-type]
    assert asked == ["PRAGMA journal_mode=WAL"] * 3


def test_switch_to_wal_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cursor:
        def execute(self, _statement: str) -> None:
            raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(connect, "SWITCH_PAUSES", (0.0,))
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connect._switch_to_wal(Cursor())  # type: ignore[arg-type]
