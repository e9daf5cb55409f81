"""Tables beside the ones in use: in a schema of their own, without indexes until they are full, then moved over.

The law: the schema's name is new each time, so whatever is left of a rebuild that was cut off can't write into
another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import asyncpg

from shared.database import Connection, Pool, Row, prepare
from shared.ids import new_id
from shared.rebuilding.refusing import RebuildRefused

PREFIX = "rebuilding_"
FULL = ("inbox",)
"""Kernel tables that are filled and moved like the service's own."""
COPIED = ("parked", "journal_positions")
"""Kernel tables with few rows: they have their indexes from the beginning, and their rows are copied over."""
SESSION = {"jit": "off", "synchronous_commit": "off", "maintenance_work_mem": "256MB"}
LONG_SECONDS = timedelta(hours=6).total_seconds()
MOVE_TRIES = 20

INDEXES = """
select of_table.relname as table_name, of_index.relname as index_name, pg_get_indexdef(of_index.oid) as definition,
       held.conname as constraint_name, case held.contype when 'p' then 'primary key' else 'unique' end as kind,
       array(select attname::text from pg_attribute where attrelid = of_index.oid order by attnum) as columns
from pg_index join pg_class of_index on of_index.oid = indexrelid join pg_class of_table on of_table.oid = indrelid
     left join pg_constraint held on held.conindid = indexrelid and held.contype in ('p', 'u')
where of_table.relnamespace = to_regnamespace($1) and of_table.relname = any($2::text[])
order by indisunique desc, of_table.relname, of_index.relname
"""

LACKING = """select count(*) from {live}.inbox as taken
             where not exists (select from {beside}.inbox as anew where anew.message_id = taken.message_id)"""

OWNER = "select quote_ident(pg_get_userbyid(relowner)) from pg_class where oid = to_regclass($1)"

PARKED = "message_id, topic, key, type, headers, value, error, tries, parked_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The schema beside the one in use, and the tables in it that are filled and then moved."""

    live: str
    schema: str
    tables: Sequence[str]

    @classmethod
    async def made(cls, connection: Connection, tables: Sequence[str]) -> "Beside":
        """Makes the schema and its empty tables, and throws away what others have left. The caller holds the lock."""
        for row in await connection.fetch("select nspname from pg_namespace where starts_with(nspname, $1)", PREFIX):
            await connection.execute(f"drop schema {row['nspname']} cascade", timeout=LONG_SECONDS)
        live: str = await connection.fetchval("select current_schema()")
        beside = cls(live=live, schema=PREFIX + new_id().replace("-", ""), tables=(*tables, *FULL))
        async with connection.transaction():
            await connection.execute(f"create schema {beside.schema}")
            for table in beside.tables:
                await connection.execute(
                    f"create table {beside.schema}.{table} (like {live}.{table} including defaults)"
                )
            for table in COPIED:
                await connection.execute(f"create table {beside.schema}.{table} (like {live}.{table} including all)")
        return beside

    async def index(self, connection: Connection) -> None:
        """Gives the full tables the indexes and keys of those in use."""
        rows = await connection.fetch(INDEXES, self.live, list(self.tables))
        for row in rows:
            try:
                await self._index(connection, row)
            except asyncpg.UniqueViolationError:
                await self._keep_first(connection, row)
                await self._index(connection, row)
        for table in self.tables:
            await connection.execute(f"analyze {self.schema}.{table}", timeout=LONG_SECONDS)

    async def _index(self, connection: Connection, row: Row) -> None:
        table = f"{self.schema}.{row['table_name']}"
        definition = row["definition"].replace(f" ON {self.live}.{row['table_name']} ", f" ON {table} ", 1)
        await connection.execute(definition, timeout=LONG_SECONDS)
        if row["constraint_name"]:
            await connection.execute(
                f"alter table {table} add constraint {row['constraint_name']} {row['kind']} "
                f"using index {row['index_name']}"
            )

    async def _keep_first(self, connection: Connection, row: Row) -> None:
        """What the journal says twice is kept once. Both are the same bytes: they come from one stored event."""
        table, key = f"{self.schema}.{row['table_name']}", ", ".join(row["columns"])
        await connection.execute(
            f"""delete from {table} using (
                  select ctid as place, row_number() over (partition by {key} order by ctid) as nth from {table}
                ) as numbered where {table}.ctid = place and nth > 1""",
            timeout=LONG_SECONDS,
        )

    async def move(self, connection: Connection, journal: str) -> None:
        """Takes the place of the tables in use, all at once. Raises ``RebuildRefused`` rather than know less."""
        lacking = await connection.fetchval(LACKING.format(live=self.live, beside=self.schema), timeout=LONG_SECONDS)
        if lacking:
            raise RebuildRefused(
                f"{lacking} contracts that had been taken in could not be taken in again: the journal lacks them, or "
                "they can't be read any more. Everything stays as it was."
            )
        for _ in range(MOVE_TRIES):
            try:
                return await self._move(connection, journal)
            except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
                continue
        raise RebuildRefused("Somebody has been reading all the time. Everything stays as it was; ask again.")

    async def _move(self, connection: Connection, journal: str) -> None:
        live, anew = self.live, self.schema
        async with connection.transaction():
            await connection.execute("set local lock_timeout = '3s'")
            await connection.execute("set local synchronous_commit = on")
            in_use = ", ".join(f"{live}.{table}" for table in self.tables)
            await connection.execute(f"lock table {in_use} in access exclusive mode")
            for table in self.tables:
                # Whoever makes them anew, an operator say, they stay the service's own.
                owner = await connection.fetchval(OWNER, f"{live}.{table}")
                await connection.execute(f"drop table {live}.{table}")
                await connection.execute(f"alter table {anew}.{table} set schema {live}")
                await connection.execute(f"alter table {live}.{table} owner to {owner}")
            await connection.execute(f"delete from {live}.journal_positions where journal = $1", journal)
            await connection.execute(f"insert into {live}.journal_positions select * from {anew}.journal_positions")
            await connection.execute(
                f"""update {anew}.parked set tries = before.tries, parked_at = before.parked_at
                    from {live}.parked as before where before.message_id = parked.message_id"""
            )
            await connection.execute(f"delete from {live}.parked")
            await connection.execute(
                f"insert into {live}.parked ({PARKED}) select {PARKED} from {anew}.parked order by sequence"
            )
            await connection.execute(f"drop schema {anew} cascade")

    async def drop(self, connection: Connection) -> None:
        """Throws everything beside away."""
        await connection.execute(f"drop schema if exists {self.schema} cascade", timeout=LONG_SECONDS)


async def open_beside(database_url: str, schema: str) -> Pool:
    """Connections that see the tables of this schema and no others."""
    return await asyncpg.create_pool(
        database_url,
        min_size=1,
        max_size=2,
        init=prepare,
        timeout=10,
        server_settings={**SESSION, "search_path": schema},
    )
