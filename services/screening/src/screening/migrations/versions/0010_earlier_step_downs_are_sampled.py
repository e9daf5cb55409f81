"""Step-downs that were accepted before samples were drawn from them are drawn from too.

Why one may be looked at is known of them in part only: that it is a step-down. Samples that were drawn before are drawn
again as they were, so these count from a place that no sample has seen (``counted_from``, else a decision's own).
"""

from alembic import op

revision = "0010"
down_revision = "0009"

STEPS = [
    "alter table decided add column counted_from bigint",
    """with told as (
         select position, type, convert_from(content, 'UTF8')::jsonb -> 'data' as said from events
         where type in ('StepDownProposed', 'StepDownAgreed', 'StepDownAccepted')),
       had_a_part as (
         select said->>'step_down_id' as step_down_id,
                coalesce(said->>'proposed_by', said->>'agreed_by', said->>'accepted_by') as who
         from told)
       insert into decided (position, contact_id, child_id, decision, decided_at, deciders, strata, step_down_id,
                            counted_from)
       select position, said->>'contact_id', named.child_id, 'EARLY_HELP', (said->>'accepted_at')::timestamptz,
              (select jsonb_agg(distinct who) from had_a_part p where p.step_down_id = told.said->>'step_down_id'),
              '["STEP_DOWN"]', said->>'step_down_id', (select coalesce(max(position), 0) + 1 from decided)
       from told cross join lateral (
         select child_id from named_children n
         where n.contact_id = told.said->>'contact_id'
           and told.said->>'child_id' in (n.child_id, n.provisional_child_id) limit 1) as named
       where type = 'StepDownAccepted' and coalesce(said->>'screened_child_id', '') = ''""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
