"""The read models of screening."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = [
    """create table contacts (
        contact_id text primary key,
        received_at timestamptz not null,
        occurred_at timestamptz,
        contact_type text not null,
        source_code text not null,
        agency_name text not null,
        said jsonb not null)""",
    """create table named_children (
        contact_id text not null,
        temp_ref text not null,
        child_id text not null,
        provisional_child_id text not null,
        first_name text not null,
        surname text not null,
        born_on date,
        said jsonb not null,
        primary key (contact_id, temp_ref))""",
    "create index named_children_child on named_children (child_id)",
    """create table decisions (
        contact_id text not null,
        child_id text not null,
        decision text not null,
        need_level int not null,
        decided_at timestamptz not null,
        rationale text not null,
        primary key (contact_id, child_id))""",
    """create table queue (
        contact_id text primary key,
        received_at timestamptz not null,
        contact_type text not null,
        source_code text not null,
        agency_name text not null,
        professional_referrer boolean not null,
        urgent_facts jsonb not null,
        quality text,
        rag text,
        directed boolean not null default false,
        worker_id text,
        closed boolean not null default false)""",
    "create index queue_open on queue (received_at) where not closed",
    """create table queue_children (
        contact_id text not null,
        temp_ref text not null,
        child_id text not null,
        reviewed boolean not null default false,
        care_status text,
        proposed text,
        challenged boolean not null default false,
        decided text,
        told boolean not null default false,
        review_owed boolean not null default false,
        primary key (contact_id, temp_ref))""",
    """create table people (
        user_id text primary key,
        name text not null,
        role text not null)""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
