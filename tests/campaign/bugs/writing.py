"""Bugs of many writers at once: positions from a bare sequence, and a relay that follows them by a cursor."""

# pyright: reportPrivateUsage=false

import asyncio
import random
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from shared.database import APPEND_SETTINGS, OwnConnection, connect
from shared.handling import Unit
from shared.relay import BATCH_RECORDS, Relay, _record
from shared.store.batch import Batch
from shared.store.deciding import Decisions, Outcome
from shared.store.store import EventStore
from shared.store.streams import KeptStreams
from tests.campaign.bugs.registry import bug, swap

WRITERS = 4
SLOWEST_SECONDS = 0.15
_OWN_POSITION = ContextVar[int]("position")
ROOM = 1000
"""Positions that one transaction takes from the sequence at once."""
EVERYTHING = "true"
FENCED = "xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@bug("poll-without-lock")
def poll_without_lock() -> None:
    """`sequence > last` on a bare sequence: a writer in flight is passed by and never seen again."""
    _write_side_by_side()
    _follow(EVERYTHING)


@bug("xmin-fence-cursor")
def xmin_fence_cursor() -> None:
    """The same with a fence at the oldest transaction: one that had its position before its number is passed by."""
    _write_side_by_side()
    _follow(FENCED)


def _write_side_by_side() -> None:
    """Several transactions of one process at a time, without a lock, each with its positions before its first write."""

    def many(open_one: Any) -> Any:
        async def open_many(self: EventStore) -> None:
            await self._pool.execute("create sequence if not exists positions")
            await open_one(self)
            others = [asyncio.create_task(self._commit_for_ever()) for _ in range(WRITERS - 1)]
            self.__dict__["others"] = others

        return open_many

    async def transaction(self: EventStore, units: Sequence[Unit]) -> list[Outcome]:
        connection = await connect(self._url, APPEND_SETTINGS)
        try:
            async with connection.transaction():
                outcomes = await Batch(self.definition, connection, self._clock.now(), KeptStreams()).run(units)
            await connection.execute("notify outbox")
            return outcomes
        finally:
            await connection.close()

    def from_sequence(run: Any) -> Any:
        async def run_from_there(self: Batch, units: Sequence[Unit]) -> list[Outcome]:
            position = ROOM * await self._connection.fetchval("select nextval('positions')")
            await asyncio.sleep(random.uniform(0, SLOWEST_SECONDS))
            _OWN_POSITION.set(position)
            return await run(self, units)

        return run_from_there

    def from_own_position(begin: Any) -> Any:
        def begin_there(self: Decisions, *words: Any) -> None:
            begin(self, *words)
            self.position = _OWN_POSITION.get()

        return begin_there

    swap(EventStore, "open", many)
    swap(EventStore, "_transaction", lambda _: transaction)
    swap(Batch, "run", from_sequence)
    swap(Decisions, "__init__", from_own_position)


def _follow(fence: str) -> None:
    """A relay that goes by positions which no lock has put in order, or by a fence of Postgres' own."""

    async def publish_batch(self: Relay, connection: OwnConnection, identity: str) -> int:
        rows = await connection.fetch(
            f"""select sequence, topic, key, headers, value from outbox
                where sequence > (select published_to from relay) and {fence} order by sequence limit $1""",
            BATCH_RECORDS,
        )
        if not rows:
            return 0
        await self._journal.publish([_record(row) for row in rows], identity)
        await self._move_on(connection, rows[-1]["sequence"])
        return len(rows)

    swap(Relay, "_publish_batch", lambda _: publish_batch)
