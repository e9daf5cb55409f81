"""Sees when something has become visible, without loading what it looks at.

One connection a database asks every 10 ms whether any of the ids still waited for is there, by its index: what is seen
is at most 10 ms late. The screens and APIs read the same tables, so a row that is committed is a row that they show.
"""

import asyncio
import time
from collections.abc import Collection, Mapping

import asyncpg

LOOK_SECONDS = 0.01
IN_THE_QUEUE = "select contact_id from queue where contact_id = any($1)"
ON_THE_TIMELINE = "select distinct child_id from entries where child_id = any($1)"


class Watch:
    """Ids waited for in one database. Use as an asynchronous context manager."""

    def __init__(self, url: str, query: str) -> None:
        self._url = url
        self._query = query
        self._waiting: set[str] = set()
        self._seen: dict[str, float] = {}
        self._looking: asyncio.Task[None] | None = None

    @property
    def seen(self) -> Mapping[str, float]:
        """When each id was first seen, by ``time.perf_counter``."""
        return self._seen

    @property
    def waiting(self) -> Collection[str]:
        return self._waiting

    def expect(self, found_by: str) -> None:
        """From now on, looks for this id until it is there."""
        self._waiting.add(found_by)

    async def settled(self, patience_seconds: float) -> None:
        """Waits until nothing is waited for any more, or for so long."""
        deadline = time.perf_counter() + patience_seconds
        while self._waiting and time.perf_counter() < deadline:
            await asyncio.sleep(LOOK_SECONDS)

    async def __aenter__(self) -> "Watch":
        self._connection = await asyncpg.connect(self._url)
        self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        self._connection.terminate()

    async def _look(self) -> None:
        while True:
            if self._waiting:
                rows = await self._connection.fetch(self._query, list(self._waiting))
                now = time.perf_counter()
                self._seen |= {row[0]: now for row in rows}
                self._waiting -= self._seen.keys()
            await asyncio.sleep(LOOK_SECONDS)
