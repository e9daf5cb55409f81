"""What a manager has let a contact past, until another has looked again."""

from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = [
    """create table overrides (
        contact_id text not null,
        guard text not null,
        review_by date not null,
        overridden_by text not null,
        overridden_at timestamptz not null,
        primary key (contact_id, guard))""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
