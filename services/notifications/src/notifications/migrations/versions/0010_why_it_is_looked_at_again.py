"""What is outstanding keeps the event that made the sender look again: a second hold has a cause of its own."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("alter table outstanding add column because text")


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
