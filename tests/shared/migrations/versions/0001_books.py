"""How many notes each book has, and the notes that were copied from other services."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("create table books (stream text primary key, notes int not null)")
    op.execute("create table copies (copy bigint generated always as identity, stream text, text text)")
