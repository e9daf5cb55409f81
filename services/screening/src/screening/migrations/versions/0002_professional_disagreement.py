"""The partnership challenge log: who disagrees with which decision, and what became of it."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = [
    """create table escalations (
        escalation_id text primary key,
        contact_id text not null,
        child_ids jsonb not null,
        org_id text not null,
        agency_name text not null,
        words text not null,
        wants text not null,
        raised_by text not null,
        raised_by_name text not null,
        on_behalf_of text not null,
        raised_at timestamptz not null,
        stage int not null,
        tier text not null,
        due_at timestamptz not null,
        ended text,
        ended_at timestamptz,
        ended_by text,
        ended_words text not null default '',
        upheld text,
        late boolean not null default false)""",
    "create index escalations_of_agency on escalations (org_id)",
    "create index escalations_of_contact on escalations (contact_id)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
