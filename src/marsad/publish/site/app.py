"""The application: pages, their data twin, static files, headers, and what is answered where something is refused."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.responses import JSONResponse, RedirectResponse, Response

from marsad import __version__
from marsad.publish.access import People, list_permissions, need
from marsad.publish.api.decisions import make_choices, make_decisions
from marsad.publish.api.explore import make_explore_api
from marsad.publish.api.files import make_files
from marsad.publish.api.routes import make_api, make_outlines
from marsad.publish.api.world import make_world
from marsad.publish.site.answers import answer_faults
from marsad.publish.site.assets import STATIC, Assets, LastingFiles, find_assets
from marsad.publish.site.choosing import make_choosing
from marsad.publish.site.explore import make_explore
from marsad.publish.site.explore_search import make_search
from marsad.publish.site.incident_page import make_incident_pages
from marsad.publish.site.log_pages import LogPages, make_log_pages
from marsad.publish.site.maps import Maps
from marsad.publish.site.pages import Pages, make_pages
from marsad.publish.site.people import Desk
from marsad.publish.site.people_pages import PeoplePages, make_people_pages
from marsad.publish.site.queue import make_queue
from marsad.publish.site.read_log import ReadLog
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
    `people` those are asked for who have accounts in the ledger, and as long as there are none whoever asks is the
    desk's one person, who says a name before the first decision.
    """
    desk = people if isinstance(people, Desk) else Desk(ledger)
    app = FastAPI(
        title="Marsad", version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        description="An open observatory of armed conflict: what was reported, by whom, with ranges.",
    )  # fmt: skip
    app.state.people = people or desk
    app.state.work = work
    app.add_middleware(ReadLog, note=ledger.log.note)
    app.add_middleware(SecurityHeaders, hosts=LOOPBACK_HOSTS if is_loopback(host) else None)
    app.add_middleware(KnownSettings)
    assets = find_assets()
    pages = Pages(ledger, assets, tuple(attributions), maps)
    app.mount(assets.base, LastingFiles(directory=STATIC), name="static")
    people_pages = PeoplePages(pages, desk)
    _add_small_addresses(app, assets)
    for router in (
        make_decisions(ledger), make_choices(), make_api(ledger), make_explore_api(ledger),
        make_outlines(maps.outlines if maps else None), make_world(maps), make_files(ledger, attributions),
        make_people_pages(people_pages), make_log_pages(LogPages(pages)),
        make_queue(pages), make_incident_pages(pages), make_report_pages(pages), make_pages(pages),
        make_explore(pages), make_search(pages), make_choosing(pages),
    ):  # fmt: skip
        app.include_router(router)

    app.state.permissions = list_permissions(app.router.routes)

    answer_faults(app, pages, people_pages, desk)
    return app


def _add_small_addresses(app: FastAPI, assets: Assets) -> None:
    """What is no page: the description of the API, and the sign that browsers ask for by an address of old."""

    @app.get("/api/v1/openapi.json", include_in_schema=False, dependencies=[need("read", logs=None)])
    def describe() -> Response:
        return JSONResponse(app.openapi())

    @app.api_route("/favicon.ico", methods=["GET", "HEAD"], include_in_schema=False, dependencies=[need("anyone")])
    def lead_to_sign() -> Response:
        return RedirectResponse(assets.url("mark.svg"), status_code=307)
