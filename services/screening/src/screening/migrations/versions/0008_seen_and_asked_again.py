"""When a referred child is to be seen and was; whether the sender is to be asked again; MARAC beside its check."""

from alembic import op

revision = "0008"
down_revision = "0007"

CHANGES = [
    """alter table referrals
         add column allocated_at timestamptz,
         add column visit_due_at timestamptz,
         add column seen_at timestamptz""",
    "alter table step_downs add column same_reason integer not null default 0",
    """alter table queue
         add column attempt_owed boolean not null default false,
         add column marac_confirmed_at timestamptz""",
    """update queue q set marac_confirmed_at = (c.said->>'marac_confirmed_at')::timestamptz
       from contacts c where c.contact_id = q.contact_id""",
]


def upgrade() -> None:
    for change in CHANGES:
        op.execute(change)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
