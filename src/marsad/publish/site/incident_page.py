"""The pages over one incident: itself, what merging it would give, what splitting it would give.

Known gaps: whether a day before or after is meant is not asked of the search on the merging page; two days to each
side are looked at.
"""

from datetime import date, datetime, timedelta
from functools import partial

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.base.errors import UseError
from marsad.model.incident import Incident
from marsad.model.incident_state import UNSIGNED, Change, add_changes
from marsad.publish.access import need, person_of
from marsad.publish.forms import FormFields
from marsad.publish.site.deciding import Desk, address_of, make_split, read_head_number, read_version, work_of
from marsad.publish.site.history_view import Event, Telling, list_claims, list_documents, read_history
from marsad.publish.site.incident_view import (
    Waterfall,
    draw_waterfall,
    find_cell,
    list_possible,
    make_matrix,
    quote_claims,
)
from marsad.publish.site.pages import Pages
from marsad.publish.site.show import Show
from marsad.publish.site.trail import parse_trail
from marsad.publish.site.words import LANGUAGES, read_words
from marsad.publish.work import Decision, Foreseen, Work
from marsad.reference.outlines import read_disclaimer
from marsad.store.judgements import Entry
from marsad.store.records import IncidentFilter

SEARCHED = 30
PAIRS_SHOWN = 3
DAYS = timedelta(days=2)


class IncidentPages:
    """The pages over one incident; `desk` decides."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.ledger = pages.ledger
        self.desk = Desk(pages)

    def find(self, request: Request, language: str, incident_id: str, tail: str = "") -> Incident | Response:
        """The incident of an address, or the way to where it is now."""
        incident = self.desk.find(incident_id)
        if incident.incident_id == incident_id:
            return incident
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{address_of(language, incident.incident_id)}{tail}{query}", status_code=308)

    def incident(self, request: Request, language: str, incident_id: str) -> Response:
        """One incident with everything it rests on, what may belong to it, and what became of it."""
        found = self.find(request, language, incident_id)
        if isinstance(found, Response):
            return found
        work, person = request.app.state.work, person_of(request)
        seen, version = read_head_number(self.ledger), read_version(self.ledger, found)
        can_judge = work is not None and person.may("judge")
        history = read_history(self.ledger, found)
        can_sign = work is not None and person.may("sign")
        documents = {one: document for one in list_documents(history) if (document := self.ledger.read_document(one))}
        claims = self.ledger.read_claims(sorted(list_claims(history)))
        return self.pages.render(
            request, language, "incident.html", trail=parse_trail(request.query_params),
            incident=found, matrix=make_matrix(found), quotes=quote_claims(found, self.ledger),
            map=self.pages.maps.draw(found) if self.pages.maps else None, disclaimer=read_disclaimer(),
            drawn=bool(self.pages.maps), seen=seen, version=version, other_version=None, can_judge=can_judge,
            can_sign=can_sign,
            own_work=can_sign and not person.alone and self.ledger.has_own_work(found.incident_id, person.name),
            possible=list_possible(found, work.find_possible(found), self.ledger) if work else [],
            history=history, tell=Telling(Show(read_words(language)), language, documents, claims),
            done=self.find_done(request, history), linked=self.is_linked(request),
            holder=self.ledger.desk.read_holder(found.incident_id), signed_changes=self.list_changes(found),
            reasons=self.ledger.desk.read_reasons(found.incident_id),
        )  # fmt: skip

    def is_linked(self, request: Request) -> bool:
        """Whether the linking after a decision is over; asked where a decision led here, and true elsewhere.

        One that failed is over, and said on every page.
        """
        work: Work | None = request.app.state.work
        return work is None or "done" not in request.query_params or work.fault is not None or work.wait(0)

    def list_changes(self, incident: Incident) -> tuple[Change, ...]:
        """What changed since the incident was signed, as one difference; nothing where the signature stands."""
        signed = incident.signature
        if signed is None or signed.stands:
            return ()
        states = self.ledger.desk.read_states([incident.incident_id])
        later = [
            state.changes for state in states if datetime.fromisoformat(state.at) >= signed.at.replace(microsecond=0)
        ]
        return tuple(change for change in add_changes(later) if change.part not in UNSIGNED)

    def find_done(self, request: Request, history: list[Event]) -> Event | None:
        """The decision that led here, as the address says; None for none or one that is not of this incident."""
        done = request.query_params.get("done", "")
        return next((event for event in history if any(str(one.number) == done for one in event.entries)), None)

    def merge(self, request: Request, language: str, incident_id: str) -> Response:
        """Two incidents side by side and what one of them would be; without the other, a search for it."""
        found = self.find(request, language, incident_id, "/merge")
        if isinstance(found, Response):
            return found
        work, person = work_of(request), person_of(request)
        wanted = request.query_params.get("with", "").strip()
        other = self.ledger.read_incident(wanted) if wanted else None
        if other is None or other.incident_id == found.incident_id:
            return self._search(request, language, found, missing=bool(wanted))
        decision = Decision("same", (found.incident_id, other.incident_id))
        sides = [(side, quote_claims(side, self.ledger)) for side in (found, other)]
        return self.pages.render(
            request, language, "merge.html", trail=parse_trail(request.query_params),
            incident=found, other=other, sides=sides,
            quote_of={quote.claim_id: quote for _, quotes in sides for quote in quotes},
            afterwards=work.preview([decision], by=person.name), waterfalls=self.weigh(work, found, other),
            make_matrix=make_matrix, seen=read_head_number(self.ledger), version=read_version(self.ledger, found),
            other_version=read_version(self.ledger, other), can_judge=person.may("judge"),
            parted=self.list_parted(found, other),
        )  # fmt: skip

    def _search(self, request: Request, language: str, incident: Incident, *, missing: bool) -> Response:
        day, place = request.query_params.get("day", ""), request.query_params.get("place", "").strip()
        first = incident.when.start or incident.when.end
        asked = bool(day or place)
        try:
            middle = date.fromisoformat(day) if day else first
        except ValueError as error:
            raise UseError(f"day={day!r} is no day; write it as 2018-07-04") from error
        near = None if asked or not incident.where else incident.where[0].admin1
        wanted = IncidentFilter(
            date_from=middle and middle - DAYS, date_to=middle and middle + DAYS, place=place or None, admin1=near,
            limit=SEARCHED + 1,
        )  # fmt: skip
        rows = [one for one in self.ledger.read_incidents(wanted) if one.incident_id != incident.incident_id]
        return self.pages.render(
            request, language, "merge_search.html", trail=parse_trail(request.query_params),
            incident=incident, rows=rows[:SEARCHED], more=len(rows) > SEARCHED, missing=missing,
            day=day or (first.isoformat() if first else ""), place=place, find_cell=find_cell,
        )  # fmt: skip

    def weigh(self, work: Work, one: Incident, other: Incident) -> list[Waterfall]:
        """The strongest pairs between two incidents, and of the forbidden ones one for each rule that forbids it."""
        weighed = work.explain_links(one.claims, other.claims)
        strongest = [evidence for evidence in weighed if evidence.conflict is None][:PAIRS_SHOWN]
        forbidden = {evidence.conflict: evidence for evidence in reversed(weighed) if evidence.conflict is not None}
        return [draw_waterfall(evidence) for evidence in (*strongest, *forbidden.values())]

    def list_parted(self, one: Incident, other: Incident) -> list[Entry]:
        """The standing decisions that something of the one is another event than something of the other."""
        ours, theirs = ({each.incident_id, *each.merged_from, *each.claims} for each in (one, other))
        return [
            entry
            for entry in self.ledger.read_entries_about(sorted(ours))
            if entry.undone_by is None and entry.judgement.verdict == "different" and theirs & {*entry.judgement.about}
        ]

    def split(self, request: Request, language: str, incident_id: str) -> Response:
        """The claims to choose from, and what the parts would be once some are chosen."""
        found = self.find(request, language, incident_id, "/split")
        if isinstance(found, Response):
            return found
        work, person = work_of(request), person_of(request)
        chosen = [claim for claim in request.query_params.getlist("claim") if claim in found.claims]
        wrong = bool(chosen) and len(set(chosen)) == len(found.claims)
        afterwards: Foreseen | None = None
        if chosen and not wrong:
            afterwards = work.preview(make_split(found, chosen, None), by=person.name)
        return self.pages.render(
            request, language, "split.html", trail=parse_trail(request.query_params),
            incident=found, quotes=quote_claims(found, self.ledger), chosen=set(chosen), wrong=wrong,
            afterwards=afterwards, make_matrix=make_matrix, seen=read_head_number(self.ledger),
            version=read_version(self.ledger, found), other_version=None, can_judge=person.may("judge"),
        )  # fmt: skip


def make_incident_pages(pages: Pages) -> APIRouter:
    """The routes over one incident: reading, deciding, signing."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    here = IncidentPages(pages)
    get = partial(router.api_route, methods=["GET", "HEAD"])

    def check(language: str) -> str:
        if language not in LANGUAGES:
            raise HTTPException(404)
        return language

    @get("/{language}/incidents/{incident_id}", dependencies=[need("read")])
    def incident(request: Request, language: str, incident_id: str) -> Response:
        return here.incident(request, check(language), incident_id)

    @get("/{language}/incidents/{incident_id}/merge", dependencies=[need("judge")])
    def merge(request: Request, language: str, incident_id: str) -> Response:
        return here.merge(request, check(language), incident_id)

    @get("/{language}/incidents/{incident_id}/split", dependencies=[need("judge")])
    def split(request: Request, language: str, incident_id: str) -> Response:
        return here.split(request, check(language), incident_id)

    @router.post("/{language}/incidents/{incident_id}/decide", dependencies=[need("judge")])
    def decide(request: Request, language: str, incident_id: str, fields: FormFields) -> Response:
        return here.desk.decide(request, check(language), incident_id, fields)

    @router.post("/{language}/linking", dependencies=[need("judge")])
    def link_again(request: Request, language: str, fields: FormFields) -> Response:
        return here.desk.link_again(request, check(language), fields)

    @router.post("/{language}/incidents/{incident_id}/sign", dependencies=[need("sign")])
    def sign(request: Request, language: str, incident_id: str, fields: FormFields) -> Response:
        return here.desk.sign(request, check(language), incident_id, fields)

    return router
