"""Early help: step-downs, episodes and step-ups."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = [
    """create table step_downs (
        step_down_id text primary key,
        child_id text not null,
        contact_id text not null,
        referral_id text not null,
        recipient_org text not null,
        recipient_name text not null,
        proposed_at timestamptz not null,
        due_at timestamptz not null,
        agreed boolean not null default false,
        status text not null default 'OFFERED')""",
    "create index step_downs_referral on step_downs (referral_id)",
    """create table episodes (
        episode_id text primary key,
        child_id text not null,
        contact_id text not null,
        org_id text not null,
        lead_practitioner text not null,
        opened_at timestamptz not null,
        closed boolean not null default false)""",
    """create table step_ups (
        step_up_id text primary key,
        child_id text not null,
        contact_id text not null,
        episode_id text not null,
        org_id text not null,
        reason text not null,
        urgent boolean not null,
        requested_at timestamptz not null,
        decide_by timestamptz not null,
        decision text)""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
