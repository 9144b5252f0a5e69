"""The addresses by which pages decide about claims, and what they ask while a person is deciding."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from marsad.base.errors import ConflictError, InputError
from marsad.base.letters import fold_words
from marsad.model.span import Field
from marsad.publish.access import need, person_of
from marsad.publish.api.problems import problem
from marsad.publish.proposals import Maker, SentAddition, SentDecision
from marsad.publish.reviews import ClaimReview, NamedChoice
from marsad.publish.work import Decision, Work
from marsad.store.ledger import Ledger

T = TypeVar("T")
CHOICES_MOST = 12
WAIT_SECONDS_MOST = 10.0
ENCODER = msgspec.json.Encoder()


async def read_body(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


Body = Annotated[bytes, Depends(read_body)]


def parse_sent(body: bytes | dict[str, Any], shape: type[T]) -> T:
    """What a page sent, as JSON or as fields; InputError where it is not of this shape."""
    try:
        return msgspec.json.decode(body, type=shape) if isinstance(body, bytes) else msgspec.convert(body, shape)
    except msgspec.MsgspecError as error:
        raise InputError(f"this is not what is asked for here: {error}") from error


def _answer(body: object, status: int = 200) -> Response:
    return Response(ENCODER.encode(body), status_code=status, media_type="application/json")


def find_work(request: Request) -> Work:
    """What decisions go through; HTTPException 503 where this desk decides nothing."""
    work: Work | None = request.app.state.work
    if work is None:
        raise HTTPException(503, "nothing can be decided at this desk")
    return work


def _tell_fault(request: Request, work: Work) -> dict[str, Any]:
    """What the last linking failed of; its own message for who keeps the desk, nothing where it succeeded."""
    fault = work.fault
    if fault is None:
        return {}
    said = {"at": fault.at.isoformat(), "decisions_kept": True}
    return {"fault": said | ({"message": fault.message} if person_of(request).may("administer") else {})}


def find_review(ledger: Ledger, work: Work, claim_id: str) -> tuple[str, ClaimReview]:
    """The document of a live claim and how the claim stands; HTTPException 404 where no live claim has the id."""
    kept = ledger.read_claims([claim_id]).get(claim_id)
    if kept is None:
        raise HTTPException(404, f"no live claim {claim_id!r}")
    review = work.reviewing.review(kept.document.id)
    return kept.document.id, next(one for one in review.claims if one.read.id == claim_id)


def decide(ledger: Ledger, work: Work, claim_id: str, sent: SentDecision, by: str) -> int:
    """Sign what a page sent about a claim; gives the number of the newest judgement about it now."""
    document_id, review = find_review(ledger, work, claim_id)
    document = ledger.read_document(document_id)
    if document is None:
        raise HTTPException(404, f"no document {document_id!r}")
    seen: Mapping[str, int] = {claim_id: sent.seen}
    if sent.verdict == "undo":
        number = review.undo if sent.undo is None else sent.undo
        undone = next((one for one in review.entries if one.number == number and one.undone_by is None), None)
        if undone is None:
            raise ConflictError("that decision does not stand any more; look again")
        decision = Decision("undo", (str(number),), sent.reason)
    elif sent.verdict == "correct":
        if sent.correction is None:
            raise InputError("a correction says what is right")
        correction = Maker(document, work.reviewing, review.claim).correction(sent.correction)
        decision = Decision("correct", (claim_id,), sent.reason, correction)
    else:
        decision = Decision(sent.verdict, (claim_id,), sent.reason)
    (entry,) = work.judge([decision], by=by, seen=seen)
    return entry.number


def check_lost(work: Work, document_id: str, number: int) -> None:
    """Raise ConflictError where no addition of this number stands whose words were not found again."""
    if all(one.number != number for one in work.reviewing.review(document_id).lost):
        raise ConflictError("that addition does not stand any more, or its words were found; look again")


def _meanwhile(ledger: Ledger, name: str, seen: int) -> list[dict[str, Any]]:
    """What was decided about something after what a page saw."""
    return [
        {
            "number": one.number, "by": one.judgement.by, "verdict": one.judgement.verdict,
            "at": one.judgement.at.isoformat(), "reason": one.judgement.reason,
        }
        for one in ledger.read_entries_about([name])
        if one.number > seen
    ]  # fmt: skip


def make_decisions(ledger: Ledger) -> APIRouter:
    """The routes for who may judge."""
    router = APIRouter(prefix="/api/v1", dependencies=[need("judge")])

    @router.post("/claims/{claim_id}/judgements", operation_id="judge_claim", status_code=201)
    def judge_claim(request: Request, claim_id: str, body: Body) -> Response:
        """Accept, reject or correct a claim, or undo a decision about it; 409 where somebody decided meanwhile."""
        sent = parse_sent(body, SentDecision)
        try:
            number = decide(ledger, find_work(request), claim_id, sent, person_of(request).name)
        except ConflictError as error:
            return problem(409, str(error), meanwhile=_meanwhile(ledger, claim_id, sent.seen))
        return _answer(
            {"format": 1, "number": number, "claim": claim_id, **_tell_fault(request, find_work(request))}, 201
        )

    @router.post("/documents/{document_id:path}/claims", operation_id="add_claim", status_code=201)
    def add_claim(request: Request, document_id: str, body: Body) -> Response:
        """Add a claim that the reader missed, or one anew whose words were lost; 409 where somebody did meanwhile."""
        sent = parse_sent(body, SentAddition)
        work = find_work(request)
        document = ledger.read_document(document_id)
        if document is None:
            raise HTTPException(404, f"no document {document_id!r}")
        try:
            claim = Maker(document, work.reviewing).claim(sent.claim)
            decisions = [Decision("add", (document_id,), sent.reason, claim=claim)]
            if sent.instead is not None:
                check_lost(work, document_id, sent.instead)
                decisions = [Decision("undo", (str(sent.instead),), sent.reason), *decisions]
            *_, entry = work.judge(decisions, by=person_of(request).name, seen={document_id: sent.seen})
        except ConflictError as error:
            return problem(409, str(error), meanwhile=_meanwhile(ledger, document_id, sent.seen))
        added = entry.judgement.claim
        return _answer(
            {"format": 1, "number": entry.number, "claim": added.id if added else None, **_tell_fault(request, work)},
            201,
        )

    return router


def make_choices() -> APIRouter:
    """The routes that answer a person who is deciding."""
    router = APIRouter(prefix="/api/v1", dependencies=[need("judge")])

    @router.get("/places", operation_id="search_places")
    def search_places(
        request: Request,
        q: Annotated[str, Query(description="a name or its beginning, in either script, or a P-code", max_length=200)],
        near: Annotated[str | None, Query(description="the id of a place; the nearest come first")] = None,
    ) -> Response:
        """Places of the gazetteer by name or code."""
        return _answer({"format": 1, "places": find_work(request).reviewing.search_places(q, near, CHOICES_MOST)})

    @router.get("/actors", operation_id="search_actors")
    def search_actors(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> Response:
        """Actors and sources of the list whose names hold these words."""
        choices = find_work(request).reviewing.list_actors()
        return _answer({"format": 1, "actors": _choose(choices, q)})

    @router.get("/weapons", operation_id="search_weapons")
    def search_weapons(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> Response:
        """Weapons whose names or forms hold these words."""
        choices = find_work(request).reviewing.list_weapons()
        return _answer({"format": 1, "weapons": _choose(choices, q)})

    @router.get("/readings", operation_id="read_words")
    def read_words(request: Request, document: str, field: Field, start: int, end: int) -> Response:
        """What the reader makes of some words of a report, and of them alone."""
        return _answer(find_work(request).reviewing.read_words(document, field, start, end))

    @router.get("/linking", operation_id="wait_for_linking")
    def wait_for_linking(request: Request, seconds: float = 0.0) -> Response:
        """Whether the incidents are as the decisions say; waits a moment for it.

        `fault` is there where the last linking failed: the decisions are kept, the incidents are as they were before.
        """
        work = find_work(request)
        linked = work.wait(min(max(seconds, 0.0), WAIT_SECONDS_MOST))
        return _answer({"format": 1, "linked": linked, **_tell_fault(request, work)})

    return router


def _choose(choices: tuple[NamedChoice, ...], words: str) -> list[NamedChoice]:
    """Those whose names hold all of the words, names that begin so first."""
    wanted = fold_words(words)
    if not wanted:
        return list(choices[:CHOICES_MOST])
    ranked = []
    for at, one in enumerate(choices):
        names = [fold_words(name) for name in (one.id, one.name_ar or "", one.name_en or "", *one.also)]
        if any(all(any(part.startswith(each) for part in name) for each in wanted) for name in names):
            begins = any(name[:1] and name[0].startswith(wanted[0]) for name in names[1:3])
            ranked.append((not begins, at, one))
            continue
        joined = " ".join(" ".join(name) for name in names)
        if all(each in joined for each in wanted):
            ranked.append((True, at + len(choices), one))
    return [one for *_, one in sorted(ranked, key=lambda row: row[:2])[:CHOICES_MOST]]
