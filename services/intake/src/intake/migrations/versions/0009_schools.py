"""The schools that the register of recipients knows."""

from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = ["create table schools (urn text primary key, name text not null)"]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
