"""Which children something owed is about, and when a contact's newest version was received."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("alter table owed add column child_ids text[] not null default '{}'")
    op.execute("alter table contacts add column heard_at timestamptz")


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
