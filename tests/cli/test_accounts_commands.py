"""Accounts from the command line: the first ones, and a way back in."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli.accounts import accounts
from marsad.store.ledger import open_ledger
from marsad.store.log import LogFilter


@pytest.fixture
def where(tmp_path: Path) -> str:
    open_ledger(tmp_path / "desk.db").close()
    return str(tmp_path / "desk.db")


def run(where: str, *arguments: str, typed: str = "") -> str:
    result = CliRunner().invoke(accounts, [*arguments, "--ledger", where], input=typed, catch_exceptions=True)
    return result.output if result.exit_code == 0 else f"refused: {result.exception}"


def test_accounts_are_made_changed_and_disabled_and_the_log_tells_it(where: str) -> None:
    made = run(where, "add", "Lina Haddad", "--role", "admin", "--role", "reviewer")
    assert re.match(r"Lina Haddad\t[a-z2-9]{4}(-[a-z2-9]{4}){3}\n", made)
    run(where, "add", "Omar Saleh", "--role", "monitor")
    assert (
        run(where, "role", "omar saleh", "--role", "publisher", "--role", "monitor")
        == "Omar Saleh\tmonitor,publisher\n"
    )
    run(where, "disable", "Omar Saleh")
    assert "Omar Saleh\tmonitor,publisher\tdisabled\tone-time password until" in run(where, "list")
    with open_ledger(where) as ledger:
        logged = [(one.deed.who, one.deed.action) for one in ledger.log.read(LogFilter())]
    assert logged == [
        ("the command line", action) for action in ("disable_account", "change_account", "make_account", "set_up")
    ]


def test_last_admin_and_unknown_names_are_refused(where: str) -> None:
    assert "must be an admin's" in run(where, "add", "Omar Saleh", "--role", "monitor")
    run(where, "add", "Lina Haddad", "--role", "admin")
    assert "last account" in run(where, "disable", "Lina Haddad")
    assert "nobody is called" in run(where, "enable", "Nobody Known")


def test_password_typed_on_the_terminal_is_no_one_time_password(where: str) -> None:
    run(where, "add", "Lina Haddad", "--role", "admin")
    typed = "four unrelated words here\n"
    assert "Lina Haddad" in run(where, "password", "Lina Haddad", "--prompt", typed=typed * 2)
    assert "one-time" not in run(where, "list")
    assert "signs or more" in run(where, "password", "Lina Haddad", "--prompt", typed="short\nshort\n")
