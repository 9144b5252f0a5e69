"""The same questions for pages, API, files and commands: one parser, one record, one filter of the ledger.

Why it is hard: the export that ignores the filter of the page is the commonest complaint about monitoring tools, so
there is one parser, and an unknown or unreadable parameter is refused, never dropped. The ledger answers all of it.

`from`, `to` (days, included), `type`, `status`, `kind`, `grade`, `state` (codes), `place` (words of a name, an id or a
P-code), `place_id`, `country`, `admin1`, `origin` and `actor` (ids or words of a name), `q` (words and "phrases"),
`bbox` (west,south,east,north), `located` and `dated` (yes or no), `killed_min`, `sort` (newest, oldest, killed).
Codes, ids and names may repeat: any of them will do. Everything else may be given once.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from marsad.base.digits import fold_digits
from marsad.base.errors import UseError
from marsad.model.incident import Grade, Incident, IncidentState
from marsad.model.value import ClaimKind, EventType, Status
from marsad.store.ledger import Ledger
from marsad.store.records import Box, IncidentFilter, Page, Sort

TYPES: tuple[str, ...] = get_args(EventType)
STATUSES: tuple[str, ...] = get_args(Status)
KINDS: tuple[str, ...] = get_args(ClaimKind)
GRADES: tuple[str, ...] = get_args(Grade)
STATES: tuple[str, ...] = get_args(IncidentState)
SORTS: tuple[Sort, ...] = get_args(Sort)
PARAMETERS = (
    "from", "to", "type", "place", "status", "kind", "grade", "state", "place_id", "country", "admin1", "origin",
    "actor", "q", "bbox", "located", "dated", "killed_min", "sort",
)  # fmt: skip
REPEATED = frozenset({"type", "status", "kind", "grade", "state", "place_id", "country", "admin1", "origin", "actor"})
"""Parameters that may be given several times."""
WORDS_LONGEST = 500


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
    states: tuple[str, ...] = ()
    place_ids: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1s: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    words: str = ""
    box: Box | None = None
    located: bool | None = None
    dated: bool | None = None
    killed_min: int | None = None
    sort: Sort = "newest"

    def is_empty(self) -> bool:
        """Whether everything passes."""
        return self == Question(sort=self.sort)

    def as_query(self) -> list[tuple[str, str]]:
        """The parameters of an address that asks the same."""
        pairs = [
            ("from", self.since.isoformat() if self.since else ""),
            ("to", self.until.isoformat() if self.until else ""),
        ]
        pairs += [("type", value) for value in self.types] + [("place", self.place)]
        several = (
            ("status", self.statuses), ("kind", self.kinds), ("grade", self.grades), ("state", self.states),
            ("place_id", self.place_ids), ("country", self.countries), ("admin1", self.admin1s),
            ("origin", self.origins), ("actor", self.actors),
        )  # fmt: skip
        pairs += [(name, value) for name, values in several for value in values]
        pairs += [
            ("q", self.words),
            ("bbox", _say_box(self.box)),
            ("located", _say_yes(self.located)),
            ("dated", _say_yes(self.dated)),
            ("killed_min", "" if self.killed_min is None else str(self.killed_min)),
            ("sort", "" if self.sort == "newest" else self.sort),
        ]
        return [(name, value) for name, value in pairs if value]

    def query(self) -> str:
        """The same as one string, without a question mark."""
        return urlencode(self.as_query())

    def as_filter(self, *, limit: int | None = None, offset: int = 0, after: str | None = None) -> IncidentFilter:
        """The same as the ledger is asked."""
        return IncidentFilter(
            date_from=self.since, date_to=self.until, type=self.types, status=self.statuses, kind=self.kinds,
            grade=self.grades, state=self.states, place=self.place or None, place_id=self.place_ids,
            country=self.countries, admin1=self.admin1s, origin=self.origins, actor=self.actors,
            words=self.words or None, box=self.box, located=self.located, dated=self.dated,
            killed_min=self.killed_min, sort=self.sort, limit=limit, offset=offset, after=after,
        )  # fmt: skip


def parse_filter(parameters: Iterable[tuple[str, str]], *, others: Sequence[str] = ()) -> Question:
    """Read a filter from name–value pairs; empty values ask for nothing, `others` are names that belong to the caller.

    Raises UseError on an unknown name, a date that is no date, a code that is none of ours, or an odd value.
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
        states=_parse_codes("state", values, STATES),
        place=_last("place", values),
        place_ids=_several("place_id", values),
        countries=_parse_countries(values),
        admin1s=_several("admin1", values),
        origins=_several("origin", values),
        actors=_several("actor", values),
        words=_parse_words(values),
        box=parse_box("bbox", _last("bbox", values)),
        located=_parse_yes("located", values),
        dated=_parse_yes("dated", values),
        killed_min=_parse_number("killed_min", values),
        sort=_parse_sort(values),
    )


def _last(name: str, values: Mapping[str, Sequence[str]]) -> str:
    return values.get(name, [""])[-1]


def _several(name: str, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values.get(name, ())))


def _parse_day(name: str, values: Mapping[str, Sequence[str]]) -> date | None:
    if name not in values:
        return None
    try:
        return date.fromisoformat(fold_digits(values[name][-1]))
    except ValueError as error:
        raise UseError(f"{name}={values[name][-1]!r} is no date; write it as 2018-07-06") from error


def _parse_codes(name: str, values: Mapping[str, Sequence[str]], known: Sequence[str]) -> tuple[str, ...]:
    asked = _several(name, values)
    wrong = [code for code in asked if code not in known]
    if wrong:
        raise UseError(f"{name}={wrong[0]!r} is unknown; known are {', '.join(known)}")
    return asked


def _parse_countries(values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.upper() for code in values.get("country", ())))
    wrong = [code for code in codes if not (len(code) == 2 and code.isascii() and code.isalpha())]
    if wrong:
        raise UseError(f"country={wrong[0]!r} is no country code; write two letters, such as SY")
    return codes


def _parse_words(values: Mapping[str, Sequence[str]]) -> str:
    words = _last("q", values)
    if len(words) > WORDS_LONGEST:
        raise UseError(f"q is longer than {WORDS_LONGEST} characters; ask with fewer words")
    return words


def parse_box(name: str, said: str) -> Box | None:
    """West, south, east, north in degrees; raises UseError where it is none. Empty asks for nothing."""
    if not said:
        return None
    try:
        west, south, east, north = (float(part) for part in said.split(","))
    except ValueError as error:
        raise UseError(f"{name}={said!r} must be west,south,east,north in degrees") from error
    right = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    if not right:  # also where one of them is no number at all
        raise UseError(f"{name}={said!r} must be west,south,east,north in degrees, south below north")
    return Box(west, south, east, north)


def _parse_yes(name: str, values: Mapping[str, Sequence[str]]) -> bool | None:
    said = _last(name, values)
    if said not in {"", "yes", "no"}:
        raise UseError(f"{name}={said!r} must be yes or no")
    return None if not said else said == "yes"


def _parse_number(name: str, values: Mapping[str, Sequence[str]]) -> int | None:
    said = _last(name, values)
    if not said:
        return None
    if not said.isdecimal() or len(said) > 9:
        raise UseError(f"{name}={said!r} must be a whole number")
    return int(said)


def _parse_sort(values: Mapping[str, Sequence[str]]) -> Sort:
    said = _last("sort", values) or "newest"
    for known in SORTS:
        if said == known:
            return known
    raise UseError(f"sort={said!r} is unknown; known are {', '.join(SORTS)}")


def _say_box(box: Box | None) -> str:
    if box is None:
        return ""
    return ",".join(_say_degrees(value) for value in (box.west, box.south, box.east, box.north))


def _say_degrees(value: float) -> str:
    return str(int(value)) if math.isclose(value, round(value), abs_tol=0.0) else repr(value)


def _say_yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def find_incidents(
    ledger: Ledger, asked: Question, *, limit: int | None = None, offset: int = 0, after: str | None = None
) -> Page[Incident]:
    """The incidents that the question asks for, in its order, a part of them, and how many there are.

    `after` is the `next` of a page before: it costs the same on every page, which `offset` does not.
    """
    return ledger.read_incidents(asked.as_filter(limit=limit, offset=offset, after=after))
