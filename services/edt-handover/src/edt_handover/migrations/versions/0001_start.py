"""The read models of edt-handover."""

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
        same_as text)""",
    "create index children_same_as on children (same_as)",
    """create table shifts (
        shift_id text primary key,
        opened_at timestamptz not null,
        closes_at timestamptz not null,
        workers text[] not null,
        manager_on_call text not null,
        meeting_at timestamptz,
        published_at timestamptz,
        closed_at timestamptz,
        safety_statement text)""",
    """create table items (
        item_id text primary key,
        shift_id text not null,
        child_ids text[] not null,
        category text not null,
        rag text not null,
        is_child_safe_now text not null,
        action_needed text not null,
        action_due_at timestamptz,
        owner_team text,
        owner_side text not null,
        owner_worker text,
        author text not null,
        added_at timestamptz not null,
        published_at timestamptz,
        accept_by timestamptz,
        follow_up_by timestamptz,
        accepted_by text,
        accepted_at timestamptz,
        rejected_because text,
        followed_up_at timestamptz,
        follow_up text,
        closed_at timestamptz)""",
    "create index items_open on items (accept_by) where closed_at is null",
    "create index items_shift on items (shift_id)",
    """create table facts (
        child_id text not null,
        question text not null,
        answer text not null,
        at timestamptz not null,
        primary key (child_id, question))""",
    """create table safety (
        child_id text primary key,
        safe text not null,
        known_at timestamptz not null,
        source text not null)""",
    """create table incoming (
        contact_id text primary key,
        received_at timestamptz not null,
        contact_type text not null,
        sender text not null,
        worries text not null,
        child_ids text[] not null)""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
