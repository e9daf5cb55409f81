"""What the indicators count, thrown away and made again as an upgrade makes it."""

from collections.abc import Sequence
from importlib import import_module

from screening.case.deadlines import feedback_due
from shared.database import Connection, Pool, Row

KEPT_BEFORE = import_module("screening.migrations.versions.0015_milestones")
UPGRADE = import_module("screening.migrations.versions.0018_measured_as_it_happens")
TABLES = ("measured_contacts", "measured_children", "measured_decisions", "measured_proposals")


async def measured_rows(connection: Connection | Pool) -> dict[str, Sequence[Row]]:
    """All rows of each table."""
    return {table: await connection.fetch(f"select * from {table} order by 1, 2, 3") for table in TABLES}


async def forget(connection: Connection) -> None:
    """Nothing is measured, and what was kept of each event before is a table again."""
    await connection.execute(f"truncate {', '.join(TABLES)}")
    await connection.execute("alter table measured_decisions alter column tell_by drop not null")
    for statement in KEPT_BEFORE.TABLE[:3]:
        await connection.execute(statement)


async def upgrade(connection: Connection) -> None:
    """In the transaction in which the upgrade reads what was kept before."""
    for statement in UPGRADE.FROM_WHAT_WAS_KEPT:
        await connection.execute(statement)
    decided = [
        row["decided_at"] for row in await connection.fetch("select distinct decided_at from measured_decisions")
    ]
    tell_by = UPGRADE.TELL_BY.replace(":decided", "$1").replace(":due", "$2")
    await connection.execute(tell_by, decided, [feedback_due(at) for at in decided])
