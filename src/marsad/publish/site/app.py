"""The application: pages, their data twin, static files, headers.

Known gaps: accounts, review and a map of many incidents come later; until then whoever reaches the address reads
everything, which is why `marsad serve` listens on this machine only unless told otherwise.
"""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from marsad import __version__
from marsad.base.errors import ConflictError, InputError, UseError
from marsad.publish.access import Alone, People, list_permissions
from marsad.publish.api.decisions import make_choices, make_decisions
from marsad.publish.api.explore import make_explore_api
from marsad.publish.api.files import make_files
from marsad.publish.api.problems import problem
from marsad.publish.api.routes import make_api, make_outlines
from marsad.publish.api.world import make_world
from marsad.publish.site.assets import STATIC, LastingFiles, find_assets
from marsad.publish.site.choosing import make_choosing
from marsad.publish.site.explore import make_explore
from marsad.publish.site.explore_search import make_search
from marsad.publish.site.incident_page import make_incident_pages
from marsad.publish.site.maps import Maps
from marsad.publish.site.pages import Pages, language_of, make_pages
from marsad.publish.site.queue import make_queue
from marsad.publish.site.report_pages import make_report_pages
from marsad.publish.site.security import LOOPBACK_HOSTS, SecurityHeaders, is_loopback
from marsad.publish.site.settings import KnownSettings
from marsad.publish.work import Work
from marsad.store.ledger import Ledger


def make_app(  # noqa: PLR0913 - all that a desk is made of
    ledger: Ledger,
    *,
    host: str = "127.0.0.1",
    attributions: Sequence[tuple[str, str]] = (),
    maps: Maps | None = None,
    work: Work | None = None,
    people: People | None = None,
) -> FastAPI:
    """The workbench over one ledger.

    `host` is the address it will listen on: on loopback only requests that name this machine are answered.
    `attributions` are the gazetteer's text and licence, one pair a source; without `maps` pages show none and
    the outlines' address answers that there are none. Without `work` nothing can be decided on the pages; without
    `people` whoever asks is the desk's one person, who has not said a name.
    """
    app = FastAPI(
        title="Marsad", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        description="An open observatory of armed conflict: what was reported, by whom, with ranges.",
    )  # fmt: skip
    app.state.people = people or Alone("")
    app.state.work = work
    app.add_middleware(SecurityHeaders, hosts=LOOPBACK_HOSTS if is_loopback(host) else None)
    app.add_middleware(KnownSettings)
    assets = find_assets()
    pages = Pages(ledger, assets, tuple(attributions), maps)
    app.mount(assets.base, LastingFiles(directory=STATIC), name="static")
    for router in (
        make_decisions(ledger), make_choices(), make_api(ledger), make_explore_api(ledger),
        make_outlines(maps.outlines if maps else None), make_world(maps), make_files(ledger, attributions),
        make_queue(pages), make_incident_pages(pages), make_report_pages(pages), make_pages(pages),
        make_explore(pages), make_search(pages), make_choosing(pages),
    ):  # fmt: skip
        app.include_router(router)

    app.state.permissions = list_permissions(app.router.routes)

    @app.exception_handler(HTTPException)
    def answer_http(request: Request, error: HTTPException) -> Response:
        if _is_data(request):
            return problem(error.status_code, str(error.detail))
        return pages.fault(request, language_of(request), error.status_code)

    @app.exception_handler(ConflictError)
    @app.exception_handler(InputError)
    @app.exception_handler(UseError)
    def answer_use(request: Request, error: UseError | InputError | ConflictError) -> Response:
        status = 409 if isinstance(error, ConflictError) else 400
        if _is_data(request):
            return problem(status, str(error))
        return pages.fault(request, language_of(request), status, str(error))

    @app.exception_handler(RequestValidationError)
    def answer_validation(request: Request, error: RequestValidationError) -> Response:
        reason = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors())
        if _is_data(request):
            return problem(400, reason)
        return pages.fault(request, language_of(request), 400, reason)

    return app


def _is_data(request: Request) -> bool:
    return request.url.path.startswith("/api/")
