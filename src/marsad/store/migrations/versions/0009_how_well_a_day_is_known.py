"""What is counted by day knows how well the day is known.

The rows are made again when the ledger is opened (`explore_rows.refresh`). Two indexes go that no question used.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident_facts", sa.Column("date_precision", sa.String(), nullable=True))
    op.drop_index(op.f("ix_incident_facts_first_day_incident_id"), "incident_facts")
    op.drop_index(op.f("ix_incident_facts_lon_lat"), "incident_facts")


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back to an older shape; restore a backup")
