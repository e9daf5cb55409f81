"""What was recorded before a table was kept is in it all the same."""

from importlib import import_module

from shared.database import Row
from shared.testing.service import RunningService

from .weekend import agree_actions, complete, decide

ACTIONS = import_module("strategy.migrations.versions.0002_actions")


async def test_actions_agreed_before_they_were_kept_are_found_in_the_store(requested: RunningService) -> None:
    await decide(requested)
    agreed = await agree_actions(requested)
    await complete(requested, agreed[:1])
    kept = await rows(requested)
    async with requested.app.state.service.pool.acquire() as connection:
        await connection.execute("drop table actions; drop index enquiries_open")
        for step in ACTIONS.STEPS:
            await connection.execute(step)
    assert len(kept) == 3
    assert await rows(requested) == kept


async def rows(strategy: RunningService) -> list[Row]:
    async with strategy.app.state.service.pool.acquire() as connection:
        return await connection.fetch("select * from actions order by action_id")
