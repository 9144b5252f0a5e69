"""The work queue: what waits for a person, reason by reason, and who has taken what.

Taking is a courtesy with an end, no lock: decisions check versions by themselves, so that two who decide on one
incident never overwrite each other.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.base.errors import ConflictError, UseError
from marsad.model.incident import Incident
from marsad.publish.access import need, person_of
from marsad.publish.forms import FormFields
from marsad.publish.site.deciding import address_of, read_head_number, read_version
from marsad.publish.site.history_view import Telling
from marsad.publish.site.incident_view import Quote, find_cell, quote_ids
from marsad.publish.site.pages import Pages
from marsad.publish.site.show import Show
from marsad.publish.site.trail import TABS, Trail, Trails, parse_trail
from marsad.publish.site.words import LANGUAGES, read_words
from marsad.publish.work import Work
from marsad.store.judgements import Entry
from marsad.store.possible_links import PossibleLink
from marsad.store.queue import FACETS

ROWS = 50
PAIRS = 20
DIGITS_MOST = 12
COUNTED = 1_000
"""Tabs count no further: beyond it the number says nothing to a person, and costs."""


class Alike(NamedTuple):
    """Two incidents that may be one, each with its claim of the strongest pair and the number of its last change.

    `place` is where the pair stands in the list, `holder` who has taken one of the two, and until when.
    """

    link: PossibleLink
    sides: tuple[tuple[Incident, Quote], ...]
    versions: tuple[int, ...]
    place: str
    holder: tuple[str, str] | None


class Queue:
    """The pages of the queue."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.ledger = pages.ledger

    def list(  # noqa: PLR0913 - a page, and what it says besides
        self, request: Request, language: str, *, status: int = 200, taken: str | None = None, is_gone: bool = False,
        why: str | None = None,
    ) -> Response:  # fmt: skip
        """One reason's incidents, the latest first; without a reason the first that has any.

        `taken` is who came first, `is_gone` says that a pair is one no more: then the status is 409.
        """
        counts: dict[str, int | None] = {**self.ledger.desk.count_waiting(FACETS, COUNTED + 1), "conflicts": None}
        counts["duplicates"] = self.ledger.desk.count_alike(COUNTED + 1)
        asked = request.query_params.get("why", "") if why is None else why
        if asked and asked not in TABS:
            raise UseError(f"why={asked!r} is no reason; there are {', '.join(TABS)}")
        facet = asked or next((one for one in TABS if counts[one]), TABS[0])
        after = request.query_params.get("after")
        values: dict[str, Any] = {"rows": (), "pairs": (), "conflicts": ()}
        following = None
        if facet == "duplicates":
            values["pairs"], following = self.list_alike(after, person_of(request).name)
        elif facet == "conflicts":
            work: Work | None = request.app.state.work
            values["conflicts"] = work.reviewing.list_conflicts() if work else ()
            counts["conflicts"] = len(values["conflicts"])
        else:
            rows = self.ledger.desk.read_queue(facet, after=after, limit=ROWS + 1)
            values["rows"], following = rows[:ROWS], rows[ROWS - 1].after if len(rows) > ROWS else None
        return self.pages.render(
            request, language, "queue.html", status=status,
            facet=facet, facets=TABS, counts=counts, counted=COUNTED, **values,
            following=following and urlencode({"why": facet, "after": following}),
            tell=Telling(Show(read_words(language)), language), find_cell=find_cell, taken=taken,
            is_first=after is None, can_judge=person_of(request).may("judge"), is_gone=is_gone, trail_of=Trail,
            seen=read_head_number(self.ledger), done=self.find_done(request), trail=Trail(facet, ""),
        )  # fmt: skip

    def find_done(self, request: Request) -> tuple[Entry, ...]:
        """The decision that led back to the list, as the address says."""
        done = request.query_params.get("done", "")
        return self.ledger.read_act(int(done)) if done.isascii() and done.isdigit() and len(done) < DIGITS_MOST else ()

    def list_alike(self, after: str | None, by: str) -> tuple[Sequence[Alike], str | None]:
        """Pairs of incidents that may be one, with the words of their strongest claims, and where the list goes on."""
        found = self.ledger.desk.read_alike(after=after, limit=PAIRS + 1)
        pairs = []
        for link, place in found[:PAIRS]:
            sides = []
            for name, claim in ((link.incident, link.claim), (link.other_incident, link.other_claim)):
                incident = self.ledger.read_incident(name)
                if incident is not None:
                    (quote,) = quote_ids([claim], incident.origins, self.ledger)
                    sides.append((incident, quote))
            holders = self.ledger.desk.read_holders([link.incident, link.other_incident]).values()
            holder = next((one for one in holders if one[0] != by), next(iter(holders), None))
            versions = tuple(read_version(self.ledger, incident) for incident, _ in sides)
            pairs.append(Alike(link, tuple(sides), versions, place, holder))
        return pairs, found[PAIRS - 1][1] if len(found) > PAIRS else None

    def take(self, request: Request, language: str, fields: FormFields) -> Response:
        """Take an incident or a pair, or let go of it; who comes second is told who holds it.

        A pair of which somebody meanwhile made one incident is not taken: there is nothing to compare any more.
        """
        person, why = person_of(request), fields.get("why", "")
        wanted = [fields[name] for name in ("incident", "other") if fields.get(name)]
        found = [self.ledger.read_incident(name) for name in wanted]
        if not wanted or any(incident is None for incident in found):
            raise HTTPException(404)
        names = list(dict.fromkeys(incident.incident_id for incident in found if incident is not None))
        if len(wanted) > 1 and names != wanted:
            return self.list(request, language, status=409, is_gone=True, why=why)
        if fields.get("act") == "release":
            self.ledger.desk.write_release(names, person.name)
        else:
            try:
                self.ledger.desk.write_assignment(names, person.name)
            except ConflictError:
                holders = self.ledger.desk.read_holders(names).values()
                taken = next((holder for holder, _ in holders if holder != person.name), None)
                return self.list(request, language, status=409, taken=taken, why=why)
        back = f"/{language}/queue?{urlencode({'why': why})}" if why in TABS else f"/{language}/queue"
        return RedirectResponse(back, status_code=303)

    def go_on(self, request: Request, language: str) -> Response:
        """The next that nobody else holds, of the list that the person is in; the queue itself where there is none."""
        trail = parse_trail(request.query_params)
        if trail is not None:
            next_one = Trails(self.ledger, request.app.state.work).find_next(trail, language, person_of(request).name)
            return RedirectResponse(next_one or f"/{language}/queue?{urlencode({'why': trail.tab})}", status_code=303)
        following = self.ledger.desk.find_next(request.query_params.get("after", ""), person_of(request).name)
        where = f"/{language}/queue" if following is None else address_of(language, following)
        return RedirectResponse(where, status_code=303)


def make_queue(pages: Pages) -> APIRouter:
    """The routes of the queue."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    here = Queue(pages)
    get = partial(router.api_route, methods=["GET", "HEAD"], dependencies=[need("read")])

    def check(language: str) -> str:
        if language not in LANGUAGES:
            raise HTTPException(404)
        return language

    @get("/{language}/queue")
    def queue(request: Request, language: str) -> Response:
        return here.list(request, check(language))

    @get("/{language}/queue/next")
    def go_on(request: Request, language: str) -> Response:
        return here.go_on(request, check(language))

    @router.post("/{language}/queue/take", dependencies=[need("judge")])
    def take(request: Request, language: str, fields: FormFields) -> Response:
        return here.take(request, check(language), fields)

    return router
