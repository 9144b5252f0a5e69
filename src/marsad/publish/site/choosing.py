"""Where a reader chooses how pages look: a page, and the form that every page has at its foot."""

from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.publish.access import need
from marsad.publish.forms import YEAR_SECONDS, FormFields, set_cookie
from marsad.publish.site.settings import COOKIE, parse_settings
from marsad.publish.site.words import LANGUAGES

if TYPE_CHECKING:
    from marsad.publish.site.pages import Pages

EXAMPLE = date(2018, 7, 5)
"""A day in the month that has most names."""


def make_choosing(pages: "Pages") -> APIRouter:
    """The routes of the settings; nobody needs an account to read numbers as they are used to."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[need("anyone")])

    def check(language: str) -> str:
        if language not in LANGUAGES:
            raise HTTPException(404)
        return language

    @router.get("/{language}/settings")
    def show(request: Request, language: str) -> Response:
        return pages.render(request, check(language), "settings.html", example=EXAMPLE)

    @router.post("/{language}/settings")
    def choose(request: Request, language: str, fields: FormFields) -> Response:
        settings = parse_settings(fields)
        set_cookie(request, COOKIE, settings.say(), seconds=YEAR_SECONDS)
        return RedirectResponse(find_back(fields.get("back", ""), f"/{check(language)}/settings"), status_code=303)

    return router


def find_back(asked: str, otherwise: str) -> str:
    """Where to go afterwards: an address of ours, else the other one."""
    inside = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked and asked.isprintable()
    return asked if inside and asked.isascii() else otherwise
