"""What was said in an allegation is read by the designated officer alone, also when it came out of hours."""

from alembic import op

revision = "0002"
down_revision = "0001"

STEP = """update incoming set worries =
  'An allegation about somebody who works with children: what was said is with the designated officer.'
  where contact_type = 'LADO'"""


def upgrade() -> None:
    op.execute(STEP)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
