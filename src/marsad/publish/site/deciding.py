"""What people decide of an incident, as plain forms: the page, the decision, and what stands in its way.

Why it is hard: between the moment a page is read and the moment a button is pressed others decide and reports come in.
So each form carries the newest decision that the page knew (`seen`) and the number of the incident's last change
(`version`); where either has moved on nothing is written, and the person sees what happened meanwhile with the own
words kept, to decide again. A decision answers with the page it leads to, once the linking is done or two seconds are
over.

One act of a person may be several judgements (a split is: these are apart from those, and belong together). They are
signed in one batch, at one moment, and are undone together.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marsad.base.errors import ConflictError, RefusedError, UseError
from marsad.model.incident import Incident
from marsad.model.incident_state import Change, add_changes, compute_fingerprint
from marsad.model.judgement import CorrectedFigure, Correction
from marsad.publish.access import Person, person_of
from marsad.publish.forms import Fields
from marsad.publish.site.choosing import find_back
from marsad.publish.site.history_view import Telling
from marsad.publish.site.naming import make_named
from marsad.publish.site.pages import Pages
from marsad.publish.site.show import Show
from marsad.publish.site.trail import Trails, parse_trail
from marsad.publish.site.words import read_words
from marsad.publish.work import Decision, Work
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter

WAIT_SECONDS = 2.0
ACTS = (
    "link", "unlink", "different", "unsure", "merge", "part", "split", "accept", "reject", "best", "named", "undo",
    "look",
)  # fmt: skip
REASON_MOST = 2_000


class Act(NamedTuple):
    """What a form asks for: decisions, the incidents they concern, and the ids that nobody else may have judged."""

    decisions: tuple[Decision, ...]
    incidents: tuple[Incident, ...]
    names: frozenset[str]


class Meanwhile(NamedTuple):
    """What happened between the page and the decision."""

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]


def address_of(language: str, incident_id: str) -> str:
    """Where an incident's page is."""
    return f"/{language}/incidents/{quote(incident_id, safe='')}"


def work_of(request: Request) -> Work:
    """What decides; without it nothing can be decided here: 404."""
    work: Work | None = request.app.state.work
    if work is None:
        raise HTTPException(404)
    return work


def read_head_number(ledger: Ledger) -> int:
    """The number of the newest decision, 0 before the first."""
    head = ledger.read_judgement_head()
    return 0 if head is None else int(head.split()[0])


def read_version(ledger: Ledger, incident: Incident) -> int:
    """The number of an incident's last change, 0 where none is kept."""
    states = ledger.desk.read_states([incident.incident_id])
    return max((state.number for state in states), default=0)


def parse_number(fields: Fields, name: str) -> int:
    """A number that one of our forms carries; raises UseError on anything else."""
    text = fields.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise UseError(f"{name}={text!r} is no number; open the page again and decide there")
    return int(text)


def read_reason(fields: Fields) -> str | None:
    """What the person wrote as the reason, None for nothing."""
    reason = fields.get("reason", "").strip()
    if len(reason) > REASON_MOST:
        raise RefusedError("reason_long", f"a reason has at most {REASON_MOST} characters")
    return reason or None


def make_act(ledger: Ledger, incident: Incident, fields: Fields) -> Act:
    """The decisions that a form asks for; raises UseError for one that this incident does not allow."""
    act, reason = fields.get("act", ""), read_reason(fields)
    own = incident.incident_id
    if act in {"link", "different", "unsure", "unlink"}:
        claim = fields.get("claim", "")
        if (claim in incident.claims) != (act == "unlink"):
            raise RefusedError("claim_moved", f"the claim {claim!r} does not stand where this form says; open it again")
        verdict = {"link": "same", "unsure": "unsure"}.get(act, "different")
        return _join(ledger, [incident], [Decision(verdict, (claim, own), reason)], claim)  # type: ignore[arg-type]
    if act in {"merge", "part"}:
        other = ledger.read_incident(fields.get("with", ""))
        if other is None or other.incident_id == own:
            raise RefusedError("merge_other", "an incident is merged with another one; choose it by its id")
        both = (own, other.incident_id)
        decision = Decision("same", both, reason) if act == "merge" else Decision("different", both, reason)
        return _join(ledger, [incident, other], [decision])
    if act == "split":
        return _join(ledger, [incident], make_split(incident, fields.getlist("claim"), reason))
    if act in {"accept", "reject"}:
        if act == "reject" and reason is None:
            raise RefusedError("reason_wanted", "an incident is rejected with a reason")
        return _join(ledger, [incident], [Decision(act, (own,), reason)])  # type: ignore[arg-type]
    if act == "best":
        return _join(ledger, [incident], [make_best(incident, fields, reason)])
    if act == "named":
        return _join(ledger, [incident], [make_named(incident, fields)])
    raise UseError(f"there is no decision {act!r}; there are {', '.join(ACTS)}")


def make_split(incident: Incident, chosen: Sequence[str], reason: str | None) -> list[Decision]:
    """Some claims form an incident of their own: apart from each of the rest, and together."""
    ours = tuple(claim for claim in incident.claims if claim in set(chosen))
    rest = tuple(claim for claim in incident.claims if claim not in set(chosen))
    if not ours or not rest or set(chosen) - set(incident.claims):
        raise RefusedError("split_some", "choose some of the incident's claims, not none and not all")
    own, first = incident.incident_id, ours[0]
    decisions = [Decision("different", (first, own), reason, held={first: ours, own: rest})]
    if len(ours) > 1:
        decisions.append(Decision("same", (first, ours[1]), reason, held={first: (first,), ours[1]: ours[1:]}))
    return decisions


def make_best(incident: Incident, fields: Fields, reason: str | None) -> Decision:
    """A best figure between low and high, with its reason."""
    key, best = fields.get("cell", ""), parse_number(fields, "best")
    cell = next((cell for cell in incident.cells if f"{cell.outcome}.{cell.group}" == key), None)
    if cell is None or cell.low is None or cell.high is None:
        raise UseError(f"the incident has no figure {key!r} with a low and a high")
    if not cell.low <= best <= cell.high:
        raise RefusedError(
            "best_range", f"best lies between {cell.low} and {cell.high}, and {best} does not: no origin says it"
        )
    if reason is None:
        raise RefusedError("reason_wanted", "a best figure is set with a reason")
    figure = CorrectedFigure(outcome=cell.outcome, group=cell.group, low=best, high=best, kind="exact")
    return Decision("correct", (incident.incident_id,), reason, Correction(figures=(figure,)))


def make_undoing(ledger: Ledger, number: int, person: Person, reason: str | None) -> tuple[Decision, ...]:
    """The taking back of all that was decided in one act and still stands; raises UseError where nothing does."""
    standing = [
        entry for entry in ledger.read_act(number) if entry.undone_by is None and entry.judgement.verdict != "undo"
    ]
    if not standing:
        raise RefusedError("undone", f"nothing of decision {number} stands; it was undone, or never made")
    if any(entry.judgement.verdict == "sign" for entry in standing) and not person.may("sign"):
        raise HTTPException(403)
    return tuple(Decision("undo", (str(entry.number),), reason) for entry in reversed(standing))


def _join(ledger: Ledger, incidents: Sequence[Incident], decisions: Sequence[Decision], *claims: str) -> Act:
    holders = [found for claim in claims for found in ledger.read_incidents(IncidentFilter(claim=claim))]
    names = {
        name
        for incident in (*incidents, *holders)
        for name in (incident.incident_id, *incident.merged_from, *incident.claims)
    }
    return Act(tuple(decisions), tuple(incidents), frozenset({*names, *claims}))


def _find_way(language: str, incident: Incident, fields: Fields, done: int) -> str:
    """Where a decision leads: to the incident, with where the person is in the queue, or back to the queue's list."""
    trail = parse_trail(fields)
    if trail is not None and fields.get("back") == "queue":
        return f"/{language}/queue?{urlencode({'why': trail.tab, 'done': done})}"
    query = trail.query(("done", done)) if trail else urlencode({"done": done})
    return f"{address_of(language, incident.incident_id)}?{query}"


class Desk:
    """Decisions over one ledger; `pages` draws what is answered."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.ledger = pages.ledger

    def find(self, incident_id: str) -> Incident:
        """The incident of a form, by any of its ids; 404 for none."""
        incident = self.ledger.read_incident(incident_id)
        if incident is None:
            raise HTTPException(404)
        return incident

    def decide(self, request: Request, language: str, incident_id: str, fields: Fields) -> Response:
        """Make the decision of a form, and go where it leads."""
        work, person, incident = work_of(request), person_of(request), self.find(incident_id)
        if fields.get("act") == "look":
            return self._look(language, incident, person, fields, work)
        seen = parse_number(fields, "seen")
        if fields.get("act") == "undo":
            decisions = make_undoing(self.ledger, parse_number(fields, "number"), person, read_reason(fields))
            about = {name for each in decisions for name in self._list_names(each)}
            act = Act(decisions, (incident,), frozenset(about))
        else:
            meanwhile = self.find_meanwhile(incident, fields)
            if meanwhile is not None:
                return self.show_conflict(request, language, incident, fields, meanwhile)
            act = make_act(self.ledger, incident, fields)
        return self.write(request, language, incident, fields, act, seen, work, person)

    def sign(self, request: Request, language: str, incident_id: str, fields: Fields) -> Response:
        """Sign an incident as it stands on the page that was read."""
        work, person, incident = work_of(request), person_of(request), self.find(incident_id)
        seen = parse_number(fields, "seen")
        meanwhile = self.find_meanwhile(incident, fields)
        if meanwhile is not None:
            return self.show_conflict(request, language, incident, fields, meanwhile)
        decision = Decision(
            "sign", (incident.incident_id,), read_reason(fields), fingerprint=compute_fingerprint(incident),
            held={incident.incident_id: incident.claims},
        )  # fmt: skip
        act = _join(self.ledger, [incident], [decision])
        try:
            return self.write(request, language, incident, fields, act, seen, work, person)
        except RefusedError as refused:
            values = {"incident": incident, "rule": refused.code}
            return self.pages.render(request, language, "unsigned.html", status=403, **values)

    def write(  # noqa: PLR0913, PLR0917 - one request, in its parts
        self, request: Request, language: str, incident: Incident, fields: Fields, act: Act, seen: int, work: Work,
        person: Person,
    ) -> Response:  # fmt: skip
        """Sign the decisions, wait a moment for what they lead to, and go there.

        The look is noted first: who decides has looked, and behind the decision the linking holds the ledger's writing.
        """
        self.ledger.desk.write_look([one.incident_id for one in act.incidents], person.name)
        try:
            entries = work.judge(act.decisions, by=person.name, seen=dict.fromkeys(act.names, seen))
        except ConflictError:
            meanwhile = Meanwhile(self._list_newer(act.names, seen), ())
            return self.show_conflict(request, language, incident, fields, meanwhile)
        work.wait(WAIT_SECONDS)
        present = self.ledger.read_incident(incident.incident_id) or incident
        return RedirectResponse(_find_way(language, present, fields, entries[0].number), status_code=303)

    def link_again(self, request: Request, language: str, fields: Fields) -> Response:
        """Try the linking again that failed, and go back to the page that said so."""
        work = work_of(request)
        work.link_soon()
        work.wait(WAIT_SECONDS)
        return RedirectResponse(find_back(fields.get("back", ""), f"/{language}/queue"), status_code=303)

    def find_meanwhile(self, incident: Incident, fields: Fields) -> Meanwhile | None:
        """What others decided, or reports changed, of the incidents of a form since its page was made."""
        seen, version = parse_number(fields, "seen"), parse_number(fields, "version")
        pairs = [(incident, version)]
        other = self.ledger.read_incident(fields["with"]) if fields.get("with") else None
        if other is not None:
            pairs.append((other, parse_number(fields, "other_version")))
        names = {name for one, _ in pairs for name in (one.incident_id, *one.merged_from, *one.claims)}
        entries = self._list_newer(frozenset(names), seen)
        newer = [
            state.changes
            for one, known in pairs
            for state in self.ledger.desk.read_states([one.incident_id])
            if state.number > known
        ]
        return Meanwhile(entries, add_changes(newer)) if entries or newer else None

    def show_conflict(
        self, request: Request, language: str, incident: Incident, fields: Fields, meanwhile: Meanwhile
    ) -> Response:
        """409: who decided what meanwhile, with the person's own words kept and the decision offered again."""
        moved = ("seen", "version", "other_version", "token", "reason")
        kept = [(name, value) for name, value in fields.multi_items() if name not in moved]
        other = self.ledger.read_incident(fields["with"]) if fields.get("with") else None
        return self.pages.render(
            request, language, "conflict.html", status=409,
            incident=incident, meanwhile=meanwhile, kept=kept, reason=fields.get("reason", ""),
            again=request.url.path, seen=read_head_number(self.ledger), version=read_version(self.ledger, incident),
            other_version=read_version(self.ledger, other) if other else None,
            tell=Telling(Show(read_words(language)), language),
        )  # fmt: skip

    def _look(self, language: str, incident: Incident, person: Person, fields: Fields, work: Work) -> Response:
        go_on, trail, following = fields.get("next") == "1", parse_trail(fields), None
        if go_on and trail is not None:
            following = Trails(self.ledger, work).find_next(trail, language, person.name)
        elif go_on:
            name = self.ledger.desk.find_next(incident.incident_id, person.name)
            following = name and address_of(language, name)
        self.ledger.desk.write_look([incident.incident_id], person.name)
        if go_on and not following:
            tab = f"?{urlencode({'why': trail.tab})}" if trail else ""
            return RedirectResponse(f"/{language}/queue{tab}", status_code=303)
        return RedirectResponse(following or address_of(language, incident.incident_id), status_code=303)

    def _list_newer(self, names: frozenset[str], seen: int) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.ledger.read_entries_about(sorted(names)) if entry.number > seen)

    def _list_names(self, undoing: Decision) -> tuple[str, ...]:
        (undone,) = [one for one in self.ledger.read_act(int(undoing.about[0])) if str(one.number) == undoing.about[0]]
        return undone.judgement.about
