"""Which clocks have warned or run out, and whom that concerns."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = [
    """create table alerts (
        code text not null,
        subject text not null,
        child_ids text[] not null,
        tell text not null,
        fraction float not null,
        due_at timestamptz,
        fired_at timestamptz not null,
        fired_late boolean not null,
        by_night boolean not null,
        ended_at timestamptz,
        explained boolean not null default false)""",
    "create index alerts_open on alerts (code, subject) where ended_at is null or (fraction = 1 and not explained)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
