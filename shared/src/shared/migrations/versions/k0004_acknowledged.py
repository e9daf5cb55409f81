"""How many records of each topic the journal has acknowledged: a relay that starts need not count the outbox."""

from alembic import op

revision = "k0004"
down_revision = "k0003"


def upgrade() -> None:
    op.execute("alter table relay add column acknowledged jsonb not null default '{}'")
    op.execute(
        """update relay set acknowledged = coalesce(
             (select jsonb_object_agg(topic, records) from
               (select topic, count(*) as records from outbox where published group by topic) as counted), '{}')"""
    )


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
