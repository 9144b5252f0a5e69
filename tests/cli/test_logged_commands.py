"""Commands stand in the log: who, which, how it ended; and the history tells of them in both languages."""

import json
import re
import sys
from pathlib import Path

import pytest
from calling import Call, write_report

from marsad.base.errors import LedgerError
from marsad.model.account import COMMAND_LINE, LoggedDeed
from marsad.store.ledger import open_ledger
from marsad.store.log import Log, LogFilter

sys.path.append(str(Path(__file__).parents[1] / "publish"))

from pages_client import Client
from staffed_desk import Staffed

TEXT = "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم، وفق الدفاع المدني."


@pytest.fixture
def call(program: Call) -> Call:
    """Calls the program in a folder with one report."""
    write_report(TEXT)
    return program


def read_log(where: str = "marsad.db") -> list[LoggedDeed]:
    with open_ledger(where) as ledger:
        assert ledger.verify() == []
        return list(reversed(ledger.log.read(LogFilter())))


def told(where: str = "marsad.db") -> list[tuple[str, str, str]]:
    return [(one.deed.who, one.deed.action, one.deed.about) for one in read_log(where)]


def test_run_and_link_are_logged_when_they_begin_and_when_they_end(call: Call) -> None:
    assert call("run", "one.json", "--published", "2018-07-05", "--as", "Mona")[0] == 0
    assert call("link", "--all")[0] == 0
    log = read_log()
    assert [(one.deed.who, one.deed.action, one.deed.detail["stage"]) for one in log] == [
        ("Mona", "run", "begun"), ("Mona", "run", "done"),
        (COMMAND_LINE, "link", "begun"), (COMMAND_LINE, "link", "done"),
    ]  # fmt: skip
    assert [log[1].deed.detail[name] for name in ("documents", "faults", "incidents")] == [1, 0, 1]
    assert [one.deed.about for one in log[::2]] == ["marsad run one.json --published 2018-07-05", "marsad link --all"]


def test_run_that_breaks_off_is_logged_as_such(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    import marsad.pipeline.run as rooms  # noqa: PLC0415 - to be broken

    def fail(*_: object, **__: object) -> None:
        raise LedgerError("the disk is full")

    monkeypatch.setattr(rooms, "run", fail)
    assert call("run", "one.json")[0] != 0
    assert [one.deed.detail["stage"] for one in read_log()] == ["begun", "failed"]


@pytest.mark.parametrize(
    ("command", "about"),
    [
        (("incidents", "--place", "إدلب", "--format", "jsonl"), "marsad incidents --place إدلب --format jsonl"),
        (("incidents", "--by", "day"), "marsad incidents --by day"),
        (("explain", "ID"), "ID"),
        (("explain", "ID", "killed.person"), "ID"),
        (("judgements",), "marsad judgements"),
    ],
)
def test_what_prints_reports_or_decisions_is_logged_as_read(call: Call, command: tuple[str, ...], about: str) -> None:
    call("run", "one.json")
    own_id = json.loads(call("incidents", "--format", "jsonl")[1])["incident_id"]
    command = tuple(own_id if part == "ID" else part for part in command)
    assert call(*command)[0] == 0
    assert call(*command, "--as", "Omar")[0] == 0
    expected = own_id if about == "ID" else about
    assert told()[-2:] == [(COMMAND_LINE, "read", expected), ("Omar", "read", expected)]


def test_nothing_is_printed_that_cannot_be_logged(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "one.json")

    def refuse(*_: object) -> None:
        raise LedgerError("the ledger is read-only")

    monkeypatch.setattr(Log, "write", refuse)
    code, out, err = call("incidents", "--format", "jsonl")
    assert (code != 0, out) == (True, "")
    assert "read-only" in err


def test_export_backup_and_restore_are_logged_with_what_was_taken(call: Call) -> None:
    call("run", "one.json")
    assert call("export", "csv", "--profile", "internal", "--out", "a.csv", "--as", "Lina")[0] == 0
    assert call("backup", "--out", "copy.zip", "--as", "Lina")[0] == 0
    who, action, about = told()[-2]
    assert (who, action, about) == ("Lina", "export", "marsad export csv --profile internal")
    made = read_log()[-1].deed
    assert (made.who, made.action, made.about) == ("Lina", "backup", "copy.zip")
    assert call("restore", "copy.zip", "--ledger", "back.db")[0] == 0
    back = read_log("back.db")[-1].deed
    assert (back.who, back.action, back.about) == (COMMAND_LINE, "restore", "copy.zip")
    assert back.detail["seal"] == made.detail["seal"]


@pytest.mark.parametrize("name", ["The Command Line", "..."])
def test_nobody_is_called_as_the_log_calls_nobody(call: Call, name: str) -> None:
    call("run", "one.json")
    before = len(read_log())
    assert call("link", "--as", name)[0] == 2
    assert len(read_log()) == before


def test_history_tells_of_commands_in_both_languages(call: Call, tmp_path: Path) -> None:
    desk = Staffed(tmp_path)
    with desk.ledger:
        where = next(tmp_path.glob("*.db"))
        assert call("run", "one.json", "--ledger", str(where))[0] == 0
        assert call("backup", "--ledger", str(where), "--out", "copy.zip")[0] == 1  # not all of this desk verifies
        client: Client = desk.client("reviewer")
        english, arabic = (client.get(f"/{language}/history").text for language in ("en", "ar"))
    english = re.sub(r"<[^>]+>", "", english)
    wanted = ("command line", "read reports in begun", "read reports in done", "1 reports", "made a backup", "copy.zip")
    for said in wanted:
        assert said in english, said
    for said in ("سطر الأوامر", "أدخل تقارير", "بدأ", "تمّ", "أخذ نسخة احتياطية"):
        assert said in arabic, said
    assert COMMAND_LINE not in arabic
