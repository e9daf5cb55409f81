"""All the children whom words are about, where they are about several. What was asked for before its events kept them
names none: the contact behind it does (docs/operations.md)."""

from alembic import op

revision = "0008"
down_revision = "0007"

STEPS = [
    step
    for table in ("sent", "inbox_messages")
    for step in (
        f"alter table {table} add column child_ids text[] not null default '{{}}'",
        f"""update {table} t set child_ids = array(select jsonb_array_elements_text(about->'child_ids'))
            from (select convert_from(content, 'UTF8')::jsonb->'data'->'about' as about from events
                  where type = 'NotificationRequested') as asked
            where about->>'notification_id' = t.notification_id
              and jsonb_array_length(coalesce(about->'child_ids', '[]')) > 0""",
        f"update {table} set child_ids = array[child_id] where child_id is not null and child_ids = '{{}}'",
    )
] + ["drop index sent_child", "create index sent_children on sent using gin (child_ids)"]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
