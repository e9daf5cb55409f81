"""The read models of intake."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = [
    """create table identities (
        child_id text primary key,
        contact_id text not null,
        temp_ref text not null,
        first_name text not null,
        surname text not null,
        dob date,
        upn text,
        nhs text,
        address text,
        status text not null,
        same_as text)""",
    "create index identities_dob on identities (dob)",
    "create index identities_numbers on identities (upn, nhs)",
    "create index identities_contact on identities (contact_id)",
    """create table identity_checks (
        contact_id text not null,
        temp_ref text not null,
        child_id text not null,
        candidates jsonb not null,
        proposed_at timestamptz not null,
        primary key (contact_id, temp_ref))""",
    """create table submissions (
        contact_id text primary key,
        org_id text not null,
        source_system text not null,
        source_ref text not null,
        source_version int not null,
        contact_type text not null,
        received_at timestamptz not null,
        last_version_at timestamptz not null,
        quality text,
        failed jsonb not null default '[]',
        children int not null)""",
    "create index submissions_org on submissions (org_id, received_at desc)",
    """create table unreadable (
        task_id text primary key,
        org_id text not null,
        route text not null,
        code text not null,
        detail text not null,
        field text,
        received_at timestamptz not null,
        dealt_with_at timestamptz,
        what_was_done text)""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
