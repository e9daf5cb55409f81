"""Siblings who wait to be added to a contact or excluded, and what became of each contact after it was sent."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = [
    """create table household_checks (
        contact_id text not null,
        child_id text not null,
        why text[] not null,
        found_at timestamptz not null,
        primary key (contact_id, child_id))""",
    """alter table submissions
        add column screening_opened_at timestamptz,
        add column outcomes jsonb not null default '[]',
        add column ended text""",
    "create index submissions_ref on submissions (org_id, source_ref)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
