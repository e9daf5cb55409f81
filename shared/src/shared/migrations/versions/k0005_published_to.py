"""How far the outbox is published, as one place instead of a mark on each row: no row is written twice.

What a relay had marked behind a row that still waits is published again; subscribers drop repeats.
"""

from alembic import op

revision = "k0005"
down_revision = "k0004"

STEPS = [
    "alter table relay add column published_to bigint not null default 0",
    """update relay set published_to = coalesce(
         (select min(sequence) - 1 from outbox where not published), (select max(sequence) from outbox), 0)""",
    "drop index outbox_waiting",
    "alter table outbox drop column published",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("What is stored is never thrown away: restore a backup instead")
