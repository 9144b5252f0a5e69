"""Passwords: hashed with argon2id, long enough, and one-time where somebody else than their owner knows them.

Why it is hard: whoever copies the ledger can try passwords on it at leisure, so a try must be costly; the same cost, in
memory, lets a few who knock at once bring a small machine down, so no more than two are tried at a time. An unknown
name takes as long as a wrong password, so that nobody learns from the clock who has an account.
"""

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marsad.base.errors import RefusedError

LENGTH_LEAST = 12
LENGTH_MOST = 500
_ONE_TIME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without l, o, 0 and 1: it is read out and typed by hand."""


class Passwords:
    """What hashes and compares; the strength is argon2's own for a machine of today unless another is handed in."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(2)
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """The hash to be kept."""
        with self._turn:
            return self._hasher.hash(_tidy(password))

    def is_right(self, password: str, password_hash: str | None) -> bool:
        """Whether this is the password; None, for an account that there is not, takes as long and is never right."""
        if len(password) > LENGTH_MOST:
            return False
        with self._turn:
            if self._nobody is None:
                self._nobody = self._hasher.hash(secrets.token_urlsafe(32))
            try:
                self._hasher.verify(password_hash or self._nobody, _tidy(password))
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None

    def is_weak(self, password_hash: str) -> bool:
        """Whether the same password would be hashed more strongly today."""
        return self._hasher.check_needs_rehash(password_hash)


def check_password(password: str, name: str) -> None:
    """RefusedError for a password that is too short, too long, one sign again and again, or the name itself."""
    tidy = _tidy(password)
    if not LENGTH_LEAST <= len(tidy) <= LENGTH_MOST:
        raise RefusedError("password_length", f"a password has {LENGTH_LEAST} signs or more")
    if len(set(tidy)) < 5 or tidy.casefold() in _tidy(name).casefold() * 2:
        raise RefusedError("password_easy", "this password is guessed at once; take several words")


def make_one_time() -> str:
    """A password of 80 random bits that is easily read out: four groups of four letters."""
    return "-".join("".join(secrets.choice(_ONE_TIME_LETTERS) for _ in range(4)) for _ in range(4))


def _tidy(password: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFC", password)
