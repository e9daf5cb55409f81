"""The short reference by which people speak of a contact, also of one that came before this was kept."""

from alembic import op

revision = "0012"
down_revision = "0011"

NUMBER = "('x' || encode(substr(sha256(convert_to(contact_id, 'UTF8')), 5, 4), 'hex'))::bit(32)::bigint"
LETTERS = " || ".join(
    f"substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((({NUMBER}) >> {5 * place}) & 31)::int + 1, 1)" for place in range(5)
)

STEPS = [
    "alter table submissions add column reference text not null default ''",
    f"update submissions set reference = 'C-' || {LETTERS}",
    "create index submissions_reference on submissions (reference)",
    "create index submissions_source_ref on submissions (source_ref)",
]


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead")
