"""The timeline made anew is the same timeline, byte by byte; whoever reads meanwhile sees a whole one."""

import asyncio
import signal
import subprocess
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest
import pytest_asyncio

from shared import child_process, taking
from shared.events import canonical
from shared.journal import open_journal
from shared.rebuilding import RebuildRefused, Rebuilt, making, rebuild
from shared.store.places import kept_places
from shared.subscriptions import Message
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running
from timeline.facts import Fact, fact_bytes
from timeline.main import build
from timeline.operations import OWN
from timeline.subscriptions import SUBSCRIPTIONS

from .canaries import canaries
from .conftest import tell
from .streams import may
from .telling import ADEYEMI, PATEL, facts_from, told_facts
from .weekend import weekend

OPERATIONS = "/api/v1/operations"
TABLES = ("entries", "clock_turns", "links", "descriptions", "access_log")


async def made_anew(timeline: RunningService, loaders: int = 0) -> Rebuilt:
    settings = timeline.service.settings
    return await rebuild(SUBSCRIPTIONS, settings.database_url, settings.journal_url, own=OWN, loaders=loaders)


async def digest(timeline: RunningService) -> dict[str, Any]:
    return (await timeline.client(PATEL).get(f"{OPERATIONS}/digest")).json()


async def rows(timeline: RunningService, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await timeline.service.pool.fetch(f"select * from {table} order by 1, 2, 3")]


async def everything(timeline: RunningService) -> dict[str, list[tuple[object, ...]]]:
    kept = {table: await rows(timeline, table) for table in TABLES}
    inbox = await timeline.service.pool.fetch("select message_id from inbox order by 1")
    return kept | {"inbox": [tuple(row) for row in inbox], "positions": await rows(timeline, "journal_positions")}


@pytest_asyncio.fixture
async def weekend_told(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    async with running(build, await service_database("timeline"), await new_database(), may(5, 14)) as service:
        await tell(service, [*weekend(), *canaries()])
        for child in ("child-maisie", "child-alfie"):
            assert (await service.client(ADEYEMI).get(f"/api/v1/children/{child}/timeline")).status_code == 200
        yield service


@pytest.mark.parametrize("loaders", [0, 2])
async def test_a_rebuild_keeps_every_row_as_it_was(weekend_told: RunningService, loaders: int) -> None:
    before, number = await everything(weekend_told), await digest(weekend_told)
    done = await made_anew(weekend_told, loaders)
    assert done.records == len(weekend()) + len(canaries())
    assert await everything(weekend_told) == before
    assert await digest(weekend_told) == number


async def test_a_rebuild_mends_what_was_damaged(weekend_told: RunningService) -> None:
    number = await digest(weekend_told)
    await weekend_told.service.pool.execute("delete from entries where child_id = 'child-maisie'")
    await weekend_told.service.pool.execute("update descriptions set body = '{}'")
    await weekend_told.service.pool.execute("truncate access_log")
    assert await digest(weekend_told) != number
    await made_anew(weekend_told)
    assert await digest(weekend_told) == number
    assert len(await rows(weekend_told, "access_log")) == 2


async def test_the_service_goes_on_taking_in_after_a_rebuild(weekend_told: RunningService) -> None:
    await made_anew(weekend_told)
    first = await digest(weekend_told)
    await tell(weekend_told, weekend())
    assert await digest(weekend_told) == first
    assert (await weekend_told.client(ADEYEMI).get("/api/v1/children/child-maisie/timeline")).status_code == 200
    assert len(await rows(weekend_told, "access_log")) == 3


async def test_what_arrives_during_a_rebuild_is_there_afterwards(
    timeline: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = weekend()
    await tell(timeline, told[: len(told) // 2])
    made = asyncio.create_task(made_anew(timeline, loaders=2))
    for each in told[len(told) // 2 :]:
        await tell(timeline, [each])
    await made
    await timeline.settle()
    after = await digest(timeline)
    assert after["facts"] == len({fact_bytes(fact) for each in told for fact in told_facts(each)})
    await made_anew(timeline)
    assert await digest(timeline) == after


async def test_a_reader_never_sees_half_a_timeline(weekend_told: RunningService) -> None:
    number, client = await digest(weekend_told), weekend_told.client(ADEYEMI)
    address = "/api/v1/children/child-maisie/digest"
    whole = (await client.get(address)).json()["sha256"]
    made = asyncio.create_task(made_anew(weekend_told))
    while not made.done():
        assert (await client.get(address)).json()["sha256"] == whole
        assert await digest(weekend_told) == number
    await made


async def test_a_rebuild_that_is_cut_off_leaves_everything_and_the_next_one_starts_again(
    weekend_told: RunningService,
) -> None:
    before = await everything(weekend_told)
    for seconds in (0.05, 0.2, 0.4):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(seconds):
                await made_anew(weekend_told, loaders=2)
        assert await everything(weekend_told) == before
    await made_anew(weekend_told)
    assert await everything(weekend_told) == before
    assert await left_over(weekend_told) == []


async def test_a_loader_is_waited_for_however_often_its_rebuild_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    started, free = list[subprocess.Popen[bytes]](), threading.Event()

    def start(*words: Any, **how: Any) -> subprocess.Popen[bytes]:
        started.append(child_process.start(*words, **how))
        return started[-1]

    monkeypatch.setattr(making, "child_process", SimpleNamespace(start=start))
    busy = [asyncio.create_task(asyncio.to_thread(free.wait)) for _ in range(64)]  # no thread is left to wait for it
    share = cast(making.Share, SimpleNamespace(model_dump_json=lambda: "{}"))
    loading = asyncio.create_task(making._process(share))
    try:
        for _ in range(3):
            await asyncio.sleep(0.02)
            loading.cancel()
        await asyncio.sleep(0.02)
        assert not loading.done()
    finally:
        free.set()
    with pytest.raises(asyncio.CancelledError):
        await loading
    await asyncio.gather(*busy)
    assert [process.returncode for process in started] == [-signal.SIGKILL]


async def left_over(timeline: RunningService) -> list[str]:
    found = await timeline.service.pool.fetch("select nspname from pg_namespace where nspname like 'rebuilding%'")
    return [row["nspname"] for row in found]


async def test_a_journal_that_lacks_something_is_refused(
    weekend_told: RunningService, new_database: NewDatabase
) -> None:
    before = await everything(weekend_told)
    settings = weekend_told.service.settings
    with pytest.raises(RebuildRefused, match="could not be taken in again"):
        await rebuild(SUBSCRIPTIONS, settings.database_url, await new_database(), own=OWN)
    assert await everything(weekend_told) == before
    assert await left_over(weekend_told) == []


async def test_what_the_journal_says_twice_is_kept_once(weekend_told: RunningService) -> None:
    await tell(weekend_told, [*weekend(), *canaries()])
    before = await everything(weekend_told)
    await made_anew(weekend_told)
    assert await everything(weekend_told) == before


async def test_a_journal_that_was_published_again_in_another_order_gives_the_same(
    weekend_told: RunningService, new_database: NewDatabase
) -> None:
    number, settings, url = await digest(weekend_told), weekend_told.service.settings, await new_database()
    journal = open_journal(url, "again")
    told = [*reversed(canaries()), *reversed(weekend())]
    await journal.ensure_topics(sorted({each.topic for each in told}))
    await journal.publish([each.record() for each in told], await journal.identity())
    await rebuild(SUBSCRIPTIONS, settings.database_url, url, own=OWN)
    assert await digest(weekend_told) == number
    async with weekend_told.service.pool.acquire() as connection:
        ends = await journal.ends(SUBSCRIPTIONS.topics())
        places = await kept_places(connection, await journal.identity(), list(ends))
    assert sum(places.values()) == sum(ends.values()) == len(told)
    await journal.close()


async def test_what_waits_goes_on_waiting_until_it_can_be_read(weekend_told: RunningService) -> None:
    told = weekend()[0]
    broken = replace(told.record(), key="Contact-broken", value=b"{}", headers={**told.record().headers, "ce_id": "b"})
    await weekend_told.publish_record(broken)
    pool = weekend_told.service.pool
    await pool.execute("update parked set tries = 7")
    [before], number = await pool.fetch("select * from parked"), await digest(weekend_told)
    await made_anew(weekend_told)
    [after] = await pool.fetch("select * from parked")
    assert (after["message_id"], after["tries"], after["parked_at"]) == ("b", 7, before["parked_at"])
    assert await digest(weekend_told) == number


async def test_a_contract_that_can_no_longer_be_read_is_not_lost_by_a_rebuild(
    weekend_told: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(message: Message[Any]) -> list[Fact]:
        raise ValueError("a mistake in a newer version")

    before = await everything(weekend_told)
    key = "contacts", "frontdoor.ContactReceived.v1"
    monkeypatch.setattr(taking, "RETRIES_MAX", 1)
    monkeypatch.setitem(SUBSCRIPTIONS._listening, key, [replace(SUBSCRIPTIONS.listening(*key)[0], telling=unable)])
    with pytest.raises(RebuildRefused, match="could not be taken in again"):
        await made_anew(weekend_told)
    assert await everything(weekend_told) == before


async def test_two_rebuilds_at_once_are_refused(weekend_told: RunningService) -> None:
    outcomes = await asyncio.gather(made_anew(weekend_told), made_anew(weekend_told), return_exceptions=True)
    assert [type(each) for each in outcomes].count(RebuildRefused) == 1


async def test_an_operator_asks_for_a_rebuild_and_is_told_what_became_of_it(
    weekend_told: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, operator = await digest(weekend_told), weekend_told.client(PATEL)
    assert (await operator.get(f"{OPERATIONS}/rebuild")).status_code == 404
    assert (await operator.post(f"{OPERATIONS}/rebuild")).status_code == 202
    async with asyncio.timeout(20):
        while (told := (await operator.get(f"{OPERATIONS}/rebuild")).json())["outcome"] == "WAITING":
            await asyncio.sleep(0.1)
    assert (told["outcome"], told["detail"]) == ("DONE", f"{len(weekend()) + len(canaries())} records")
    assert await digest(weekend_told) == number


@pytest.mark.parametrize("path", ["digest", "digest/children", "rebuild"])
async def test_operations_are_for_operators_alone(timeline: RunningService, path: str) -> None:
    assert (await timeline.client(ADEYEMI).get(f"{OPERATIONS}/{path}")).status_code == 403


async def test_each_child_has_a_digest_of_its_own(weekend_told: RunningService) -> None:
    client = weekend_told.client(PATEL)
    every = (await client.get(f"{OPERATIONS}/digest/children")).json()
    assert len(every) == (await digest(weekend_told))["children"]
    pages: dict[str, str] = {}
    while page := (await client.get(f"{OPERATIONS}/digest/children?limit=2&after={max(pages, default='')}")).json():
        pages |= page
    assert pages == every


def test_facts_are_kept_as_canonical_json() -> None:
    facts = facts_from([*weekend(), *canaries()])
    for fact in (*facts.entries, *facts.turns, *facts.links, *facts.descriptions):
        assert fact_bytes(fact) == canonical(orjson.loads(fact_bytes(fact)))
