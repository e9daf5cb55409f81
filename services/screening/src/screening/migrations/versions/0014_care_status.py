"""Whether a child is open, by the reviewer and by what intake recorded, whichever came last: as the rules read it."""

from alembic import op

revision = "0014"
down_revision = "0013"

OPEN = "('CP', 'CIN', 'CLA')"
STEPS = [
    """create temporary table told on commit drop as
       select position, type, said->>'contact_id' as contact_id, said->>'child_id' as child_id,
              said->>'care_status' as care_status
       from (select position, type, convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
             where type in ('CareStatusNoted', 'HistoryReviewed')) as events""",
    "create index told_of on told (contact_id)",
    "alter table queue_children drop column care_status",
    "alter table queue_children add column status_at_contact text, add column status_reviewed text",
    *(
        f"""update queue_children q set {column} = (
              select t.care_status from told t
              where t.contact_id = q.contact_id and t.type = '{kind}' and t.child_id in (
                select q.child_id union all select n.provisional_child_id from named_children n
                where n.contact_id = q.contact_id and n.temp_ref = q.temp_ref)
              order by t.position desc limit 1)"""
        for column, kind in (("status_at_contact", "CareStatusNoted"), ("status_reviewed", "HistoryReviewed"))
    ),
    f"""alter table queue_children add column care_status text generated always as (
          case when status_at_contact in {OPEN} and coalesce(status_reviewed, 'UNKNOWN') not in {OPEN}
                 then status_at_contact
               when coalesce(status_reviewed, 'UNKNOWN') = 'UNKNOWN' then coalesce(status_at_contact, status_reviewed)
               else status_reviewed end) stored""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
