"""The tables of the desk: what changed of each incident, what waits for a person, who looked, who holds what.

All but `incident_states` can be made again or is worth little tomorrow; nothing here is evidence.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from marsad.store.tables import metadata

incident_states = Table(
    "incident_states",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("cause", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""The changes of an incident, from 1; only what differs. `cause` is JSON as `incident_states.Cause`."""

queue_items = Table(
    "queue_items",
    metadata,
    Column("facet", String, primary_key=True),
    Column("incident_id", String, primary_key=True),
    Column("since", String, nullable=False),
    Column("day", String, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "facet", "since", "day", "incident_id"),
    Index(None, "incident_id"),
)
"""Why an incident waits for a person; `day` is its own, empty where unknown; `why` is JSON."""

looks = Table(
    "looks",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", String, nullable=False),
)
"""Who last looked an incident through."""

assignments = Table(
    "assignments",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("until", String, nullable=False),
    Index(None, "by"),
)
"""Who holds an incident, until when; a courtesy between people, no lock."""
