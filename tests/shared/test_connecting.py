"""Connecting to Postgres: by an address as an authority gives it, and when one stops meanwhile, as a worker does."""

import asyncio
import contextlib
import gc
from typing import Any

import asyncpg

from shared.database import open_pool
from shared.schema import behind, migrate
from shared.testing.databases import PostgresServer
from shared.testing.plugin import NewDatabase

EVERY_STEP = range(60)
"""Turns of the loop that a connection takes, and more."""


async def test_a_connection_that_is_given_up_at_any_step_leaves_nothing_to_be_said_of_it(
    postgres_server: PostgresServer,
) -> None:
    said: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: said.append(context))
    try:
        for steps in EVERY_STEP:
            await given_up_after(steps, postgres_server)
        await asyncio.sleep(0.1)
        gc.collect()
    finally:
        loop.set_exception_handler(None)
    assert said == []


async def given_up_after(steps: int, server: PostgresServer) -> None:
    connecting = asyncio.create_task(asyncpg.connect(server.administration_url))
    for _ in range(steps):
        await asyncio.sleep(0)
    connecting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await (await connecting).close()


async def test_what_an_address_asks_of_the_connection_holds_for_the_tables_too(new_database: NewDatabase) -> None:
    url = f"{await new_database()}?sslmode=disable&application_name=frontdoor"
    await asyncio.to_thread(migrate, url)
    assert await behind(url) == {}
    pool = await open_pool(url)
    assert await pool.fetchval("select current_setting('application_name')") == "frontdoor"
    await pool.close()
