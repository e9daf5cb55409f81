"""Contacts in which the police must say who did what to whom, and how late domestic abuse was reported to us."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = [
    """create table clarifications (
        contact_id text primary key,
        asked_at timestamptz not null)""",
    """create table abuse_lags (
        contact_id text primary key,
        grade text,
        occurred_at timestamptz not null,
        received_at timestamptz not null,
        lag_hours double precision not null,
        band text not null)""",
    "create index abuse_lags_received on abuse_lags (received_at desc)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
