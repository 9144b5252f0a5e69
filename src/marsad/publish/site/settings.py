"""How a reader wants pages to look: numerals, names of months, direction of time, light or dark. Kept in a cookie.

Why it is hard: a number is written in a hundred places, and one that was forgotten would stand in the other numerals
beside its neighbours. So what was chosen is known for the length of a request to whoever writes a number, a date or a
month (`current()`), and nobody has to hand it on. Arabic numerals of the East and the names of months are a choice of
Arabic pages; English ones have theirs.
Known gaps: what a browser's own date field shows is the browser's.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal, get_args, get_type_hints
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from marsad.base.errors import UseError
from marsad.publish.forms import read_cookie

COOKIE = "settings"
"""Under the prefix that `forms.set_cookie` gives all cookies of ours."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader chose; the first of each is what nobody chose."""

    numerals: Literal["latn", "arab"] = "latn"
    months: Literal["double", "levant", "egypt", "maghreb", "morocco"] = "double"
    time: Literal["reading", "rtl", "ltr"] = "reading"
    theme: Literal["system", "light", "dark"] = "system"

    def say(self) -> str:
        """What differs from the defaults, as a cookie keeps it."""
        default = Settings()
        chosen = ((name, getattr(self, name)) for name in CHOICES)
        return urlencode([(name, value) for name, value in chosen if value != getattr(default, name)])

    def time_direction(self, direction: str) -> str:
        """Where time runs to in charts, `rtl` or `ltr`, on a page of that direction."""
        return direction if self.time == "reading" else self.time


CHOICES: dict[str, tuple[str, ...]] = {name: get_args(hint) for name, hint in get_type_hints(Settings).items()}
"""Name of a setting → what may be chosen."""
_NOBODYS = Settings()
_CURRENT: ContextVar[Settings] = ContextVar("settings", default=_NOBODYS)


def current() -> Settings:
    """What whoever asks for this page chose; the defaults outside a request."""
    return _CURRENT.get()


def parse_settings(chosen: Mapping[str, str]) -> Settings:
    """The settings of a form; one that is left out is the default, one that there is not raises UseError."""
    for name, allowed in CHOICES.items():
        if chosen.get(name, allowed[0]) not in allowed:
            raise UseError(f"{name}={chosen[name]!r} is unknown; known are {', '.join(allowed)}")
    return msgspec.convert({name: chosen[name] for name in CHOICES if name in chosen}, Settings)


def read_settings(request: Request, language: str) -> Settings:
    """What the cookie of a request says; a cookie that says nothing of sense is that of nobody."""
    try:
        settings = parse_settings(dict(parse_qsl(read_cookie(request, COOKIE) or "")))
    except UseError:
        return Settings()
    return settings if language == "ar" else msgspec.structs.replace(settings, numerals="latn", months="double")


class KnownSettings:
    """Makes the settings of a request known to all that answers it."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        first = scope["path"].strip("/").partition("/")[0]
        known = _CURRENT.set(read_settings(Request(scope), "en" if first == "en" else "ar"))
        try:
            await self.app(scope, receive, send)
        finally:
            _CURRENT.reset(known)
