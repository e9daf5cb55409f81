"""A command through the whole command path, against one bare row a commit: medians of interleaved runs, as a ratio."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from shared.access.actor import Actor, Role
from shared.database import open_pool
from shared.decider import Decider
from shared.embedded_postgres import running_postgres
from shared.events import EventCatalogue
from shared.handling import Caller, Step, handle
from shared.ids import new_id
from shared.schema import migrate
from shared.store import EventStore, StoreDefinition
from shared.time import SystemClock

COMMANDS = 1_000
RUNS = 3
AT_ONCE = (1, 16, 64)
TEXT = "x" * 800
AUTHOR = Actor("bench", "Bench", Role.SCREENER_SW, "la-812", registered_sw=True)
EVENTS = EventCatalogue()

Work = Callable[[], Awaitable[object]]


@EVENTS.event("NoteAdded")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    text: str


def decide(command: str, state: int) -> list[NoteAdded]:
    return [NoteAdded(text=command)]


def evolve(state: int, event: NoteAdded) -> int:
    return state + 1


NOTES: Decider[str, NoteAdded, int] = Decider(initial=0, decide=decide, evolve=evolve)


async def rate(work: Work, at_once: int) -> float:
    """How many a second, with this many at a time."""
    left = COMMANDS

    async def one_after_another() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            await work()

    started = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return COMMANDS / (time.perf_counter() - started)


async def measure(url: str) -> None:
    pool = await open_pool(url)
    bare = await asyncpg.create_pool(url, min_size=max(AT_ONCE), max_size=max(AT_ONCE))
    await bare.execute("create table bare (id uuid primary key, content bytea not null)")
    store = EventStore(StoreDefinition(service="bench", topic="bench", events=EVENTS), url, pool, SystemClock())
    await store.open()

    async def command() -> None:
        caller = Caller(actor=AUTHOR, client="bench", key=new_id())
        await handle(store, caller, Step(stream=f"Note-{new_id()}", decider=NOTES, command=TEXT))

    async def row() -> None:
        await bare.execute("insert into bare values ($1, $2)", new_id(), TEXT.encode())

    await asyncio.gather(rate(command, 16), rate(row, 16))
    await pool.execute("vacuum analyze")
    print("at once   command/s   bare row/s   ratio")
    for at_once in AT_ONCE:
        runs = [(await rate(command, at_once), await rate(row, at_once)) for _ in range(RUNS)]
        ours, limit = (statistics.median(side) for side in zip(*runs, strict=True))
        print(f"{at_once:7}   {ours:9.0f}   {limit:10.0f}   {ours / limit:5.2f}")
    await store.close()
    await pool.close()
    await bare.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="frontdoor-bench-") as folder:
        Path(folder).chmod(0o711)
        with running_postgres(Path(folder)) as cluster:
            migrate(cluster.url())
            asyncio.run(measure(cluster.url()))


if __name__ == "__main__":
    main()
