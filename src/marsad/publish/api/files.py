"""Files of what a page shows: the same filter, one door; public for whoever reads, internal for whoever may export."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from marsad.publish.access import need
from marsad.publish.api.explore import parse_step
from marsad.publish.api.parameters import filter_parameters
from marsad.publish.exports.assemble import Format
from marsad.publish.exports.stream import stream_incidents
from marsad.publish.exports.table import write_csv
from marsad.publish.filters import parse_filter
from marsad.publish.redaction import Door, Profile
from marsad.publish.sending import send_file
from marsad.store.explore_records import Killed
from marsad.store.ledger import Ledger

COLUMNS = (
    "dates", "date_start", "date_end", "incidents", "killed_low", "killed_best", "killed_high", "killed_open",
    "with_figure", "figures_not_added",
)  # fmt: skip
MEDIA: dict[Format, str] = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}


def make_files(ledger: Ledger, attributions: Sequence[tuple[str, str]]) -> APIRouter:
    """The routes under /api/v1/export."""
    router = APIRouter(prefix="/api/v1/export")
    sources = [f"{text} ({licence})" for text, licence in attributions]

    def send(request: Request, file_format: Format, profile: Profile) -> Response:
        asked = parse_filter(request.query_params.multi_items())
        parts = stream_incidents(ledger, file_format, asked, Door(profile=profile), attribution=sources)
        name = f"marsad-incidents-{profile}.{file_format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return send_file(request, parts, media_type=MEDIA[file_format], headers=headers)

    @router.get(
        "/{file_format}", operation_id="export_incidents", dependencies=[need("read", logs="export")],
        openapi_extra=filter_parameters(),
    )  # fmt: skip
    def export_public(request: Request, file_format: Format) -> Response:
        """The incidents of the filter as a file, csv or geojson, as far as they may be published."""
        return send(request, file_format, "public")

    @router.get(
        "/internal/{file_format}", operation_id="export_incidents_internal", dependencies=[need("export")],
        openapi_extra=filter_parameters(),
    )  # fmt: skip
    def export_internal(request: Request, file_format: Format) -> Response:
        """The same with everything: quotes and exact points stay within the desk."""
        return send(request, file_format, "internal")

    @router.get(
        "/timeline/csv", operation_id="export_timeline", dependencies=[need("read")], openapi_extra=filter_parameters()
    )
    def export_timeline(request: Request, step: str | None = None) -> Response:
        """The timeline of the filter as a table: days, incidents, killed low to high.

        At the end the incidents whose date is known to a longer time than a bin only (`dates` is `vague`), and those
        without one (`none`).
        """
        asked = parse_filter(request.query_params.multi_items(), others=("step",))
        drawn = ledger.read_timeline(asked.as_filter(), parse_step(step))
        rows = [_bin_row("bin", one.start, one.end, one.incidents, one.killed) for one in drawn.bins]
        beside = (("vague", drawn.vague, drawn.vague_killed), ("none", drawn.undated, drawn.undated_killed))
        rows += [_bin_row(dates, None, None, incidents, killed) for dates, incidents, killed in beside if incidents]
        headers = {"Content-Disposition": 'attachment; filename="marsad-timeline.csv"'}
        return Response(write_csv(COLUMNS, rows, byte_order_mark=True), media_type=MEDIA["csv"], headers=headers)

    return router


def _bin_row(dates: str, start: date | None, end: date | None, incidents: int, killed: Killed) -> dict[str, Any]:
    """One row; empty figures where no incident states any."""
    told = killed.incidents > 0
    figures = (killed.low, killed.best, killed.high, killed.open, killed.incidents) if told else (None,) * 5
    return dict(zip(COLUMNS, (dates, start, end, incidents, *figures, killed.left_out), strict=True))
