"""Who was registered before the other services were told of anybody, and is still to be made known to them."""

from alembic import op

revision = "0005"
down_revision = "0004"

STEP = "create table recipients_to_introduce as select recipient_id from recipients"


def upgrade() -> None:
    op.execute(STEP)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
