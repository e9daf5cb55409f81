"""The scheduler fires what is due once: across restarts, side by side with another, and when time jumps."""

import asyncio
from datetime import timedelta

import pytest

from shared import scheduler as scheduler_module
from shared.clocks import clocks_of, clocks_running
from shared.contracts import read_body
from shared.handling import handle
from shared.scheduler import Scheduler, unfired

from .conftest import Notebook, OpenNotebook
from .notebook import NOON, by, closing, note
from .waiting import meanwhile, until

BOOK = "Book-a"


def scheduler(notebook: Notebook) -> Scheduler:
    return Scheduler(notebook.store, notebook.pool, notebook.clock)


async def told(notebook: Notebook) -> list[str]:
    """What has happened to clocks, in order."""
    events = await notebook.store.read_all(after=0)
    return [recorded.type for recorded in events if recorded.type.startswith("Clock")]


async def test_a_threshold_that_was_passed_fires_once_across_restarts(
    notebook_service: Notebook, another_start: OpenNotebook
) -> None:
    await handle(notebook_service.store, by(), note("a", "x"))
    notebook_service.clock.at = NOON + timedelta(hours=2)
    assert await scheduler(notebook_service).fire_due() == 1
    assert await scheduler(await another_start()).fire_due() == 0
    assert await told(notebook_service) == ["ClockStarted", "ClockWarned"]


async def test_two_schedulers_at_once_fire_once(notebook_service: Notebook, another_start: OpenNotebook) -> None:
    for book in range(20):
        await handle(notebook_service.store, by(), note(str(book), "x"))
    notebook_service.clock.at = NOON + timedelta(hours=9)
    schedulers = [scheduler(notebook_service), scheduler(await another_start())]
    await asyncio.gather(*(each.fire_due() for each in schedulers * 3))
    fired = await told(notebook_service)
    assert (fired.count("ClockWarned"), fired.count("ClockBreached")) == (20, 20)


async def test_what_came_due_while_nothing_ran_fires_late_and_says_so(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "x"))
    notebook_service.clock.at = NOON + timedelta(days=3)
    await scheduler(notebook_service).fire_due()
    rows = await notebook_service.pool.fetch("select value from outbox order by sequence")
    contracts = [read_body(row["value"]) for row in rows]
    assert [contract["late"] for contract in contracts if "late" in contract] == [True, True]


async def test_a_clock_that_was_stopped_in_time_never_fires(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "x"))
    await handle(notebook_service.store, by(), closing("a", at=NOON + timedelta(hours=1)))
    notebook_service.clock.at = NOON + timedelta(hours=9)
    assert await scheduler(notebook_service).fire_due() == 0
    async with notebook_service.pool.acquire() as connection:
        [clock] = await clocks_of(connection, BOOK)
        assert clock.status == "MET"
        assert await clocks_running(connection, [BOOK]) == []


async def test_what_came_due_all_at_once_is_fired_without_a_rest(
    notebook_service: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "AT_ONCE", 5)
    monkeypatch.setattr(scheduler_module, "LOOK_SECONDS", 60)
    for book in range(12):
        await handle(notebook_service.store, by(), note(str(book), "x"))
    notebook_service.clock.at = NOON + timedelta(hours=9)
    assert await unfired(notebook_service.pool, notebook_service.clock.now()) == 12

    async def nothing_due() -> bool:
        return await unfired(notebook_service.pool, notebook_service.clock.now()) == 0

    async with meanwhile(scheduler(notebook_service).run()):
        await until(nothing_due)


async def test_clocks_that_cannot_be_fired_keep_no_other_waiting(
    notebook_service: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "AT_ONCE", 5)
    for book in range(5):
        await handle(notebook_service.store, by(), note(f"broken-{book}", "x"))
    await handle(notebook_service.store, by(), note("a", "x", at=NOON + timedelta(minutes=1)))
    broken = b"no event at all"
    await notebook_service.pool.execute("update events set content = $1 where stream like '%broken%'", broken)
    notebook_service.clock.at = NOON + timedelta(hours=9)
    running = scheduler(notebook_service)
    assert [await running.fire_due() for _ in range(2)] == [5, 1]
    assert await told_of(notebook_service, BOOK) == ["BREACHED"]


async def told_of(notebook: Notebook, subject: str) -> list[str]:
    async with notebook.pool.acquire() as connection:
        return [clock.status for clock in await clocks_of(connection, subject)]


async def test_a_clock_is_shown_with_what_has_fired(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "x"))
    shown: list[tuple[str, float]] = []
    for hours in (1, 2, 4):
        notebook_service.clock.at = NOON + timedelta(hours=hours)
        await scheduler(notebook_service).fire_due()
        async with notebook_service.pool.acquire() as connection:
            [clock] = await clocks_running(connection, [BOOK])
        shown.append((clock.status, clock.warned_fraction))
    assert shown == [("RUNNING", 0), ("RUNNING", 0.5), ("BREACHED", 0.5)]


async def test_a_clock_that_was_started_since_it_asked_is_found_when_time_is_moved(
    notebook_service: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "ASK_SECONDS", 600)
    running = scheduler(notebook_service)
    assert await running.fire_due() == 0

    async def breached() -> bool:
        return "ClockBreached" in await told(notebook_service)

    async with meanwhile(running.run()):
        await handle(notebook_service.store, by(), note("a", "x"))
        notebook_service.clock.at = NOON + timedelta(hours=5)
        await until(breached)


async def test_the_running_scheduler_follows_a_clock_that_is_moved_by_hand(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "x"))

    async def breached() -> bool:
        return "ClockBreached" in await told(notebook_service)

    async with meanwhile(scheduler(notebook_service).run()):
        notebook_service.clock.at = NOON + timedelta(hours=5)
        await until(breached)
