"""The explore page: one filter in the address, and a map, a timeline, a table and files that answer it.

Why it is hard: whoever filters a map and exports a table wants the same incidents in both. So nothing here holds a
state of its own: the address is parsed once, every figure of the page comes from that one question, and the scripts of
the page draw what its lists and tables already say.
"""

import json
from functools import partial
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.base.errors import UseError
from marsad.publish.access import need, person_of
from marsad.publish.filters import SORTS, Question, parse_filter
from marsad.publish.forms import FormFields
from marsad.publish.site.explore_chart import draw_chart
from marsad.publish.site.explore_figures import STEPS, Figures, gather
from marsad.publish.site.explore_map import DrawnMap, draw_map
from marsad.publish.site.explore_words import Asked, Labels
from marsad.publish.site.incident_view import find_cell
from marsad.publish.site.pages import PAGE_SIZE, Pages, check_language, cut_page, parse_page
from marsad.publish.site.words import read_words
from marsad.reference.outlines import read_disclaimer
from marsad.store.explore_records import Step

OTHERS = ("page", "lang", "step")
"""Parameters of the page that ask for no other incidents."""
HERE_MOST = 60
WORLD_BOX = (-25.0, -35.0, 75.0, 60.0)
"""What a map shows where nothing has a place: where the sources of this language report from."""


def parse_step(text: str | None) -> Step | None:
    """The step of the timeline that is asked for; None leaves it to the page. Raises UseError on another."""
    if not text:
        return None
    for step in STEPS:
        if text == step:
            return step
    raise UseError(f"step={text!r} is unknown; known are {', '.join(STEPS)}")


class Explore:
    """The page and what it is made of."""

    def __init__(self, pages: Pages) -> None:
        """Draw with what all pages have."""
        self.pages = pages

    def page(self, request: Request, language: str) -> Response:
        """The whole page; its script replaces parts of it by the same parts of another answer."""
        question = parse_filter(request.query_params.multi_items(), others=OTHERS)
        number = parse_page(request.query_params.get("page"))
        step = parse_step(request.query_params.get("step"))
        figures = gather(
            self.pages.ledger, self.pages.maps, question, size=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE, step=step
        )
        labels = Labels(read_words(language), self.pages.maps)
        person = person_of(request)
        return self.pages.render(
            request, language, "explore.html",
            asked=Asked(question, labels, step), figures=figures, labels=labels, sorts=SORTS,
            paging=cut_page(figures.shown, number), page_address=partial(_page_address, question, step),
            map=self._draw(figures), chart=draw_chart(figures.time.bars, backward=language == "ar"),
            find_cell=find_cell, disclaimer=read_disclaimer(), world_box=WORLD_BOX, drawn=bool(self.pages.maps),
            may_export=person.may("export"), views=self.pages.ledger.read_views(person.name),
            script_words=_list_script_words(language),
        )  # fmt: skip

    def here(self, request: Request, language: str) -> Response:
        """A list of the incidents of one place on the map, newest first: what opens beside it."""
        question = parse_filter(request.query_params.multi_items(), others=OTHERS)
        found = self.pages.ledger.read_incidents(question.as_filter(limit=HERE_MOST))
        labels = Labels(read_words(language), self.pages.maps)
        return self.pages.render(
            request, language, "explore_here.html", asked=Asked(question, labels), found=found, find_cell=find_cell
        )

    def _draw(self, figures: Figures) -> DrawnMap | None:
        return draw_map(self.pages.maps, figures.map.spots, figures.map.areas) if self.pages.maps else None


def _page_address(question: Question, step: Step | None, page: int) -> str:
    pairs = [*question.as_query(), *([("step", step)] if step else []), *([("page", str(page))] if page > 1 else [])]
    return f"?{urlencode(pairs)}" if pairs else "?"


def _list_script_words(language: str) -> Markup:
    """What the scripts say, as data for them; no sign in it can end the element that holds it."""
    words = read_words(language).table
    said = {"language": language, "map": words["explore_map"], "time": words["explore_time"]}
    return Markup(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - our own words


def make_explore(pages: Pages) -> APIRouter:
    """The routes of the explore page and of saved views."""
    explore = Explore(pages)
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[need("read")])
    get = partial(router.api_route, methods=["GET", "HEAD"])

    @get("/{language}/explore")
    def page(request: Request, language: str) -> Response:
        return explore.page(request, check_language(language))

    @get("/{language}/explore/here")
    def here(request: Request, language: str) -> Response:
        return explore.here(request, check_language(language))

    @router.post("/{language}/views")
    def save_view(request: Request, language: str, fields: FormFields) -> Response:
        check_language(language)
        query = parse_view(fields.get("query", ""))
        pages.ledger.write_view(person_of(request).name, fields.get("name", ""), query)
        return _back_to(language, query)

    @router.post("/{language}/views/{number}/delete")
    def delete_view(request: Request, language: str, number: int, fields: FormFields) -> Response:
        check_language(language)
        if not pages.ledger.delete_view(person_of(request).name, number):
            raise HTTPException(404)
        return _back_to(language, parse_view(fields.get("query", "")))

    return router


def parse_view(text: str) -> str:
    """A filter as an address has it, read and written again; raises UseError where it asks for what is not known."""
    pairs = parse_qsl(text)
    step = parse_step(dict(pairs).get("step"))
    question = parse_filter(pairs, others=OTHERS)
    return urlencode([*question.as_query(), *([("step", step)] if step else [])])


def _back_to(language: str, query: str) -> Response:
    """See other: the page with this filter, so that reloading sends no form again."""
    return RedirectResponse(f"/{language}/explore{f'?{query}' if query else ''}#explore-views", status_code=303)
