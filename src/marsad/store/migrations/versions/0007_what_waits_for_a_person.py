"""What changed of each incident is kept, and what waits for a person is listed.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_states",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "number", name=op.f("pk_incident_states")),
    )
    op.create_table(
        "queue_items",
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "incident_id", name=op.f("pk_queue_items")),
    )
    op.create_index(
        op.f("ix_queue_items_facet_since_day_incident_id"), "queue_items", ["facet", "since", "day", "incident_id"]
    )
    op.create_index(op.f("ix_queue_items_incident_id"), "queue_items", ["incident_id"])
    op.create_table(
        "looks",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_looks")),
    )
    op.create_table(
        "assignments",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_by"), "assignments", ["by"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back to an older shape; restore a backup")
