"""A clock that was cancelled says which event ended what it waited for. Of those before, nobody kept it."""

from alembic import op

revision = "k0006"
down_revision = "k0005"


def upgrade() -> None:
    op.execute("alter table clocks add column ended_by text")


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
