"""Takes a delivered batch in: what a record leads to commits together with its inbox mark, and never after its place.

Redelivery is dropped by the inbox. A record that can't be taken in is parked and never blocks another stream.
"""

import asyncio
import contextlib
from collections.abc import Generator, Iterable, Sequence
from typing import Any

import asyncpg
import structlog
from opentelemetry.trace import Tracer

from shared.access.actor import SYSTEM
from shared.database import Connection, Pool
from shared.handling import Caller, Effect, Place, Unit
from shared.journal.port import Delivered, Record
from shared.parking import BEHIND, in_words, park, parked_streams, records_of, still_parked, unpark
from shared.problems import StoreUnavailable
from shared.projecting import begin_keeping, heard_in, places_of, take_in, told_by
from shared.store.places import PlacesLost, Standing, keep_places
from shared.store.store import UNAVAILABLE, CallRefused, EventStore
from shared.subscriptions import Keeping, Listening, Message, Projection, Subscriptions
from shared.telemetry import span, traceparent
from shared.time import Clock

Stream = tuple[str, str]
"""A topic and a key: what is in order."""

MANY_RECORDS = 32
"""So many come together when there is much behind: perhaps a journal that was published again from its start."""
RETRIES_MAX = 5
FIRST_PAUSE_SECONDS = 0.05

log = structlog.get_logger("subscriber")


class Taking:
    """How one service takes in what it is delivered.

    A service that reacts needs its ``store``; one that only keeps what it is told writes through the ``pool`` alone.
    Without a ``tracer`` nothing is traced.
    """

    def __init__(
        self, subscriptions: Subscriptions, store: EventStore | None, pool: Pool, clock: Clock, tracer: Tracer | None
    ) -> None:
        self._subscriptions = subscriptions
        self._store = store
        self._pool = pool
        self._clock = clock
        self._tracer = tracer
        self._standing = Standing()

    async def take_batch(self, delivered: Sequence[Delivered]) -> None:
        """Takes everything in or parks it. Raises ``StoreUnavailable``, ``PlacesLost`` or what the database's absence
        raises: then it is to be delivered again, from the places that are kept.
        """
        waiting = await parked_streams(self._pool)
        places = places_of(delivered)
        fresh = await self._not_taken_in(delivered) if len(delivered) >= MANY_RECORDS else delivered
        if await self._take_together(fresh, places, waiting):
            return
        # Before anything is taken in: what a crash took back comes first, or a stream would lose its order.
        await self.hold()
        takers = [self._take_in_order(stream, records, waiting) for stream, records in self._streams_of(fresh)]
        for failed in await asyncio.gather(*takers, return_exceptions=True):
            if isinstance(failed, BaseException):
                raise failed
        # Only now: a place never goes ahead of the state. What is delivered again until then is dropped by the inbox.
        await self._move_on(places)

    async def _not_taken_in(self, delivered: Sequence[Delivered]) -> Sequence[Delivered]:
        """Without what has its mark in the inbox, so that nobody reads it again only to drop it."""
        ids = [each.record.headers.get("ce_id") for each in delivered if self._listening(each.record)]
        rows = await self._pool.fetch("select message_id from inbox where message_id = any($1::text[])", ids)
        known = {row["message_id"] for row in rows}
        return [each for each in delivered if each.record.headers.get("ce_id") not in known]

    async def hold(self) -> None:
        """Raises ``PlacesLost`` when Postgres has forgotten a place that was kept."""
        async with self._pool.acquire() as connection:
            await self._standing.hold(connection)

    async def _move_on(self, places: Sequence[Place]) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await begin_keeping(connection, flushed=False)
            await self._standing.hold(connection)
            await keep_places(connection, places)
        self._standing.moved_on(places)

    def _streams_of(self, delivered: Sequence[Delivered]) -> Iterable[tuple[Stream, Sequence[Delivered]]]:
        """What is listened to, by stream: only within one does order matter, so that streams share transactions."""
        streams: dict[Stream, list[Delivered]] = {}
        for each in sorted(delivered, key=lambda d: (d.at, d.offset)):
            if self._listening(each.record):
                streams.setdefault((each.record.topic, each.record.key), []).append(each)
        return streams.items()

    async def _take_together(
        self, delivered: Sequence[Delivered], places: Sequence[Place], waiting: set[Stream]
    ) -> bool:
        """Whether the batch was kept as one. When it was not, nothing of it was: its records must go one by one."""
        keeping = self._subscriptions.keeping
        if keeping is None or any((each.record.topic, each.record.key) in waiting for each in delivered):
            return False
        records = [each.record for each in delivered]
        try:
            with self._traced(records):
                await self._keep(keeping, records, places)
        except (PlacesLost, *UNAVAILABLE):
            raise
        except Exception as error:  # noqa: BLE001 - no record fails for its neighbour's fault
            log.warning("batch_taken_one_by_one", error=type(error).__name__)
            return False
        return True

    @contextlib.contextmanager
    def _traced(self, records: Sequence[Record]) -> Generator[None]:
        """A span in the trace of each record that is listened to."""
        with contextlib.ExitStack() as spans:
            for record in records:
                if self._tracer and self._listening(record):
                    spans.enter_context(_span(self._tracer, record))
            yield

    async def _keep(self, keeping: Keeping, records: Sequence[Record], places: Sequence[Place]) -> None:
        told = [each for record in records if (each := told_by(self._subscriptions, record))]
        async with self._pool.acquire() as connection, connection.transaction():
            await begin_keeping(connection, flushed=not places)
            await self._standing.hold(connection)
            try:
                await take_in(connection, keeping, told, places, self._clock.now())
            except asyncpg.InterfaceError as error:
                if connection.is_closed():
                    raise
                raise CallRefused(str(error)) from error
        self._standing.moved_on(places)

    async def _take_in_order(self, stream: Stream, delivered: Sequence[Delivered], waiting: set[Stream]) -> None:
        """A stream's records share a transaction, each bound to come after the one before. From the first that could
        not be taken in, they go one by one."""
        parked = stream in waiting
        for each in delivered if parked else delivered[await self._take_in_a_row(delivered) :]:
            if parked:
                await self._park(each, BEHIND, 0)
            else:
                parked = not await self._take_with_patience(each)

    async def _take_in_a_row(self, delivered: Sequence[Delivered]) -> int:
        """How many were taken in, from the first on. Raises what tells that the store is away."""
        if self._store is None or len(delivered) == 1:
            return 0
        records = [each.record for each in delivered]
        before = [None, *(record.headers.get("ce_id", "") for record in records[:-1])]
        taken = await asyncio.gather(*map(self._take, records, before), return_exceptions=True)
        failed = [error for error in taken if isinstance(error, BaseException)]
        for error in failed:
            if isinstance(error, (StoreUnavailable, *UNAVAILABLE)) or not isinstance(error, Exception):
                raise error
        return taken.index(failed[0]) if failed else len(records)

    def _listening(self, record: Record) -> Sequence[Listening]:
        return self._subscriptions.listening(record.topic, record.headers.get("ce_type", ""))

    async def _take_with_patience(self, delivered: Delivered) -> bool:
        error: Exception | None = None
        for attempt in range(RETRIES_MAX):
            try:
                await self._take(delivered.record)
            except (StoreUnavailable, *UNAVAILABLE):
                raise
            except Exception as failed:  # noqa: BLE001 - whatever it is, the record is parked with its reason
                error = failed
                await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
            else:
                return True
        assert error is not None  # noqa: S101 - the loop ends only by an error or by the return above
        await self._park(delivered, in_words(error), RETRIES_MAX)
        return False

    async def _take(self, record: Record, after: str | None = None) -> None:
        with self._traced([record]):
            if self._subscriptions.keeping:
                await self._keep(self._subscriptions.keeping, [record], [])
            elif self._store:
                await self._store.submit(self._unit(record, after))

    def _unit(self, record: Record, after: str | None) -> Unit:
        heard = heard_in(self._subscriptions, record)
        if not heard:  # parked by a release that still listened to it
            return Unit(caller=Caller(actor=SYSTEM), inbox=record.headers["ce_id"], after=after)
        meta = heard[0][1].meta
        return Unit(
            caller=Caller(
                actor=SYSTEM,
                correlation_id=meta.correlation_id,
                causation_id=meta.event_id,
                traceparent=traceparent() if self._tracer else record.headers.get("ce_traceparent"),
            ),
            steps=[step for each, message in heard if each.reaction for step in each.reaction(message)],
            inbox=record.headers["ce_id"],
            after=after,
            effects=[_projecting(each.projection, message) for each, message in heard if each.projection],
        )

    async def _park(self, delivered: Delivered, error: str, tries: int) -> None:
        record = delivered.record
        message_id = record.headers.get("ce_id", f"{delivered.at}/{delivered.offset}")
        log.error("record_parked", topic=record.topic, type=record.headers.get("ce_type", ""), error=error)
        async with self._pool.acquire() as connection, connection.transaction():
            await begin_keeping(connection, flushed=True)
            await park(connection, message_id, record, error, tries, self._clock.now())

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
            await self._take(record)
        except (StoreUnavailable, *UNAVAILABLE):
            raise
        except Exception as error:  # noqa: BLE001 - it stays parked, and says why
            await still_parked(self._pool, message_id, in_words(error))
            return False
        await unpark(self._pool, message_id)
        return True


def _span(tracer: Tracer, record: Record) -> contextlib.AbstractContextManager[None]:
    name = f"take {record.headers['ce_type']}"
    return span(tracer, name, record.headers.get("ce_traceparent"), topic=record.topic)


def _projecting(projection: Projection, message: Message[Any]) -> Effect:
    async def project(connection: Connection) -> None:
        await projection(connection, message)

    return project
