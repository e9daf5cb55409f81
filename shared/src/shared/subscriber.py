"""Takes the other services' contracts in: effect, inbox row and place in the journal in one transaction.

Redelivery is dropped by the inbox. A record that can't be taken in is parked and never blocks another stream.
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from opentelemetry.trace import Tracer

from shared.access.actor import SYSTEM
from shared.contracts import ContractMeta, read_body
from shared.database import Connection, Pool
from shared.handling import Caller, Effect, InboxMark, Place, Step, Unit
from shared.journal.port import Delivered, Journal, JournalUnavailable, Record, TopicPartition
from shared.parking import BEHIND, in_words, park, parked_streams, records_of, still_parked, unpark
from shared.problems import StoreUnavailable
from shared.store.places import keep_places, kept_places
from shared.store.store import UNAVAILABLE, EventStore
from shared.subscriptions import Listening, Message, Subscriptions
from shared.telemetry import span, traceparent
from shared.time import Clock

RETRIES_MAX = 5
FIRST_PAUSE_SECONDS = 0.05
AGAIN_SECONDS = 1
WAIT_SECONDS = 5
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
        tracer: Tracer,
    ) -> None:
        self._subscriptions = subscriptions
        self._store = store
        self._pool = pool
        self._journal = journal
        self._clock = clock
        self._tracer = tracer
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
                except (StoreUnavailable, *UNAVAILABLE) as error:
                    log.warning("subscriber_waits", error=type(error).__name__)
                    await asyncio.sleep(AGAIN_SECONDS)
                    subscription.rewind()

    async def _positions(self, identity: str, at: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        async with self._pool.acquire() as connection:
            return await kept_places(connection, identity, at)

    async def _take_batch(self, delivered: Sequence[Delivered]) -> None:
        if not delivered:
            return
        waiting = await parked_streams(self._pool)
        by_partition = itertools.groupby(sorted(delivered, key=lambda d: (d.at, d.offset)), key=lambda d: d.at)
        takers = [self._take_in_order(list(records), waiting) for _, records in by_partition]
        for failed in await asyncio.gather(*takers, return_exceptions=True):
            if isinstance(failed, BaseException):
                raise failed
        self._progress_at = time.monotonic()

    async def _take_in_order(self, delivered: Sequence[Delivered], waiting: set[tuple[str, str]]) -> None:
        passed: Place | None = None
        for each in delivered:
            stream = (each.record.topic, each.record.key)
            if not self._listening(each.record):
                passed = _place(each)
            elif stream in waiting:
                await self._park(each, BEHIND, 0)
            elif not await self._take_with_patience(each):
                waiting.add(stream)
        if passed:
            async with self._pool.acquire() as connection:
                await keep_places(connection, [passed])

    def _listening(self, record: Record) -> Sequence[Listening]:
        return self._subscriptions.listening(record.topic, record.headers.get("ce_type", ""))

    async def _take_with_patience(self, delivered: Delivered) -> bool:
        error: Exception | None = None
        for attempt in range(RETRIES_MAX):
            try:
                await self._take(delivered.record, _place(delivered))
            except StoreUnavailable:
                raise
            except Exception as failed:  # noqa: BLE001 - whatever it is, the record is parked with its reason
                error = failed
                await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
            else:
                return True
        assert error is not None  # noqa: S101 - the loop ends only by an error or by the return above
        await self._park(delivered, in_words(error), RETRIES_MAX)
        return False

    async def _take(self, record: Record, place: Place | None) -> None:
        kind = record.headers["ce_type"]
        with span(self._tracer, f"take {kind}", record.headers.get("ce_traceparent"), topic=record.topic):
            await self._store.submit(self._unit(record, place))

    def _unit(self, record: Record, place: Place | None) -> Unit:
        body = read_body(record.value)
        meta = ContractMeta.model_validate(body["meta"])
        steps: list[Step] = []
        projections: list[Effect] = []
        for listening in self._listening(record):
            message = Message(
                id=record.headers["ce_id"],
                type=record.headers["ce_type"],
                topic=record.topic,
                data=listening.reading.model_validate(body),
                meta=meta,
            )
            steps += listening.reaction(message) if listening.reaction else ()
            projections += [_projecting(listening, message)] if listening.projection else []
        return Unit(
            caller=Caller(
                actor=SYSTEM,
                correlation_id=meta.correlation_id,
                causation_id=meta.event_id,
                traceparent=traceparent(),
            ),
            steps=steps,
            inbox=InboxMark(message_id=record.headers["ce_id"], place=place),
            effects=projections,
        )

    async def _park(self, delivered: Delivered, error: str, tries: int) -> None:
        record = delivered.record
        message_id = record.headers.get("ce_id", f"{delivered.at}/{delivered.offset}")
        log.error("record_parked", topic=record.topic, type=record.headers.get("ce_type", ""), error=error)
        async with self._pool.acquire() as connection, connection.transaction():
            await park(connection, message_id, record, error, tries, self._clock.now())
            await keep_places(connection, [_place(delivered)])

    async def retry(self, topic: str, key: str) -> int:
        """Takes the parked records of a stream in again, in order; returns how many went through.

        Stops at the first that fails again, which stays parked with its new reason.
        """
        taken = 0
        while waiting := await records_of(self._pool, topic, key):
            for message_id, record in waiting:
                if not await self._retry(message_id, record):
                    return taken
                taken += 1
        return taken

    async def _retry(self, message_id: str, record: Record) -> bool:
        try:
            await self._take(record, None)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - it stays parked, and says why
            await still_parked(self._pool, message_id, in_words(error))
            return False
        await unpark(self._pool, message_id)
        return True

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


def _place(delivered: Delivered) -> Place:
    return Place(
        journal=delivered.identity,
        topic=delivered.record.topic,
        partition=delivered.partition,
        next_offset=delivered.next_position,
    )


def _projecting(listening: Listening, message: Message[Any]) -> Effect:
    async def project(connection: Connection) -> None:
        if listening.projection:
            await listening.projection(connection, message)

    return project
