"""What is acknowledged is stored, in one order that every reader sees; what is not stored is never acknowledged."""

import asyncio
import time
from datetime import timedelta

import asyncpg
import pytest

from shared.database import Connection
from shared.handling import Unit, handle
from shared.problems import StoreUnavailable
from shared.store import verify_chain
from shared.store.batch import STORE_LOCK

from .conftest import Notebook, OpenNotebook, SetClock, StoppablePostgres, opened
from .notebook import NOON, by, note
from .waiting import until


class Follower:
    """Reads the store as a projection would: everything after the last position seen, again and again."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self.seen: list[int] = []

    async def look(self) -> int:
        after = self.seen[-1] if self.seen else 0
        self.seen += [recorded.position for recorded in await self._notebook.store.read_all(after, limit=50)]
        return len(self.seen)

    async def until(self, position: int) -> None:
        async def has_seen() -> bool:
            return await self.look() >= position

        await until(has_seen)


async def slowly(_: Connection) -> None:
    await asyncio.sleep(0.01)


async def test_200_concurrent_commands_are_all_there_and_a_reader_skips_none(
    notebook_service: Notebook, another_start: OpenNotebook
) -> None:
    stores = [notebook_service.store, (await another_start()).store]
    follower = Follower(notebook_service)
    units = [
        Unit(caller=by(), steps=[note(str(number % 20), str(number))], effects=[slowly] if number % 7 == 0 else [])
        for number in range(200)
    ]
    events = 200 + 20  # and the clock of each book
    writing = [stores[number % 2].submit(unit) for number, unit in enumerate(units)]
    await asyncio.gather(follower.until(events), *writing)
    assert follower.seen == list(range(1, events + 1))
    assert sum([len(await notebook_service.texts(str(book))) for book in range(20)]) == 200
    async with notebook_service.pool.acquire() as connection:
        assert await verify_chain(connection) is None


async def test_commands_that_come_together_share_transactions(notebook_service: Notebook) -> None:
    await asyncio.gather(*(handle(notebook_service.store, by(), note(str(n), "x")) for n in range(100)))
    transactions = await notebook_service.pool.fetchval("select count(distinct xmin::text) from events")
    assert transactions < 20


async def test_a_key_is_known_after_a_restart(notebook_service: Notebook, another_start: OpenNotebook) -> None:
    first = await handle(notebook_service.store, by("k", b"x"), note("a", "once"))
    again = await handle((await another_start()).store, by("k", b"x"), note("a", "once"))
    assert again == first
    assert await notebook_service.texts("a") == ["once"]


async def test_a_key_that_two_processes_send_at_once_is_carried_out_once(
    notebook_service: Notebook, another_start: OpenNotebook
) -> None:
    stores = [notebook_service.store, (await another_start()).store]
    receipts = await asyncio.gather(*(handle(store, by("k", b"x"), note("a", "once")) for store in stores * 5))
    assert len({str(receipt) for receipt in receipts}) == 1
    assert await notebook_service.texts("a") == ["once"]


async def test_a_machine_clock_that_goes_back_never_makes_recorded_times_go_back(notebook_service: Notebook) -> None:
    for hours in (2, 1, 3):
        notebook_service.clock.at = NOON + timedelta(hours=hours)
        await handle(notebook_service.store, by(), note("a", "x"))
    times = [recorded.meta.recorded_at for recorded in await notebook_service.store.load("Book-a")]
    assert times == [NOON + timedelta(hours=hours) for hours in (2, 2, 3)]


async def test_without_postgres_nothing_is_acknowledged_and_afterwards_all_goes_on(
    clock: SetClock, stoppable_postgres: StoppablePostgres, stoppable_database: str
) -> None:
    async with opened(stoppable_database, clock) as notebook:
        await handle(notebook.store, by(), note("a", "before"))
        stoppable_postgres.stop()
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                await handle(notebook.store, by("k"), note("a", "meanwhile"))
        stoppable_postgres.start()
        await handle(notebook.store, by("k"), note("a", "meanwhile"))
        assert await notebook.texts("a") == ["before", "meanwhile"]


async def test_where_the_commit_fails_nothing_is_acknowledged_nor_run_again(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "before"))
    await notebook_service.pool.execute(
        """create function fail() returns trigger language plpgsql as $$ begin raise 'at the commit'; end $$;
           create constraint trigger at_commit after insert on audit
             deferrable initially deferred for each row execute function fail()"""
    )
    asked = [handle(notebook_service.store, by(), note("a", text)) for text in ("meanwhile", "too")]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable, StoreUnavailable]
    await notebook_service.pool.execute("drop trigger at_commit on audit")
    await handle(notebook_service.store, by(), note("a", "after"))
    assert await notebook_service.texts("a") == ["before", "after"]


async def test_a_store_that_closes_while_it_is_stuck_tells_whoever_waits(notebook_service: Notebook) -> None:
    in_the_way = await asyncpg.connect(notebook_service.url)
    await in_the_way.execute("select pg_advisory_lock($1)", STORE_LOCK)
    asked = [asyncio.create_task(handle(notebook_service.store, by(), note("a", "first")))]
    await asyncio.sleep(0.05)
    asked += [asyncio.create_task(handle(notebook_service.store, by(), note("a", "second")))]
    started = time.monotonic()
    await notebook_service.store.close()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable, StoreUnavailable]
    assert time.monotonic() - started < 5
    await in_the_way.close()
    assert await notebook_service.store.read_all(after=0) == []


async def test_a_store_that_is_closed_takes_nothing_more(notebook_service: Notebook) -> None:
    await notebook_service.store.close()
    with pytest.raises(StoreUnavailable):
        await handle(notebook_service.store, by(), note("a", "too late"))


async def test_whoever_hangs_up_does_not_disturb_the_others(notebook_service: Notebook) -> None:
    asked = [asyncio.create_task(handle(notebook_service.store, by(), note(str(n), "x"))) for n in range(10)]
    await asyncio.sleep(0)
    asked[3].cancel()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)] == [3]
