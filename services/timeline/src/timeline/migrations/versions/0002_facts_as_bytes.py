"""Facts are kept as the bytes of their canonical JSON: read without a detour, compared byte by byte."""

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FACTS = {"entries": "entry_id", "clock_turns": "fact_id", "links": "fact_id", "descriptions": "fact_id"}
PAGE_ROWS = 1000


def upgrade() -> None:
    for table, key in FACTS.items():
        op.execute(f"alter table {table} rename column body to told")
        op.execute(f"alter table {table} add column body bytea")
        _rewrite(table, key)
        op.execute(f"alter table {table} alter column body set not null")
        op.execute(f"alter table {table} drop column told")


def _rewrite(table: str, key: str) -> None:
    connection, after = op.get_bind(), ""
    page = sa.text(f"select {key}, told::text from {table} where {key} > :after order by {key} limit {PAGE_ROWS}")
    keep = sa.text(f"update {table} set body = :body where {key} = :key")
    while rows := connection.execute(page, {"after": after}).all():
        connection.execute(keep, [{"key": row[0], "body": _canonical(row[1])} for row in rows])
        after = rows[-1][0]


def _canonical(document: str) -> bytes:
    return orjson.dumps(orjson.loads(document), option=orjson.OPT_SORT_KEYS)


def downgrade() -> None:
    raise RuntimeError("The access log is evidence and is never thrown away: restore a backup instead")
