"""Reads the other services' contracts from the journal, each batch from where the state that was built from it ends.

A subscriber that has something to take in and does not move is noticed and started again.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

import structlog
from opentelemetry.trace import Tracer

from shared.database import Pool
from shared.journal.port import BATCH_RECORDS, Delivered, Journal, JournalUnavailable, TopicPartition
from shared.problems import StoreUnavailable
from shared.store.places import PlacesLost, kept_places
from shared.store.store import UNAVAILABLE, EventStore
from shared.subscriptions import Subscriptions
from shared.taking import Taking
from shared.time import Clock

AGAIN_SECONDS = 1
WAIT_SECONDS = 5
GATHER_SECONDS = 0.03
"""Between two batches: what comes meanwhile shares a transaction. What comes after a silence is taken in at once, and
behind a full batch the next one waits already."""
STALL_SECONDS = 60
LOOK_SECONDS = 15

log = structlog.get_logger("subscriber")


class Subscriber:
    """The subscriber of one service. ``run`` and ``watch`` until cancelled."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        store: EventStore,
        pool: Pool,
        journal: Journal,
        clock: Clock,
        tracer: Tracer | None,
    ) -> None:
        self._subscriptions = subscriptions
        self._pool = pool
        self._journal = journal
        self._taking = Taking(subscriptions, store, pool, clock, tracer)
        self._progress_at = time.monotonic()

    async def run(self) -> None:
        """Works for ever. A journal or database that is away is waited for."""
        while True:
            try:
                await self._subscribed()
            except (JournalUnavailable, StoreUnavailable, *UNAVAILABLE) as error:
                log.warning("subscriber_waits", error=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _subscribed(self) -> None:
        topics = self._subscriptions.topics()
        async with self._journal.subscribe(topics, self._subscriptions.service, self._positions) as subscription:
            while True:
                delivered = await subscription.batch(timeout_seconds=WAIT_SECONDS)
                try:
                    await self._take_batch(delivered)
                except (PlacesLost, StoreUnavailable, *UNAVAILABLE) as error:
                    log.warning("subscriber_waits", error=type(error).__name__)
                    await asyncio.sleep(AGAIN_SECONDS)
                    subscription.rewind()

    async def _positions(self, identity: str, at: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        async with self._pool.acquire() as connection:
            return await kept_places(connection, identity, at)

    async def _take_batch(self, delivered: Sequence[Delivered]) -> None:
        if not delivered:
            # In a silence too: what was lost need not have anything behind it.
            await self._taking.hold()
            return
        await self._taking.take_batch(delivered)
        self._progress_at = time.monotonic()
        if len(delivered) < BATCH_RECORDS:
            await asyncio.sleep(GATHER_SECONDS)

    async def retry(self, topic: str, key: str) -> int:
        """Takes the parked records of a stream in again, in order; returns how many went through."""
        return await self._taking.retry(topic, key)

    async def lag(self) -> int:
        """How many records of the journal this service has not passed yet."""
        ends = await self._journal.ends(self._subscriptions.topics())
        kept = await self._positions(await self._journal.identity(), list(ends))
        return sum(max(0, end - kept.get(at, 0)) for at, end in ends.items())

    async def watch(self, stalled: Callable[[], None]) -> None:
        """Calls ``stalled`` when there is something to take in and nothing has moved for a minute."""
        before = 0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                lag = await self.lag()
            except (JournalUnavailable, *UNAVAILABLE):
                self._progress_at = time.monotonic()
                continue
            if lag == 0 or lag < before:
                self._progress_at = time.monotonic()
            before = lag
            if time.monotonic() - self._progress_at > STALL_SECONDS:
                log.error("subscriber_stalled", lag=lag)
                stalled()
