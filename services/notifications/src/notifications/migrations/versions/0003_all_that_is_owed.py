"""All that is owed to anybody in one table, and what a contact says of the people whom later words must name."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = [
    """create table owed (
        event_id text primary key,
        kind text not null,
        contact_id text not null,
        said jsonb not null,
        at timestamptz not null,
        correlation_id text not null,
        next_at timestamptz)""",
    "create index owed_next on owed (next_at)",
    """insert into owed
         select event_id, 'OUTCOME', contact_id,
           jsonb_build_object('contact_id', contact_id, 'child_id', child_id, 'decision', decision,
             'need_level', need_level, 'plain_reason', plain_reason, 'decided_at', decided_at),
           decided_at, correlation_id, next_at
         from feedback_owed""",
    "drop table feedback_owed",
    "alter table contacts add column people jsonb not null default '{}'",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
