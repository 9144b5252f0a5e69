"""The log: every deed in a chain that shows any change, its rows of reads never in anybody's way and never lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from written import MOMENT, change_rows, make_judgement

from marsad.base.errors import InputError, LedgerError
from marsad.model.account import Deed
from marsad.store import connect
from marsad.store.ledger import Ledger
from marsad.store.log import LogFilter


def read(ledger: Ledger, **wanted: object) -> list[str]:
    return [one.deed.about for one in ledger.log.read(LogFilter(**wanted))]  # type: ignore[arg-type]


def fill(ledger: Ledger, count: int = 3) -> None:
    for number in range(1, count + 1):
        ledger.log.write(Deed(who="One", action="read", about=f"report-{number}", detail={"page": "/ar"}))


def test_deeds_come_back_newest_first_and_verify(ledger: Ledger) -> None:
    assert ledger.log.read_head() is None
    fill(ledger)
    newest = ledger.log.read(LogFilter())[0]
    assert read(ledger) == ["report-3", "report-2", "report-1"]
    assert ledger.log.read_head() == f"3 {newest.hash}"
    assert newest.deed == Deed(who="One", action="read", about="report-3", detail={"page": "/ar"})
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE log SET who = 'Two' WHERE number = 2", "entry 2 of the log was changed"),
        ("UPDATE log SET action = 'export' WHERE number = 1", "entry 1 of the log was changed"),
        ("UPDATE log SET at = '2018-01-01T00:00:00+00:00' WHERE number = 3", "entry 3 of the log was changed"),
        ("UPDATE log SET detail = '{}' WHERE number = 1", "entry 1 of the log was changed"),
        ("DELETE FROM log WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM log WHERE number = 4", "was noted to end at 4"),
        ("DELETE FROM log", "ends at nothing"),
        ("UPDATE log SET number = 9 WHERE number = 4", "entry 4 is missing"),
        ("UPDATE log SET previous_hash = hash WHERE number = 3", "entry 3 of the log does not follow"),
    ],
)
def test_log_that_was_touched_does_not_verify(ledger: Ledger, statement: str, problem: str) -> None:
    fill(ledger, 4)
    assert ledger.verify() == []
    change_rows(ledger, statement)
    assert any(problem in found for found in ledger.verify())


@pytest.mark.parametrize("change", ["UPDATE log SET who = 'Two'", "DELETE FROM log"])
def test_deed_cannot_be_changed_in_the_database(ledger: Ledger, change: str) -> None:
    fill(ledger)
    with pytest.raises(LedgerError, match="append-only"), connect.begin_write(ledger._engine) as connection:
        connection.exec_driver_sql(change)
    assert len(read(ledger)) == 3


def test_head_that_was_noted_must_still_lie_on_the_log(ledger: Ledger) -> None:
    fill(ledger, 2)
    noted = ledger.log.read_head()
    assert noted is not None
    fill(ledger, 1)
    assert ledger.verify(noted) == []
    assert any("noted head" in problem for problem in ledger.verify(f"1 {noted.split()[1]}"))


def test_decision_is_logged_by_the_transaction_that_writes_it(ledger: Ledger) -> None:
    ledger.write_judgement(make_judgement("different", "a", "b", by="One"))
    ledger.write_judgement(make_judgement("undo", "1", by="Two"))
    undone, judged = ledger.log.read(LogFilter())
    assert (judged.deed.who, judged.deed.action, judged.deed.about, judged.deed.other) == ("One", "judge", "a", "b")
    assert judged.deed.detail["verdict"] == "different"
    assert (undone.deed.action, undone.deed.about, undone.deed.detail["undone"]) == ("undo", "a", 1)
    with pytest.raises(InputError, match="half a character"):
        ledger.write_judgements([make_judgement("accept", "a"), make_judgement("accept", "b", by="\ud800")])
    assert len(ledger.log.read(LogFilter())) == 2


def test_judgements_written_anew_do_not_fit_the_log(ledger: Ledger) -> None:
    """Whoever makes a whole new chain of judgements must make a new log too."""
    ledger.write_judgement(make_judgement("accept", "a"))
    entry = ledger.read_entries()[0]
    change_rows(ledger, f"UPDATE judgements SET hash = '{'0' * 63}1' WHERE hash = '{entry.hash}'")
    assert any("not the one that entry 1 of the log tells of" in problem for problem in ledger.verify())


def test_filter_finds_whose_what_when_and_about_what(ledger: Ledger) -> None:
    ledger.log.write(
        Deed(who="One", action="read", about="a"),
        Deed(who="Two", action="export", about="b"),
        Deed(who="Two", action="judge", about="c", other="a"),
    )
    assert read(ledger, who="Two") == ["c", "b"]
    assert read(ledger, action="export") == ["b"]
    assert read(ledger, about="a") == ["c", "a"]
    assert read(ledger, since=MOMENT.date(), until=MOMENT.date()) == ["c", "b", "a"]
    assert read(ledger, until=date(2026, 2, 28)) == []
    assert read(ledger, limit=1) == ["c"]
    assert read(ledger, before=3, limit=1) == ["b"]
    assert [one.deed.about for one in ledger.log.stream(LogFilter(who="Two"))] == ["c", "b"]


def test_readers_at_the_same_time_lose_no_row(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ledger.log.note(Deed(who="One", action="read", about=str(number))), range(200)))
    ledger._behind.close()
    assert sorted(read(ledger), key=int) == [str(number) for number in range(200)]
    assert ledger.verify() == []


def test_reader_does_not_wait_for_a_long_writer_and_is_logged_after_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.store.log.READ_WAIT_SECONDS", 0.01)
    with connect.begin_write(ledger._engine):
        assert ledger.log.note(Deed(who="One", action="read", about="a")) is False
    ledger._behind.close()
    assert read(ledger) == ["a"]


def test_row_that_cannot_be_written_is_told_and_stays_in_line(
    ledger: Ledger, reopen: Callable[[], Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LedgerError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("marsad.store.behind.connect.begin_write", refuse)
        with pytest.raises(LedgerError, match="disk is full"):
            ledger.log.note(Deed(who="One", action="read", about="first"))
    ledger.log.note(Deed(who="One", action="read", about="second"))
    assert read(ledger) == ["second", "first"]


def test_ledger_that_cannot_write_its_log_does_not_close_in_silence(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LedgerError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("marsad.store.behind.connect.begin_write", refuse)
        with pytest.raises(LedgerError):
            ledger.log.note(Deed(who="One", action="read", about="first"))
        with pytest.raises(LedgerError, match="1 entries of the log could not be written"):
            ledger._behind.close()
    ledger._behind.close()
    assert read(ledger) == ["first"]


def test_nothing_more_is_taken_where_too_much_waits(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.store.log.READ_WAIT_SECONDS", 0)
    monkeypatch.setattr("marsad.store.behind.WAITING_MOST", 2)
    with connect.begin_write(ledger._engine):
        for about in "ab":
            ledger.log.note(Deed(who="One", action="read", about=about))
        with pytest.raises(LedgerError, match="wait for the ledger"):
            ledger.log.note(Deed(who="One", action="read", about="c"))
    ledger._behind.close()
    assert read(ledger) == ["b", "a"]
