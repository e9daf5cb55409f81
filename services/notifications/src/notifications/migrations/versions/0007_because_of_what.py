"""What is owed keeps the later event that made it due: words put together again name what has changed (decision 25)."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("alter table owed add column because text")


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
