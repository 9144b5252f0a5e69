"""Faults of the API as RFC 9457 problems."""

from http import HTTPStatus

from starlette.responses import JSONResponse


def problem(status: int, detail: str, kind: str | None = None, **more: object) -> JSONResponse:
    """A problem with the status's own title, our sentence and what else a program needs.

    `kind` names one that a script can do something about.
    """
    title = HTTPStatus(status).phrase
    known = f"urn:marsad:{kind}" if kind else "about:blank"
    body = {"type": known, "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
