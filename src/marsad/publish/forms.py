"""What a form sends, and the sign that the form was ours.

Why it is hard: a browser adds a person's cookies to whatever any page makes it send. So an unsafe request must first
come from our own origin (`site/security.py` looks at that), and a form must carry a token that only a page of ours
could hold: a hash keyed with the cookie that the browser keeps and no script can read. A body of JSON needs no token,
for no foreign page can make a browser send one without asking us first. Forms are urlencoded and parsed here; nothing
is uploaded anywhere, so that no library for multipart bodies is needed.
"""

import hashlib
import hmac
import secrets
from typing import Annotated
from urllib.parse import parse_qsl, quote, unquote

from fastapi import Depends
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_FIELD = "token"  # noqa: S105 - the name of a form's field
TOKEN_HEADER = "x-marsad-token"  # noqa: S105 - the name of a header
SESSION, VISIT, NAME = "session", "visit", "name"
"""Cookies: who is logged in; which browser this is, where nobody is; how the one person of a desk signs."""
FIELDS_MOST = 2_000
YEAR_SECONDS = 365 * 24 * 3600

Fields = ImmutableMultiDict[str, str]


async def read_fields(request: Request) -> Fields:
    """The fields of an urlencoded form, empty for a safe request or another kind of body; HTTPException 400 else."""
    if request.method in SAFE_METHODS or not _is_form(request):
        return ImmutableMultiDict()
    body = await request.body()
    try:
        text = body.decode("utf-8")
        return ImmutableMultiDict(
            parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MOST, errors="strict", encoding="utf-8")
        )
    except ValueError as error:
        raise HTTPException(400, "the form is not urlencoded UTF-8 or has too many fields") from error


FormFields = Annotated[Fields, Depends(read_fields)]
"""What a route takes to get a form's fields: `def route(fields: FormFields)`."""


def check_token(request: Request, fields: FormFields) -> None:
    """Refuse an unsafe request that is neither JSON nor carries this browser's token (in the form or the header)."""
    if request.method in SAFE_METHODS or _is_json(request):
        return
    sent = request.headers.get(TOKEN_HEADER) or fields.get(TOKEN_FIELD, "")
    kept = read_cookie(request, SESSION) or read_cookie(request, VISIT)
    if kept is None or not hmac.compare_digest(sent.encode(), _make_token(kept).encode()):
        raise HTTPException(403, "token")


def token_of(request: Request) -> str:
    """The token for the forms of a page; a browser that is new gets a cookie with the answer."""
    kept = read_cookie(request, SESSION) or read_cookie(request, VISIT) or getattr(request.state, "visit", None)
    if kept is None:
        kept = request.state.visit = secrets.token_urlsafe(32)
        set_cookie(request, VISIT, kept, seconds=YEAR_SECONDS)
    return _make_token(kept)


def read_cookie(request: Request, name: str) -> str | None:
    """The value of one of our cookies, None where the browser sent none or an empty one."""
    return unquote(request.cookies.get(_cookie_name(request, name), "")) or None


def set_cookie(request: Request, name: str, value: str, *, seconds: int | None) -> None:
    """Have the answer set one of our cookies: out of reach of scripts, only for our own pages, `seconds` long."""
    parts = [f"{_cookie_name(request, name)}={quote(value, safe='')}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if request.url.scheme == "https":
        parts.append("Secure")
    if not hasattr(request.state, "cookies"):
        request.state.cookies = []
    request.state.cookies.append("; ".join(parts))


def _cookie_name(request: Request, name: str) -> str:
    """Over https the prefix has the browser refuse such a cookie from anybody but this very host."""
    return f"__Host-marsad-{name}" if request.url.scheme == "https" else f"marsad-{name}"


def _make_token(kept: str) -> str:
    return hmac.new(kept.encode(), b"form", hashlib.sha256).hexdigest()


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_form(request: Request) -> bool:
    return _kind(request) == "application/x-www-form-urlencoded"


def _is_json(request: Request) -> bool:
    return _kind(request) == "application/json"
