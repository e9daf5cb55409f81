"""Keeps several apps alive in one process: whatever an app is mounted in does not run its lifespan."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette


@asynccontextmanager
async def all_alive(apps: Mapping[str, Starlette]) -> AsyncGenerator[None]:
    """Start all at once, stop all at once; an app whose workers fail takes the others, and the caller, down.

    Each lifespan has a task of its own, because what is entered in a task must be left in it.
    """
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        started: list[asyncio.Event] = []
        for name, app in apps.items():
            started.append(asyncio.Event())
            group.create_task(_live(app, started[-1], stop), name=f"lifespan of {name}")
        for event in started:
            await event.wait()
        try:
            yield
        finally:
            stop.set()


async def _live(app: Starlette, started: asyncio.Event, stop: asyncio.Event) -> None:
    async with app.router.lifespan_context(app):
        started.set()
        await stop.wait()
