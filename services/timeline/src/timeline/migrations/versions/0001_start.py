"""The timeline's sets: entries, clock turns, links and descriptions; and who has read them."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = [
    """create table entries (
        entry_id text primary key,
        child_id text not null,
        known_at timestamptz not null,
        kind text not null,
        origin_org text,
        recipient_org text,
        body jsonb not null)""",
    "create index entries_child on entries (child_id)",
    "create index entries_origin on entries (origin_org, known_at) where origin_org is not null",
    "create index entries_recipient on entries (recipient_org, known_at) where recipient_org is not null",
    """create table clock_turns (
        fact_id text primary key,
        child_id text not null,
        body jsonb not null)""",
    "create index clock_turns_child on clock_turns (child_id)",
    """create table links (
        fact_id text primary key,
        identity text not null,
        child_id text not null,
        body jsonb not null)""",
    "create index links_identity on links (identity)",
    "create index links_child on links (child_id)",
    """create table descriptions (
        fact_id text primary key,
        child_id text not null,
        known_at timestamptz not null,
        searched text not null,
        body jsonb not null)""",
    "create index descriptions_child on descriptions (child_id)",
    "create index descriptions_newest on descriptions (known_at desc, fact_id)",
    """create table access_log (
        position bigint not null,
        stream text not null,
        child_id text not null,
        user_id text not null,
        role text not null,
        org_id text not null,
        what text not null,
        purpose text not null,
        classes text[] not null,
        at timestamptz not null,
        primary key (position, child_id))""",
    "create index access_log_child on access_log (child_id, position)",
    "create index access_log_glass on access_log (stream, user_id) where what = 'BreakGlassUsed'",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("The access log is evidence and is never thrown away: restore a backup instead")
