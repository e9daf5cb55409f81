"""What was said in an allegation is read by the designated officer alone: it is no longer kept beside a screening."""

from alembic import op

revision = "0013"
down_revision = "0012"

STEPS = [
    """update contacts set said = said
         || '{"worries": "", "working_well": "", "impact_on_child": "", "analysis": "", "requested_outcome": ""}'
         || '{"actions_taken": "", "injury_note": "", "attachments": []}'
         || jsonb_build_object(
              'immediate_safety', coalesce(said->'immediate_safety', '{}') || '{"where": "", "with_whom": ""}',
              'consent', coalesce(said->'consent', '{}') || '{"child_view": ""}')
       where contact_type = 'LADO'""",
    """update named_children n set said = n.said || '{"child_words": ""}'
       from contacts c where c.contact_id = n.contact_id and c.contact_type = 'LADO'""",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
