"""The tables, once, for SQLite and PostgreSQL alike: only portable types, JSON as text.

Why it is hard: a claim's id names a document version and a place in it, so that a newer reader often makes the same
id again with other values. A claim's row is therefore named by generation *and* id, and what is "the" claim is a
question of the live flag. Incidents are derived: whatever stands in their tables can be deleted and made again.
What makes finding quick stands in `explore_tables`.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

AnyRow = Row[*tuple[Any, ...]]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("recorded_at", String, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("published", Date, index=True),
    Column("published_raw", Text),
    Column("language", String),
    Column("origin_path", Text),
    Column("origin_line", Integer),
    Column("bytes_sha256", String(64)),
    Column("recorded_at", String, nullable=False),
    UniqueConstraint("id", "version"),
)

generations = Table(
    "generations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.number"), nullable=False),
    Column("reader", String, nullable=False),
    Column("places", String, nullable=False),
    Column("live", Boolean, nullable=False, index=True),
    Column("by_hand", Boolean, nullable=False, server_default=false()),
    Column("claims", Integer, nullable=False),
    Column("refusals", Text, nullable=False),
    Column("recorded_at", String, nullable=False),
    UniqueConstraint("document", "reader", "places"),
)

claims = Table(
    "claims",
    metadata,
    Column("generation", Integer, ForeignKey("generations.number"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("lat", Float),
    Column("lon", Float),
    Column("body", Text, nullable=False),
    Index(None, "id"),
    Index(None, "type", "date_start"),
)

claim_places = Table(
    "claim_places",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("claim_id", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("place_id", String, nullable=False, index=True),
    ForeignKeyConstraint(["generation", "claim_id"], ["claims.generation", "claims.id"]),
)

refusals = Table(
    "refusals",
    metadata,
    Column("generation", Integer, ForeignKey("generations.number"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("reason", String, nullable=False, index=True),
    Column("rule", String),
    Column("text", Text, nullable=False),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

faults = Table(
    "faults",
    metadata,
    Column("id", String, primary_key=True),
    Column("path", Text, nullable=False),
    Column("line", Integer),
    Column("reason", Text, nullable=False),
    Column("recorded_at", String, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("lat", Float),
    Column("lon", Float),
    Column("body", Text, nullable=False),
    Index(None, "date_start", "id"),
    Index(None, "type", "date_start"),
)

incident_claims = Table(
    "incident_claims",
    metadata,
    Column("incident_id", String, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("claim_id", String, primary_key=True),
    Index(None, "claim_id"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("old_id", String, primary_key=True),
    Column("incident_id", String, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("about", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", Text),
    Column("more", Text),
    Column("previous_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
)

judged = Table(
    "judged",
    metadata,
    Column("name", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
)
