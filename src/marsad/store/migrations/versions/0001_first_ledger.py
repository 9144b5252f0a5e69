"""The first ledger: documents by version, claims by generation, derived incidents, signed judgements.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("originals", "documents", "claims", "claim_places", "refusals", "judgements")


def upgrade() -> None:
    op.create_table('aliases',
    sa.Column('old_id', sa.String(), nullable=False),
    sa.Column('incident_id', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('old_id', name=op.f('pk_aliases'))
    )
    op.create_table('documents',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('publisher', sa.Text(), nullable=True),
    sa.Column('published', sa.Date(), nullable=True),
    sa.Column('published_raw', sa.Text(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('origin_path', sa.Text(), nullable=True),
    sa.Column('origin_line', sa.Integer(), nullable=True),
    sa.Column('bytes_sha256', sa.String(length=64), nullable=True),
    sa.Column('recorded_at', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_documents')),
    sa.UniqueConstraint('id', 'version', name=op.f('uq_documents_id_version'))
    )
    op.create_index(op.f('ix_documents_published'), 'documents', ['published'], unique=False)
    op.create_table('faults',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faults'))
    )
    op.create_table('incidents',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('grade', sa.String(), nullable=False),
    sa.Column('date_start', sa.Date(), nullable=True),
    sa.Column('date_end', sa.Date(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incidents'))
    )
    op.create_index(op.f('ix_incidents_date_start_id'), 'incidents', ['date_start', 'id'], unique=False)
    op.create_index(op.f('ix_incidents_type_date_start'), 'incidents', ['type', 'date_start'], unique=False)
    op.create_table('judgements',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_judgements')),
    sa.UniqueConstraint('hash', name=op.f('uq_judgements_hash')),
    sa.UniqueConstraint('previous_hash', name=op.f('uq_judgements_previous_hash'))
    )
    op.create_table('meta',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_meta'))
    )
    op.create_table('originals',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_originals'))
    )
    op.create_table('generations',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('document', sa.Integer(), nullable=False),
    sa.Column('reader', sa.String(), nullable=False),
    sa.Column('places', sa.String(), nullable=False),
    sa.Column('live', sa.Boolean(), nullable=False),
    sa.Column('claims', sa.Integer(), nullable=False),
    sa.Column('refusals', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.number'], name=op.f('fk_generations_document')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_generations')),
    sa.UniqueConstraint('document', 'reader', 'places', name=op.f('uq_generations_document_reader_places'))
    )
    op.create_index(op.f('ix_generations_live'), 'generations', ['live'], unique=False)
    op.create_table('incident_claims',
    sa.Column('incident_id', sa.String(), nullable=False),
    sa.Column('claim_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_claims_incident_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('incident_id', 'claim_id', name=op.f('pk_incident_claims'))
    )
    op.create_index(op.f('ix_incident_claims_claim_id'), 'incident_claims', ['claim_id'], unique=False)
    op.create_table('incident_origins',
    sa.Column('incident_id', sa.String(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('name_ar', sa.Text(), nullable=True),
    sa.Column('name_en', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_origins_incident_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('incident_id', 'source_id', name=op.f('pk_incident_origins'))
    )
    op.create_table('incident_places',
    sa.Column('incident_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.String(), nullable=True),
    sa.Column('name_ar', sa.Text(), nullable=True),
    sa.Column('name_en', sa.Text(), nullable=True),
    sa.Column('pcode', sa.String(), nullable=True),
    sa.Column('admin1', sa.Text(), nullable=True),
    sa.Column('country', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['incident_id'], ['incidents.id'], name=op.f('fk_incident_places_incident_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('incident_id', 'ordinal', name=op.f('pk_incident_places'))
    )
    op.create_index(op.f('ix_incident_places_place_id'), 'incident_places', ['place_id'], unique=False)
    op.create_table('claims',
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('date_start', sa.Date(), nullable=True),
    sa.Column('date_end', sa.Date(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['generation'], ['generations.number'], name=op.f('fk_claims_generation')),
    sa.PrimaryKeyConstraint('generation', 'id', name=op.f('pk_claims'))
    )
    op.create_index(op.f('ix_claims_id'), 'claims', ['id'], unique=False)
    op.create_index(op.f('ix_claims_type_date_start'), 'claims', ['type', 'date_start'], unique=False)
    op.create_table('refusals',
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['generation'], ['generations.number'], name=op.f('fk_refusals_generation')),
    sa.PrimaryKeyConstraint('generation', 'ordinal', name=op.f('pk_refusals'))
    )
    op.create_index(op.f('ix_refusals_reason'), 'refusals', ['reason'], unique=False)
    op.create_table('claim_places',
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['generation', 'claim_id'], ['claims.generation', 'claims.id'], name=op.f('fk_claim_places_generation_claim_id')),
    sa.PrimaryKeyConstraint('generation', 'claim_id', 'ordinal', name=op.f('pk_claim_places'))
    )
    op.create_index(op.f('ix_claim_places_place_id'), 'claim_places', ['place_id'], unique=False)
    # What was read and what was decided is never rewritten, not even by a slip in our own code.
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
    else:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back to an older shape; restore a backup")
