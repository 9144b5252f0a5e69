"""Faults of the API as RFC 9457 problems."""

from http import HTTPStatus

from starlette.responses import JSONResponse


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """A problem with the status's own title, our sentence and what else a program needs."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
