"""Referrals: what waits to be accepted, and where each accepted one stands."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = [
    """create table referrals_to_accept (
        basis_id text not null,
        child_id text not null,
        contact_id text not null,
        decision text not null,
        source_code text not null,
        decided_at timestamptz not null,
        step_up_id text,
        referral_id text,
        primary key (basis_id, child_id))""",
    "create index referrals_to_accept_open on referrals_to_accept (decided_at) where referral_id is null",
    """create table referrals (
        referral_id text primary key,
        child_id text not null,
        contact_id text not null,
        decision text not null,
        referral_date date not null,
        primary_need text not null,
        re_referral boolean not null,
        accepted_at timestamptz not null,
        allocation_due_at timestamptz not null,
        worker text,
        team text,
        handover_count int not null default 0,
        social_worker_count int not null default 0,
        flagged_hours float,
        status text not null default 'OPEN')""",
    "create index referrals_child on referrals (child_id)",
    "create index referrals_open on referrals (allocation_due_at) where status = 'OPEN'",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
