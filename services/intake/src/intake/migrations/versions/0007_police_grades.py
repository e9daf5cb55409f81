"""The grades of the adult victim's risk, and who gave them."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = [
    """create table police_grades (
        contact_id text primary key,
        grade text,
        graded_by text,
        received_at timestamptz not null)""",
    "create index police_grades_received on police_grades (received_at desc)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
