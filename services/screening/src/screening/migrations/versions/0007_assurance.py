"""Assurance: what samples are drawn from, what was found, who owes what, and who has read what it taught."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = [
    """create table decided (
        position bigint primary key,
        contact_id text not null,
        child_id text not null,
        decision text not null,
        decided_at timestamptz not null,
        deciders jsonb not null,
        strata jsonb not null)""",
    "create index decided_at on decided (decided_at)",
    """create table rationales (
        user_id text not null,
        fingerprint text not null,
        contact_id text not null,
        child_id text not null,
        written_at timestamptz not null,
        primary key (user_id, fingerprint, contact_id, child_id))""",
    """create table dip_samples (
        audit_id text primary key,
        question text not null,
        drawn_by text not null,
        drawn_at timestamptz not null,
        closes_at timestamptz not null)""",
    """create table sampled_cases (
        audit_id text not null,
        number int not null,
        contact_id text not null,
        child_id text not null,
        decision text not null,
        stratum text not null,
        to_moderate boolean not null,
        grade text,
        child_at_risk boolean not null default false,
        audited_by text,
        audited_at timestamptz,
        moderated_grade text,
        moderated_by text,
        primary key (audit_id, number))""",
    """create table audit_actions (
        action_id text primary key,
        audit_id text not null,
        number int,
        child_ids jsonb not null,
        what text not null,
        owner text not null,
        due_at timestamptz not null,
        urgent boolean not null,
        agreed_by text not null,
        completed_at timestamptz,
        completed_by text,
        outcome text not null default '',
        late boolean not null default false)""",
    """create table briefings (
        briefing_id text primary key,
        audit_id text not null,
        title text not null,
        looked_at text not null,
        good text not null,
        change text not null,
        messages jsonb not null,
        standard text not null,
        published_by text not null,
        published_at timestamptz not null,
        acknowledge_by timestamptz not null)""",
    """create table briefings_acknowledged (
        briefing_id text not null,
        user_id text not null,
        acknowledged_at timestamptz not null,
        late boolean not null,
        primary key (briefing_id, user_id))""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
