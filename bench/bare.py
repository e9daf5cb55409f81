"""The limits: asyncpg and nothing else, one row a commit or what is waiting as one commit."""

import asyncio
from collections.abc import Sequence

import asyncpg

from bench.notes import TEXT
from shared.database import Pool
from shared.ids import new_id

CONTENT = ('{"text":"' + TEXT + '"}').encode()
TABLES = (
    "create table bare (id uuid primary key, content bytea not null)",
    "create table bare_group (id uuid primary key, content bytea not null)",
)


class OneByOne:
    """Limit A: a row, a commit, a connection for each at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def append(self) -> None:
        await self._pool.execute("insert into bare values ($1, $2)", new_id(), CONTENT)


class Grouped:
    """Limit B: whatever waits goes in one statement and one commit, on one connection."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._commit_for_ever())

    async def append(self) -> None:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((new_id(), done))
        self._wake.set()
        await done

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _commit_for_ever(self) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                batch, self._waiting = self._waiting, []
                await self._insert(connection, [each for each, _ in batch])
                for _, done in batch:
                    done.set_result(None)
        finally:
            connection.terminate()

    @staticmethod
    async def _insert(connection: "asyncpg.Connection[asyncpg.Record]", ids: Sequence[str]) -> None:
        await connection.execute(
            "insert into bare_group select * from unnest($1::uuid[], $2::bytea[])", ids, [CONTENT] * len(ids)
        )
