"""The pages of reports: the list with how far each is reviewed, and the reader with its claims.

Known gaps: a filtered list looks at all reports in memory, which is fine for some hundred thousand.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.base.errors import InputError, UseError
from marsad.publish.access import find_person, need, person_of
from marsad.publish.api.decisions import check_lost, decide, find_review, find_work, parse_sent
from marsad.publish.filters import KINDS, STATUSES, TYPES
from marsad.publish.forms import Fields, FormFields
from marsad.publish.proposals import SentDecision
from marsad.publish.site.pages import PAGE_SIZE, Pages, cut_page, parse_page, sort_codes
from marsad.publish.site.reading import REASONS, Teller, gather_words, list_loose, list_lost, make_cards, plain_review
from marsad.publish.site.show import Show
from marsad.publish.site.spans import count_direction_marks, cut_paragraphs, find_anchors, list_spans
from marsad.publish.site.trail import Step, Trail, Trails, parse_trail
from marsad.publish.site.words import LANGUAGES, read_words
from marsad.publish.work import Decision, Work
from marsad.store.ledger import Ledger
from marsad.store.records import DocumentKey, IncidentFilter

ORDERS = ("newest", "least")
"""newest: the last published first. least: those with the most claims that nobody looked at first."""
SET_FIELDS = ("type", "status", "kind", "when", "where", "killed.person", "injured.person")
"""The fields of the simple form, as they are typed on the command line."""


class Asked:
    """Which reports, in which order."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read the address, or what a form says of it; UseError for what a list of reports does not offer."""
        self.order = values.get("order") or "newest"
        self.open_only = values.get("open") == "1"
        if self.order not in ORDERS:
            raise UseError(f"order={self.order!r} is none of {', '.join(ORDERS)}")

    def pairs(self) -> list[tuple[str, str]]:
        """The address's own form of it."""
        order = [] if self.order == "newest" else [("order", self.order)]
        return [*order, *([("open", "1")] if self.open_only else [])]

    def query(self, **more: object) -> str:
        """The query of an address that asks for the same."""
        pairs = [*self.pairs(), *((name, str(value)) for name, value in more.items() if value)]
        return f"?{urlencode(pairs)}" if pairs else ""

    def choose(self, keys: Sequence[DocumentKey], reviewed: Mapping[str, int], keep: str | None) -> list[str]:
        """The ids of the reports in order; `keep` stays in, whatever the filter says."""
        open_claims = {key.id: key.claims - reviewed.get(key.id, 0) for key in keys}
        wanted = [key.id for key in keys if not self.open_only or open_claims[key.id] > 0 or key.id == keep]
        if self.order == "least":
            wanted.sort(key=lambda one: -open_claims[one])
        return wanted


def render_list(pages: Pages, request: Request, language: str) -> Response:
    """All reports, or those with claims that nobody looked at."""
    asked = Asked(request.query_params)
    page = parse_page(request.query_params.get("page"))
    reviewed = pages.ledger.reviewing.read_counts()
    first = (page - 1) * PAGE_SIZE
    if asked.pairs():
        wanted = asked.choose(pages.ledger.reviewing.read_keys(), reviewed, None)
        total = len(wanted)
        entries = pages.ledger.reviewing.read_documents(wanted[first : first + PAGE_SIZE])
    else:
        found = pages.ledger.read_documents(limit=PAGE_SIZE, offset=first)
        total, entries = found.total, found.rows
    return pages.render(
        request, language, "reports.html",
        entries=entries, reviewed=reviewed, asked=asked, orders=ORDERS, paging=cut_page(total, page),
        page_address=lambda one: asked.query(page=one if one > 1 else None) or "?", query=asked.query(),
    )  # fmt: skip


def render_report(pages: Pages, request: Request, language: str, document_id: str) -> Response:
    """One report as received, with its claims, what was decided of them, and the reports around it."""
    document = pages.ledger.read_document(document_id)
    if document is None:
        raise HTTPException(404)
    work: Work | None = request.app.state.work
    person = find_person(request)
    may_judge = work is not None and person is not None and person.may("judge")
    if work is None:
        review = plain_review(pages.ledger.read_claims_of_document(document_id))
    else:
        review = work.reviewing.review(document_id)
    spans = list_spans(one.claim for one in review.claims)
    title = cut_paragraphs(document.title or "", "title", spans)
    text = cut_paragraphs(document.text, "text", spans, first_number=sum(len(runs) for runs in title))
    words = read_words(language)
    armed = any(one.claim.weapon or one.read.weapon for one in review.claims)
    teller = Teller(Show(words), work.reviewing.list_weapons() if work and armed else ())
    asked, trail = Asked(request.query_params), parse_trail(request.query_params)
    before, after = _find_steps(pages.ledger, work, asked, trail, document_id)
    return pages.render(
        request, language, "report.html",
        document=document, review=review, cards=make_cards(review, spans, teller), loose=list_loose(review),
        lost=list_lost(review),
        spans=spans, title=title, text=text, anchors=find_anchors([*title, *text]), may_judge=may_judge,
        incident_of=_find_incidents(pages.ledger, document_id), before=before, after=after,
        back=_find_list(language, asked, trail), trail=trail, in_list=_pairs(asked, trail),
        refusals=pages.ledger.read_refusals_of_document(document_id), reasons=REASONS,
        reader_words=gather_words(words),
        types=sort_codes(TYPES, "types", words), statuses=STATUSES, kinds=KINDS,
        direction_marks=count_direction_marks((document.title or "") + document.text),
    )  # fmt: skip


def _find_incidents(ledger: Ledger, document_id: str) -> dict[str, str]:
    return {
        claim: incident.incident_id
        for incident in ledger.read_incidents(IncidentFilter(document=document_id))
        for claim in incident.claims
    }


def _pairs(asked: Asked, trail: Trail | None) -> list[tuple[str, str]]:
    """In which list the person is, as addresses and forms carry it."""
    return asked.pairs() if trail is None else trail.pairs()


def _find_list(language: str, asked: Asked, trail: Trail | None) -> str:
    """The list that a report was opened from."""
    if trail is not None:
        return f"/{language}/queue?{urlencode({'why': trail.tab})}"
    return f"/{language}/reports{asked.query()}"


def _find_steps(
    ledger: Ledger, work: Work | None, asked: Asked, trail: Trail | None, document_id: str
) -> tuple[str | None, str | None]:
    """What the addresses of the reports before and after this one end with, in the list that the person is in."""
    if trail is not None:
        steps = Trails(ledger, work).find_reports(trail, document_id)
        return _end_address(steps[0]), _end_address(steps[1])
    names = _find_neighbours(ledger, asked, document_id)
    before, after = (name and f"{quote(name, safe='')}{asked.query()}" for name in names)
    return before, after


def _end_address(step: Step | None) -> str | None:
    return None if step is None else f"{quote(step.document_id, safe='')}?{step.trail.query()}"


def _find_neighbours(ledger: Ledger, asked: Asked, document_id: str) -> tuple[str | None, str | None]:
    """The reports before and after this one in the list that is asked for."""
    reviewed = ledger.reviewing.read_counts() if asked.pairs() else {}
    ids = asked.choose(ledger.reviewing.read_keys(), reviewed, document_id)
    at = ids.index(document_id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def decide_by_form(ledger: Ledger, request: Request, language: str, claim_id: str, fields: Fields) -> Response:
    """Sign what a form sent; leads back to the claim in its report."""
    work = find_work(request)
    document_id, _ = find_review(ledger, work, claim_id)
    name = person_of(request).name
    seen = fields.get("seen", "")
    if not seen.isdecimal():
        raise InputError("the form does not say what it showed")
    verdict = fields.get("verdict", "")
    reason = _join_reason(language, fields)
    if verdict == "correct":
        sets = [f"{field}={fields[field].strip()}" for field in SET_FIELDS if fields.get(field, "").strip()]
        correction = work.reviewing.parse_correction(sets)
        work.judge([Decision("correct", (claim_id,), reason, correction)], by=name, seen={claim_id: int(seen)})
    else:
        sent = parse_sent({"verdict": verdict, "seen": int(seen), "reason": reason}, SentDecision)
        decide(ledger, work, claim_id, sent, name)
    work.wait(0.5)
    address = f"{_find_report(language, document_id, fields)}#claim-{quote(claim_id, safe='')}"
    return RedirectResponse(address, status_code=303)


def _find_report(language: str, document_id: str, fields: Fields) -> str:
    """The address of a report, in the list in which the form that was sent stood."""
    in_list = _pairs(Asked(fields), parse_trail(fields))
    query = f"?{urlencode(in_list)}" if in_list else ""
    return f"/{language}/reports/{quote(document_id, safe='')}{query}"


def drop_addition(request: Request, language: str, fields: Fields) -> Response:
    """Take an addition back whose words were not found again; leads back to its report."""
    document_id, number, seen = (fields.get(name, "") for name in ("document", "number", "seen"))
    if not number.isdecimal() or not seen.isdecimal():
        raise InputError("the form does not say what it showed")
    work = find_work(request)
    check_lost(work, document_id, int(number))
    work.judge([Decision("undo", (number,))], by=person_of(request).name, seen={document_id: int(seen)})
    return RedirectResponse(_find_report(language, document_id, fields), status_code=303)


def _join_reason(language: str, fields: Fields) -> str | None:
    """The chosen reason in words, and what was written besides."""
    chosen, written = fields.get("why", ""), fields.get("reason", "").strip()
    said = [read_words(language).code("reader_reasons", chosen)] if chosen in REASONS else []
    return ": ".join([*said, *([written] if written else [])]) or None


def make_report_pages(pages: Pages) -> APIRouter:
    """The routes of the pages of reports."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    get = partial(router.api_route, methods=["GET", "HEAD"], dependencies=[need("read")])

    def check(language: str) -> str:
        if language not in LANGUAGES:
            raise HTTPException(404)
        return language

    @get("/{language}/reports")
    def reports(request: Request, language: str) -> Response:
        return render_list(pages, request, check(language))

    @get("/{language}/reports/{document_id:path}")
    def report(request: Request, language: str, document_id: str) -> Response:
        return render_report(pages, request, check(language), document_id)

    @router.post("/{language}/claims/{claim_id}/judgements", dependencies=[need("judge")])
    def judge(request: Request, language: str, claim_id: str, fields: FormFields) -> Response:
        return decide_by_form(pages.ledger, request, check(language), claim_id, fields)

    @router.post("/{language}/additions/undo", dependencies=[need("judge")])
    def drop(request: Request, language: str, fields: FormFields) -> Response:
        return drop_addition(request, check(language), fields)

    return router
