"""Tables that only make finding quick: narrow rows of incidents, the distinct names in them, the texts of claims.

Everything here is derived and can be made again (`explore_rows.rebuild`). The indexes of words are no tables of
SQLAlchemy's: SQLite keeps them in FTS5, PostgreSQL as tsvector (`search`).
"""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from marsad.store.tables import metadata

WORD_INDEXES = ("document_words", "claim_words", "name_words")
"""The indexes of words: texts of document versions, of claims (`claim_texts`), and `names`, each by its number."""

incident_facts = Table(
    "incident_facts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("incident_id", String, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("version", Integer, nullable=False, index=True),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("state", String, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", String),
    Column("radius_km", Float),
    Column("place", Integer),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("killed_open", Boolean),
    Column("date_precision", String),
)
"""One narrow row an incident. `number` is never given twice; `version` is that of `derived_version` when it was
written; `place` is the name (`names.number`) of the place that the point is of, else of the first place."""

names = Table(
    "names",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("code", String, index=True),
    Column("pcode", String),
    Column("country", String),
    Column("admin1", Text),
    Column("admin1_en", Text),
    Column("name_ar", Text),
    Column("name_en", Text),
    Column("folded", Text, nullable=False),
)
"""Each distinct place, origin and actor that incidents ever named, once; `folded` is what words are sought in."""

incident_names = Table(
    "incident_names",
    metadata,
    Column("name", Integer, primary_key=True, autoincrement=False),
    Column("incident", Integer, primary_key=True, autoincrement=False),
    Index(None, "incident"),
    sqlite_with_rowid=False,
)

claim_texts = Table(
    "claim_texts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False, index=True),
    Column("claim_id", String, nullable=False, index=True),
    Column("incident", Integer, index=True),
)
"""What the index of claims' words counts in. `incident` is empty where no incident rests on this row."""
