"""what is found by name.

Revision 0004, after 0003. The indexes by which lists and speaker pages find what a speaker disputed, what a source
carried or is credited for, and what is urgent. What the picker used to look through is gone: it asks the index of claims.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

INDEXES = (
    ('ix_claim_priority', 'claim', ['workspace_id', 'priority', 'number']),
    ('ix_dispute_speaker', 'dispute', ['speaker_id']),
    ('ix_report_source', 'report', ['source_id']),
    ('ix_report_origin', 'report', ['origin_id']),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)
    with op.batch_alter_table('claim') as claim:
        claim.drop_column('folded')


def downgrade() -> None:
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    with op.batch_alter_table('claim') as claim:
        claim.add_column(sa.Column('folded', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, speaker, statement FROM claim")).all()
    for claim_id, speaker, statement in rows:
        connection.execute(
            sa.text("UPDATE claim SET folded = :folded WHERE id = :id"),
            {"folded": f"{speaker} {statement}".casefold(), "id": claim_id},
        )
