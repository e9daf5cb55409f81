"""A dip sample is drawn from the answers to step-ups too, also from those given before; who agreed first is kept.

As with the step-downs of before (0010) an earlier answer counts from a place that no sample has seen, and of why one
may be looked at is known only that the child was left with early help.
"""

from alembic import op

revision = "0017"
down_revision = "0016"

EARLIER = """
    with told as (
      select position, convert_from(content, 'UTF8')::jsonb -> 'data' as said from events where type = 'StepUpDecided'),
    asked as (
      select said->>'step_up_id' as step_up_id, said->>'requested_by' as who
      from (select convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
            where type = 'StepUpRequested') as requests)
    insert into decided (position, contact_id, child_id, decision, decided_at, deciders, strata, step_up_id,
                         counted_from)
    select position, said->>'contact_id', named.child_id, said->>'decision', (said->>'decided_at')::timestamptz,
           (select jsonb_agg(distinct who) from (
              select asked.who from asked where asked.step_up_id = told.said->>'step_up_id'
              union select told.said->>'decided_by') as parts),
           case said->>'decision' when 'EARLY_HELP' then '["STEP_UP_LEFT"]'::jsonb else '[]'::jsonb end,
           said->>'step_up_id', (
             select 1 + greatest((select max(coalesce(counted_from, position)) from decided),
                                 (select max(position) from closed_past), 0))
    from told cross join lateral (
      select child_id from named_children n
      where n.contact_id = told.said->>'contact_id'
        and told.said->>'child_id' in (n.child_id, n.provisional_child_id) limit 1) as named
    where coalesce(said->>'screened_child_id', '') = ''"""
STEPS = [
    "alter table decided add column step_up_id text",
    "alter table sampled_cases add column step_up_id text",
    "alter table step_ups add column first_manager text",
    EARLIER,
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
