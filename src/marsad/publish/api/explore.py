"""The addresses of the explorer: map, timeline, counts by value, search of reports. All take the one filter.

Each answers `{"format": 1, …}` with the fields of its record in `store.explore_records`, where they are explained:
`count` is how many incidents pass the filter, `total` how many the ledger holds, `shown` how many of `count` are drawn.
"""

from typing import Annotated, Any, get_args
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from marsad.base.errors import UseError
from marsad.publish.access import need
from marsad.publish.api.parameters import filter_parameters
from marsad.publish.api.routes import answer, parse_limit
from marsad.publish.filters import parse_box, parse_filter
from marsad.store.explore_records import Step
from marsad.store.ledger import Ledger

STEPS: tuple[Step, ...] = get_args(Step)
ZOOM_DEFAULT = 5
ZOOM_MOST = 22
SEARCH_LIMIT = 20


def parse_step(text: str | None) -> Step | None:
    """A step of time, None for one that fits; raises UseError."""
    for step in STEPS:
        if text == step:
            return step
    if text in {None, "", "auto"}:
        return None
    raise UseError(f"step={text!r} is unknown; known are auto, {', '.join(STEPS)}")


def parse_zoom(text: str | None) -> int:
    """A zoom of the map, fractions cut off; raises UseError."""
    if not text:
        return ZOOM_DEFAULT
    whole = text.partition(".")[0]
    if not (text.isascii() and whole.isdigit() and text.replace(".", "", 1).isdigit() and int(whole) <= ZOOM_MOST):
        raise UseError(f"zoom={text!r} must be a number from 0 to {ZOOM_MOST}")
    return int(whole)


def _body(record: msgspec.Struct, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return {"format": 1, **more, **fields}


def make_explore_api(ledger: Ledger) -> APIRouter:
    """The routes under /api/v1 that count, draw and search."""
    router = APIRouter(prefix="/api/v1", dependencies=[need("read", logs=None)])  # counts hold no words of reports

    @router.get("/map", operation_id="read_map", openapi_extra=filter_parameters())
    def read_map(
        request: Request,
        zoom: Annotated[str | None, Query(description="0 to 22, by default 5")] = None,
        view: Annotated[str | None, Query(description="west,south,east,north: only cells in it; no filter")] = None,
    ) -> Response:
        """Cells of a grid: `IncidentMap`.

        `{"zoom", "cells": [{"lon", "lat", "box", "count", "types", "precision",
        "radius_km", "killed": {"low", "best", "high", "open", "incidents", "left_out"}, "incidents": [{"id", "type",
        "status", "first_day", "last_day", "name_ar", "name_en", "precision", "radius_km", "lon", "lat"}]}],
        "unlocated": [{"country", "admin1", "admin1_en", "incidents"}], "outside", "shown", "count", "total"}`.

        `incidents` of a cell are told where they are ten at most. The list with the same filter and `bbox` set to a
        cell's `box` gives exactly the incidents of that cell.
        """
        asked = parse_filter(request.query_params.multi_items(), others=("zoom", "view"))
        drawn = ledger.read_map(asked.as_filter(), parse_zoom(zoom), parse_box("view", (view or "").strip()))
        return answer(_body(drawn))

    @router.get("/timeline", operation_id="read_timeline", openapi_extra=filter_parameters())
    def read_timeline(
        request: Request, step: Annotated[str | None, Query(description="auto, day, week, month, year")] = None
    ) -> Response:
        """Bins of time: `Timeline`.

        `{"step", "bins": [{"start", "end", "incidents", "killed": {…}}], "vague",
        "vague_killed": {…}, "undated", "undated_killed": {…}, "shown", "count", "total"}`; days included, no gaps.
        `vague` are those whose date is known to a longer time than a bin only: they stand in no bin.
        """
        asked = parse_filter(request.query_params.multi_items(), others=("step",))
        return answer(_body(ledger.read_timeline(asked.as_filter(), parse_step(step))))

    @router.get("/facets", operation_id="read_facets", openapi_extra=filter_parameters())
    def read_facets(request: Request) -> Response:
        """Counts by value: `Facets`.

        `{"type": [{"value", "incidents", "country", "name_en"}], "status", "kind",
        "grade", "state", "country", "admin1", "count", "total"}`, each parameter counted without its own values.
        """
        asked = parse_filter(request.query_params.multi_items())
        return answer(_body(ledger.read_facets(asked.as_filter())))

    both = APIRouter()
    both.include_router(router)
    both.include_router(_make_search(ledger))
    return both


def _make_search(ledger: Ledger) -> APIRouter:
    router = APIRouter(prefix="/api/v1", dependencies=[need("read")])

    @router.get("/search", operation_id="search_reports")
    def search_reports(
        request: Request,
        q: Annotated[str, Query(description='words that all must be there, "phrases" in quotes')] = "",
        limit: Annotated[str | None, Query(description="reports a page, by default 20")] = None,
        cursor: Annotated[str | None, Query(description="as given in next")] = None,
    ) -> Response:
        """Reports that hold all the words.

        `{"q", "count", "documents": [{"document": {"id", "published", …},
        "claims", "snippets": [{"field", "start", "end", "text", "marks": [{"start", "end"}]}]}], "next"}`.

        Offsets are code points of the report's `title` or `text` as received.
        """
        unknown = sorted(set(request.query_params) - {"q", "limit", "cursor"})
        if unknown:
            raise UseError(f"unknown parameter {unknown[0]!r}; known are q, limit, cursor")
        size = parse_limit(limit) if limit else SEARCH_LIMIT
        start = _parse_offset(cursor)
        page = ledger.search_documents(q, size, start)
        following = None
        if start + len(page) < page.total:
            pairs = [("q", q), ("limit", str(size)), ("cursor", str(start + size))]
            following = f"/api/v1/search?{urlencode(pairs)}"
        return answer({"format": 1, "q": q, "count": page.total, "documents": page.rows, "next": following})

    return router


def _parse_offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 9:
        raise UseError(f"cursor={cursor!r} is none of this list; begin again without it")
    return int(cursor)
