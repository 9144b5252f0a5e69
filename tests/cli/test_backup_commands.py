"""backup and restore as a user calls them."""

import sqlite3
import sys
from pathlib import Path

import pytest
from calling import Call

sys.path.append(str(Path(__file__).parents[1] / "store"))

from filled import fill_ledger
from written import change_rows

from marsad.store.ledger import open_ledger


@pytest.fixture
def call(program: Call) -> Call:
    """Calls the program in a folder with a filled `marsad.db`."""
    with open_ledger(Path("marsad.db")) as ledger:
        fill_ledger(ledger)
    return program


def test_backup_and_restore_say_what_they_did_and_the_ledger_verifies(call: Call) -> None:
    code, out, err = call("backup", "--out", "copy.zip")
    assert (code, err) == (0, "")
    assert "documents   6\n" in out
    assert "files       5\n" in out
    assert "problems    0\n" in out
    seal = Path("copy.zip").read_bytes()[-64:].decode()
    assert f"seal        {seal}\n" in out
    head = next(line for line in out.splitlines() if line.startswith("head"))
    code, out, err = call("restore", "copy.zip", "--ledger", "back.db")
    assert (code, err) == (0, "")
    assert head in out
    assert call("verify", "--ledger", "back.db", "--head", " ".join(head.split()[1:3]))[0] == 0


def test_damaged_backup_is_exit_code_two_and_leaves_nothing(call: Call) -> None:
    call("backup", "--out", "copy.zip")
    content = bytearray(Path("copy.zip").read_bytes())
    content[1000] ^= 1
    Path("copy.zip").write_bytes(content)
    code, out, err = call("restore", "copy.zip", "--ledger", "back.db")
    assert (code, out) == (2, "")
    assert "damaged" in err
    assert not Path("back.db").exists()


def test_restore_never_takes_the_place_of_a_ledger(call: Call) -> None:
    call("backup", "--out", "copy.zip")
    code, _, err = call("restore", "copy.zip")
    assert code == 2
    assert "nothing is restored over it" in err


def test_backup_of_a_ledger_that_does_not_verify_is_exit_code_one_and_names_it(call: Call) -> None:
    with open_ledger(Path("marsad.db")) as ledger:
        change_rows(ledger, "UPDATE judgements SET reason = 'another' WHERE number = 2")
    code, _, err = call("backup", "--out", "copy.zip")
    assert code == 1
    assert "judgement 2 was changed" in err
    assert call("restore", "copy.zip", "--ledger", "back.db")[0] == 2
    code, out, _ = call("restore", "copy.zip", "--ledger", "back.db", "--despite-problems")
    assert code == 1
    assert "problems    1\n" in out


def test_command_that_brings_a_ledger_forward_says_where_it_lies_as_it_was(call: Call, tmp_path: Path) -> None:
    with sqlite3.connect("old.db") as connection:
        dump = Path(__file__).parents[1] / "store" / "shapes" / "0001.sql"
        connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    code, out, err = call("incidents", "--ledger", "old.db", "--format", "jsonl")
    assert code == 0
    assert len(out.splitlines()) == 2
    assert "old.db was brought forward from shape 0001; as it was, it lies in old.shape-0001.db" in err
    assert Path("old.shape-0001.db").exists()
    assert call("incidents", "--ledger", "old.db", "--format", "jsonl")[2] == ""
