"""What changed of each incident, when, and by what: kept beside the incidents, which hold only the present.

Why it is hard: incidents are made again as a whole, so nobody tells what changed; and a million of them that stay as
they are must cost nothing. So two states are compared only where the record differs, only the differing parts are
kept, and the cause is found afterwards: a person's decision on the incident or one of its claims since the last but
one writing, else reports that came in, else the program itself (a newer reader, other places, other weights).

Known gaps: a decision that changed nothing when it was linked can be named as the cause of the change that the program
makes at the very next writing.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, func, insert, select

from marsad.model.incident import Incident
from marsad.model.incident_state import Change, compare_states, describe_state
from marsad.store import tables as t
from marsad.store.desk_tables import incident_states

_INCIDENT = msgspec.json.Decoder(Incident)
_CHANGES = msgspec.json.Decoder(tuple[Change, ...])
_CHUNK = 500
_SETTLED = "states_judged"
_SILENT_VERDICTS = ("sign", "unsure")


class Cause(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why an incident changed; `judgements` are numbers of decisions, `documents` the reports that came in."""

    kind: Literal["judgement", "report", "program"]
    judgements: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()


_CAUSE = msgspec.json.Decoder(Cause)


class StateChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of an incident: its number from 1 (the first is its beginning, without changes), moment and cause."""

    incident_id: str
    number: int
    at: str
    cause: Cause
    changes: tuple[Change, ...]


class Written(NamedTuple):
    """What one writing did to an incident: None before for a new one, None after for one that is gone."""

    incident_id: str
    before: Incident | None
    after: Incident | None
    changes: tuple[Change, ...]
    cause: Cause


def write_states(
    connection: Connection,
    stale: Mapping[str, str],
    fresh: Sequence[Incident],
    aliases: Mapping[str, str],
    moment: str,
) -> list[Written]:
    """Keep what differs between the rows taken away (`stale`, by id) and those put in; gives each that changed."""
    decided = _read_decided(connection)
    blamed = _read_blamed(connection, [*stale]) if decided else {}
    found = []
    present = {incident.incident_id for incident in fresh}
    for incident in fresh:
        body = stale.get(incident.incident_id)
        before = None if body is None else _INCIDENT.decode(body)
        changes = () if before is None else compare_states(describe_state(before), describe_state(incident))
        if before is None or changes:
            cause = _find_cause(before, incident, decided, blamed)
            found.append(Written(incident.incident_id, before, incident, changes, cause))
    for name in stale.keys() - present:
        before = _INCIDENT.decode(stale[name])
        gone = (Change("state", None, before.state, "merged" if name in aliases else "gone"),)
        found.append(Written(name, before, None, gone, _find_cause(before, None, decided, blamed)))
    _insert_states(connection, found, moment)
    _settle(connection)
    return found


def _insert_states(connection: Connection, found: Sequence[Written], moment: str) -> None:
    numbers = _read_numbers(connection, [one.incident_id for one in found])
    rows = [
        {
            "incident_id": one.incident_id,
            "number": numbers.get(one.incident_id, 0) + 1,
            "at": moment,
            "cause": msgspec.json.encode(one.cause).decode(),
            "body": msgspec.json.encode(one.changes).decode(),
        }
        for one in found
    ]
    if rows:
        connection.execute(insert(incident_states), rows)


def _read_numbers(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    c = incident_states.c
    found: dict[str, int] = {}
    for start in range(0, len(names), _CHUNK):
        query = select(c.incident_id, func.max(c.number)).where(c.incident_id.in_(names[start : start + _CHUNK]))
        found.update({row[0]: int(row[1]) for row in connection.execute(query.group_by(c.incident_id))})
    return found


def _read_blamed(connection: Connection, names: Sequence[str]) -> dict[str, set[int]]:
    """The decisions that were already named as the cause of a change, by incident."""
    blamed: dict[str, set[int]] = {}
    for one in read_states(connection, names):
        blamed.setdefault(one.incident_id, set()).update(one.cause.judgements)
    return blamed


def _find_cause(
    before: Incident | None,
    after: Incident | None,
    decided: Mapping[str, Sequence[int]],
    blamed: Mapping[str, set[int]],
) -> Cause:
    sides = [side for side in (before, after) if side is not None]
    names = {name for side in sides for name in (side.incident_id, *side.merged_from, *side.claims)} if decided else ()
    known_causes = {number for side in sides for number in blamed.get(side.incident_id, ())}
    numbers = sorted({number for name in names for number in decided.get(name, ())} - known_causes)
    if numbers:
        return Cause("judgement", judgements=tuple(numbers))
    known = set(before.documents) if before else set()
    came = tuple(name for name in (after.documents if after else ()) if name not in known)
    return Cause("report", documents=came) if came else Cause("program")


def _read_decided(connection: Connection) -> dict[str, list[int]]:
    """The decisions since the last but one writing, by each id that they are about."""
    settled = connection.execute(select(t.meta.c.value).where(t.meta.c.key == _SETTLED)).scalar()
    since = int(str(settled).split()[0]) if settled is not None else 0
    rows = connection.execute(
        select(t.judged.c.name, t.judged.c.number)
        .select_from(t.judged.join(t.judgements, t.judgements.c.number == t.judged.c.number))
        .where(t.judged.c.number > since, t.judgements.c.verdict.not_in(_SILENT_VERDICTS))
    )
    decided: dict[str, list[int]] = {}
    for row in rows:
        decided.setdefault(row.name, []).append(int(row.number))
    return decided


def _settle(connection: Connection) -> None:
    """Note the newest decision, and beside it the one noted before: a linking may have begun before the newest."""
    newest = int(connection.execute(select(func.coalesce(func.max(t.judgements.c.number), 0))).scalar_one())
    settled = connection.execute(select(t.meta.c.value).where(t.meta.c.key == _SETTLED)).scalar()
    if settled is None:
        connection.execute(insert(t.meta).values(key=_SETTLED, value=f"0 {newest}"))
        return
    last = int(str(settled).split()[1])
    if last != newest or str(settled).split()[0] != str(newest):
        connection.execute(t.meta.update().where(t.meta.c.key == _SETTLED).values(value=f"{last} {newest}"))


def read_states(connection: Connection, names: Sequence[str]) -> tuple[StateChange, ...]:
    """The changes of these incidents, oldest first."""
    c = incident_states.c
    rows: list[StateChange] = []
    for start in range(0, len(names), _CHUNK):
        query = select(incident_states).where(c.incident_id.in_(names[start : start + _CHUNK]))
        rows += [
            StateChange(
                incident_id=row.incident_id, number=row.number, at=row.at, cause=_CAUSE.decode(row.cause),
                changes=_CHANGES.decode(row.body),
            )
            for row in connection.execute(query)
        ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (one.at, one.number, one.incident_id)))
