"""When a step-up was answered, an episode closed, a step-down accepted; how many moves came with a note and a meeting:
for the indicators, of what was recorded before, too."""

from alembic import op

revision = "0016"
down_revision = "0015"


def _told(kind: str) -> str:
    return f"""(select convert_from(content, 'UTF8')::jsonb -> 'data' as d from events where type = '{kind}') as told"""


COLUMNS = [
    "alter table step_ups add column decided_at timestamptz",
    "alter table episodes add column closed_at timestamptz",
    "alter table step_downs add column accepted_at timestamptz",
    "alter table referrals add column introductions int not null default 0",
]
FROM_WHAT_WAS_TOLD = [
    f"""update step_ups set decided_at = (d->>'decided_at')::timestamptz
        from {_told("StepUpDecided")} where step_up_id = d->>'step_up_id'""",
    f"""update episodes set closed_at = (d->>'closed_at')::timestamptz
        from {_told("EarlyHelpEpisodeClosed")} where episode_id = d->>'episode_id'""",
    f"""update step_downs set accepted_at = (d->>'accepted_at')::timestamptz
        from {_told("StepDownAccepted")} where step_down_id = d->>'step_down_id'""",
    f"""update referrals r set introductions = (
          select count(*) from {_told("CaseTransferred")}
          where d->>'referral_id' = r.referral_id and d->>'introduced_to_family' = 'Y' and d->>'handover_note' <> '')
        where handover_count > 0""",
]


def upgrade() -> None:
    for step in (*COLUMNS, *FROM_WHAT_WAS_TOLD):
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
