"""The store as the rest of a service sees it: submit a unit, load a stream, read everything from a position.

Concurrent units share one transaction (group commit): the lock and the flush to disk are paid once. When a shared
transaction fails, its units are run one by one, so that no unit fails for its neighbour's fault.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from shared.clocks.events import CLOCK_EVENTS
from shared.database import APPEND_SETTINGS, POSTGRES_AWAY, OwnConnection, Pool, connect
from shared.events import Recorded, read_stored
from shared.handling import Json, Unit
from shared.problems import StoreUnavailable
from shared.store.batch import LOCK, Batch
from shared.store.deciding import Outcome
from shared.store.definition import StoreDefinition
from shared.store.streams import KeptStreams
from shared.time import Clock

LARGEST_BATCH = 128
DRAIN_SECONDS = 3
CANCEL_SECONDS = 1

BEGIN = f"begin; {LOCK}"
COMMIT = "commit"
COMMIT_AND_WAKE_RELAY = "commit; notify outbox"
"""After the commit: a NOTIFY in it would make the commits of every store of the server wait in one line."""


class Unsettled(Exception):
    """Whether the commit took place is not known: nothing is acknowledged, and nothing is run again."""


UNAVAILABLE = (OSError, TimeoutError, Unsettled, *POSTGRES_AWAY)


class CallRefused(Exception):
    """The driver refused a call of a read model or an effect: it is at fault, and the store is not away."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit and the caller who waits for it."""

    unit: Unit
    outcome: asyncio.Future[Json]


class EventStore:
    """One service's store. ``open`` before use, ``close`` after."""

    def __init__(self, definition: StoreDefinition, database_url: str, pool: Pool, clock: Clock) -> None:
        definition.events.include(CLOCK_EVENTS)
        self.definition = definition
        self._url = database_url
        self._pool = pool
        self._clock = clock
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._connection: OwnConnection | None = None
        self._committer: asyncio.Task[None] | None = None
        self._in_hand: Sequence[Waiting] = ()
        self._known = KeptStreams()

    async def open(self) -> None:
        """Begins to take units."""
        self._committer = asyncio.create_task(self._commit_for_ever(), name="committer")

    async def close(self) -> None:
        """Lets what is waiting commit for a moment; whoever still waits then is told that nothing was stored."""
        if self._committer is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._queue.join()
        committer, self._committer = self._committer, None
        committer.cancel()
        await asyncio.wait([committer], timeout=CANCEL_SECONDS)
        self._let_go()
        self._refuse(self._in_hand)
        while not self._queue.empty():
            self._refuse([self._queue.get_nowait()])

    async def submit(self, unit: Unit) -> Json:
        """Commits the unit and returns its receipt. See ``shared.handling.handle`` for what it raises."""
        if self._committer is None:
            raise StoreUnavailable
        waiting = Waiting(unit, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(waiting)
        return await waiting.outcome

    async def load(self, stream: str) -> list[Recorded[object]]:
        """Every event of a stream, in order."""
        rows = await self._pool.fetch("select content from events where stream = $1 order by version", stream)
        return [read_stored(self.definition.events, row["content"]) for row in rows]

    async def read_all(self, after: int, limit: int = 1000) -> list[Recorded[object]]:
        """Events after a position, in order of position, at most ``limit``."""
        rows = await self._pool.fetch(
            "select content from events where position > $1 order by position limit $2", after, limit
        )
        return [read_stored(self.definition.events, row["content"]) for row in rows]

    async def _commit_for_ever(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < LARGEST_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            self._in_hand = batch
            try:
                await self._commit(batch)
            except asyncio.CancelledError:
                if self._committer is None:
                    raise
                # A library's own cancelling, not ours: whoever waits is told, and the store goes on.
                self._let_go()
                self._refuse(batch)
            for _ in batch:
                self._queue.task_done()

    async def _commit(self, batch: Sequence[Waiting]) -> None:
        try:
            outcomes = await self._transaction([waiting.unit for waiting in batch])
        except UNAVAILABLE as error:
            mistaken = self._is_mistaken(error)
            self._let_go()
            if mistaken:
                await self._alone(batch, CallRefused(str(error)))
            else:
                self._refuse(batch)
        except Exception as error:  # noqa: BLE001 - whoever asked is told; the committer goes on
            await self._alone(batch, error)
        else:
            self._answer(batch, outcomes)

    def _is_mistaken(self, error: Exception) -> bool:
        """Whether asyncpg refused a call on a sound connection: a mistake of the call, such as a missing argument."""
        sound = self._connection is not None and not self._connection.is_closed()
        return sound and isinstance(error, asyncpg.InterfaceError)

    async def _alone(self, batch: Sequence[Waiting], error: Exception) -> None:
        if len(batch) == 1:
            self._answer(batch, [error])
            return
        for waiting in batch:
            await self._commit([waiting])

    async def _transaction(self, units: Sequence[Unit]) -> list[Outcome]:
        if self._connection is None or self._connection.is_closed():
            self._known.let_go()
            self._connection = await connect(self._url, APPEND_SETTINGS)
        batch = Batch(self.definition, self._connection, self._clock.now(), self._known)
        try:
            await self._connection.execute(BEGIN)
            outcomes = await batch.run(units)
        except BaseException:
            await self._connection.execute("rollback")
            raise
        await self._settle(self._connection, batch)
        return outcomes

    @staticmethod
    async def _settle(connection: OwnConnection, batch: Batch) -> None:
        try:
            await connection.execute(COMMIT_AND_WAKE_RELAY if batch.tells else COMMIT)
        except asyncpg.PostgresError as error:
            raise Unsettled from error
        batch.committed()

    @staticmethod
    def _answer(batch: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if waiting.outcome.done():
                continue
            if isinstance(outcome, Exception):
                waiting.outcome.set_exception(outcome)
            else:
                waiting.outcome.set_result(outcome)

    def _refuse(self, batch: Sequence[Waiting]) -> None:
        """Tells those who have no answer yet that nothing is acknowledged."""
        self._answer(batch, [StoreUnavailable() for _ in batch])

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
