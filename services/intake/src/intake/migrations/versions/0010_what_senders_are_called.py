"""What an organisation calls itself in what it sends, also in what it sent before this was kept."""

from alembic import op

revision = "0010"
down_revision = "0009"

STEPS = [
    "alter table submissions add column agency_name text not null default ''",
    """update submissions set agency_name = said->'account'->'agency'->>'name'
       from (select convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
             where type = 'ContactReceived') as told
       where contact_id = said->>'contact_id' and said->'account'->'agency'->>'name' is not null""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
