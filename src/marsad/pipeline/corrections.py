"""A correction as a person types it: `type=shelling`, `killed.civilian=6+`, `named.killed.civilian=5`.

Why it is hard: what is recorded stands for ever, so a slip must be refused before it is signed, with what would be
right; and a place must be kept whole, since the gazetteer of the day may not be there when incidents are made again.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, get_args

import msgspec

from marsad.base.digits import fold_digits
from marsad.base.errors import UseError
from marsad.model.incident import IncidentPlace, Period
from marsad.model.judgement import Correction
from marsad.model.value import ClaimKind, EventType, Group, NumberKind, Outcome, Status

FindPlace = Callable[[str], IncidentPlace | None]
NOTHING = "none"

_CHOICES = {"type": get_args(EventType), "status": get_args(Status), "kind": get_args(ClaimKind)}
_NUMBER = re.compile(r"(?P<about>~?)(?P<low>\d+)(?:-(?P<high>\d+)|(?P<open>\+))?")


def parse_correction(sets: Iterable[str], find_place: FindPlace) -> Correction:
    """The correction that several `FIELD=VALUE` make; UseError names the one that cannot be read, and what can."""
    values: dict[str, Any] = {}
    figures: list[dict[str, Any]] = []
    counts: list[dict[str, Any]] = []
    named: list[dict[str, Any]] = []
    for each in sets:
        field, equals, value = fold_digits(each).partition("=")
        if not equals or not value:
            raise UseError(f"--set wants FIELD=VALUE, not {each!r}; for nothing stated write {field}={NOTHING}")
        if field in _CHOICES:
            if value not in _CHOICES[field]:
                raise UseError(f"{field} has no value {value!r}; there are {', '.join(_CHOICES[field])}")
            values[field] = value
        elif field == "when":
            values["when"] = _parse_period(value)
        elif field == "where":
            values["where"] = () if value == NOTHING else tuple(_find(one, find_place) for one in value.split(","))
        elif field.startswith("named."):
            named.append(_parse_named(field.removeprefix("named."), value))
        elif field.startswith("count."):
            counts.append({"unit": field.removeprefix("count."), **_parse_number(field, value)})
        else:
            figures.append(_parse_figure(field, value))
    if not any((values, figures, counts, named)):
        raise UseError(
            "a correction says what is right: --set type=…, when=…, where=…, killed.person=…, count.strike=…"
        )
    return msgspec.convert({**values, "figures": figures, "counts": counts, "named": named}, Correction)


def _parse_named(cell: str, value: str) -> dict[str, Any]:
    """How many victims a person knows by name: `5` of a complete list, `5+` where there may be more."""
    figure = _parse_figure(cell, value)
    if figure.get("kind") not in {"exact", "at_least"} or not figure["low"]:
        raise UseError(
            f"named.{cell}: {value!r} is no number of names; write 5 (a complete list) or 5+ (there may be more); "
            "`marsad judge undo` takes an earlier list back"
        )
    return {
        "outcome": figure["outcome"], "group": figure["group"], "count": figure["low"],
        "complete": figure["kind"] == "exact",
    }  # fmt: skip


def _parse_figure(field: str, value: str) -> dict[str, Any]:
    outcome, _, group = field.partition(".")
    if outcome not in get_args(Outcome) or group not in get_args(Group):
        raise UseError(
            f"no field {field!r}: there are type, status, kind, when, where, count.UNIT and OUTCOME.GROUP, "
            f"with OUTCOME of {', '.join(get_args(Outcome))} and GROUP of {', '.join(get_args(Group))}"
        )
    return {"outcome": outcome, "group": group, **_parse_number(field, value)}


def _parse_number(field: str, value: str) -> dict[str, Any]:
    """`6`, `6+` (at least), `6-9`, `~6` (about), `0` (none reported), `none` (no figure stated)."""
    if value == NOTHING:
        return {}
    found = _NUMBER.fullmatch(value)
    if found is None:
        raise UseError(f"{field}: {value!r} is no number; write 6, 6+ (at least), 6-9, ~6 (about) or {NOTHING}")
    low = int(found["low"])
    high = None if found["open"] else int(found["high"] or low)
    if high is not None and high < low:
        raise UseError(f"{field}: {value!r} ends below its beginning")
    kind: NumberKind = "at_least" if high is None else "range" if high > low else "exact"
    if found["about"]:
        kind = "approximate"
    return {"low": low, "high": high, "kind": "none_reported" if high == 0 else kind}


def _parse_period(value: str) -> Period:
    """`2018-07-04`, `2018-07-04..2018-07-05`, `none`."""
    if value == NOTHING:
        return Period()
    first, _, last = value.partition("..")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise UseError(f"when: {value!r} is no day; write 2018-07-04 or 2018-07-04..2018-07-05") from error
    if end < start:
        raise UseError(f"when: {value!r} ends before it begins")
    return Period(start=start, end=end, precision="day" if start == end else "days")


def _find(place_id: str, find_place: FindPlace) -> IncidentPlace:
    place = find_place(place_id.strip())
    if place is None:
        raise UseError(f"where: the gazetteer has no place {place_id!r}; `marsad places find NAME` prints ids")
    return place
