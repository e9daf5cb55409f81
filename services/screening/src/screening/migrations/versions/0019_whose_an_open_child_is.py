"""Whose an open child is by what was recorded when a contact came, so that the social worker is told of it (INT-05)."""

from alembic import op

revision = "0019"
down_revision = "0018"

STEPS = [
    """create table open_children (
         contact_id text not null, child_id text not null, worker text not null, team text not null,
         primary key (contact_id, child_id))""",
    "create index open_children_worker on open_children (lower(worker))",
    """insert into open_children
       select distinct on (said->>'contact_id', said->>'child_id')
              said->>'contact_id', said->>'child_id', said->>'worker', coalesce(said->>'team', '')
       from (select position, convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
             where type = 'CareStatusNoted') as told
       where said->>'care_status' in ('CP', 'CIN', 'CLA') and coalesce(said->>'worker', '') <> ''
       order by said->>'contact_id', said->>'child_id', position desc""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
