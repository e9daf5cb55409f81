"""What a manager and the daily domestic-abuse view look for: challenges, looks that are owed, overrides, lateness."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = [
    """alter table queue
        add column lag_hours float,
        add column lag_band text,
        add column marac text""",
    """alter table queue_children
        add column challenge_due_at timestamptz,
        add column review_due_at timestamptz""",
    """create table overrides (
        contact_id text not null,
        child_id text not null,
        guard text not null,
        reason text not null,
        overridden_by text not null,
        overridden_at timestamptz not null,
        review_by date not null,
        reviewed boolean not null default false,
        primary key (contact_id, child_id, guard))""",
    "create index overrides_open on overrides (review_by) where not reviewed",
    "create index queue_children_review on queue_children (contact_id) where review_owed",
    "create index contacts_received on contacts (received_at)",
    "create index clocks_not_over on clocks (due_at) where status in ('RUNNING', 'BREACHED')",
]

TOLD = "select version, convert_from(content, 'UTF8')::jsonb as said from events where type = '{}'"
"""What was recorded of a kind before these columns were there."""

FROM_WHAT_WAS_TOLD = [
    f"""update queue set lag_hours = (said->'data'->>'lag_hours')::float, lag_band = said->'data'->>'band'
        from ({TOLD.format("IncidentLagNoted")}) as told where contact_id = said->'data'->>'contact_id'""",
    f"""update queue_children set review_due_at = (said->'data'->>'due_at')::timestamptz
        from ({TOLD.format("AuthorisationReviewOwed")}) as told
        where contact_id = said->'data'->>'contact_id' and child_id = said->'data'->>'child_id' and review_owed""",
    f"""update queue_children set challenge_due_at = (said->'data'->>'due_at')::timestamptz
        from ({TOLD.format("DecisionChallenged")}) as told
        where contact_id = said->'data'->>'contact_id' and child_id = said->'data'->>'child_id' and challenged""",
    f"""insert into overrides
        select said->'data'->>'contact_id', said->'data'->>'child_id', said->'data'->>'guard', said->'data'->>'reason',
               said->'data'->>'overridden_by', (said->'meta'->>'recorded_at')::timestamptz,
               (said->'data'->>'review_by')::date
        from ({TOLD.format("GuardOverridden")}) as told order by version
        on conflict do nothing""",
]
for kind, state in (
    ("InformationRequested", "ASKED"),
    ("InformationReceived", "ANSWERED"),
    ("InformationDeclined", "DECLINED"),
):
    FROM_WHAT_WAS_TOLD.append(
        f"""update queue set marac = '{state}' from ({TOLD.format(kind)}) as told
            where contact_id = said->'data'->>'contact_id' and said->'data'->>'agency' = 'MARAC'"""
    )


def upgrade() -> None:
    for statement in (*TABLES, *FROM_WHAT_WAS_TOLD):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
