"""Other contacts of a child are found by the identity that theirs was linked to."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("create index identities_same_as on identities (same_as) where same_as is not null")


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
