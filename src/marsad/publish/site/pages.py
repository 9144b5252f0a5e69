"""The pages: one function an address, one template a page, the language as the first part of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.base.digits import parse_digits
from marsad.base.errors import UseError
from marsad.publish.access import NOBODY, find_person, need
from marsad.publish.filters import KINDS, STATUSES, TYPES, Question, find_incidents, parse_filter
from marsad.publish.forms import SAFE_METHODS, TOKEN_FIELD, token_of
from marsad.publish.site.assets import Assets
from marsad.publish.site.incident_view import find_cell
from marsad.publish.site.maps import Maps
from marsad.publish.site.settings import CHOICES, current
from marsad.publish.site.show import Show, ltr
from marsad.publish.site.words import LANGUAGES, Words, read_words
from marsad.publish.work import LinkingFault, Work
from marsad.store.ledger import Ledger

PAGE_SIZE = 50
BADGE_MOST = 99
PAGES_MOST = 999_999
SECTIONS = ("incidents", "explore", "queue", "reports", "method")
"""The pages of the navigation, each with its word `site.NAME`."""
DEFAULT_LANGUAGE = "ar"


def language_of(request: Request) -> str:
    """The language of an address: its first part, else `?lang=`, else Arabic."""
    first = request.url.path.strip("/").partition("/")[0]
    asked = first if first in LANGUAGES else request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def make_environment() -> Environment:
    """Templates with escaping on and no silent gaps."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["part"] = lambda text: quote(str(text), safe="")
    return environment


@dataclass(frozen=True)
class Paging:
    """A page of a list: positions count from 1."""

    page: int
    pages: int
    first: int
    last: int
    shown: int


def cut_page(length: int, page: int) -> Paging:
    """Where a page begins and ends; a page beyond the end is refused as not found."""
    pages = max(1, -(-length // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise HTTPException(404)
    first = (page - 1) * PAGE_SIZE
    return Paging(page=page, pages=pages, first=first + 1, last=min(first + PAGE_SIZE, length), shown=length)


def parse_page(text: str | None) -> int:
    """The page asked for; raises UseError on what is no number."""
    if text is None or text == "":
        return 1
    number = parse_digits(text)
    if number is None or number > PAGES_MOST:
        raise UseError(f"page={text!r} is no page number")
    return number


@dataclass
class Pages:
    """What all pages need."""

    ledger: Ledger
    assets: Assets
    attributions: tuple[tuple[str, str], ...]
    maps: Maps | None = None

    def __post_init__(self) -> None:
        self.environment = make_environment()

    def render(
        self, request: Request, language: str, template: str, *, status: int = 200, **values: object
    ) -> HTMLResponse:
        """One page in one language."""
        words = read_words(language)
        path = request.url.path
        rest = path[len(language) + 1 :] if path.startswith(f"/{language}/") else "/incidents"
        query = f"?{request.url.query}" if request.url.query else ""
        other = str(words.say("language.other_code"))
        context = {
            "say": words.say, "code": words.code, "language": language, "show": Show(words), "assets": self.assets,
            "count_badge": self.count_badge, "linking_fault": find_fault(request),
            "person": find_person(request) or NOBODY, "form_token": partial(make_form_token, request),
            "settings": current(), "choices": CHOICES, "month_names": words.list_months(), "sections": SECTIONS,
            "other_address": f"/{other}{quote(rest, safe='/%:@')}{query}", "path": path,
            "here": f"{quote(path, safe='/%:@')}{query}" if request.method == "GET" else f"/{language}/settings",
        }  # fmt: skip
        html = self.environment.get_template(template).render(**context, **values)
        return HTMLResponse(html, status_code=status, headers={"Content-Language": language})

    def count_badge(self) -> Markup | None:
        """How much waits in the queue, no further than can be said at a glance; None for nothing."""
        waiting = self.ledger.desk.count_badge(BADGE_MOST + 1)
        return ltr(f"{BADGE_MOST}+" if waiting > BADGE_MOST else waiting) if waiting else None

    def fault(self, request: Request, language: str, status: int, reason: str | None = None) -> Response:
        """A page for what is not here, cannot be asked or, where something was to be changed, was refused."""
        is_change = request.method not in SAFE_METHODS
        return self.render(request, language, "fault.html", status=status, reason=reason, is_change=is_change)

    def refuse(self, request: Request, language: str, status: int, code: str) -> Response:
        """A page for what the desk's rules refuse, named by `refused.CODE` of the word files."""
        code = code if code in read_words(language).table["refused"] else "role"
        may_read = (find_person(request) or NOBODY).may("read")
        back = f"/{language}/{'incidents' if may_read else 'me'}"
        if may_read and request.url.path.endswith(("/decide", "/sign")):
            back = quote(request.url.path.rpartition("/")[0], safe="/%:@")
        return self.render(request, language, "refused.html", status=status, code_of_fault=code, back=back)

    def incidents(self, request: Request, language: str) -> Response:
        """The list, filtered and paged by the address."""
        asked = parse_filter(request.query_params.multi_items(), others=("page", "after", "lang"))
        page = parse_page(request.query_params.get("page"))
        after = request.query_params.get("after") if page > 1 else None
        start = 0 if after else (page - 1) * PAGE_SIZE
        found = find_incidents(self.ledger, asked, limit=PAGE_SIZE, offset=start, after=after or None)
        paging = cut_page(found.total, page)
        return self.render(
            request, language, "incidents.html",
            asked=asked, query=asked.query(), incidents=found.rows, total=self.ledger.count_incidents(),
            paging=paging, types=sort_codes(TYPES, "types", read_words(language)), statuses=STATUSES, kinds=KINDS,
            find_cell=find_cell,
            page_address=lambda one: page_address(asked, one, found.next if one == page + 1 else None),
        )  # fmt: skip

    def method(self, request: Request, language: str) -> Response:
        """What the figures are and are not, and whose data the places come from."""
        return self.render(request, language, "method.html", attributions=self.attributions, drawn=bool(self.maps))


def find_fault(request: Request) -> LinkingFault | None:
    """What the last linking failed of, so that no page passes over it; None where it succeeded."""
    work: Work | None = request.app.state.work
    return None if work is None else work.fault


def make_form_token(request: Request) -> Markup:
    """The hidden field that every form of ours with method post holds: `{{ form_token() }}`."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, token_of(request))


def sort_codes(codes: Sequence[str], table: str, words: Words) -> list[str]:
    """Codes in the order of their words."""
    return sorted(codes, key=lambda code: words.code(table, code))


def page_address(asked: Question, page: int, after: str | None = None) -> str:
    """The query of another page of the same question; `after` is what the one before ends with."""
    pairs = asked.as_query() + ([("page", str(page))] if page > 1 else []) + ([("after", after)] if after else [])
    return f"?{urlencode(pairs)}" if pairs else "?"


def check_language(language: str) -> str:
    """A language of the pages; any other first part of an address is not found."""
    if language not in LANGUAGES:
        raise HTTPException(404)
    return language


def make_pages(pages: Pages) -> APIRouter:
    """The routes of the pages; addresses without a language lead to one with."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[need("read")])
    get = partial(router.api_route, methods=["GET", "HEAD"])

    @get("/")
    @get("/incidents")
    @get("/incidents/{rest:path}")
    @get("/reports")
    @get("/reports/{rest:path}")
    @get("/queue")
    @get("/queue/next")
    @get("/explore")
    @get("/search")
    @get("/method")
    def choose_language(request: Request) -> Response:
        pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
        path = request.url.path if request.url.path != "/" else "/incidents"
        query = f"?{urlencode(pairs)}" if pairs else ""
        return RedirectResponse(f"/{language_of(request)}{quote(path, safe='/')}{query}", status_code=307)

    @get("/{language}")
    @get("/{language}/")
    def begin(language: str) -> Response:
        return RedirectResponse(f"/{check_language(language)}/incidents", status_code=307)

    @get("/{language}/incidents")
    def incidents(request: Request, language: str) -> Response:
        return pages.incidents(request, check_language(language))

    @get("/{language}/method")
    def method(request: Request, language: str) -> Response:
        return pages.method(request, check_language(language))

    return router
