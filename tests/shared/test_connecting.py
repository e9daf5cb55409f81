"""Who stops while it connects to Postgres, as a worker does whose service ends."""

import asyncio
import contextlib
import gc
from typing import Any

import asyncpg

from shared.testing.databases import PostgresServer

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
