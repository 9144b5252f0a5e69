"""What waits for a person: a row for each incident and reason, kept with the incidents in one transaction.

Why it is hard: a desk of a hundred thousand incidents must say in a moment what is next, so the reasons are found when
an incident is written and not when a page is asked for; and nothing that changed after a person looked or signed may
slip by, so whatever the program changes of such an incident comes back by itself.

The reasons (`facet`): `new`, nobody looked; `updated`, the program changed it after somebody looked; `contradictory`,
origins or figures do not fit; `low_confidence`, read or placed with doubt; `to_sign`, accepted but unsigned, or
changed after it was signed. What looks alike (`duplicates`) and corrections that clash are asked of other tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import Connection, delete, func, insert, literal, select, tuple_

from marsad.model.incident import Incident
from marsad.store import tables as t
from marsad.store.desk_tables import assignments, looks, queue_items
from marsad.store.incident_states import Written
from marsad.store.reader import INCIDENT
from marsad.store.taking import note_look

Facet = Literal["new", "updated", "contradictory", "low_confidence", "to_sign"]
FACETS: tuple[Facet, ...] = get_args(Facet)
BADGE: tuple[Facet, ...] = ("new", "updated", "to_sign")
"""What the navigation counts: what nobody has seen as it is now, and what waits for a signature."""
DOUBTFUL = 0.25
"""A claim below it is wrong in something three times of four (the confidence is calibrated against gold)."""
_CHUNK = 500
_VERSION = "1"
"""Of the reasons; another one in the ledger has them all found anew at the next linking."""

Why = tuple[tuple[str, Any], ...]


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that waits: since when, why (codes with a value each), and who holds it until when."""

    incident: Incident
    since: str
    why: Why
    held_by: str | None
    held_until: str | None
    after: str
    """The place in the list, to ask for what comes next."""


class _Sure(msgspec.Struct):
    id: str
    confidence: float


_SURE = msgspec.json.Decoder(_Sure)
_WHY = msgspec.json.Decoder(tuple[tuple[str, Any], ...])


# ------------------------------------------------------------------ reasons


def find_contradictions(incident: Incident) -> Why:
    """What does not fit together in an incident: named with how many, or with the figures."""
    inputs = incident.grade_inputs
    found: list[tuple[str, Any]] = []
    if incident.grade == "contested":
        found.append(("contested", len(incident.origins)))
    for cell in incident.cells:
        lows = [one.low for one in cell.origins if one.low is not None]
        highs = [one.high for one in cell.origins if one.high is not None and one.kind != "vague"]
        if cell.group == "person" and lows and highs and max(lows) > min(highs):
            found.append(("disagree", [cell.outcome, min(highs), max(lows)]))
    named = ("violations", "decreases", "judgements_in_conflict", "best_outside_range")
    found += [(name, len(inputs[name])) for name in named if inputs.get(name)]
    if inputs.get("status_disputed"):
        found.append(("status_disputed", None))
    return tuple(found)


def find_signing(incident: Incident) -> Why:
    """Whether an incident waits for a signature: none yet, or one that no longer covers what it says."""
    if incident.state not in {"confirmed", "published"}:
        return ()
    if incident.signature is None:
        return (("unsigned", None),)
    return () if incident.signature.stands else (("changed_since_signed", incident.signature.by),)


# ------------------------------------------------------------------ writing


def write_queue(connection: Connection, found: Sequence[Written], incidents: Sequence[Incident], moment: str) -> None:
    """Bring the reasons up to what a writing changed; `incidents` are all that were written anew."""
    gone = [one.incident_id for one in found if one.after is None]
    _delete(connection, gone, (*FACETS,))
    changed = {one.incident_id: one for one in found}
    _delete(connection, [one.incident_id for one in incidents], ("contradictory", "low_confidence", "to_sign"))
    rows = list(_find_rows(connection, incidents, moment))
    seen = _read_looked(connection, [*changed])
    for name, one in changed.items():
        if one.after is None:
            continue
        if name not in seen and one.before is None and one.cause.kind == "judgement":
            note_look(connection, name, _read_decider(connection, one.cause.judgements[-1]), moment)
        elif name not in seen and one.before is None:
            rows.append(_make_row("new", one.after, moment, (("new", len(one.after.documents)),)))
        elif name in seen and one.cause.kind != "judgement":
            _delete(connection, [name], ("updated",))
            rows.append(_make_row("updated", one.after, moment, (("changed", sorted({c.part for c in one.changes})),)))
    if rows:
        connection.execute(insert(queue_items), rows)


def _find_rows(connection: Connection, incidents: Sequence[Incident], moment: str) -> Iterable[dict[str, Any]]:
    doubts = _find_doubts(connection, incidents)
    for incident in incidents:
        if incident.state == "withdrawn":
            continue
        reasons: tuple[tuple[Facet, Why], ...] = (
            ("contradictory", find_contradictions(incident)),
            ("low_confidence", doubts.get(incident.incident_id, ())),
            ("to_sign", find_signing(incident)),
        )
        for facet, why in reasons:
            if why:
                yield _make_row(facet, incident, moment, why)


def _make_row(facet: Facet, incident: Incident, moment: str, why: Why) -> dict[str, Any]:
    day = incident.when.start or incident.when.end
    return {
        "facet": facet, "incident_id": incident.incident_id, "since": moment,
        "day": day.isoformat() if day else "", "why": msgspec.json.encode(why).decode(),
    }  # fmt: skip


def _find_doubts(connection: Connection, incidents: Sequence[Incident]) -> dict[str, Why]:
    """Claims below `DOUBTFUL`, and figures and places that a report left open, by incident."""
    claims = [claim for incident in incidents for claim in incident.claims]
    sure: dict[str, float] = {}
    for start in range(0, len(claims), _CHUNK):
        query = (
            select(t.claims.c.body)
            .select_from(t.claims.join(t.generations))
            .where(t.generations.c.live, t.claims.c.id.in_(claims[start : start + _CHUNK]))
        )
        for body in connection.execute(query).scalars():
            one = _SURE.decode(body)
            sure[one.id] = one.confidence
    open_words = _count_open_words(connection)
    doubts: dict[str, Why] = {}
    for incident in incidents:
        low = [sure[claim] for claim in incident.claims if sure.get(claim, 1.0) < DOUBTFUL]
        left = sum(open_words.get(document, 0) for document in incident.documents)
        why: Why = ((("doubtful", [len(low), len(incident.claims), round(min(low), 2)]),) if low else ()) + (
            (("ambiguous", left),) if left else ()
        )
        if why:
            doubts[incident.incident_id] = why
    return doubts


def _count_open_words(connection: Connection) -> dict[str, int]:
    rows = connection.execute(
        select(t.documents.c.id, func.count())
        .select_from(t.refusals.join(t.generations).join(t.documents))
        .where(t.generations.c.live, t.refusals.c.reason.in_(("ambiguous_number", "ambiguous_place")))
        .group_by(t.documents.c.id)
    )
    return {row[0]: int(row[1]) for row in rows}


def _delete(connection: Connection, names: Sequence[str], facets: Sequence[str]) -> None:
    c = queue_items.c
    for start in range(0, len(names), _CHUNK):
        part = c.incident_id.in_(names[start : start + _CHUNK])
        connection.execute(delete(queue_items).where(part, c.facet.in_(facets)))


def _read_looked(connection: Connection, names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(names), _CHUNK):
        query = select(looks.c.incident_id).where(looks.c.incident_id.in_(names[start : start + _CHUNK]))
        found.update(connection.execute(query).scalars())
    return found


def _read_decider(connection: Connection, number: int) -> str:
    return str(connection.execute(select(t.judgements.c.by).where(t.judgements.c.number == number)).scalar_one())


def is_current(connection: Connection) -> bool:
    """Whether the reasons were found as this version finds them, so that they need no finding anew."""
    return connection.execute(select(t.meta.c.value).where(t.meta.c.key == "queue")).scalar() == _VERSION


def begin_queue(connection: Connection, incidents: Sequence[Incident], moment: str) -> None:
    """Find all reasons anew, for a ledger of an older Marsad; what was looked at stays so."""
    connection.execute(delete(queue_items).where(queue_items.c.incident_id.not_in(select(t.incidents.c.id))))
    connection.execute(delete(queue_items).where(queue_items.c.facet.not_in(("new", "updated"))))
    known = set(connection.execute(select(queue_items.c.incident_id).where(queue_items.c.facet == "new")).scalars())
    known |= set(connection.execute(select(looks.c.incident_id)).scalars())
    rows = list(_find_rows(connection, incidents, moment))
    rows += [
        _make_row("new", incident, moment, (("new", len(incident.documents)),))
        for incident in incidents
        if incident.incident_id not in known
    ]
    if rows:
        connection.execute(insert(queue_items), rows)
    connection.execute(delete(t.meta).where(t.meta.c.key == "queue"))
    connection.execute(insert(t.meta).values(key="queue", value=_VERSION))


# ------------------------------------------------------------------ reading


def count_waiting(connection: Connection, facets: Sequence[str], limit: int) -> dict[str, int]:
    """How many wait for each reason, counted no further than `limit`: cheap however many there are."""
    found = {}
    for facet in facets:
        part = select(literal(1)).where(queue_items.c.facet == facet).limit(limit).subquery()
        found[facet] = int(connection.execute(select(func.count()).select_from(part)).scalar_one())
    return found


def count_badge(connection: Connection, limit: int) -> int:
    """How many incidents the navigation speaks of, no further than `limit`; one that waits for two reasons is one."""
    part = select(queue_items.c.incident_id).where(queue_items.c.facet.in_(BADGE)).distinct().limit(limit).subquery()
    return int(connection.execute(select(func.count()).select_from(part)).scalar_one())


def read_queue(  # noqa: PLR0913 - a place in a list, and which way
    connection: Connection, facet: str, moment: datetime, *, after: str | None = None, limit: int = 50,
    backwards: bool = False,
) -> tuple[QueueRow, ...]:  # fmt: skip
    """The incidents that wait for one reason, the latest first, from behind `after` on.

    `backwards` gives those before that place, the nearest first.
    """
    c = queue_items.c
    order = (c.since, c.day, c.incident_id)
    query = (
        select(c.since, c.day, c.incident_id, c.why, t.incidents.c.body, assignments.c.by, assignments.c.until)
        .select_from(
            queue_items.join(t.incidents, t.incidents.c.id == c.incident_id).outerjoin(
                assignments,
                (assignments.c.incident_id == c.incident_id) & (assignments.c.until > moment.isoformat()),
            )
        )
        .where(c.facet == facet)
        .order_by(*(order if backwards else (column.desc() for column in order)))
        .limit(limit)
    )
    if after is not None:
        place = tuple_(*map(literal, parse_after(after)))
        query = query.where(tuple_(*order) > place if backwards else tuple_(*order) < place)
    return tuple(
        QueueRow(
            incident=INCIDENT.decode(row.body), since=row.since, why=_WHY.decode(row.why), held_by=row.by,
            held_until=row.until, after=f"{row.since}~{row.day}~{row.incident_id}",
        )
        for row in connection.execute(query)
    )  # fmt: skip


def parse_after(after: str) -> tuple[str, str, str]:
    """The three parts of a place in the list; missing ones are empty, which is before or behind all."""
    since, _, rest = after.partition("~")
    day, _, name = rest.partition("~")
    return since, day, name


def find_next(connection: Connection, incident_id: str, by: str, moment: datetime) -> str | None:
    """The incident to go on with after this one: of its own reason first, else of any, never one that others hold."""
    c = queue_items.c
    held = select(assignments.c.incident_id).where(
        assignments.c.until > moment.isoformat(), assignments.c.by != by, assignments.c.incident_id == c.incident_id
    )
    place = connection.execute(
        select(c.facet, c.since, c.day)
        .where(c.incident_id == incident_id, c.facet.in_(BADGE))
        .order_by(c.facet)
        .limit(1)
    ).first()
    free = select(c.incident_id).where(c.incident_id != incident_id, ~held.exists())
    order = (c.since.desc(), c.day.desc(), c.incident_id.desc())
    if place is not None:
        behind = tuple_(c.since, c.day, c.incident_id) < tuple_(
            literal(place.since), literal(place.day), literal(incident_id)
        )
        found = connection.execute(free.where(c.facet == place.facet, behind).order_by(*order).limit(1)).scalar()
        if found is not None:
            return str(found)
    for facet in ("updated", "new", "to_sign", "contradictory", "low_confidence"):
        found = connection.execute(free.where(c.facet == facet).order_by(*order).limit(1)).scalar()
        if found is not None:
            return str(found)
    return None


def read_reasons(connection: Connection, incident_id: str) -> Mapping[str, Why]:
    """Why an incident waits, by facet."""
    c = queue_items.c
    rows = connection.execute(select(c.facet, c.why).where(c.incident_id == incident_id))
    return {row.facet: _WHY.decode(row.why) for row in rows}
