"""The episodes of missing children: who is away, who came back, and how often the same child was missing."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = [
    """create table missing_episodes (
        contact_id text not null,
        child_id text not null,
        gone_at timestamptz,
        back_at timestamptz,
        missing_from text,
        police_risk text,
        primary key (contact_id, child_id))""",
    "create index missing_episodes_child on missing_episodes (child_id)",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
