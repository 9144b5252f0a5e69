"""What is answered where something is refused: to a program as a problem, to a person as a page or a way on."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marsad.base.errors import ConflictError, InputError, RefusedError, UseError
from marsad.publish.access import NameWantedError, find_person
from marsad.publish.api.problems import problem
from marsad.publish.site.pages import Pages, language_of
from marsad.publish.site.people import Desk
from marsad.publish.site.people_pages import STATUSES, PeoplePages, lead_to_login


def answer_faults(app: FastAPI, pages: Pages, people_pages: PeoplePages, desk: Desk) -> None:
    """Tell the application what to answer for each kind of refusal."""
    _answer_http(app, pages, desk)
    _answer_rules(app, pages, people_pages)
    _answer_asked(app, pages)


def _answer_rules(app: FastAPI, pages: Pages, people_pages: PeoplePages) -> None:
    @app.exception_handler(NameWantedError)
    def answer_unnamed(request: Request, error: NameWantedError) -> Response:
        if _wants_data(request):
            return problem(403, f"say who decides first, at /{language_of(request)}/me", kind="name-wanted")
        return people_pages.ask_name(request, error)

    @app.exception_handler(RefusedError)
    def answer_refused(request: Request, error: RefusedError) -> Response:
        status = STATUSES.get(error.code, 400)
        if _wants_data(request):
            return problem(status, str(error))
        return pages.refuse(request, language_of(request), status, error.code)


def _answer_http(app: FastAPI, pages: Pages, desk: Desk) -> None:
    @app.exception_handler(HTTPException)
    def answer_http(request: Request, error: HTTPException) -> Response:
        if _wants_data(request):
            return problem(error.status_code, str(error.detail))
        person = find_person(request) if error.status_code in {401, 403} else None
        if error.status_code == 401:
            return lead_to_login(request, desk)
        if person is not None and person.must_choose:
            return RedirectResponse(f"/{language_of(request)}/me", status_code=303)
        if error.status_code == 403:
            return pages.refuse(request, language_of(request), 403, str(error.detail))
        return pages.fault(request, language_of(request), error.status_code)


def _answer_asked(app: FastAPI, pages: Pages) -> None:
    @app.exception_handler(ConflictError)
    @app.exception_handler(InputError)
    @app.exception_handler(UseError)
    def answer_use(request: Request, error: UseError | InputError | ConflictError) -> Response:
        status = 409 if isinstance(error, ConflictError) else 400
        if _wants_data(request):
            return problem(status, str(error))
        return pages.fault(request, language_of(request), status, str(error))

    @app.exception_handler(RequestValidationError)
    def answer_validation(request: Request, error: RequestValidationError) -> Response:
        reason = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors())
        if _wants_data(request):
            return problem(400, reason)
        return pages.fault(request, language_of(request), 400, reason)


def _wants_data(request: Request) -> bool:
    """Whether a program asks rather than a page: the API's addresses, and what scripts send and want as JSON."""
    kind, wanted = request.headers.get("content-type", ""), request.headers.get("accept", "")
    return (
        request.url.path.startswith("/api/")
        or kind.startswith("application/json")
        or ("application/json" in wanted and "text/html" not in wanted)
    )
