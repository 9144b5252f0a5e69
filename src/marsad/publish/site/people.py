"""Who asks: the one person of a desk without accounts, or whoever is logged in.

Three ways a desk can be in, looked at anew with each request until there are accounts: `alone` (none, and only this
machine can ask), `set_up` (none, and others could ask: then nothing but the first set-up is answered), `accounts`.
"""

import hmac
import secrets
from typing import Literal

from starlette.requests import Request

from marsad.base.errors import RefusedError
from marsad.model.account import Account, Deed
from marsad.publish.access import Person
from marsad.publish.attempts import Attempts
from marsad.publish.forms import NAME, SESSION, read_cookie, set_cookie
from marsad.publish.passwords import Passwords
from marsad.store.ledger import Ledger
from marsad.store.people import check_name, fold_name

Way = Literal["alone", "set_up", "accounts"]

WINDOW_SECONDS = 600
TRIES_OF_NAME_AT_ADDRESS, TRIES_OF_ADDRESS, TRIES_OF_NAME = 5, 30, 50
"""Failures in the window: a person who errs waits; one who tries many names, or one name from many places, too."""


class Desk:
    """The people of one ledger.

    `name` signs for the one person of a desk without accounts; where it is empty they say it before their first
    decision. `may_be_alone` is False where others could reach the address, or where accounts are asked for: then
    `code` is what the first set-up must be told.
    """

    def __init__(
        self, ledger: Ledger, *, name: str = "", may_be_alone: bool = True, passwords: Passwords | None = None
    ) -> None:
        self._ledger = ledger
        self._name = name
        self._may_be_alone = may_be_alone
        self.passwords = passwords or Passwords()
        self.code = None if may_be_alone else f"{secrets.randbelow(10**8):08d}"
        self._by_both = Attempts(TRIES_OF_NAME_AT_ADDRESS, WINDOW_SECONDS)
        self._by_address = Attempts(TRIES_OF_ADDRESS, WINDOW_SECONDS)
        self._by_name = Attempts(TRIES_OF_NAME, WINDOW_SECONDS)
        self._has_accounts = False

    def find_way(self) -> Way:
        """Which way the desk is in; once there are accounts there are for good."""
        if not self._has_accounts:
            self._has_accounts = self._ledger.people.has_accounts()
        if self._has_accounts:
            return "accounts"
        return "alone" if self._may_be_alone else "set_up"

    def find(self, request: Request) -> Person | None:
        """The person behind a request; None for nobody known."""
        way = self.find_way()
        if way == "alone":
            return Person(name=self._name or _read_name(request), alone=True)
        secret = read_cookie(request, SESSION)
        session = None if way == "set_up" or secret is None else self._ledger.people.find_session(secret)
        if session is None:
            return None
        account = session.account
        return Person(
            name=account.name, roles=account.roles, account=account.number, session=session.number,
            must_choose=account.one_time_until is not None,
        )  # fmt: skip

    def log_in(self, request: Request, name: str, password: str) -> Account:
        """Let somebody in, with a session of their own; RefusedError says why not, in a word that tells no more.

        A name that nobody has and a wrong password are answered alike and as slowly.
        """
        people, address = self._ledger.people, address_of(request)
        keys = {
            self._by_both: f"{fold_name(name)} {address}",
            self._by_address: address,
            self._by_name: fold_name(name),
        }
        wait = max(attempts.find_wait(key) for attempts, key in keys.items())
        if wait > 0:
            raise RefusedError("too_often", f"too many tries; wait {wait:.0f} seconds")
        account = people.find_account(name)
        password_hash = None if account is None else people.read_password_hash(account.number)
        is_right = self.passwords.is_right(password, password_hash)
        if account is None or password_hash is None or not is_right or not account.is_active:
            for attempts, key in keys.items():
                attempts.add(key)
            known = "" if account is None else account.name
            self._ledger.log.write(Deed(who=known, action="log_in_failed", about=known, detail={"address": address}))
            raise RefusedError("wrong", "name or password is wrong")
        if account.one_time_until is not None and people.is_past(account.one_time_until):
            raise RefusedError("one_time_over", "this one-time password is too old; ask for another")
        self._by_both.clear(keys[self._by_both])
        if self.passwords.is_weak(password_hash):
            people.renew_hash(account.number, self.passwords.hash(password))
        self.begin_session(request, account)
        return account

    def check_own(self, request: Request, person: Person, password: str, password_hash: str, chosen: str) -> None:
        """RefusedError unless somebody who is in says their own password, and chose another one.

        It is guessed here no faster than from outside.
        """
        key = f"{fold_name(person.name)} {address_of(request)}"
        if self._by_both.find_wait(key) > 0:
            raise RefusedError("too_often", "too many tries; wait some minutes")
        if not self.passwords.is_right(password, password_hash):
            self._by_both.add(key)
            raise RefusedError("old_wrong", "the present password is wrong")
        if chosen == password:
            raise RefusedError("password_same", "this is the password that it was")

    def begin_session(self, request: Request, account: Account) -> None:
        """A new session; whatever secret the browser brought is not taken up."""
        agent = request.headers.get("user-agent", "")
        secret = self._ledger.people.begin_session(account.number, agent=agent, address=address_of(request))
        set_cookie(request, SESSION, secret, seconds=None)

    def check_code(self, request: Request, code: str) -> None:
        """RefusedError unless this is the code that the terminal showed, or none is wanted."""
        if self.code is None:
            return
        address = address_of(request)
        if self._by_address.find_wait(address) > 0 or self._by_name.find_wait("") > 0:
            raise RefusedError("too_often", "too many tries; wait some minutes")
        if not hmac.compare_digest(code.strip().encode(), self.code.encode()):
            self._by_address.add(address)
            self._by_name.add("")
            raise RefusedError("code", "this is not the code that the terminal showed")


def address_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""


def _read_name(request: Request) -> str:
    try:
        return check_name(read_cookie(request, NAME) or "")
    except RefusedError:
        return ""  # a cookie that somebody tampered with: the name is asked for again
