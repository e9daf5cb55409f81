"""Of which police reports the hub has said how their intelligence is handled, also of those that came before."""

from alembic import op

revision = "0011"
down_revision = "0010"

TOLD = "select type, position, convert_from(content, 'UTF8')::jsonb -> 'data' as said from events where type in "

STEPS = [
    """create table police_reports (
        contact_id text primary key,
        officer_says boolean not null,
        marked_at timestamptz,
        received_at timestamptz not null)""",
    "create index police_reports_received on police_reports (received_at desc)",
    f"""insert into police_reports (contact_id, officer_says, received_at)
        select contact_id, newest_says, received_at from (
          select distinct on (said->>'contact_id') said->>'contact_id' as contact_id,
            coalesce(said->'account'->'police'->>'intelligence_handling', '') <> '' as newest_says
          from ({TOLD} ('ContactReceived', 'ContactAmended')) as told
          where jsonb_typeof(said->'account'->'police') = 'object' and coalesce(said->>'superseded', 'false') = 'false'
          order by said->>'contact_id', position desc) as newest
        join submissions using (contact_id)""",
    f"""update police_reports set marked_at = newest.marked_at from (
          select said->>'contact_id' as contact_id, max((said->>'marked_at')::timestamptz) as marked_at
          from ({TOLD} ('IntelligenceHandlingMarked')) as told group by 1) as newest
        where police_reports.contact_id = newest.contact_id""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
