"""A dip sample is drawn from step-downs too: which one a decision, or a sampled case, is."""

from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = ("decided", "sampled_cases")


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"alter table {table} add column step_down_id text")


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
