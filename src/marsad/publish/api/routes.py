"""The addresses of the first API; each answers in the contract's own shapes."""

from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from marsad.base.errors import UseError
from marsad.publish.access import need
from marsad.publish.api.parameters import filter_parameters
from marsad.publish.filters import find_incidents, parse_filter
from marsad.reference.outlines import Outlines
from marsad.store.ledger import Ledger

LIMIT_DEFAULT = 100
LIMIT_MOST = 10_000
ENCODER = msgspec.json.Encoder()


def answer(body: Any, headers: dict[str, str] | None = None) -> Response:  # noqa: ANN401
    """Records as JSON, unknown as null."""
    return Response(ENCODER.encode(body), media_type="application/json", headers=headers)


def parse_limit(text: str | None) -> int:
    """How many records a page of data holds, 1 to 10,000; raises UseError otherwise."""
    if text is None:
        return LIMIT_DEFAULT
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LIMIT_MOST:
        raise UseError(f"limit={text!r} must be a number from 1 to {LIMIT_MOST}")
    return int(text)


def make_api(ledger: Ledger) -> APIRouter:
    """The routes under /api/v1 that the ledger answers."""
    router = APIRouter(prefix="/api/v1", dependencies=[need("read")])

    @router.get("/incidents", operation_id="list_incidents", openapi_extra=filter_parameters())
    def list_incidents(
        request: Request,
        limit: Annotated[str | None, Query(description="records a page, at most 10000")] = None,
        cursor: Annotated[str | None, Query(description="as given in next")] = None,
    ) -> Response:
        """Incidents that the parameters ask for; an unknown parameter is refused.

        `{"format": 1, "count": how many pass, "total": how many there are, "incidents": [...], "next": address|null}`.
        """
        asked = parse_filter(request.query_params.multi_items(), others=("limit", "cursor"))
        size = parse_limit(limit)
        page = find_incidents(ledger, asked, limit=size, after=cursor or None)
        following = None
        if page.next is not None:
            pairs = [*asked.as_query(), ("limit", str(size)), ("cursor", page.next)]
            following = f"/api/v1/incidents?{urlencode(pairs)}"
        headers = {"Link": f'<{following}>; rel="next"'} if following else None
        total = ledger.count_incidents()
        body = {"format": 1, "count": page.total, "total": total, "incidents": page.rows, "next": following}
        return answer(body, headers)

    @router.get("/incidents/{incident_id}", operation_id="read_incident")
    def read_incident(incident_id: str) -> Response:
        """One incident, by its id or an alias."""
        incident = ledger.read_incident(incident_id)
        if incident is None:
            raise HTTPException(404, f"no incident {incident_id!r}")
        if incident.incident_id != incident_id:
            return Response(status_code=308, headers={"Location": f"/api/v1/incidents/{incident.incident_id}"})
        return answer(incident)

    @router.get("/documents/{document_id:path}", operation_id="read_document")
    def read_document(document_id: str) -> Response:
        """One report as received, with its live claims."""
        document = ledger.read_document(document_id)
        if document is None:
            raise HTTPException(404, f"no document {document_id!r}")
        body = {
            "format": 1,
            "document": document,
            "claims": ledger.read_claims_of_document(document_id),
            "refusals": ledger.read_refusals_of_document(document_id),
        }
        return answer(body)

    return router


def make_outlines(outlines: Outlines | None) -> APIRouter:
    """The address of the outlines; without any it answers that there are none."""
    router = APIRouter(prefix="/api/v1", dependencies=[need("read", logs=None)])

    @router.get("/outlines/{country}", operation_id="read_outlines")
    def read_outlines(country: str) -> Response:
        """A country and its first areas as GeoJSON, with source and disclaimer."""
        if outlines is None or country.upper() not in outlines.countries:
            raise HTTPException(404, f"no outline of {country!r}")
        return Response(ENCODER.encode(outlines.geojson(country.upper())), media_type="application/geo+json")

    return router
