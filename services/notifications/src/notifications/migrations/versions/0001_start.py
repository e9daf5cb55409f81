"""The read models of notifications: who may be told, who was told what, what is owed and to whom."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = [
    """create table recipients (
        recipient_id text primary key,
        urn text,
        org_id text not null,
        name text not null,
        dsl text not null,
        deputy text,
        transport text not null,
        valid_to date not null,
        verified_at timestamptz,
        verified_with text,
        roll_taken_at timestamptz,
        roll_pupils integer,
        version integer not null)""",
    "create index recipients_urn on recipients (urn)",
    "create index recipients_org on recipients (org_id)",
    """create table pupils_on_roll (
        urn text not null,
        pupil_key text not null,
        primary key (urn, pupil_key))""",
    """create table sent (
        notification_id text primary key,
        profile text not null,
        recipient_role text not null,
        recipient_urn text,
        recipient_org text,
        recipient_name text,
        child_id text,
        contact_id text not null,
        state text not null,
        hold_reason text,
        guard text,
        explanation text,
        held_until timestamptz,
        payload jsonb,
        transport text,
        requested_at timestamptz not null,
        due_at timestamptz,
        sent_at timestamptz,
        delivered_at timestamptz,
        delivered_to text,
        acknowledged_at timestamptz,
        acknowledged_by text,
        late boolean not null default false,
        review_on date,
        version integer not null,
        position bigint not null)""",
    "create index sent_newest on sent (requested_at desc, notification_id)",
    "create index sent_state on sent (state)",
    "create index sent_contact on sent (contact_id)",
    "create index sent_child on sent (child_id)",
    """create table inbox_messages (
        notification_id text primary key,
        org_id text not null,
        profile text not null,
        contact_id text not null,
        child_id text,
        payload jsonb not null,
        sent_at timestamptz not null,
        due_at timestamptz,
        late boolean not null,
        delivered_at timestamptz,
        acknowledged_at timestamptz,
        version integer not null,
        position bigint not null)""",
    "create index inbox_messages_feed on inbox_messages (org_id, position)",
    """create table outstanding (
        notification_id text primary key,
        profile text not null,
        recipient_urn text,
        recipient_org text,
        pupil_keys text[] not null,
        correlation_id text not null,
        cause_event text not null,
        next_at timestamptz)""",
    "create index outstanding_next on outstanding (next_at)",
    "create index outstanding_urn on outstanding (recipient_urn)",
    """create table contacts (
        contact_id text primary key,
        org_id text,
        agency_name text,
        is_public boolean not null,
        source_system text,
        source_ref text,
        contact_type text not null,
        ppn_ref text,
        received_at timestamptz not null,
        child_refs jsonb not null,
        quality_grade text,
        quality_failed text[] not null default '{}')""",
    "create index contacts_org on contacts (org_id, received_at desc)",
    """create table feedback_owed (
        event_id text primary key,
        contact_id text not null,
        child_id text not null,
        decision text not null,
        need_level integer,
        plain_reason text not null,
        decided_at timestamptz not null,
        correlation_id text not null,
        next_at timestamptz not null)""",
    "create index feedback_owed_contact on feedback_owed (contact_id)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
