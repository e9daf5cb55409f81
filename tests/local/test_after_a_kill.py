"""Started again after it was killed, the system goes on at once: no lease of the dead is waited for."""

from pathlib import Path

import asyncpg

from frontdoor.databases import databases
from tests.local.conftest import open_folder as open_folder

RELAY = "create table relay (owner text, leased_until timestamptz)"


async def test_a_relay_that_was_killed_keeps_nobody_waiting(open_folder: Path) -> None:
    postgres = open_folder / "postgres"
    async with databases(None, postgres, ["intake", "journal"]) as urls:
        connection = await asyncpg.connect(urls["intake"])
        await connection.execute(RELAY)
        await connection.execute("insert into relay values ('killed', now() + interval '10 seconds')")
        await connection.close()
    async with databases(None, postgres, ["intake", "journal"]) as urls:
        connection = await asyncpg.connect(urls["intake"])
        assert await connection.fetchval("select leased_until < now() from relay")
        await connection.close()
