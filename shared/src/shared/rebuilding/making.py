"""One rebuild from beginning to end: load the journal beside, index, catch up, take the place.

While the place is taken, whoever takes in or appends waits, and what they had taken in is read to the last record.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from shared import child_process
from shared.database import OwnConnection, Pool, connect
from shared.journal import Journal, TopicPartition, open_journal
from shared.projecting import TURN
from shared.rebuilding.beside import LONG_SECONDS, SESSION, Beside, open_beside
from shared.rebuilding.loading import SHARE, Share, gathered, load
from shared.rebuilding.own import OwnReadModels, stop_appending
from shared.rebuilding.refusing import WIPED, RebuildRefused
from shared.store.places import kept_places
from shared.store.store import UNAVAILABLE
from shared.subscriptions import Keeping, Subscriptions
from shared.taking import Taking
from shared.time import clock_for

REBUILD_LOCK = 812_006
SMALL_RECORDS = 20_000
"""As many are taken in by this process before another one would have started."""
NEARLY_RECORDS = 200
CATCH_UP_SECONDS = 30

log = structlog.get_logger("rebuild")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What was made anew, and how long it took."""

    records: int
    loaded_seconds: float
    indexed_seconds: float
    moved_seconds: float


async def rebuild(
    subscriptions: Subscriptions,
    database_url: str,
    journal_url: str,
    *,
    own: OwnReadModels | None = None,
    clock_file: Path | None = None,
    loaders: int | None = None,
) -> Rebuilt:
    """Makes what the service keeps of the journal (and of its ``own`` events) anew and takes its place.

    ``loaders`` are processes beside this one; none given, as many as there are processors, or none for a small journal.
    Raises ``RebuildRefused``; what was there is untouched then, as after any other error.
    """
    if subscriptions.keeping is None:
        raise RebuildRefused(
            f"{subscriptions.service} reacts to what it is told: what it has decided since can't be made anew."
        )
    control = await connect(database_url, SESSION)
    journal = open_journal(journal_url, f"{subscriptions.service} rebuild")
    try:
        if not await control.fetchval("select pg_try_advisory_lock($1)", REBUILD_LOCK):
            raise RebuildRefused("Another rebuild of this service is going on.")
        beside = await Beside.made(control, (*subscriptions.keeping.tables, *(own.tables if own else ())))
        try:
            work = _Work(subscriptions, subscriptions.keeping, database_url, journal_url, control, journal, beside)
            return await work.run(own, clock_file, loaders)
        finally:
            await beside.drop(control)
    finally:
        await journal.close()
        with contextlib.suppress(*UNAVAILABLE):
            await control.close(timeout=5)
        if not control.is_closed():
            control.terminate()


@dataclass(frozen=True, slots=True)
class _Work:
    subscriptions: Subscriptions
    keeping: Keeping
    database_url: str
    journal_url: str
    control: OwnConnection
    journal: Journal
    beside: Beside

    async def run(self, own: OwnReadModels | None, clock_file: Path | None, loaders: int | None) -> Rebuilt:
        started = time.monotonic()
        identity = await self.journal.identity()
        ends = await self.journal.ends(self.subscriptions.topics())
        records = sum(ends.values())
        if loaders is None:
            loaders = 0 if records < SMALL_RECORDS else os.cpu_count() or 1
        shares = [self._share(number, part, ends, identity, clock_file) for number, part in _parts(ends, loaders)]
        async with self._pool() as pool:
            position, *_ = await _together(self._own(own, pool), *(self._load(share, loaders > 0) for share in shares))
            loaded = time.monotonic()
            await self.beside.index(self.control)
            indexed = time.monotonic()
            await self._catch_up(pool, identity, clock_file, own, position)
        return Rebuilt(
            records=records,
            loaded_seconds=loaded - started,
            indexed_seconds=indexed - loaded,
            moved_seconds=time.monotonic() - indexed,
        )

    @contextlib.asynccontextmanager
    async def _pool(self) -> AsyncGenerator[Pool]:
        pool = await open_beside(self.database_url, self.beside.schema)
        try:
            yield pool
        except BaseException:
            pool.terminate()
            raise
        await pool.close()

    def _share(
        self,
        number: int,
        part: Sequence[TopicPartition],
        ends: Mapping[TopicPartition, int],
        identity: str,
        clock_file: Path | None,
    ) -> Share:
        return Share(
            home=self.keeping.home,
            database_url=self.database_url,
            journal_url=self.journal_url,
            schema_name=self.beside.schema,
            journal=identity,
            number=number,
            clock_file=clock_file,
            own=[(place.topic, place.partition, ends[place]) for place in part],
            others=[(place.topic, place.partition, end) for place, end in ends.items() if place not in part],
        )

    async def _own(self, own: OwnReadModels | None, pool: Pool, after: int = 0) -> int:
        if own is None:
            return 0
        async with pool.acquire() as connection:
            return await own.project(self.control, connection, after)

    async def _load(self, share: Share, apart: bool) -> int:
        if apart:
            await _process(share)
        else:
            await load(share, self.subscriptions)
        return 0

    async def _catch_up(
        self, pool: Pool, identity: str, clock_file: Path | None, own: OwnReadModels | None, position: int
    ) -> None:
        taking = Taking(self.subscriptions, None, pool, clock_for(clock_file), None)

        async def positions(found: str, at: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
            if found != identity:
                raise RebuildRefused(WIPED)
            async with pool.acquire() as connection:
                return await kept_places(connection, found, at)

        topics, group = self.subscriptions.topics(), f"{self.subscriptions.service} rebuild"
        async with self.journal.subscribe(topics, group, positions) as subscription:
            while delivered := await gathered(subscription, 1):
                await taking.take_batch(delivered)
                if len(delivered) < NEARLY_RECORDS:
                    break
            await self.control.execute(f"select {TURN.format('', '')}", timeout=LONG_SECONDS)
            deadline = time.monotonic() + CATCH_UP_SECONDS
            while await self._is_behind(pool, identity):
                if time.monotonic() > deadline:
                    raise RebuildRefused("The journal lacks what had been taken in. Everything stays as it was.")
                if delivered := await gathered(subscription, 1):
                    await taking.take_batch(delivered)
        if own:
            await stop_appending(self.control)
            await self._own(own, pool, position)
        await self.beside.move(self.control, identity)

    async def _is_behind(self, pool: Pool, identity: str) -> bool:
        """Whether those who take in have passed a place that the new tables have not."""
        places = list(await self.journal.ends(self.subscriptions.topics()))
        theirs = await kept_places(self.control, identity, places)
        async with pool.acquire() as connection:
            ours = await kept_places(connection, identity, places)
        return any(ours.get(place, 0) < offset for place, offset in theirs.items())


def _parts(ends: Mapping[TopicPartition, int], loaders: int) -> list[tuple[int, list[TopicPartition]]]:
    """The partitions in so many parts of about as many records each."""
    parts: list[list[TopicPartition]] = [[] for _ in range(max(1, loaders))]
    sizes = [0] * len(parts)
    for place in sorted(ends, key=lambda each: (-ends[each], each)):
        smallest = sizes.index(min(sizes))
        parts[smallest].append(place)
        sizes[smallest] += ends[place]
    return list(enumerate(parts, start=1))


async def _together(*work: Coroutine[Any, Any, int]) -> list[int]:
    """All of it, or the first error once nothing of it runs any more."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _process(share: Share) -> None:
    """Loads the share in a process that ends with this one."""
    environment = {**os.environ, SHARE: share.model_dump_json()}
    command = [sys.executable, "-m", "shared.rebuilding.loading"]
    process = child_process.start(
        command, environment=environment, output=subprocess.PIPE, on_parent_death=signal.SIGKILL
    )
    ending = asyncio.create_task(asyncio.to_thread(process.communicate))
    try:
        said, _ = await asyncio.shield(ending)
    except BaseException:
        process.kill()
        while not ending.done():  # cancelled again meanwhile or not: nothing of it is left behind
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([ending])
        raise
    if process.returncode:
        words = said.decode(errors="replace").strip().splitlines()
        log.error("loader_failed", code=process.returncode)
        raise RebuildRefused(f"A part of the journal could not be loaded: {words[-1] if words else 'no reason given'}")
