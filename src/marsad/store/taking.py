"""Who looked an incident through, and who has taken it; each is a deed of the log, as every change that a person makes.

Why it is hard: a hold is a courtesy between people and no lock, so that nobody who goes to lunch stops the others: it
ends by itself. Who takes a pair that may be one takes both its incidents, or none: whoever works on either of them in
another list of the queue is in the way just as well.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from marsad.base.errors import ConflictError
from marsad.model.account import Deed
from marsad.store.desk_tables import assignments, looks, queue_items
from marsad.store.log import write_deeds

HOLD = timedelta(minutes=30)
"""How long a taken incident is held: longer than a decision takes, shorter than a meal."""


def write_look(connection: Connection, names: Sequence[str], by: str, moment: str) -> None:
    """Note that a person looked incidents through: they are neither new nor updated any more."""
    for name in names:
        note_look(connection, name, by, moment)
    waiting = queue_items.c.incident_id.in_(names)
    connection.execute(delete(queue_items).where(waiting, queue_items.c.facet.in_(("new", "updated"))))
    connection.execute(delete(assignments).where(assignments.c.incident_id.in_(names), assignments.c.by == by))
    write_deeds(connection, [(moment, Deed(who=by, action="look", about=name)) for name in names])


def note_look(connection: Connection, name: str, by: str, moment: str) -> None:
    """Note who looked an incident through last."""
    connection.execute(delete(looks).where(looks.c.incident_id == name))
    connection.execute(insert(looks).values(incident_id=name, by=by, at=moment))


def write_assignment(connection: Connection, names: Sequence[str], by: str, moment: datetime) -> None:
    """Take one incident, or the two of a pair, for a while; ConflictError where somebody else holds one of them."""
    for name, (holder, until) in read_holders(connection, names, moment).items():
        if holder != by:
            raise ConflictError(f"{holder} holds {name} until {until}; take another, or ask")
    at = moment.isoformat()
    values = {"by": by, "at": at, "until": (moment + HOLD).isoformat()}
    connection.execute(delete(assignments).where(assignments.c.incident_id.in_(names)))
    connection.execute(insert(assignments), [{"incident_id": name, **values} for name in names])
    write_deeds(connection, [(at, _make_deed("take", names, by))])


def write_release(connection: Connection, names: Sequence[str], by: str, moment: datetime) -> None:
    """Let go of what one holds of these; nothing is written where one holds nothing."""
    c = assignments.c
    gone = connection.execute(delete(assignments).where(c.incident_id.in_(names), c.by == by))
    if gone.rowcount:
        write_deeds(connection, [(moment.isoformat(), _make_deed("release", names, by))])


def _make_deed(action: str, names: Sequence[str], by: str) -> Deed:
    other = names[1] if len(names) > 1 else ""
    return Deed(who=by, action=action, about=names[0], other=other)  # type: ignore[arg-type] # one of two Actions


def read_holders(connection: Connection, names: Sequence[str], moment: datetime) -> Mapping[str, tuple[str, str]]:
    """Who holds which of these incidents, and until when; those that nobody holds are left out."""
    c = assignments.c
    rows = connection.execute(
        select(c.incident_id, c.by, c.until).where(c.incident_id.in_(names), c.until > moment.isoformat())
    )
    return {row.incident_id: (row.by, row.until) for row in rows}
