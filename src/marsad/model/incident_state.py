"""What an incident says at one moment, in a form that can be compared and signed.

Why it is hard: an incident is made again with every report, and most of its record changes without meaning anything
(the order of origins, a pcode added). What a person signs, and what a history tells, are the parts that a reader of
the news would call the incident: figures, day, place, who is named, which claims, the grade.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from marsad.base.ids import hash_bytes
from marsad.model.incident import Cell, CountCell, Incident

SCALARS = ("type", "status", "kind", "state", "grade")
MEMBERS = ("where", "actors", "origins", "documents", "claims")
UNSIGNED = frozenset({"state"})
"""What a signature itself changes, and therefore does not cover."""

Figure = tuple[int | None, int | None, int | None, bool, str]
"""Low, best, high, whether high is open, and the rule of best."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One part that differs: of a figure `key` says which; of a list `before` is what went and `after` what came.

    A member of a list is `[key, Arabic name, English name]`, a figure as in `Figure`, a period `[start, end,
    precision]`; None is what was not there.
    """

    part: str
    key: str | None
    before: Any
    after: Any


def describe_state(incident: Incident) -> dict[str, Any]:
    """The parts of an incident by their names, in plain values."""
    state: dict[str, Any] = {name: getattr(incident, name) for name in SCALARS}
    when = incident.when
    state["when"] = [when.start and when.start.isoformat(), when.end and when.end.isoformat(), when.precision]
    state["where"] = [
        [_name_place(place.place_id or place.name_ar or "", place.precision, place.lat, place.lon), place.name_ar,
         place.name_en]
        for place in incident.where
    ]  # fmt: skip
    state["actors"] = [
        [f"{actor.stance}:{actor.actor_id or actor.name_en or actor.name_ar}", actor.name_ar, actor.name_en]
        for actor in incident.actors
    ]
    state["origins"] = [[origin.source_id, origin.name_ar, origin.name_en] for origin in incident.origins]
    state["documents"] = [[name, None, None] for name in incident.documents]
    state["claims"] = [[name, None, None] for name in incident.claims]
    state["cells"] = {f"{cell.outcome}.{cell.group}": _take_figure(cell) for cell in incident.cells}
    state["counts"] = {count.unit: _take_figure(count) for count in incident.counts}
    return state


def _name_place(name: str, precision: str | None, lat: float | None, lon: float | None) -> str:
    point = "" if lat is None or lon is None else f"@{lat:.4f},{lon:.4f}"
    return f"{name}{point}/{precision}"


def _take_figure(cell: Cell | CountCell) -> list[Any]:
    return [cell.low, cell.best, cell.high, cell.high_open, cell.best_rule]


def compare_states(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two states, in a fixed order; empty where a reader would see the same incident."""
    changes = [
        Change(name, None, before[name], after[name]) for name in (*SCALARS, "when") if before[name] != after[name]
    ]
    for part in ("cells", "counts"):
        for key in sorted(before[part].keys() | after[part].keys()):
            one, other = before[part].get(key), after[part].get(key)
            if one != other:
                changes.append(Change(part, key, one, other))
    for part in MEMBERS:
        went, came = _part_members(before[part], after[part])
        if went or came:
            changes.append(Change(part, None, went, came))
    return tuple(changes)


def _part_members(before: list[list[Any]], after: list[list[Any]]) -> tuple[list[list[Any]], list[list[Any]]]:
    old, new = {one[0] for one in before}, {one[0] for one in after}
    return [one for one in before if one[0] not in new], [one for one in after if one[0] not in old]


def add_changes(runs: Iterable[tuple[Change, ...]]) -> tuple[Change, ...]:
    """Several changes in their order as one: what was there before the first and is there after the last."""
    whole: dict[tuple[str, str | None], Change] = {}
    for change in (change for changes in runs for change in changes):
        key = (change.part, change.key)
        known = whole.get(key)
        if known is None:
            whole[key] = change
        elif change.part in MEMBERS:
            whole[key] = _add_members(known, change)
        else:
            whole[key] = Change(change.part, change.key, known.before, change.after)
    return tuple(one for one in whole.values() if one.before != one.after)


def _add_members(one: Change, other: Change) -> Change:
    went, came = {each[0]: each for each in one.before}, {each[0]: each for each in one.after}
    for each in other.before:
        if came.pop(each[0], None) is None:
            went[each[0]] = each
    for each in other.after:
        if went.pop(each[0], None) is None:
            came[each[0]] = each
    return Change(one.part, one.key, list(went.values()), list(came.values()))


def compute_fingerprint(incident: Incident) -> str:
    """The SHA-256 of what a signature covers: all of the state but `state` itself, names left to their ids."""
    state = {name: value for name, value in describe_state(incident).items() if name not in UNSIGNED}
    for part in MEMBERS:
        state[part] = sorted(one[0] for one in state[part])
    return hash_bytes(msgspec.json.encode(state, order="deterministic"))
