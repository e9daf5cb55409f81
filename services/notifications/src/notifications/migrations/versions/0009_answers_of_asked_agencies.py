"""What asked agencies answered themselves. Nobody could before, so there is nothing to take over."""

from alembic import op

revision = "0009"
down_revision = "0008"

STEPS = [
    """create table request_answers (
        event_id text primary key,
        notification_id text not null,
        position bigint not null,
        words text not null,
        declined boolean not null,
        answered_by text not null,
        answered_at timestamptz not null,
        late boolean not null
    )""",
    "create index request_answers_of on request_answers (notification_id, position)",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
