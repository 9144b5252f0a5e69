"""The search over reports: words as people type them, pieces of the reports with these words marked."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from marsad.base.errors import UseError
from marsad.model.incident import Incident
from marsad.publish.access import need
from marsad.publish.filters import WORDS_LONGEST
from marsad.publish.site.pages import PAGE_SIZE, Pages, check_language, cut_page, parse_page
from marsad.store.explore_records import DocumentHit, Snippet
from marsad.store.records import IncidentFilter

FEW_INCIDENTS = 8
PARAMETERS = frozenset({"q", "page", "lang"})


class Run(NamedTuple):
    """A piece of a snippet, found words apart from the rest."""

    text: str
    is_found: bool


class Find(NamedTuple):
    """A report with its pieces, and the incidents that rest on it: the first few, and how many there are."""

    hit: DocumentHit
    title: tuple[Run, ...]
    snippets: tuple[tuple[Run, ...], ...]
    incidents: tuple[Incident, ...]
    incidents_all: int


def cut_snippet(snippet: Snippet) -> tuple[Run, ...]:
    """The runs of a snippet; joined they are its text, to the character."""
    return tuple(_cut(snippet.text, [(mark.start - snippet.start, mark.end - snippet.start) for mark in snippet.marks]))


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[Run]:
    at = 0
    for start, end in marks:
        if start > at:
            yield Run(text[at:start], is_found=False)
        yield Run(text[max(start, at) : end], is_found=True)
        at = max(at, end)
    if at < len(text):
        yield Run(text[at:], is_found=False)


class Search:
    """The page."""

    def __init__(self, pages: Pages) -> None:
        """Look in the ledger of these pages."""
        self.pages = pages

    def page(self, request: Request, language: str) -> Response:
        """The form, and what was found; an unknown parameter is refused."""
        unknown = sorted(set(request.query_params) - PARAMETERS)
        if unknown:
            raise UseError(f"unknown parameter {unknown[0]!r}; known are {', '.join(sorted(PARAMETERS))}")
        words = request.query_params.get("q", "").strip()
        if len(words) > WORDS_LONGEST:
            raise UseError(f"q is longer than {WORDS_LONGEST} characters; ask with fewer words")
        number = parse_page(request.query_params.get("page"))
        found = self.pages.ledger.search_documents(words, PAGE_SIZE, (number - 1) * PAGE_SIZE)
        return self.pages.render(
            request, language, "explore_search.html",
            words=words, finds=[self._find(hit) for hit in found], paging=cut_page(found.total, number),
            explore=urlencode({"q": words}), page_address=partial(_page_address, words),
        )  # fmt: skip

    def _find(self, hit: DocumentHit) -> Find:
        incidents = self.pages.ledger.read_incidents(IncidentFilter(document=hit.document.id, limit=FEW_INCIDENTS))
        titles = [cut_snippet(one) for one in hit.snippets if one.field == "title" and one.text == hit.document.title]
        return Find(
            hit=hit,
            title=titles[0] if titles else (Run(hit.document.title or "", is_found=False),),
            snippets=tuple(cut_snippet(one) for one in hit.snippets if one.field == "text"),
            incidents=incidents.rows,
            incidents_all=incidents.total,
        )


def _page_address(words: str, page: int) -> str:
    return f"?{urlencode([('q', words), *([('page', str(page))] if page > 1 else [])])}"


def make_search(pages: Pages) -> APIRouter:
    """The route of the search."""
    search = Search(pages)
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[need("read")])

    @router.api_route("/{language}/search", methods=["GET", "HEAD"])
    def page(request: Request, language: str) -> Response:
        return search.page(request, check_language(language))

    return router
