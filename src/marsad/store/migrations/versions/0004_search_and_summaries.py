"""Incidents and documents can be searched, mapped and counted quickly.

What the tables hold is derived: it is filled when the ledger is opened (`explore_rows.refresh`).

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = ("document_words", "claim_words", "name_words")


def upgrade() -> None:
    op.create_table(
        "incident_facts",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", sa.String(), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_best", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("killed_open", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_facts_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incident_facts")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_incident_facts_incident_id")),
    )
    op.create_index(op.f("ix_incident_facts_version"), "incident_facts", ["version"])
    op.create_index(op.f("ix_incident_facts_first_day_incident_id"), "incident_facts", ["first_day", "incident_id"])
    op.create_index(op.f("ix_incident_facts_lon_lat"), "incident_facts", ["lon", "lat"])
    op.create_table(
        "names",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("pcode", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("admin1_en", sa.Text(), nullable=True),
        sa.Column("name_ar", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_names")),
        sa.UniqueConstraint("hash", name=op.f("uq_names_hash")),
    )
    op.create_index(op.f("ix_names_code"), "names", ["code"])
    op.create_table(
        "incident_names",
        sa.Column("name", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", "incident", name=op.f("pk_incident_names")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_names_incident"), "incident_names", ["incident"])
    op.create_table(
        "claim_texts",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claim_texts")),
    )
    op.create_index(op.f("ix_claim_texts_generation"), "claim_texts", ["generation"])
    op.create_index(op.f("ix_claim_texts_claim_id"), "claim_texts", ["claim_id"])
    op.create_index(op.f("ix_claim_texts_incident"), "claim_texts", ["incident"])
    for name in INDEXES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(surface, line, forms, content='', columnsize=0,"
                " tokenize='unicode61 remove_diacritics 0')"
            )
        else:
            op.execute(f"CREATE TABLE {name} (number integer PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)")
    op.drop_table("incident_places")
    op.drop_table("incident_origins")


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back to an older shape; restore a backup")
