"""The same questions for pages, API and files: from, to, type, place, status, kind.

Why it is hard: the export that ignores the filter of the page is the commonest complaint about monitoring tools, so
there is one parser and one test of a record, and an unknown or unreadable parameter is refused, never dropped.
A place is asked for in words; these are compared without diacritics, hamza, tatweel and case.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from marsad.base.errors import UseError
from marsad.model.incident import Grade, Incident
from marsad.model.value import ClaimKind, EventType, Status
from marsad.packs import fold_for
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter, Page

TYPES: tuple[str, ...] = get_args(EventType)
STATUSES: tuple[str, ...] = get_args(Status)
KINDS: tuple[str, ...] = get_args(ClaimKind)
GRADES: tuple[str, ...] = get_args(Grade)
PARAMETERS = ("from", "to", "type", "place", "status", "kind", "grade")


@dataclass(frozen=True)
class Question:
    """Which incidents are asked for; an empty field asks for all. Both days are included."""

    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    place: str = ""

    def is_empty(self) -> bool:
        """Whether everything passes."""
        return self == Question()

    def as_query(self) -> list[tuple[str, str]]:
        """The parameters of an address that asks the same."""
        pairs = [
            ("from", self.since.isoformat() if self.since else ""),
            ("to", self.until.isoformat() if self.until else ""),
        ]
        pairs += [("type", value) for value in self.types] + [("place", self.place)]
        pairs += [("status", value) for value in self.statuses] + [("kind", value) for value in self.kinds]
        pairs += [("grade", value) for value in self.grades]
        return [(name, value) for name, value in pairs if value]

    def query(self) -> str:
        """The same as one string, without a question mark."""
        return urlencode(self.as_query())


def parse_filter(parameters: Iterable[tuple[str, str]], *, others: Sequence[str] = ()) -> Question:
    """Read a filter from name–value pairs; empty values ask for nothing, `others` are names that belong to the caller.

    Raises UseError on an unknown name, a date that is no date, or a code that is none of ours.
    """
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        if name in others:
            continue
        if name not in PARAMETERS:
            raise UseError(f"unknown parameter {name!r}; known are {', '.join(PARAMETERS)}")
        if value.strip():
            values.setdefault(name, []).append(value.strip())
    since, until = _parse_day("from", values), _parse_day("to", values)
    if since and until and since > until:
        raise UseError(f"from {since} lies after to {until}")
    return Question(
        since=since,
        until=until,
        types=_parse_codes("type", values, TYPES),
        statuses=_parse_codes("status", values, STATUSES),
        kinds=_parse_codes("kind", values, KINDS),
        grades=_parse_codes("grade", values, GRADES),
        place=values.get("place", [""])[-1],
    )


def _parse_day(name: str, values: Mapping[str, Sequence[str]]) -> date | None:
    if name not in values:
        return None
    try:
        return date.fromisoformat(values[name][-1])
    except ValueError as error:
        raise UseError(f"{name}={values[name][-1]!r} is no date; write it as 2018-07-06") from error


def _parse_codes(name: str, values: Mapping[str, Sequence[str]], known: Sequence[str]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(values.get(name, ())))
    wrong = [code for code in asked if code not in known]
    if wrong:
        raise UseError(f"{name}={wrong[0]!r} is unknown; known are {', '.join(known)}")
    return asked


def find_incidents(ledger: Ledger, asked: Question, *, limit: int | None = None, offset: int = 0) -> Page[Incident]:
    """The incidents that the question asks for, newest first, a part of them, and how many there are.

    The ledger answers what it can; names of places and several codes at once are compared here.
    """
    simple = not asked.place and all(
        len(codes) <= 1 for codes in (asked.types, asked.statuses, asked.kinds, asked.grades)
    )
    wanted = IncidentFilter(
        date_from=asked.since,
        date_to=asked.until,
        type=_only(asked.types),
        status=_only(asked.statuses),
        kind=_only(asked.kinds),
        grade=_only(asked.grades),
        limit=limit if simple else None,
        offset=offset if simple else 0,
    )
    page = ledger.read_incidents(wanted)
    if simple:
        return page
    folded = fold_name(asked.place)
    selected = tuple(incident for incident in page if _passes(incident, asked, folded))
    end = None if limit is None else offset + limit
    return Page(selected[offset:end], len(selected))


def _only(codes: Sequence[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _passes(incident: Incident, asked: Question, wanted_place: str) -> bool:
    pairs = (
        (incident.type, asked.types),
        (incident.status, asked.statuses),
        (incident.kind, asked.kinds),
        (incident.grade, asked.grades),
    )
    if any(wanted and value not in wanted for value, wanted in pairs):
        return False
    return not asked.place or _touches(incident, wanted_place)


def _touches(incident: Incident, wanted: str) -> bool:
    return bool(wanted) and any(
        wanted in fold_name(name)
        for place in incident.where
        for name in (place.name_ar, place.name_en, place.admin1, place.admin1_en, place.pcode, place.place_id)
        if name
    )


def fold_name(name: str) -> str:
    """A name for comparison: the Arabic pack's fold, and Latin letters without their accents, in lower case."""
    apart = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in apart if unicodedata.category(letter) not in {"Mn", "Cf"})
    return fold_for("ar").fold_words(bare).casefold()
