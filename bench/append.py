"""One command through ``handle()`` with everything in its transaction, beside the limit and the peers' bare appends.

Every contestant has the same seconds in every round, one after another, on one Postgres with its default durability.
"""

import asyncio
import contextlib
import itertools
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import asyncpg
import uvloop

from bench import notes
from bench.bare import TABLES, Grouped, OneByOne
from bench.figures import Figure, Size, Spread, spread
from bench.peers import PEERS, Peer, Running, running
from bench.peers.driving import Unavailable
from shared.database import open_pool
from shared.embedded_postgres import PostgresCluster, create_database, running_postgres
from shared.handling import handle
from shared.schema import migrate
from shared.store import EventStore
from shared.time import SystemClock

AT_ONCE = (1, 16, 64)
OURS, LIMIT_A, LIMIT_B = "ours, everything", "A: bare row a commit", "B: bare group commit"
Streams = Literal["new", "existing"]
Rated = tuple[float, float]
"""Commands a second, and their p50 in milliseconds."""
Contestant = Callable[[float, int, Streams], Awaitable[Rated]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long each run is, how often, and what the streams hold that exist already."""

    seconds: float
    rounds: int
    streams: int
    events: int = 10


PLANS: Mapping[Size, Plan] = {
    "quick": Plan(seconds=0.3, rounds=3, streams=150),
    "full": Plan(seconds=0.7, rounds=5, streams=300),
}


async def rate(work: Callable[[], Awaitable[object]], seconds: float, at_once: int) -> Rated:
    """How many a second with this many at a time, and the median of how long one takes in milliseconds."""
    since, took = time.perf_counter(), list[float]()

    async def one_after_another() -> None:
        while (started := time.perf_counter()) < since + seconds:
            await work()
            took.append(time.perf_counter() - started)

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return len(took) / (time.perf_counter() - since), statistics.median(took) * 1000


@contextlib.asynccontextmanager
async def ours(url: str, plan: Plan) -> AsyncGenerator[Contestant]:
    """The notebook through ``handle()``, with streams that exist already."""
    await asyncio.to_thread(migrate, url)
    pool = await open_pool(url)
    await pool.execute(notes.BOOKS)
    store = EventStore(notes.definition(), url, pool, SystemClock())
    await store.open()
    turns = itertools.count()

    async def new() -> None:
        await handle(store, notes.caller(), notes.note(notes.book()))

    async def existing() -> None:
        await handle(store, notes.caller(), notes.note(notes.book(next(turns) % plan.streams)))

    async def run(seconds: float, at_once: int, streams: Streams) -> Rated:
        return await rate(new if streams == "new" else existing, seconds, at_once)

    await asyncio.gather(*(existing() for _ in range(plan.streams * plan.events)))
    await pool.execute("vacuum analyze")
    yield run
    await store.close()
    await pool.close()


@contextlib.asynccontextmanager
async def limits(url: str) -> AsyncGenerator[tuple[Contestant, Contestant]]:
    """The two bare ways; what streams there are is nothing to them."""
    pool = await asyncpg.create_pool(url, min_size=max(AT_ONCE), max_size=max(AT_ONCE))
    for table in TABLES:
        await pool.execute(table)
    one_by_one, grouped = OneByOne(pool), Grouped(url)

    async def row(seconds: float, at_once: int, streams: Streams) -> Rated:
        return await rate(one_by_one.append, seconds, at_once)

    async def group(seconds: float, at_once: int, streams: Streams) -> Rated:
        return await rate(grouped.append, seconds, at_once)

    yield row, group
    await grouped.close()
    await pool.close()


def asking(peer: Running) -> Contestant:
    async def run(seconds: float, at_once: int, streams: Streams) -> Rated:
        return await peer.run(seconds, at_once, streams)

    return run


@contextlib.asynccontextmanager
async def ready_peer(peer: Peer, url: str, plan: Plan) -> AsyncGenerator[Contestant | str]:
    """A peer with its streams, or in words why there is none."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            program = await stack.enter_async_context(running(peer, url))
            await program.seed(plan.streams, plan.events)
        except (Unavailable, OSError, TimeoutError) as reason:
            yield f"{peer.name} could not be had: {reason or type(reason).__name__}"
        else:
            yield asking(program)


Results = Mapping[tuple[Streams, int], Mapping[str, Sequence[Rated]]]


async def compare(contestants: Mapping[str, Contestant], plan: Plan) -> tuple[Results, list[str]]:
    """All of them in every round, one after another; and whoever fell out, with the reason."""
    results: dict[tuple[Streams, int], dict[str, list[Rated]]] = defaultdict(lambda: defaultdict(list))
    out: dict[str, str] = {}
    kinds: tuple[Streams, ...] = ("new", "existing")
    for streams, at_once, _ in itertools.product(kinds, AT_ONCE, range(plan.rounds)):
        for name, run in contestants.items():
            if name in out:
                continue
            try:
                rated = await run(plan.seconds, at_once, streams)
                results[streams, at_once][name].append(rated)
            except (Unavailable, TimeoutError) as reason:
                out[name] = f"{name} fell out at {streams} streams, {at_once} at a time: {reason}"
    return results, list(out.values())


def figures(results: Results, said: Sequence[str]) -> list[Figure]:
    found: list[Figure] = []
    for (streams, at_once), rated in results.items():
        rates = {name: spread([per_second for per_second, _ in runs]) for name, runs in rated.items()}
        found.append(_throughput(streams, at_once, rates, "" if found else "; ".join(said)))
        found.append(
            _latency(streams, at_once, {name: spread([p50 for _, p50 in runs]) for name, runs in rated.items()})
        )
    return found


def _throughput(streams: Streams, at_once: int, rates: Mapping[str, Spread], said: str) -> Figure:
    limit_a, limit_b = rates[LIMIT_A].median, rates[LIMIT_B].median
    mine, python = (
        rates[OURS].median,
        [rates[peer.name].median for peer in PEERS if peer.is_python and peer.name in rates],
    )
    decides = streams == "new" and at_once == max(AT_ONCE)
    fastest = max(python, default=0)
    beside = f"{streams} streams, {at_once} at a time: {mine / limit_b:.2f} × B"
    if fastest:
        beside += f", {mine / fastest:.1f} × the fastest Python peer"
    return Figure(
        id="P1",
        name=f"append, {streams} streams, {at_once} at a time",
        unit="commands/s",
        ours=rates[OURS],
        limits={name: rates[name] for name in (LIMIT_A, LIMIT_B)},
        peers={peer.name: rates[peer.name] for peer in PEERS if peer.name in rates},
        ratio=mine / limit_a,
        target="≥ 1.0 × A, ≥ 0.3 × B, ≥ 2 × the fastest Python peer" if decides else None,
        met=mine >= limit_a and mine >= 0.3 * limit_b and mine >= 2 * fastest if decides else None,
        note=f"{beside}. {said}".strip(),
    )


def _latency(streams: Streams, at_once: int, p50s: Mapping[str, Spread]) -> Figure:
    ratio = p50s[OURS].median / p50s[LIMIT_A].median
    decides = streams == "new" and at_once == 1
    return Figure(
        id="P1",
        name=f"append p50, {streams} streams, {at_once} at a time",
        unit="ms",
        ours=p50s[OURS],
        limits={name: p50s[name] for name in (LIMIT_A, LIMIT_B)},
        peers={peer.name: p50s[peer.name] for peer in PEERS if peer.name in p50s},
        ratio=ratio,
        target="≤ 3 × the bare row" if decides else None,
        met=ratio <= 3 if decides else None,
    )


async def _database(cluster: PostgresCluster, name: str) -> str:
    connection = await asyncpg.connect(cluster.url())
    await create_database(connection, name)
    await connection.close()
    return cluster.url(name)


async def on(cluster: PostgresCluster, size: Size, peers: Sequence[Peer] = PEERS) -> Sequence[Figure]:
    """The comparison on this server; ``peers`` for a few of them alone."""
    plan, said = PLANS[size], list[str]()
    async with contextlib.AsyncExitStack() as stack:
        contestants: dict[str, Contestant] = {}
        contestants[OURS] = await stack.enter_async_context(ours(await _database(cluster, "ours"), plan))
        url = await _database(cluster, "bare")
        contestants[LIMIT_A], contestants[LIMIT_B] = await stack.enter_async_context(limits(url))
        for number, peer in enumerate(peers):
            url = await _database(cluster, f"peer_{number}")
            ready = await stack.enter_async_context(ready_peer(peer, url, plan))
            if isinstance(ready, str):
                said.append(ready)
            else:
                contestants[peer.name] = ready
        results, fell_out = await compare(contestants, plan)
    return figures(results, said + fell_out)


@contextlib.contextmanager
def fresh_postgres() -> Generator[PostgresCluster]:
    """A server with its default durability, for as long as the context is open."""
    with tempfile.TemporaryDirectory(prefix="frontdoor-bench-") as folder:
        Path(folder).chmod(0o711)
        with running_postgres(Path(folder)) as cluster:
            yield cluster


async def measure(size: Size) -> Sequence[Figure]:
    with fresh_postgres() as cluster:
        return await on(cluster, size)


def told(figure: Figure) -> str:
    """The figure in a few lines."""
    sides = {"ours": figure.ours, **figure.limits, **figure.peers}
    lines = [f"  {side.median:10.2f} ({side.low:.2f} to {side.high:.2f})  {name}" for name, side in sides.items()]
    target = f", target {figure.target}: {'met' if figure.met else 'not met'}" if figure.target else ""
    ratio = f" {figure.ratio:.2f}" if figure.ratio is not None else ""
    return "\n".join([f"{figure.id} {figure.name} [{figure.unit}]{ratio}{target}", *lines, f"  {figure.note}"])


if __name__ == "__main__":
    import sys

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for figure in runner.run(measure("quick" if "--quick" in sys.argv else "full")):
            print(told(figure))
