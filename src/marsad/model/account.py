"""Who works at a desk: accounts, their sessions, and what was done or read by whom."""

from datetime import datetime
from typing import Any, Literal, get_args

import msgspec

Role = Literal["reader", "monitor", "reviewer", "publisher", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

Action = Literal[
    "read", "judge", "sign", "undo", "export", "publish", "save_view", "drop_view", "take", "release", "look",
    "log_in", "log_in_failed", "log_out", "end_session", "set_up", "make_account", "change_account", "disable_account",
    "enable_account", "change_password", "reset_password", "run", "link", "backup", "restore",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)
COMMAND_LINE = "the command line"
"""How the log names whoever has the ledger's file and did not say who they are; nobody may be called so."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who may work at the desk. Its name signs, so it never changes, is never given again, and never goes.

    `one_time_until` is set while the password is one that somebody else knows: it lets its owner choose another, and
    nothing else, until that moment.
    """

    number: int
    name: str
    roles: tuple[Role, ...]
    is_active: bool
    made_at: datetime
    one_time_until: datetime | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One browser in which somebody is logged in. `agent` is what the browser calls itself."""

    number: int
    account: Account
    agent: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did or read: `who` is a name, empty where nobody is known; `about` and `other` are ids or pages."""

    who: str
    action: Action
    about: str = ""
    other: str = ""
    detail: dict[str, Any] = {}


class LoggedDeed(msgspec.Struct, frozen=True, kw_only=True):
    """A deed as the log holds it: its number from 1, its moment, and the hash of its link."""

    number: int
    at: datetime
    deed: Deed
    hash: str
