"""A dip sample is drawn from what was closed past a guard too: that is let past after the decision was made."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute(
        "create table closed_past (position bigint primary key, contact_id text not null, child_id text not null)"
    )
    op.execute("create index closed_past_contact on closed_past (contact_id)")
    op.execute(
        """insert into closed_past
           select position, said->'data'->>'contact_id', said->'data'->>'child_id'
           from (select position, convert_from(content, 'UTF8')::jsonb as said from events
                 where type = 'GuardOverridden') as told
           where said->'data'->>'guard' in ('SCR-12', 'SCR-17', 'SCR-18')"""
    )


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
