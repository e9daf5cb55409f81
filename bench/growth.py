"""The same operations with ten thousand and a million stored events, in turns. `growth_ten_million` has ten million.

What is stored beforehand is copied in with its true chain, so that even the largest store is made in minutes.
"""

import asyncio
import contextlib
import hashlib
import itertools
import random
import resource
import statistics
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from bench import notes
from bench.append import fresh_postgres, rate
from bench.figures import Figure, Size, Spread, spread
from shared.contracts import to_record
from shared.database import OwnConnection, connect, open_pool
from shared.embedded_postgres import PostgresCluster, create_database
from shared.events import Meta, Recorded, stored_bytes
from shared.handling import handle
from shared.ids import new_id
from shared.schema import migrate
from shared.store import EventStore, verify_chain
from shared.store.encoding import STEPS_PER_EVENT
from shared.time import SystemClock

SMALL = 10_000
LARGE = {"quick": 100_000, "full": 1_000_000}
ROUNDS = {"quick": 3, "full": 5}
SECONDS = {"quick": 0.5, "full": 1.0}
EVENTS_A_STREAM = 10
COPIED_AT_ONCE = 20_000
ALLOWED = 1.2
MARK = "@@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A store of a certain size, and what it is asked for."""

    events: int
    store: EventStore
    connection: OwnConnection

    async def append(self) -> None:
        await handle(self.store, notes.caller(), notes.note(notes.book()))

    async def load(self) -> None:
        number = random.randrange(self.events // EVENTS_A_STREAM)
        assert len(await self.store.load(notes.book(number))) == EVENTS_A_STREAM


def _example() -> Recorded[object]:
    """An event as ``handle()`` would have written it, with a mark where each one differs."""
    meta = Meta(
        recorded_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
        actor=notes.AUTHOR,
        correlation_id=new_id(),
        causation_id=new_id(),
        occurred_at=notes.NOON,
        child_ids=(f"child-{MARK}stream",),
        idempotency_key=new_id(),
        sensitivity=("SUB",),
        policy_version="2026-05",
        tenant_la="812",
    )
    data = notes.NoteAdded(number=1, child_id=f"child-{MARK}stream", text=notes.TEXT, occurred_at=notes.NOON)
    return Recorded(
        position=-1,
        stream=f"{MARK}stream",
        version=-2,
        event_id=f"{MARK}event_id",
        type="NoteAdded",
        schema_version=1,
        data=data,
        meta=meta,
    )


Row = tuple[object, ...]


def rows(events: int) -> Iterator[tuple[Row, Row, Row]]:
    """Each event with its record in the outbox (published) and its receipt, chained from the first."""
    example = _example()
    at, previous = example.meta.recorded_at, b""
    content = stored_bytes(notes.EVENTS, example).decode()
    content = content.replace('"position":-1', f'"position":{MARK}position').replace(
        '"version":-2', f'"version":{MARK}version'
    )
    record = to_record(notes.publish(example)[0], example, "bench", "bench", 0, None)
    for position in range(1, events + 1):
        version, stream = (position - 1) % EVENTS_A_STREAM + 1, notes.book((position - 1) // EVENTS_A_STREAM)
        event_id, child = new_id(), f"child-{stream}"
        stored = content.replace(f"{MARK}stream", stream).replace(f"{MARK}event_id", event_id)
        stored = stored.replace(f"{MARK}position", str(position)).replace(f"{MARK}version", str(version))
        value = stored.encode()
        previous = hashlib.sha256(previous + value).digest()
        event = (position, stream, version, event_id, "NoteAdded", [child], at, value, previous)
        told_on = (position * STEPS_PER_EVENT, position, "bench", stream, dict(record.headers), record.value)
        yield event, told_on, ("bench", new_id(), notes.BODY_HASH, b"{}", at)


async def fill(connection: OwnConnection, events: int) -> None:
    """Copies this many events in, with their records and receipts, and sets the head to the last."""
    everything, last = rows(events), None
    while batch := list(itertools.islice(everything, COPIED_AT_ONCE)):
        for table, records in zip(("events", "outbox", "idempotency"), zip(*batch, strict=True), strict=True):
            await connection.copy_records_to_table(table, records=records, timeout=600)
        last = batch[-1][0]
    assert last is not None
    await connection.execute(
        "update store_head set position = $1, hash = $2, recorded_at = $3", last[0], last[8], last[6]
    )
    await connection.execute("update relay set published_to = $1", events * STEPS_PER_EVENT)
    await connection.execute("vacuum analyze", timeout=600)


@contextlib.asynccontextmanager
async def stored(cluster: PostgresCluster, events: int) -> AsyncGenerator[Stored]:
    """A store with this many events in a database of its own."""
    administrator = await asyncpg.connect(cluster.url())
    await create_database(administrator, f"events_{events}")
    await administrator.close()
    url = cluster.url(f"events_{events}")
    await asyncio.to_thread(migrate, url)
    pool = await open_pool(url)
    connection = await connect(url)
    await pool.execute(notes.BOOKS)
    await fill(connection, events)
    store = EventStore(notes.definition(), url, pool, SystemClock())
    await store.open()
    yield Stored(events=events, store=store, connection=connection)
    await store.close()
    await connection.close()
    await pool.close()


async def grown(small: Stored, large: Stored, size: Size) -> list[Figure]:
    """The operations on both, in turns."""
    figures: list[Figure] = []
    for name, at_once, operation in (
        ("append, 64 at a time", 64, "append"),
        ("append, one at a time", 1, "append"),
        ("load one stream of 10", 1, "load"),
    ):
        times: dict[int, list[float]] = {small.events: [], large.events: []}
        for _, each in itertools.product(range(ROUNDS[size]), (small, large)):
            work = each.append if operation == "append" else each.load
            times[each.events].append((await rate(work, SECONDS[size], at_once))[1])
        figures.append(_figure(f"{name}, {large.events:,} events", times[large.events], times[small.events]))
    return figures


def _figure(name: str, large: Sequence[float], small: Sequence[float]) -> Figure:
    ratio = statistics.median(large) / statistics.median(small)
    return Figure(
        id="P5",
        name=name,
        unit="ms (p50)",
        ours=spread(large),
        limits={f"with {SMALL:,} events": spread(small)},
        ratio=ratio,
        target=f"≤ {ALLOWED} × with {SMALL:,} events",
        met=ratio <= ALLOWED,
    )


async def on_disk(large: Stored) -> list[Figure]:
    """Bytes of each table and of its indexes, for each event."""
    figures: list[Figure] = []
    for table in ("events", "outbox", "idempotency"):
        row = await large.connection.fetchrow(
            "select pg_table_size($1::text::regclass) as heap, pg_indexes_size($1::text::regclass) as indexes", table
        )
        assert row is not None
        for what in ("heap", "indexes"):
            figures.append(_size(f"{table}: {what} on disk, {large.events:,} events", row[what] / large.events))
    return figures


def _size(name: str, value: float, unit: str = "bytes an event") -> Figure:
    return Figure(id="growth", name=name, unit=unit, ours=Spread(median=value, low=value, high=value, rounds=1))


def peak_memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def memory_now() -> float:
    """What this process holds, in MB, where the system tells."""
    with contextlib.suppress(OSError), open("/proc/self/statm") as told_by_system:
        return int(told_by_system.read().split()[1]) * resource.getpagesize() / 1_048_576
    return peak_memory()


async def measure(size: Size, large: int | None = None) -> Sequence[Figure]:
    with fresh_postgres() as cluster:
        async with stored(cluster, SMALL) as small, stored(cluster, large or LARGE[size]) as grown_store:
            broken = await verify_chain(small.connection)
            assert broken is None, broken
            before = memory_now()
            figures = await grown(small, grown_store, size)
            figures.append(_size("memory that the appends and loads added to the process", memory_now() - before, "MB"))
            return [*figures, *await on_disk(grown_store)]
