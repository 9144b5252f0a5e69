"""Accounts that stay, sessions that end, and an admin who cannot be lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from written import change_rows

from marsad.base.errors import LedgerError, RefusedError, UseError
from marsad.model.account import Account, Deed
from marsad.store import connect
from marsad.store.ledger import Ledger, open_ledger
from marsad.store.log import LogFilter
from marsad.store.people import IDLE, LONGEST, SEEN_EVERY


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(where: str | Path, files: Path, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(where, files=files, clock=clock) as ledger:
        yield ledger


@pytest.fixture
def admin(desk: Ledger) -> Account:
    return desk.people.make_account("Admin", ("reviewer", "admin"), "hash", by="Admin", is_first=True)


def deeds(desk: Ledger) -> list[Deed]:
    return [one.deed for one in desk.log.read(LogFilter())]


def test_first_account_is_an_admins_and_made_once(desk: Ledger) -> None:
    with pytest.raises(RefusedError, match="must be an admin's"):
        desk.people.make_account("One", ("monitor",), "hash", by="One")
    assert not desk.people.has_accounts()
    desk.people.make_account("One", ("admin",), "hash", by="One", is_first=True, is_one_time=False)
    with pytest.raises(RefusedError, match="made already") as caught:
        desk.people.make_account("Two", ("admin",), "hash", by="Two", is_first=True)
    assert caught.value.code == "set_up_done"
    assert [(one.name, one.one_time_until) for one in desk.people.read_accounts()] == [("One", None)]
    assert [deed.action for deed in deeds(desk)] == ["set_up"]


def test_two_who_set_up_at_the_same_time_make_one_account(desk: Ledger) -> None:
    def set_up(name: str) -> bool:
        try:
            desk.people.make_account(name, ("admin",), "hash", by=name, is_first=True)
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(set_up, ["A one", "B two", "C three", "D four"])) == 1
    assert len(desk.people.read_accounts()) == 1


@pytest.mark.parametrize("name", ["admin", " ADMIN ", "Ādmin", "Ad\u200bmin"])
def test_name_is_given_once_in_whatever_spelling(desk: Ledger, admin: Account, name: str) -> None:
    with pytest.raises(RefusedError):
        desk.people.make_account(name, ("reader",), "hash", by="Admin")
    assert desk.people.find_account("  admin") == admin


@pytest.mark.parametrize("name", ["", "   ", "…", "One\u202eTwo", "x" * 81, "One\x00"])
def test_name_that_cannot_sign_is_refused(desk: Ledger, admin: Account, name: str) -> None:
    with pytest.raises(RefusedError) as caught:
        desk.people.make_account(name, ("reader",), "hash", by="Admin")
    assert caught.value.code == "name_odd"


@pytest.mark.parametrize("roles", [(), ("emperor",), ("reader", "emperor")])
def test_role_that_there_is_not_is_refused(desk: Ledger, admin: Account, roles: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        desk.people.make_account("Two", roles, "hash", by="Admin")  # type: ignore[arg-type]
    assert caught.value.code == "roles"


@pytest.mark.parametrize("change", ["DELETE FROM accounts", "UPDATE accounts SET name = 'Another'"])
def test_account_is_never_removed_nor_renamed(desk: Ledger, admin: Account, change: str) -> None:
    with pytest.raises(LedgerError), connect.begin_write(desk._engine) as connection:
        connection.exec_driver_sql(change)
    assert desk.people.read_accounts() == (admin,)


def test_last_admin_cannot_be_lost(desk: Ledger, admin: Account) -> None:
    two = desk.people.make_account("Two", ("admin", "monitor"), "hash", by="Admin")
    desk.people.disable_account(two.number, by="Admin")
    for lose in (
        lambda: desk.people.disable_account(admin.number, by="Admin"),
        lambda: desk.people.change_roles(admin.number, ("reviewer",), by="Admin"),
    ):
        with pytest.raises(RefusedError, match="last account") as caught:
            lose()
        assert caught.value.code == "last_admin"
    assert desk.people.read_account(admin.number) == admin
    desk.people.enable_account(two.number, by="Admin")
    assert desk.people.change_roles(admin.number, ("reviewer",), by="Admin").roles == ("reviewer",)


def test_two_admins_who_disable_one_another_leave_one(desk: Ledger, admin: Account) -> None:
    two = desk.people.make_account("Two", ("admin",), "hash", by="Admin")

    def disable(number: int) -> bool:
        try:
            desk.people.disable_account(number, by="the other")
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(disable, [admin.number, two.number])) == 1
    assert sum(one.is_active for one in desk.people.read_accounts()) == 1


def test_changes_of_an_account_are_logged_with_what_they_were(desk: Ledger, admin: Account) -> None:
    two = desk.people.make_account("Two", ("reader",), "hash", by="Admin")
    desk.people.change_roles(two.number, ("monitor",), by="Admin")
    desk.people.change_roles(two.number, ("monitor",), by="Admin")
    desk.people.write_password(two.number, "other", by="Admin", is_one_time=True)
    desk.people.write_password(two.number, "own", by="Two", is_one_time=False)
    desk.people.disable_account(two.number, by="Admin")
    logged = deeds(desk)[:-2][::-1]
    assert [(deed.who, deed.action, deed.about) for deed in logged] == [
        ("Admin", "change_account", "Two"), ("Admin", "reset_password", "Two"), ("Two", "change_password", "Two"),
        ("Admin", "disable_account", "Two"),
    ]  # fmt: skip
    assert logged[0].detail == {"before": ["reader"], "roles": ["monitor"]}
    assert "hash" not in str(deeds(desk))


def test_session_is_found_by_its_secret_and_kept_as_a_hash_only(desk: Ledger, admin: Account) -> None:
    secret = desk.people.begin_session(admin.number, agent="Browser", address="127.0.0.1")
    session = desk.people.find_session(secret)
    assert session is not None
    assert (session.account, session.agent) == (admin, "Browser")
    assert desk.people.find_session(secret[:-1] + "x") is None
    assert desk.people.find_session("") is None
    with connect.begin_read(desk._engine) as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM sessions").all()
        log = connection.exec_driver_sql("SELECT * FROM log").all()
    assert len(secret) >= 43
    assert secret not in str(row) + str(log)


def test_session_ends_when_it_is_not_used_and_at_the_latest(desk: Ledger, admin: Account, clock: Clock) -> None:
    secret = desk.people.begin_session(admin.number, agent="", address="")
    began = clock.moment
    clock.moment = began + IDLE - timedelta(seconds=1)
    assert desk.people.find_session(secret)
    desk._behind.close()
    clock.moment += SEEN_EVERY
    assert desk.people.find_session(secret)
    clock.moment += IDLE
    assert desk.people.find_session(secret) is None
    assert desk.people.read_sessions(admin.number) == ()
    clock.moment = began
    busy = desk.people.begin_session(admin.number, agent="", address="")
    while clock.moment < began + LONGEST:
        assert desk.people.find_session(busy)
        desk._behind.close()
        clock.moment += IDLE / 2
    assert desk.people.find_session(busy) is None


def test_session_ends_with_its_account_and_with_another_password(desk: Ledger, admin: Account) -> None:
    two = desk.people.make_account("Two", ("reader",), "hash", by="Admin")
    secrets = [desk.people.begin_session(number, agent="", address="") for number in (two.number, admin.number)]
    desk.people.disable_account(two.number, by="Admin")
    assert [desk.people.find_session(one) is not None for one in secrets] == [False, True]
    with pytest.raises(RefusedError):
        desk.people.begin_session(two.number, agent="", address="")
    desk.people.enable_account(two.number, by="Admin")
    assert desk.people.find_session(secrets[0]) is None
    desk.people.write_password(admin.number, "other", by="Admin", is_one_time=False)
    assert desk.people.find_session(secrets[1]) is None


def test_roles_count_at_once_in_sessions_that_are_open(desk: Ledger, admin: Account) -> None:
    two = desk.people.make_account("Two", ("reader",), "hash", by="Admin")
    secret = desk.people.begin_session(two.number, agent="", address="")
    desk.people.change_roles(two.number, ("monitor",), by="Admin")
    session = desk.people.find_session(secret)
    assert session is not None
    assert session.account.roles == ("monitor",)


def test_own_sessions_are_listed_and_ended_but_not_anothers(desk: Ledger, admin: Account) -> None:
    two = desk.people.make_account("Two", ("reader",), "hash", by="Admin")
    mine = [desk.people.begin_session(two.number, agent=agent, address="") for agent in ("A", "B", "C")]
    other = desk.people.begin_session(admin.number, agent="D", address="")
    numbers = {one.agent: one.number for one in desk.people.read_sessions(two.number)}
    theirs = desk.people.find_session(other)
    assert theirs is not None
    desk.people.end_session(theirs.number, account=two.number, by="Two")
    assert desk.people.find_session(other)
    desk.people.end_session(numbers["A"], account=two.number, by="Two")
    desk.people.end_other_sessions(numbers["C"], account=two.number, by="Two")
    assert [desk.people.find_session(one) is not None for one in mine] == [False, False, True]
    assert [deed.action for deed in deeds(desk)[:2]] == ["end_session", "end_session"]


def test_account_that_there_is_not_is_said_so(desk: Ledger) -> None:
    with pytest.raises(UseError, match="no account 7"):
        desk.people.read_account(7)
    with pytest.raises(UseError, match="no account 7"):
        desk.people.read_password_hash(7)


def test_row_with_a_role_of_a_newer_marsad_is_not_misread(desk: Ledger, admin: Account) -> None:
    change_rows(desk, "UPDATE accounts SET roles = 'emperor'")
    with pytest.raises(RefusedError):
        desk.people.read_accounts()
