"""The history of an incident: who decided what and what that changed, which reports changed what, newest first.

One act of a person is one entry, however many judgements it took; what the linking made of it stands below it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from marsad.model.document import Document
from marsad.model.incident import Incident
from marsad.model.incident_state import MEMBERS, Change
from marsad.publish.site.show import DASH, Show, ltr
from marsad.store.incident_states import StateChange
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger
from marsad.store.queue import Why
from marsad.store.records import KeptClaim

ARROW = "→"
MEMBERS_SHOWN = 6
WORDS_SHOWN = 60
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Event:
    """An entry of the history: an act of a person with what it changed, or a change without one."""

    at: datetime
    entries: tuple[Entry, ...]
    states: tuple[StateChange, ...]

    @property
    def number(self) -> int | None:
        """The decision by which an act is named; None where nobody decided."""
        return self.entries[0].number if self.entries else None

    @property
    def is_undone(self) -> bool:
        """Whether nothing of the act stands any more."""
        return bool(self.entries) and all(entry.undone_by is not None for entry in self.entries)

    @property
    def is_undoing(self) -> bool:
        """Whether the act took back an earlier one."""
        return bool(self.entries) and all(entry.judgement.verdict == "undo" for entry in self.entries)


def read_history(ledger: Ledger, incident: Incident) -> list[Event]:
    """All that was decided about an incident, its former ids and its claims, and all that changed, newest first."""
    names = [incident.incident_id, *incident.merged_from]
    entries = ledger.read_entries_about([*names, *incident.claims])
    states = ledger.desk.read_states(names)
    return arrange_history(entries, states)


def arrange_history(entries: Iterable[Entry], states: Iterable[StateChange]) -> list[Event]:
    """Acts with the changes they caused, and the other changes, newest first."""
    acts: dict[tuple[str, datetime], list[Entry]] = {}
    act_of: dict[int, tuple[str, datetime]] = {}
    for entry in entries:
        key = (entry.judgement.by, entry.judgement.at)
        acts.setdefault(key, []).append(entry)
        act_of[entry.number] = key
    caused: dict[tuple[str, datetime], list[StateChange]] = {}
    events = []
    for state in states:
        keys = [act_of[number] for number in state.cause.judgements if number in act_of]
        if keys:
            caused.setdefault(keys[-1], []).append(state)
        else:
            events.append(Event(datetime.fromisoformat(state.at), (), (state,)))
    events += [Event(key[1], tuple(found), tuple(caused.get(key, ()))) for key, found in acts.items()]
    return sorted(events, key=_place_in_time, reverse=True)


def _place_in_time(event: Event) -> tuple[datetime, int, int]:
    """By moment; what was written within one second, by its number."""
    return event.at, event.number or 0, max((state.number for state in event.states), default=0)


class Telling:
    """Says changes and reasons in one language."""

    def __init__(
        self,
        show: Show,
        language: str,
        documents: Mapping[str, Document] = NOTHING,
        claims: Mapping[str, KeptClaim] = NOTHING,
    ) -> None:
        """`documents` and `claims` are those that are told by their words; others are told by their ids."""
        self._show = show
        self._words = show.words
        self._language = language
        self._documents = documents
        self._claims = claims

    def change(self, change: Change) -> Markup:
        """One part that differs: "Killed: 6 → 6–9"."""
        words = self._words
        name: object = words.code("parts_of_state", change.part)
        if change.part == "cells" and change.key is not None:
            outcome, _, group = change.key.partition(".")
            name = words.code("outcomes", outcome)
            if group != "person":
                name = f"{name} · {words.code('groups', group)}"
        elif change.part == "counts":
            name = words.code("units", change.key)
        if change.part in MEMBERS:
            return Markup("{}: {}").format(name, self._members(change))
        before, after = (self._value(change.part, value) for value in (change.before, change.after))
        return Markup('{}: <span class="was">{}</span> <span aria-hidden="true">{}</span> <b>{}</b>').format(
            name, before, self._arrow(), after
        )

    def why(self, why: Why) -> Markup:
        """Why an incident waits, in words."""
        return self._words.say("language.separator").join(self._reason(name, value) for name, value in why)

    def _reason(self, name: str, value: Any) -> Markup:  # noqa: ANN401 - as the queue keeps it
        words = self._words
        if name == "changed":
            parts = words.say("language.separator").join(words.code("parts_of_state", part) for part in value)
            return words.say("why.changed", parts=parts)
        if name == "disagree":
            outcome, least, most = value
            figures = {"least": ltr(f"{least:,}"), "most": ltr(f"{most:,}")}
            return words.say("why.disagree", outcome=words.code("outcomes", outcome), **figures)
        if name == "doubtful":
            few, all_, lowest = value
            return words.say("why.doubtful", few=ltr(few), all=ltr(all_), lowest=ltr(f"{lowest:.0%}"))
        if name == "changed_since_signed":
            return words.say("why.changed_since_signed", name=self._show.person(value))
        return words.say(f"why.{name}", number=ltr(value) if value is not None else "")

    def _arrow(self) -> str:
        return "←" if self._words.say("language.direction") == "rtl" else ARROW

    def _value(self, part: str, value: Any) -> object:  # noqa: ANN401 - as in a Change
        words = self._words
        if value is None:
            return words.say("site.not_stated")
        if part in {"cells", "counts"}:
            return self._figure(value)
        if part == "when":
            days = [day for day in dict.fromkeys(value[:2]) if day]
            return ltr(f" {DASH} ".join(days)) if days else words.say("site.unknown")
        tables = {"type": "types", "status": "statuses", "kind": "kinds", "state": "states", "grade": "grades"}
        return words.code(tables[part], value)

    def _figure(self, value: Sequence[Any]) -> Markup:
        low, best, high, is_open, _ = value
        if low is None and high is None:
            return self._words.say("site.not_stated")
        plus = "+" if is_open else ""
        if low == high:
            return ltr(f"{low:,}{plus}")
        bounds = f"{'?' if low is None else f'{low:,}'}{DASH}{'?' if high is None else f'{high:,}'}{plus}"
        if best is None:
            return ltr(bounds)
        return Markup("{} ({})").format(ltr(bounds), self._words.say("history.best", best=ltr(f"{best:,}")))

    def _members(self, change: Change) -> Markup:
        parts = [self._run("−", change.part, change.before), self._run("+", change.part, change.after)]
        return Markup(" ").join(part for part in parts if part)

    def _run(self, sign: str, part: str, members: Sequence[Sequence[Any]]) -> Markup:
        if not members:
            return Markup("")
        shown = [self._member(part, one) for one in members[:MEMBERS_SHOWN]]
        text = self._words.say("language.separator").join(shown)
        rest = len(members) - MEMBERS_SHOWN
        more = Markup(" {}").format(self._words.say("site.more", number=ltr(rest))) if rest > 0 else Markup("")
        word = self._words.say("history.came" if sign == "+" else "history.went")
        return Markup('<span class="{}"><span class="sign">{}</span> {}{}</span>').format(
            "came" if sign == "+" else "went", word, text, more
        )

    def _member(self, part: str, member: Sequence[Any]) -> Markup:
        key, arabic, latin = member
        if part == "documents":
            return self.document(key)
        if part == "claims":
            return self._claim(key)
        if part == "actors":
            stance = str(key).partition(":")[0]
            return Markup("{} ({})").format(self._show.name(arabic, latin, key), self._words.code("stances", stance))
        if part == "origins":
            kind, _, rest = str(key).partition(":")
            if kind == "document":
                return self._words.say("incident.report_itself")
            return self._show.name(arabic, latin, rest.rpartition(":")[2] or key)
        return self._show.name(arabic, latin, str(key).partition("/")[0].partition("@")[0])

    def _claim(self, claim_id: str) -> Markup:
        kept = self._claims.get(claim_id)
        if kept is None:
            return Markup('<bdi dir="ltr"><code>{}</code></bdi>').format(claim_id[:8])
        words = kept.claim.evidence.text
        said = words if len(words) <= WORDS_SHOWN else f"{words[:WORDS_SHOWN].rstrip()}…"
        address = f"/{self._language}/reports/{quote(kept.document.id, safe='')}#claim-{claim_id}"
        tongue = Markup(' lang="{}"').format(kept.document.language) if kept.document.language else Markup("")
        return Markup('<a href="{}"><bdi{}>{}</bdi></a>').format(address, tongue, said)

    def document(self, document_id: str) -> Markup:
        """A report by its publisher and day, leading to it."""
        document = self._documents.get(document_id)
        if document is None:
            return Markup("<bdi>{}</bdi>").format(document_id)
        said = [Markup("<bdi>{}</bdi>").format(document.publisher or (document.title or document_id)[:40])]
        if document.published:
            said.append(ltr(document.published.isoformat()))
        address = f"/{self._language}/reports/{quote(document_id, safe='')}"
        return Markup('<a href="{}">{}</a>').format(address, Markup(" ").join(said))


def list_documents(events: Iterable[Event]) -> set[str]:
    """The ids of the reports that a history names."""
    found: set[str] = set()
    for event in events:
        for state in event.states:
            found.update(state.cause.documents)
            found.update(
                member[0]
                for change in state.changes
                if change.part == "documents"
                for member in (*change.before, *change.after)
            )
    return found


def list_claims(events: Iterable[Event]) -> set[str]:
    """The ids of the claims that a history names."""
    return {
        member[0]
        for event in events
        for state in event.states
        for change in state.changes
        if change.part == "claims"
        for member in (*change.before, *change.after)
    }
