"""Visits at which a referred child was not seen, also those that were made before this was kept."""

from alembic import op

revision = "0011"
down_revision = "0010"

STEPS = [
    """create table visits_missed (
        position bigint primary key,
        referral_id text not null,
        attempted_at timestamptz not null,
        because text not null,
        found text not null,
        next_step text not null)""",
    "create index visits_missed_referral on visits_missed (referral_id)",
    """insert into visits_missed
       select position, said->>'referral_id', (said->>'attempted_at')::timestamptz, said->>'because', said->>'found',
              said->>'next_step'
       from (select position, convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
             where type = 'ReferredChildNotSeen') as told""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
