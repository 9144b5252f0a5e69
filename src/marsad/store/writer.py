"""Writing what was read and what was linked. Every function works inside one writing transaction handed in.

Why it is hard: the same page arrives many times (a second run, an edited page, a date that was missing the first
time, a newer reader), and none of it may double a toll. What counts is settled by three questions:

1. Is this a version we have? Same id, same text, same publication day and publisher is one version; a capture that
   knows less (no day, no publisher) of the same text adds nothing to a fuller one. Anything else is a new version.
2. Was it read by this reader with these places? Then nothing is written; else the claims are a new generation.
3. Which generation is live? The last one asked for of the newest version, exactly one for each document id (what
   people added is a generation apart, see `by_hand`).

Known gaps: a page that is edited and then edited back keeps the middle text live, for a second run over old input
looks just the same; two outlets that send one text without ids are two versions of one document.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, and_, delete, insert, select, update

from marsad.base.errors import PromiseError
from marsad.base.ids import hash_parts
from marsad.model.claim import Reading
from marsad.model.document import Document, Fault
from marsad.model.incident import Incident
from marsad.store import by_hand, explore_rows
from marsad.store import tables as t
from marsad.store.incident_states import write_states
from marsad.store.queue import begin_queue, is_current, write_queue
from marsad.store.reader import INCIDENT
from marsad.store.rows import claim_row, insert_all, next_number, place_rows
from marsad.store.tables import AnyRow

Known = Literal["read", "to be made live", "poorer copy"]


def write_original(connection: Connection, sha256: str, size: int, moment: str) -> None:
    """Note a preserved file once."""
    if connection.execute(select(t.originals.c.sha256).where(t.originals.c.sha256 == sha256)).first() is None:
        connection.execute(insert(t.originals).values(sha256=sha256, size=size, recorded_at=moment))


def find_known(connection: Connection, document: Document, reader: str, places: str) -> tuple[Known | None, int | None]:
    """Whether this capture needs no reading, and the generation it stands in.

    `None` first: it must be read; the number is then that of its document version, if that is known.
    """
    versions = _versions(connection, document.id)
    same_text = [row for row in versions if row.sha256 == document.sha256]
    exact = next((row for row in same_text if _heads_equal(row, document)), None)
    if exact is None:
        return ("poorer copy", None) if any(_adds_nothing(row, document) for row in same_text) else (None, None)
    generation = connection.execute(
        select(t.generations.c.number, t.generations.c.live).where(
            and_(
                t.generations.c.document == exact.number,
                t.generations.c.reader == reader,
                t.generations.c.places == places,
            )
        )
    ).first()
    if generation is None:
        return None, int(exact.number)
    if generation.live or exact.number != versions[-1].number:
        return "read", int(generation.number)
    return "to be made live", int(generation.number)


def _versions(connection: Connection, document_id: str) -> Sequence[AnyRow]:
    c = t.documents.c
    return connection.execute(
        select(c.number, c.version, c.sha256, c.published, c.publisher).where(c.id == document_id).order_by(c.version)
    ).all()


def _heads_equal(row: AnyRow, document: Document) -> bool:
    return bool(row.published == document.published and row.publisher == document.publisher)


def _adds_nothing(row: AnyRow, document: Document) -> bool:
    return document.published in (None, row.published) and document.publisher in (None, row.publisher)


def write_reading(connection: Connection, reading: Reading, document: Document, moment: str) -> bool:
    """Keep one reading as a generation; False when nothing was written. A reading of another document: PromiseError."""
    if (reading.document.id, reading.document.sha256) != (document.id, document.sha256):
        raise PromiseError(f"the reading of {reading.document.id} was handed over with the document {document.id}")
    known, number = find_known(connection, document, reading.reader, reading.places)
    if known in ("read", "poorer copy"):
        return False
    if known == "to be made live" and number is not None:
        _make_live(connection, document.id, number)
        return True
    newest = _versions(connection, document.id)
    is_newest = number is None or number == newest[-1].number
    if number is None:
        spoken = msgspec.structs.replace(document, language=document.language or reading.document.language)
        number = _write_document(connection, spoken, len(newest) + 1, moment)
    generation = _write_generation(connection, reading, number, moment)
    if is_newest:
        _make_live(connection, document.id, generation)
    if by_hand.has_additions(connection, document.id):
        by_hand.rebuild(connection, [document.id], moment)
    return True


def _write_document(connection: Connection, document: Document, version: int, moment: str) -> int:
    number = next_number(connection, t.documents)
    fields = msgspec.structs.asdict(document)
    connection.execute(insert(t.documents).values(number=number, version=version, recorded_at=moment, **fields))
    explore_rows.write_document_words(connection, number, document.title, document.text)
    return number


def _make_live(connection: Connection, document_id: str, generation: int) -> None:
    g = t.generations.c
    of_document = select(t.documents.c.number).where(t.documents.c.id == document_id)
    was_live = select(g.number).where(and_(g.document.in_(of_document), g.live, ~g.by_hand))
    replaced = list(connection.execute(was_live).scalars())
    connection.execute(update(t.generations).where(g.number.in_(replaced)).values(live=False))
    connection.execute(update(t.generations).where(g.number == generation).values(live=True))
    explore_rows.move_claim_texts(connection, replaced, generation)


def _write_generation(connection: Connection, reading: Reading, document_number: int, moment: str) -> int:
    number = next_number(connection, t.generations)
    by_reason = Counter(refusal.reason for refusal in reading.refusals)
    connection.execute(
        insert(t.generations).values(
            number=number,
            document=document_number,
            reader=reading.reader,
            places=reading.places,
            live=False,
            claims=len(reading.claims),
            refusals=msgspec.json.encode(by_reason, order="deterministic").decode(),
            recorded_at=moment,
        )
    )
    repeated = [found for found, times in Counter(claim.id for claim in reading.claims).items() if times > 1]
    if repeated:
        raise PromiseError(f"{reading.document.id}: the reading gives two claims the id {repeated[0]}")
    insert_all(connection, t.claims, [claim_row(claim, number, at) for at, claim in enumerate(reading.claims)])
    insert_all(connection, t.claim_places, place_rows(reading.claims, number))
    insert_all(
        connection,
        t.refusals,
        [
            {"generation": number, "ordinal": at, **msgspec.structs.asdict(refusal)}
            for at, refusal in enumerate(reading.refusals)
        ],
    )
    explore_rows.write_claim_texts(connection, number, reading.document.title, reading.claims)
    return number


def write_faults(connection: Connection, faults: Iterable[Fault], moment: str) -> int:
    """Keep what could not be read, each place and reason once; gives how many were new."""
    new = 0
    for fault in faults:
        fault_id = hash_parts(fault.path, fault.line, fault.reason)
        if connection.execute(select(t.faults.c.id).where(t.faults.c.id == fault_id)).first() is None:
            values = msgspec.structs.asdict(fault)
            connection.execute(insert(t.faults).values(id=fault_id, recorded_at=moment, **values))
            new += 1
    return new


def write_incidents(
    connection: Connection, incidents: Sequence[Incident], aliases: Mapping[str, str], moment: str
) -> int:
    """Make the derived tables hold exactly these incidents; rows that are equal stay as they lie.

    Aliases add up over the runs, and each leads straight to its end. What changed is kept, and what now waits for a
    person is listed, in the same transaction. Gives how many incidents were added, changed
    or taken away. Two incidents with one id: PromiseError.
    """
    bodies = _encode(incidents)
    rows = connection.execute(select(t.incidents.c.id, t.incidents.c.body))
    kept = {row.id: row.body for row in rows}
    _write_aliases(connection, aliases, bodies)
    return _replace_incidents(connection, kept, incidents, bodies, aliases, moment, lambda: incidents)


def write_some_incidents(
    connection: Connection,
    incidents: Sequence[Incident],
    gone: Collection[str],
    aliases: Mapping[str, str],
    moment: str,
) -> int:
    """Write some incidents and take those away that are gone; all others stay. Counts and raises as for all of them."""
    bodies = _encode(incidents)
    kept: dict[str, str] = {}
    wanted = sorted({*bodies, *gone})
    for start in range(0, len(wanted), 500):
        found = t.incidents.c.id.in_(wanted[start : start + 500])
        kept.update(
            {row.id: row.body for row in connection.execute(select(t.incidents.c.id, t.incidents.c.body).where(found))}
        )
    if aliases or bodies.keys() - kept.keys():
        present = {row.id for row in connection.execute(select(t.incidents.c.id))}
        _write_aliases(connection, aliases, (present - set(gone)) | bodies.keys())

    def list_all() -> Sequence[Incident]:
        return [INCIDENT.decode(body) for body in connection.execute(select(t.incidents.c.body)).scalars()]

    return _replace_incidents(connection, kept, incidents, bodies, aliases, moment, list_all)


def _encode(incidents: Sequence[Incident]) -> dict[str, str]:
    bodies = {incident.incident_id: msgspec.json.encode(incident).decode() for incident in incidents}
    if len(bodies) != len(incidents):
        raise PromiseError("linking gave two incidents one id")
    return bodies


def _replace_incidents(  # noqa: PLR0913, PLR0917 - one transaction's worth
    connection: Connection,
    kept: Mapping[str, str],
    incidents: Sequence[Incident],
    bodies: Mapping[str, str],
    aliases: Mapping[str, str],
    moment: str,
    list_all: Callable[[], Sequence[Incident]],
) -> int:
    """Put incidents in the place of the kept ones; gives how many were added, changed or taken away."""
    stale = [found for found, body in kept.items() if bodies.get(found) != body]
    fresh = [found for found in incidents if kept.get(found.incident_id) != bodies[found.incident_id]]
    numbers = explore_rows.take_away(connection, stale)
    for table, column in (
        (t.incident_claims, t.incident_claims.c.incident_id),
        (t.incidents, t.incidents.c.id),
    ):
        for start in range(0, len(stale), 500):
            connection.execute(delete(table).where(column.in_(stale[start : start + 500])))
    insert_all(connection, t.incidents, [_incident_row(found, bodies[found.incident_id]) for found in fresh])
    insert_all(
        connection,
        t.incident_claims,
        [
            {"incident_id": found.incident_id, "claim_id": claim_id}
            for found in fresh
            for claim_id in dict.fromkeys(found.claims)
        ],
    )
    if stale or fresh:
        explore_rows.write_facts(connection, numbers, fresh)
    changed = write_states(connection, {name: kept[name] for name in stale}, fresh, aliases, moment)
    if is_current(connection):
        write_queue(connection, changed, fresh, moment)
    else:
        begin_queue(connection, list_all(), moment)
    return len(fresh) + sum(1 for found in stale if found not in bodies)


def _write_aliases(connection: Connection, aliases: Mapping[str, str], present: Collection[str]) -> None:
    kept = {row.old_id: row.incident_id for row in connection.execute(select(t.aliases))}
    wanted = {old: new for old, new in {**kept, **aliases}.items() if old not in present}
    straight = {old: _follow(old, wanted) for old in wanted}
    for old in kept.keys() - straight.keys():
        connection.execute(delete(t.aliases).where(t.aliases.c.old_id == old))
    for old, new in sorted(straight.items()):
        if old not in kept:
            connection.execute(insert(t.aliases).values(old_id=old, incident_id=new))
        elif kept[old] != new:
            connection.execute(update(t.aliases).where(t.aliases.c.old_id == old).values(incident_id=new))


def _follow(old: str, wanted: Mapping[str, str]) -> str:
    seen = {old}
    target = wanted[old]
    while target in wanted and target not in seen:
        seen.add(target)
        target = wanted[target]
    return target


def _incident_row(incident: Incident, body: str) -> dict[str, Any]:
    point = next((place for place in incident.where if place.lat is not None and place.lon is not None), None)
    return {
        "id": incident.incident_id,
        "state": incident.state,
        "kind": incident.kind,
        "type": incident.type,
        "status": incident.status,
        "grade": incident.grade,
        "date_start": incident.when.start,
        "date_end": incident.when.end,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "body": body,
    }
