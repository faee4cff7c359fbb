"""what is found by name.

Revision 0004, after 0003. The indexes by which lists and speaker pages find what a speaker disputed, what a source
carried or is credited for, and what is urgent.
"""

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


def downgrade() -> None:
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
