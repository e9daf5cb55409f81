"""What discussions agreed and still owe, also of discussions that were held before this was kept."""

from alembic import op

revision = "0002"
down_revision = "0001"

STEPS = [
    """create table actions (
        strategy_id text not null,
        action_id text not null,
        owner text not null,
        agency text not null,
        what text not null,
        due_at timestamptz not null,
        outcome text,
        primary key (strategy_id, action_id))""",
    """insert into actions
        select agreed ->> 'strategy_id', agreed ->> 'action_id', agreed ->> 'owner', agreed ->> 'agency',
            agreed ->> 'what', (agreed ->> 'due_at')::timestamptz
        from (select convert_from(content, 'UTF8')::jsonb -> 'data' as agreed from events
              where type = 'StrategyActionAgreed') as told""",
    """update actions set outcome = ended ->> 'outcome'
        from (select convert_from(content, 'UTF8')::jsonb -> 'data' as ended from events
              where type = 'StrategyActionCompleted') as told
        where actions.strategy_id = ended ->> 'strategy_id' and actions.action_id = ended ->> 'action_id'""",
    "create index enquiries_open on enquiries (strategy_id) where status = 'OPEN'",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
