"""How often people have added to a contact on a page, beside the versions of the sender's system."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("alter table submissions add column additions int not null default 0")


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
