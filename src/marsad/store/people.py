"""Accounts and sessions: who may come in, and who is in.

Why it is hard: an account's name signs decisions, so it stays for ever: it is never renamed, removed or given again,
not even in another spelling that looks the same (names are compared folded). A session's secret is kept only as its
hash, so that who reads the ledger or a backup of it cannot come in with it. Every change is logged by the transaction
that makes it, and the last active admin cannot be lost, whatever two admins do at the same time.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    Text,
    Update,
    delete,
    insert,
    select,
    update,
)

from marsad.base.errors import RefusedError, UseError
from marsad.base.ids import hash_bytes
from marsad.base.letters import fold_words
from marsad.model.account import COMMAND_LINE, ROLES, Account, Action, Deed, Role, Session
from marsad.store import connect
from marsad.store import tables as t
from marsad.store.behind import Behind
from marsad.store.log import write_deeds
from marsad.store.tables import AnyRow

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""A session ends so long after it was last used, and after it began; its use is noted so often."""
ONE_TIME_LASTS = timedelta(days=3)
NAME_LENGTH_MOST = 80

accounts = Table(
    "accounts",
    t.metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("roles", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("one_time_until", String),
    Column("made_at", String, nullable=False),
)

sessions = Table(
    "sessions",
    t.metadata,
    Column("number", Integer, primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("account", Integer, ForeignKey("accounts.number"), nullable=False, index=True),
    Column("agent", Text, nullable=False),
    Column("began_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("ends_at", String, nullable=False),
)


def fold_name(name: str) -> str:
    """What two spellings of one person's name have in common."""
    return " ".join(fold_words(name))


def check_name(name: str) -> str:
    """A name as it will sign, spaces tidied; RefusedError where it has no letters, is too long or hides signs."""
    tidy = " ".join(name.split())
    folded = fold_name(tidy)
    if not folded or folded == fold_name(COMMAND_LINE) or len(tidy) > NAME_LENGTH_MOST or not tidy.isprintable():
        raise RefusedError(
            "name_odd", f"a name has letters, at most {NAME_LENGTH_MOST}, and no hidden signs; not {tidy[:40]!r}"
        )
    return tidy


def find_account(connection: Connection, name: str) -> Account | None:
    """The account of a name, however it is spelt."""
    row = connection.execute(select(accounts).where(accounts.c.folded == fold_name(name))).first()
    return None if row is None else _parse_account(row)


def has_accounts(connection: Connection) -> bool:
    """Whether anybody has an account here, active or not."""
    return connection.execute(select(accounts.c.number).limit(1)).first() is not None


class People:
    """The accounts and sessions of one ledger. Every method may raise LedgerError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], behind: Behind) -> None:
        self._engine = engine
        self._clock = clock
        self._behind = behind

    # ------------------------------------------------------------------ accounts

    def has_accounts(self) -> bool:
        """Whether anybody has an account here, active or not."""
        with connect.begin_read(self._engine) as connection:
            return has_accounts(connection)

    def read_accounts(self) -> tuple[Account, ...]:
        """All accounts, in the order they were made."""
        with connect.begin_read(self._engine) as connection:
            return tuple(map(_parse_account, connection.execute(select(accounts).order_by(accounts.c.number))))

    def read_account(self, number: int) -> Account:
        """An account by its number; UseError where there is none."""
        with connect.begin_read(self._engine) as connection:
            return _read_account(connection, number)

    def find_account(self, name: str) -> Account | None:
        """The account of a name, however it is spelt."""
        with connect.begin_read(self._engine) as connection:
            return find_account(connection, name)

    def is_past(self, moment: datetime) -> bool:
        """Whether a moment is over by the ledger's clock."""
        return moment <= self._clock()

    def read_password_hash(self, number: int) -> str:
        """The hash that an account's password has."""
        with connect.begin_read(self._engine) as connection:
            found = connection.execute(select(accounts.c.password_hash).where(accounts.c.number == number)).scalar()
        if found is None:
            raise UseError(f"there is no account {number}")
        return str(found)

    def make_account(  # noqa: PLR0913 - what an account is made of
        self, name: str, roles: Sequence[Role], password_hash: str, *, by: str, is_first: bool = False,
        is_one_time: bool = True,
    ) -> Account:  # fmt: skip
        """Make an account; `is_one_time` where somebody else than its owner knows the password.

        RefusedError for a name that cannot sign or that somebody has, for roles that there are not, and for a first
        account where there is one or that is no admin.
        """
        name, moment = check_name(name), self._clock()
        roles = check_roles(roles)
        with connect.begin_write(self._engine) as connection:
            begun = has_accounts(connection)
            if is_first and begun:
                raise RefusedError("set_up_done", "the first account was made already; log in")
            if not begun and "admin" not in roles:
                raise RefusedError("first_admin", "the first account must be an admin's, for it makes the others")
            if find_account(connection, name) is not None:
                raise RefusedError("name_taken", f"somebody is called {name!r} already, perhaps in another spelling")
            until = (moment + ONE_TIME_LASTS).isoformat() if is_one_time else None
            connection.execute(
                insert(accounts).values(
                    name=name, folded=fold_name(name), roles=_write_roles(roles), active=True,
                    password_hash=password_hash, one_time_until=until, made_at=moment.isoformat(),
                )
            )  # fmt: skip
            _log(connection, moment, by, "make_account" if begun else "set_up", name, roles=list(roles))
            return _find_made(connection, name)

    def change_roles(self, number: int, roles: Sequence[Role], *, by: str) -> Account:
        """Give an account these roles and no others; RefusedError where nobody would be left who keeps accounts."""
        roles = check_roles(roles)
        with connect.begin_write(self._engine) as connection:
            before = _read_account(connection, number)
            if roles == before.roles:
                return before
            connection.execute(update(accounts).where(accounts.c.number == number).values(roles=_write_roles(roles)))
            _check_admin_left(connection)
            _log(
                connection,
                self._clock(),
                by,
                "change_account",
                before.name,
                before=list(before.roles),
                roles=list(roles),
            )
            return _read_account(connection, number)

    def disable_account(self, number: int, *, by: str) -> Account:
        """Let somebody in no more and end their sessions; RefusedError where nobody is left who keeps accounts."""
        return self._switch(number, by, active=False)

    def enable_account(self, number: int, *, by: str) -> Account:
        """Let somebody in again."""
        return self._switch(number, by, active=True)

    def _switch(self, number: int, by: str, *, active: bool) -> Account:
        with connect.begin_write(self._engine) as connection:
            before = _read_account(connection, number)
            if before.is_active == active:
                return before
            connection.execute(update(accounts).where(accounts.c.number == number).values(active=active))
            connection.execute(delete(sessions).where(sessions.c.account == number))
            _check_admin_left(connection)
            _log(connection, self._clock(), by, "enable_account" if active else "disable_account", before.name)
            return _read_account(connection, number)

    def write_password(self, number: int, password_hash: str, *, by: str, is_one_time: bool) -> None:
        """Give an account another password and end all its sessions; `is_one_time` where another person knows it."""
        with connect.begin_write(self._engine) as connection:
            name, moment = _read_account(connection, number).name, self._clock()
            until = (moment + ONE_TIME_LASTS).isoformat() if is_one_time else None
            connection.execute(
                update(accounts)
                .where(accounts.c.number == number)
                .values(password_hash=password_hash, one_time_until=until)
            )
            connection.execute(delete(sessions).where(sessions.c.account == number))
            _log(connection, moment, by, "reset_password" if is_one_time else "change_password", name)

    def renew_hash(self, number: int, password_hash: str) -> None:
        """Keep the same password under a stronger hash."""
        with connect.begin_write(self._engine) as connection:
            connection.execute(update(accounts).where(accounts.c.number == number).values(password_hash=password_hash))

    # ------------------------------------------------------------------ sessions

    def begin_session(self, number: int, *, agent: str, address: str) -> str:
        """Log somebody in; gives the secret that their browser keeps, which is kept nowhere else."""
        secret, moment = secrets.token_urlsafe(32), self._clock()
        with connect.begin_write(self._engine) as connection:
            account = _read_account(connection, number)
            if not account.is_active:
                raise RefusedError("not_active", f"{account.name!r} is not let in any more")
            connection.execute(delete(sessions).where(_is_over(moment)))
            connection.execute(
                insert(sessions).values(
                    secret_hash=hash_bytes(secret.encode()), account=number, agent=agent[:200],
                    began_at=moment.isoformat(), seen_at=moment.isoformat(), ends_at=(moment + LONGEST).isoformat(),
                )
            )  # fmt: skip
            _log(connection, moment, account.name, "log_in", account.name, address=address, agent=agent[:200])
        return secret

    def find_session(self, secret: str) -> Session | None:
        """The session of a secret, its use noted now and then; None where there is none, or it has ended."""
        moment = self._clock()
        asked = _select_sessions().where(sessions.c.secret_hash == hash_bytes(secret.encode()))
        with connect.begin_read(self._engine) as connection:
            row = connection.execute(asked.where(~_is_over(moment), accounts.c.active)).first()
        if row is None:
            return None
        session = _parse_session(row)
        if moment - session.seen_at >= SEEN_EVERY:
            noted = update(sessions).where(sessions.c.number == session.number).values(seen_at=moment.isoformat())
            self._behind.write(lambda connection: _run(connection, noted), wait_seconds=0)
        return session

    def read_sessions(self, number: int) -> tuple[Session, ...]:
        """Where an account is logged in, the last used first."""
        asked = _select_sessions().where(sessions.c.account == number, ~_is_over(self._clock()))
        with connect.begin_read(self._engine) as connection:
            return tuple(map(_parse_session, connection.execute(asked.order_by(sessions.c.seen_at.desc()))))

    def end_session(self, session: int, *, account: int, by: str, action: Action = "end_session") -> None:
        """End one session of an account; one that has ended is no fault."""
        with connect.begin_write(self._engine) as connection:
            name = _read_account(connection, account).name
            ended = connection.execute(
                delete(sessions).where(sessions.c.number == session, sessions.c.account == account)
            )
            if ended.rowcount:
                _log(connection, self._clock(), by, action, name, session=session)

    def end_other_sessions(self, keep: int, *, account: int, by: str) -> None:
        """End all sessions of an account but one."""
        with connect.begin_write(self._engine) as connection:
            name = _read_account(connection, account).name
            ended = connection.execute(delete(sessions).where(sessions.c.number != keep, sessions.c.account == account))
            if ended.rowcount:
                _log(connection, self._clock(), by, "end_session", name, others=ended.rowcount)


def _run(connection: Connection, statement: Update) -> None:
    connection.execute(statement)


def _find_made(connection: Connection, name: str) -> Account:
    return _parse_account(connection.execute(select(accounts).where(accounts.c.name == name)).one())


def check_roles(roles: Sequence[str]) -> tuple[Role, ...]:
    """The roles in their order, each once; RefusedError for none and for one that there is not."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise RefusedError(
            "roles", f"an account has one or more of the roles {', '.join(ROLES)}; not {sorted(unknown)}"
        )
    return tuple(role for role in ROLES if role in roles)


def _check_admin_left(connection: Connection) -> None:
    active = connection.execute(select(accounts).where(accounts.c.active)).all()
    if not any("admin" in _parse_account(row).roles for row in active):
        raise RefusedError("last_admin", "this is the last account that keeps the others; make another admin first")


def _log(connection: Connection, moment: datetime, by: str, action: Action, about: str, **detail: object) -> None:
    write_deeds(connection, [(moment.isoformat(), Deed(who=by, action=action, about=about, detail=detail))])


def _is_over(moment: datetime) -> Any:  # noqa: ANN401 - an SQL condition
    return (sessions.c.ends_at <= moment.isoformat()) | (sessions.c.seen_at <= (moment - IDLE).isoformat())


def _read_account(connection: Connection, number: int) -> Account:
    row = connection.execute(select(accounts).where(accounts.c.number == number)).first()
    if row is None:
        raise UseError(f"there is no account {number}")
    return _parse_account(row)


def _select_sessions() -> Select[Any]:
    owner = [column.label(f"account_{column.name}") for column in accounts.c]
    return select(sessions, *owner).join(accounts, accounts.c.number == sessions.c.account)


def _write_roles(roles: Sequence[Role]) -> str:
    return " ".join(roles)


def _parse_account(row: AnyRow, prefix: str = "") -> Account:
    held = {column.name: getattr(row, f"{prefix}{column.name}") for column in accounts.c}
    until = held["one_time_until"]
    return Account(
        number=held["number"], name=held["name"], roles=check_roles(held["roles"].split()), is_active=held["active"],
        made_at=datetime.fromisoformat(held["made_at"]),
        one_time_until=None if until is None else datetime.fromisoformat(until),
    )  # fmt: skip


def _parse_session(row: AnyRow) -> Session:
    return Session(
        number=row.number, account=_parse_account(row, "account_"), agent=row.agent,
        began_at=datetime.fromisoformat(row.began_at), seen_at=datetime.fromisoformat(row.seen_at),
        ends_at=datetime.fromisoformat(row.ends_at),
    )  # fmt: skip
