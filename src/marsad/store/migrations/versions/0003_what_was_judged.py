"""Judgements are found by what they are about; claims that a person added stand in generations of their own.

Revision ID: 0003
Revises: 0002
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judged",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "number", name=op.f("pk_judged")),
    )
    op.add_column("generations", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    judgements = sa.table("judgements", sa.column("number"), sa.column("verdict"), sa.column("about"))
    judged = sa.table("judged", sa.column("name"), sa.column("number"))
    names: dict[str, list[str]] = {}
    for number, verdict, about in connection.execute(sa.select(judgements).order_by("number")).all():
        said = list(dict.fromkeys(json.loads(about)))
        names[str(number)] = names.get(said[0], []) if verdict == "undo" else said
        for name in names[str(number)]:
            connection.execute(sa.insert(judged).values(name=name, number=number))


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back to an older shape; restore a backup")
