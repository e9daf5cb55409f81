"""Events, their outbox and inbox, idempotency, clocks, audit."""

from alembic import op

revision = "k0001"
down_revision = None

TABLES = [
    """create table events (
        position bigint primary key,
        stream text not null,
        version int not null,
        event_id uuid not null unique,
        type text not null,
        child_ids text[] not null,
        recorded_at timestamptz not null,
        content bytea not null,
        hash bytea not null,
        unique (stream, version))""",
    """create table store_head (
        only_row boolean primary key default true check (only_row),
        position bigint not null,
        hash bytea not null,
        recorded_at timestamptz not null)""",
    "insert into store_head values (true, 0, ''::bytea, '1970-01-01T00:00:00Z')",
    """create table idempotency (
        client text not null,
        key text not null,
        body_hash bytea not null,
        receipt bytea not null,
        recorded_at timestamptz not null,
        primary key (client, key))""",
    """create table outbox (
        sequence bigint primary key,
        position bigint not null references events,
        topic text not null,
        key text not null,
        headers jsonb not null,
        value bytea not null,
        published boolean not null default false)""",
    "create index outbox_waiting on outbox (sequence) where not published",
    """create table relay (
        only_row boolean primary key default true check (only_row),
        owner text not null default '',
        fence bigint not null default 0,
        leased_until timestamptz not null default '-infinity',
        journal text not null default '')""",
    "insert into relay default values",
    "create table inbox (message_id text primary key, taken_at timestamptz not null)",
    """create table journal_positions (
        journal text not null,
        topic text not null,
        partition int not null,
        next_offset bigint not null,
        primary key (journal, topic, partition))""",
    """create table parked (
        message_id text primary key,
        sequence bigint generated always as identity,
        topic text not null,
        key text not null,
        type text not null,
        headers jsonb not null,
        value bytea not null,
        error text not null,
        tries int not null,
        parked_at timestamptz not null)""",
    "create index parked_streams on parked (topic, key, sequence)",
    """create table clocks (
        stream text primary key,
        code text not null,
        subject text not null,
        child_ids text[] not null,
        started_at timestamptz not null,
        due_at timestamptz not null,
        next_at timestamptz,
        warnings jsonb not null,
        warned_fraction float not null default 0,
        status text not null,
        stopped_at timestamptz)""",
    "create index clocks_next on clocks (next_at) where next_at is not null",
    "create index clocks_subject on clocks (subject)",
    """create table audit (
        entry bigint generated always as identity primary key,
        recorded_at timestamptz not null,
        user_id text not null,
        role text not null,
        org_id text not null,
        action text not null,
        streams text[] not null,
        child_ids text[] not null,
        correlation_id text not null)""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
