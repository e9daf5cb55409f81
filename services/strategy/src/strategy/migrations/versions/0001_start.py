"""The read models of strategy."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = [
    """create table people (
        user_id text primary key,
        name text not null,
        role text not null)""",
    """create table children (
        child_id text primary key,
        first_name text not null default '',
        surname text not null default '',
        dob date,
        school_urn text,
        same_as text)""",
    """create table discussions (
        strategy_id text primary key,
        contact_id text,
        child_ids text[] not null,
        status text not null,
        immediacy text not null,
        requested_at timestamptz not null,
        due_at timestamptz not null,
        held_at timestamptz,
        chair text,
        invitees jsonb not null default '[]')""",
    "create index discussions_due on discussions (status, due_at)",
    """create table enquiries (
        s47_id text primary key,
        strategy_id text not null,
        child_id text not null,
        start_date date not null,
        icpc_due date not null,
        mode text not null,
        lead_sw text not null,
        status text not null,
        seen_at timestamptz,
        outcome text,
        icpc_on date)""",
    "create index enquiries_strategy on enquiries (strategy_id)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
