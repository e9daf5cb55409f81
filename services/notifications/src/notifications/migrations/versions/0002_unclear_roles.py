"""Contacts of which nobody is told until the police have said who did what to whom."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = [
    "alter table contacts add column roles_unclear boolean not null default false",
    # What was held for that before the contact itself knew: it waits for the same answer.
    """update contacts set roles_unclear = true where contact_id in
        (select contact_id from sent where state = 'HELD' and guard = 'INT-07')""",
]


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
