"""A referral to MARAC that waits since before its words followed what is known is put together again (decision 25)."""

from alembic import op

revision = "0006"
down_revision = "0005"

STEP = """
insert into owed (event_id, kind, contact_id, said, at, correlation_id, next_at, child_ids)
select said->'data'->'about'->>'cause_event', 'MARAC', s.contact_id,
       jsonb_build_object('code', 'CK_MARAC', 'subject', 'Contact-' || s.contact_id,
                          'started_at', said->'data'->>'runs_from'),
       (said->'data'->>'runs_from')::timestamptz, said->'meta'->>'correlation_id',
       (said->'data'->>'runs_from')::timestamptz,
       array(select jsonb_array_elements_text(coalesce(said->'data'->'about'->'child_ids', '[]')))
from sent s join (
  select convert_from(content, 'UTF8')::jsonb as said from events where type = 'NotificationRequested') as asked
  on said->'data'->'about'->>'notification_id' = s.notification_id
where s.profile = 'MARAC_REF' and s.state in ('HELD', 'READY', 'FAILED')
on conflict do nothing"""


def upgrade() -> None:
    op.execute(STEP)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
