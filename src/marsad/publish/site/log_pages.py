"""The history of the desk: who did what and read what, filtered by the address, and as a file.

Known gaps: the newest come first and older ones by the page, found by their number; there is no count of all that
answer a filter, for a log of years would have to be read for it.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Literal
from urllib.parse import quote, urlencode

import msgspec
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from marsad.base.errors import UseError
from marsad.model.account import ACTIONS, COMMAND_LINE, LoggedDeed
from marsad.publish.access import need
from marsad.publish.exports.table import escape_formula
from marsad.publish.sending import send_file
from marsad.publish.site.pages import Pages
from marsad.publish.site.words import LANGUAGES
from marsad.store.log import LogFilter

PAGE_SIZE = 100
ASKED = ("who", "action", "about", "from", "to")
COUNTED = ("documents", "claims", "faults", "incidents", "changed", "records")
"""What commands count, each with its words in `log`."""
COLUMNS = ("number", "at", "who", "action", "about", "other", "detail", "hash")
Format = Literal["csv", "jsonl"]


def parse_log_filter(request: Request) -> LogFilter:
    """What the address asks for; UseError for what is no action, day or number, and for another parameter."""
    pairs = {name: value.strip() for name, value in request.query_params.multi_items() if value.strip()}
    unknown = pairs.keys() - {*ASKED, "before", "lang"}
    if unknown:
        raise UseError(f"the history has no filter {min(unknown)!r}")
    asked = {
        "who": pairs.get("who"), "about": pairs.get("about"), "action": pairs.get("action"),
        "since": _parse_day(pairs, "from"), "until": _parse_day(pairs, "to"),
    }  # fmt: skip
    if asked["action"] is not None and asked["action"] not in ACTIONS:
        raise UseError(f"action={asked['action']!r} is none of {', '.join(ACTIONS)}")
    before = pairs.get("before")
    if before is not None and not (before.isascii() and before.isdigit() and len(before) <= 12):
        raise UseError(f"before={before!r} is no number")
    return msgspec.convert({**asked, "before": None if before is None else int(before)}, LogFilter)


def _parse_day(pairs: dict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(pairs[name]) if name in pairs else None
    except ValueError as error:
        raise UseError(f"{name}={pairs[name]!r} is no day; write 2018-07-04") from error


def find_address(logged: LoggedDeed, language: str) -> str | None:
    """Where what a deed is about can be looked at; None for what has no page."""
    page = str(logged.deed.detail.get("page", ""))
    path = page.partition("?")[0]
    for start in ("/api/v1/documents/", "/api/v1/incidents/"):
        if path.startswith(start):
            kind = "reports" if "documents" in start else "incidents"
            return f"/{language}/{kind}/{quote(logged.deed.about, safe='')}"
    parts = path.split("/")
    if len(parts) > 2 and parts[1] in LANGUAGES:
        return f"/{language}/{quote('/'.join(parts[2:]), safe='/%')}" + page[len(path) :]
    return None


class LogPages:
    """The pages of the history."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.log = pages.ledger.log

    def show(self, request: Request, language: str) -> Response:
        """The newest deeds that the filter lets through."""
        wanted = parse_log_filter(request)
        found = self.log.read(msgspec.structs.replace(wanted, limit=PAGE_SIZE + 1))
        pairs = [(name, request.query_params[name]) for name in ASKED if request.query_params.get(name)]
        older = [*pairs, ("before", str(found[PAGE_SIZE - 1].number))] if len(found) > PAGE_SIZE else None
        judged: dict[str, str | None] = {
            one.deed.about: None for one in found if one.deed.action in {"judge", "sign", "undo"}
        }
        return self.pages.render(
            request, language, "history.html",
            deeds=found[:PAGE_SIZE], asked=dict.fromkeys(ASKED, "") | dict(pairs), query=urlencode(pairs),
            actions=ACTIONS, counted=COUNTED, command_line=COMMAND_LINE,
            older=None if older is None else urlencode(older), head=self.log.read_head(),
            judgement_head=self.pages.ledger.read_judgement_head(), is_first=wanted.before is None,
            names=[account.name for account in self.pages.ledger.people.read_accounts()],
            address=lambda one: find_address(one, language) or self._find_judged(one, language, judged),
        )  # fmt: skip

    def _find_judged(self, logged: LoggedDeed, language: str, known: dict[str, str | None]) -> str | None:
        """The page of what was decided on: an incident, or the report of a claim."""
        about = logged.deed.about
        if about not in known:
            return None
        if known[about] is None:
            incident = self.pages.ledger.read_incident(about)
            claim = None if incident is not None else self.pages.ledger.read_claim(about)
            if incident is not None:
                known[about] = f"/{language}/incidents/{quote(incident.incident_id, safe='')}"
            elif claim is not None:
                known[about] = f"/{language}/reports/{quote(claim.document.id, safe='')}#claim-{quote(about, safe='')}"
        return known[about]

    def write(self, request: Request, form: Format) -> Response:
        """All deeds that the filter lets through, as a file."""
        deeds = self.log.stream(parse_log_filter(request))
        lines = _write_csv(deeds) if form == "csv" else _write_lines(deeds)
        kind = "text/csv" if form == "csv" else "application/jsonl"
        headers = {"Content-Disposition": f'attachment; filename="marsad-history.{form}"'}
        parts = (line.encode() for line in lines)
        return send_file(request, parts, media_type=f"{kind}; charset=utf-8", headers=headers)


def _flatten(one: LoggedDeed) -> dict[str, object]:
    deed = one.deed
    return {
        "number": one.number, "at": one.at.isoformat(), "who": deed.who, "action": deed.action, "about": deed.about,
        "other": deed.other, "detail": deed.detail, "hash": one.hash,
    }  # fmt: skip


def _write_lines(deeds: Iterator[LoggedDeed]) -> Iterator[str]:
    for one in deeds:
        yield msgspec.json.encode(_flatten(one)).decode() + "\n"


def _write_csv(deeds: Iterator[LoggedDeed]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in deeds:
        flat = _flatten(one) | {"detail": msgspec.json.encode(one.deed.detail).decode()}
        writer.writerow([escape_formula(str(flat[name])) for name in COLUMNS])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def make_log_pages(own: LogPages) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[need("audit")])
    get = partial(router.api_route, methods=["GET", "HEAD"])

    @get("/{language}/history")
    def show(request: Request, language: str) -> Response:
        if language not in LANGUAGES:
            raise HTTPException(404)
        return own.show(request, language)

    @get("/{language}/history.{form}")
    def write(request: Request, language: str, form: Format) -> Response:
        if language not in LANGUAGES:
            raise HTTPException(404)
        return own.write(request, form)

    return router
