"""Carries the outbox to the journal: in order, by one relay at a time, moving on only after its acknowledgement.

The store's lock makes the order of the outbox the order of its commits, so that nothing can still come before the place
that was reached (decision 22).

A journal with another identity than the one written to before has lost its data: everything is published again from
the store. Subscribers drop what they have already taken in.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Sequence

import structlog

from shared.database import OwnConnection, Pool, Row, connect
from shared.ids import new_id
from shared.journal.port import Journal, JournalUnavailable, JournalWiped, Record
from shared.store.store import UNAVAILABLE

LEASE_SECONDS = 10
RENEW_SECONDS = 3
POLL_SECONDS = 3
"""How long a relay sleeps that nobody wakes: as long as its lease needs no renewal."""
BATCH_RECORDS = 500
GATHER_SECONDS = 0.01
"""Between two batches: what is committed meanwhile is published together. After a silence nothing waits."""
AGAIN_SECONDS = 1
# A place or a lease that a crash of Postgres loses is made again: every relay connects anew, subscribers drop repeats.
NOT_FLUSHED = {"synchronous_commit": "off"}

log = structlog.get_logger("relay")


class LeaseLost(Exception):
    """Another relay has taken over."""


class Relay:
    """The relay of one store. ``run`` until cancelled; several may run, one of them works."""

    def __init__(self, database_url: str, journal: Journal, topics: Sequence[str]) -> None:
        self._url = database_url
        self._journal = journal
        self._topics = list(topics)
        self._owner = new_id()
        self._fence = 0
        self._renew_at = 0.0
        self._wake = asyncio.Event()
        self._acknowledged: Counter[str] = Counter()
        """How many records of each topic the journal of this identity must hold."""

    async def run(self) -> None:
        """Works for ever. A journal or database that is away is waited for."""
        while True:
            try:
                await self._connected()
            except (JournalUnavailable, JournalWiped, LeaseLost, *UNAVAILABLE) as error:
                log.warning("relay_waits", error=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _connected(self) -> None:
        connection = await connect(self._url, NOT_FLUSHED)
        try:
            await connection.add_listener("outbox", self._notified)
            while not await self._lease(connection):
                await asyncio.sleep(RENEW_SECONDS)
            identity = await self._agree_on_journal(connection)
            await self._relay(connection, identity)
        finally:
            await self._release(connection)

    def _notified(self, *_: object) -> None:
        self._wake.set()

    async def _relay(self, connection: OwnConnection, identity: str) -> None:
        while True:
            self._wake.clear()
            if time.monotonic() >= self._renew_at:
                if not await self._lease(connection):
                    raise LeaseLost
                if await self._journal.identity() != identity:
                    raise JournalWiped
            published = await self._publish_batch(connection, identity)
            if published == BATCH_RECORDS:
                continue
            if published:
                await asyncio.sleep(GATHER_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()

    async def _lease(self, connection: OwnConnection) -> bool:
        row = await connection.fetchrow(
            """update relay set owner = $1, leased_until = clock_timestamp() + make_interval(secs => $2),
                 fence = fence + case when owner = $1 then 0 else 1 end
               where owner = $1 or leased_until < clock_timestamp() returning fence""",
            self._owner,
            LEASE_SECONDS,
        )
        if row is None:
            return False
        self._fence = row["fence"]
        self._renew_at = time.monotonic() + RENEW_SECONDS
        return True

    async def _release(self, connection: OwnConnection) -> None:
        with contextlib.suppress(*UNAVAILABLE):
            await connection.execute("update relay set leased_until = '-infinity' where owner = $1", self._owner)
            await connection.close(timeout=2)
        connection.terminate()

    async def _agree_on_journal(self, connection: OwnConnection) -> str:
        identity = await self._journal.identity()
        await self._journal.ensure_topics(self._topics)
        async with connection.transaction():
            row = await connection.fetchrow(
                "select journal, acknowledged from relay where owner = $1 and fence = $2 for update",
                self._owner,
                self._fence,
            )
            if row is None:
                raise LeaseLost
            self._acknowledged = Counter[str](row["acknowledged"])
            if row["journal"] != identity or await self._is_shorter():
                self._acknowledged.clear()
                await connection.execute(
                    "update relay set journal = $1, acknowledged = '{}', published_to = 0", identity
                )
                if row["journal"]:
                    log.warning("relay_republishes_everything")
        return identity

    async def _is_shorter(self) -> bool:
        """Whether the journal has lost some of what it acknowledged."""
        ends = await self._journal.ends(self._topics)
        return any(
            acknowledged > sum(end for at, end in ends.items() if at.topic == topic)
            for topic, acknowledged in self._acknowledged.items()
        )

    async def _publish_batch(self, connection: OwnConnection, identity: str) -> int:
        """How many were published: fewer than there is room for means that nothing waits behind them."""
        rows = await connection.fetch(
            """select sequence, topic, key, headers, value from outbox
               where sequence > (select published_to from relay) order by sequence limit $1""",
            BATCH_RECORDS,
        )
        if not rows:
            return 0
        await self._journal.publish([_record(row) for row in rows], identity)
        self._acknowledged.update(row["topic"] for row in rows)
        await self._move_on(connection, rows[-1]["sequence"])
        return len(rows)

    async def _move_on(self, connection: OwnConnection, sequence: int) -> None:
        """Everything up to this one is published."""
        done = await connection.execute(
            "update relay set published_to = $1, acknowledged = $2 where owner = $3 and fence = $4",
            sequence,
            self._acknowledged,
            self._owner,
            self._fence,
        )
        if done == "UPDATE 0":
            raise LeaseLost


async def unpublished(pool: Pool) -> int:
    """How many records of the store's outbox the journal has not acknowledged."""
    return await pool.fetchval("select count(*) from outbox where sequence > (select published_to from relay)")


def _record(row: Row) -> Record:
    return Record(topic=row["topic"], key=row["key"], value=row["value"], headers=row["headers"])
