"""What linking already compared is kept, so that a new report compares only what it touches.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compared_generations",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("generation", name=op.f("pk_compared_generations")),
    )
    op.create_index(op.f("ix_compared_generations_document_id"), "compared_generations", ["document_id"])
    op.create_table(
        "compared_texts",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("whole", sa.String(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("copies", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_compared_texts")),
    )
    op.create_index(op.f("ix_compared_texts_published"), "compared_texts", ["published"])
    op.create_index(op.f("ix_compared_texts_copies"), "compared_texts", ["copies"])
    op.create_table(
        "compared_claims",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("filed", sa.LargeBinary(), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("joined", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_compared_claims")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_compared_claims_claim_id")),
    )
    op.create_index(op.f("ix_compared_claims_document_id"), "compared_claims", ["document_id"])
    op.create_index(op.f("ix_compared_claims_room_last"), "compared_claims", ["room", "last"])
    op.create_table(
        "compared_pairs",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_compared_pairs")),
    )
    op.create_index(op.f("ix_compared_pairs_other"), "compared_pairs", ["other"])
    op.create_index(op.f("ix_compared_pairs_open_worth"), "compared_pairs", ["open", "worth"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back to an older shape; restore a backup")
