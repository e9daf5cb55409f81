"""Names of people, for the ids that others' contracts bear."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("create table people (user_id text primary key, name text not null, role text not null)")


def downgrade() -> None:
    raise RuntimeError("The access log is evidence and is never thrown away: restore a backup instead")
