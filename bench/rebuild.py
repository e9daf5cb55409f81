"""The timeline made anew from a million events, beside reading them bare and the barest rebuild that there could be.

Ours is what `frontdoor rebuild timeline` does: beside tables in use that hold the same, which it then replaces.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import asyncpg
import orjson

from bench.figures import Figure, Size, spread
from bench.journeys import EVENTS, TOPICS, fill
from bench.peers_rebuild import PROJECTOR, peers_at
from bench.running import folder
from shared.embedded_postgres import EmbeddedPostgres
from shared.journal import open_journal
from shared.rebuilding import Rebuilt, rebuild
from shared.schema import history_of, migrate
from timeline.operations import OWN
from timeline.subscriptions import SUBSCRIPTIONS

ROUNDS: dict[Size, int] = {"quick": 3, "full": 5}
PEER_EVENTS: dict[Size, int] = {"quick": 5_000, "full": 10_000}
PEER_ROUNDS = 3
PAGE = 1000
TARGET = "≥ 0.5 × the bare rebuild by unnest upserts, ahead of every peer's projector"
UPSERTS = "bare rebuild by unnest upserts of 1,000"
PARSED = "pages of 1,000, parsed"

CURSOR = "select headers, value from records order by topic, partition, record_offset"
BARE_TABLE = "create table bare (id text primary key, child text not null, body bytea not null)"
UPSERT = """insert into bare select * from unnest($1::text[], $2::text[], $3::bytea[])
            on conflict (id) do update set child = excluded.child, body = excluded.body"""


@dataclass(frozen=True, slots=True)
class Bench:
    """A server with a journal of so many events."""

    server: EmbeddedPostgres
    journal: str
    timeline: str
    events: int

    async def bare(self) -> asyncpg.Connection:
        return await asyncpg.connect(self.journal)


async def measure(size: Size, rounds: int | None = None, events: int | None = None) -> list[Figure]:
    """Fills a journal once, then rebuilds from it round by round, each round beside the limits."""
    count = events or EVENTS[size]
    with folder() as path:
        async with EmbeddedPostgres(path / "postgres") as server:
            bench = await _made(server, count)
            ours: list[float] = []
            limits: dict[str, list[float]] = {name: [] for name in LIMITS}
            for _ in range(rounds or ROUNDS[size]):
                for name, limit in LIMITS.items():
                    limits[name].append(await _rate(bench, limit))
                ours.append(await _rate(bench, _ours))
            peers = await peers_at(server, PEER_EVENTS[size], rounds or PEER_ROUNDS)
    return [_figure(count, ours, limits, peers)]


def _figure(events: int, ours: list[float], limits: dict[str, list[float]], peers: dict[str, list[float]]) -> Figure:
    ratio = spread([mine / bare for mine, bare in zip(ours, limits[UPSERTS], strict=True)]).median
    ahead = all(spread(ours).median > spread(rates).median for name, rates in peers.items() if name == PROJECTOR)
    return Figure(
        id="P4",
        name=f"timeline rebuilt from {events:,} events",
        unit="events/s",
        ours=spread(ours),
        limits={name: spread(rates) for name, rates in limits.items()},
        peers={name: spread(rates) for name, rates in peers.items()},
        ratio=ratio,
        target=TARGET,
        met=ratio >= 0.5 and ahead,
        note="Ours keeps 1.1 facts an event in four tables with ten indexes, with an inbox, beside the tables in use; "
        "the bare rebuild keeps one row an event in a table with one key.",
    )


async def _made(server: EmbeddedPostgres, events: int) -> Bench:
    journal, timeline = await server.create_database("journal"), await server.create_database("timeline")
    await asyncio.to_thread(migrate, timeline, history_of("timeline"))
    opened = open_journal(journal, "bench")
    await opened.ensure_topics(TOPICS)
    await opened.close()
    await fill(journal, events)
    return Bench(server, journal, timeline, events)


async def _rate(bench: Bench, work: Callable[[Bench], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work(bench)
    return bench.events / (time.perf_counter() - began)


async def _ours(bench: Bench) -> Rebuilt:
    done = await rebuild(SUBSCRIPTIONS, bench.timeline, bench.journal, own=OWN)
    assert done.records == bench.events
    return done


async def _copied(bench: Bench) -> None:
    connection = await bench.bare()

    async def forget(_: bytes) -> None:
        return None

    await connection.copy_from_query("select headers, value from records", output=forget, format="binary")
    await connection.close()


async def _pages(connection: asyncpg.Connection) -> AsyncIterator[list[asyncpg.Record]]:
    async with connection.transaction():
        cursor = await connection.cursor(CURSOR)
        while page := await cursor.fetch(PAGE):
            yield page


async def _read(bench: Bench) -> None:
    connection = await bench.bare()
    async for _ in _pages(connection):
        pass
    await connection.close()


async def _parsed(bench: Bench) -> None:
    connection = await bench.bare()
    async for page in _pages(connection):
        for row in page:
            orjson.loads(row["value"])
    await connection.close()


async def _upserts(bench: Bench) -> None:
    """One row an event, by its id: read, parsed, written a thousand at a time, each thousand committed."""
    reading, writing = await bench.bare(), await asyncpg.connect(bench.timeline)
    await writing.execute("drop table if exists bare")
    await writing.execute(BARE_TABLE)
    async for page in _pages(reading):
        documents = [orjson.loads(row["value"]) for row in page]
        ids = [orjson.loads(row["headers"])["ce_id"] for row in page]
        children = [document["meta"]["child_ids"][0] for document in documents]
        await writing.execute(UPSERT, ids, children, [row["value"] for row in page])
    await writing.close()
    await reading.close()


LIMITS: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "COPY out": _copied,
    "pages of 1,000 by a cursor": _read,
    PARSED: _parsed,
    UPSERTS: _upserts,
}


def main() -> None:
    """`python -m bench.rebuild [--full] [--rounds N]`."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--full", action="store_true")
    words.add_argument("--rounds", type=int)
    words.add_argument("--events", type=int)
    asked = words.parse_args()
    for figure in asyncio.run(measure("full" if asked.full else "quick", asked.rounds, asked.events)):
        print(figure)


if __name__ == "__main__":
    main()
