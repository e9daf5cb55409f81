"""What was said in a contact before it was called an allegation is found again by its contact.

What is kept already does not name its contact: it is made anew from the journal, as when an operator asks for it.
"""

from alembic import op

revision = "0004"
down_revision = "0003"


ASK_FOR_A_REBUILD = """insert into rebuilds (requested_at, requested_by) select now(), 'migration 0004'
                       where exists (select from entries) on conflict do nothing"""
STEPS = [
    "alter table entries add column contact_id text, add column allegation_version int",
    "create index entries_allegation on entries (contact_id) where allegation_version is not null",
    ASK_FOR_A_REBUILD,
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("The access log is evidence and is never thrown away: restore a backup instead")
