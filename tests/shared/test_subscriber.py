"""A subscriber's effects happen once, in the order of each stream, and what it can't take in blocks nobody else."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from opentelemetry.trace import NoOpTracer
from structlog.testing import capture_logs

from shared import subscriber as subscriber_module
from shared import taking as taking_module
from shared.database import Connection
from shared.handling import handle
from shared.journal import Journal, Record
from shared.parking import BEHIND, all_parked
from shared.store.batch import STORE_LOCK
from shared.store.store import EventStore
from shared.subscriber import Subscriber

from . import notebook
from .conftest import Notebook, SetClock, StoppablePostgres, opened
from .notebook import COPIES, by, closing, told
from .waiting import meanwhile, until

Taking = Callable[[Notebook], AbstractAsyncContextManager[Subscriber]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriber_module, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(taking_module, "FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(subscriber_module, "WAIT_SECONDS", 0.2)


@pytest.fixture
def taking(journal: Journal, clock: SetClock) -> Taking:
    @asynccontextmanager
    async def take(service: Notebook) -> AsyncIterator[Subscriber]:
        subscriber = Subscriber(COPIES, service.store, service.pool, journal, clock, NoOpTracer())
        async with meanwhile(subscriber.run()):
            yield subscriber

    return take


async def tell(journal: Journal, records: Sequence[Record]) -> None:
    await journal.ensure_topics(["notes"])
    await journal.publish(records, await journal.identity())


async def passed(subscriber: Subscriber) -> None:
    """Waits until the subscriber has passed everything in the journal."""

    async def nothing_left() -> bool:
        return await subscriber.lag() == 0

    await until(nothing_left)


async def copied(service: Notebook) -> list[tuple[str, str]]:
    rows = await service.pool.fetch("select stream, text from copies order by copy")
    return [(row["stream"], row["text"]) for row in rows]


def interleaved(streams: Sequence[Sequence[Record]], seed: int) -> list[Record]:
    """The streams mixed at random, each in its own order."""
    left = [list(stream) for stream in streams]
    chance = random.Random(seed)
    mixed: list[Record] = []
    while left := [stream for stream in left if stream]:
        mixed.append(chance.choice(left).pop(0))
    return mixed


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_triple_delivery_in_any_mixture_of_streams_has_its_effects_once(
    copies: Notebook, journal: Journal, taking: Taking, seed: int
) -> None:
    streams = [[told(str(book), str(number)) for number in range(8)] for book in range(6)]
    for copy in range(3):
        await tell(journal, interleaved(streams, seed * 10 + copy))
    async with taking(copies) as subscriber:
        await passed(subscriber)
    for book in range(6):
        assert await copies.texts(str(book)) == [str(number) for number in range(8)]
    assert len(await copied(copies)) == 48


async def test_a_restarted_subscriber_goes_on_where_it_stood(
    copies: Notebook, journal: Journal, taking: Taking, clock: SetClock
) -> None:
    await tell(journal, [told("a", str(number)) for number in range(10)])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    await copies.pool.execute("truncate inbox")  # what is read again would now be taken in again
    await tell(journal, [told("a", str(number)) for number in range(10, 20)])
    async with opened(copies.url, clock, copying=True) as restarted, taking(restarted) as subscriber:
        await passed(subscriber)
    assert await copies.texts("a") == [str(number) for number in range(20)]


async def test_without_its_positions_it_reads_everything_again_and_nothing_doubles(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    await tell(journal, [told("a", str(number)) for number in range(10)])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    await copies.pool.execute("truncate journal_positions")
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert await copies.texts("a") == [str(number) for number in range(10)]


async def test_inbox_and_effects_commit_together_and_the_place_never_goes_ahead(
    copies: Notebook, journal: Journal, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[tuple[int, int, int]] = []

    async def count_from_beside(self: EventStore, *args: object) -> object:
        counts = "(select count(*) from inbox), (select count(*) from copies)"
        place = "(select coalesce(max(next_offset), 0) from journal_positions)"
        states.append(tuple(await copies.pool.fetchrow(f"select {counts}, {place}")))
        return await submit(self, *args)

    submit = EventStore.submit
    monkeypatch.setattr(EventStore, "submit", count_from_beside)
    await tell(journal, [told("a", str(number)) for number in range(5)])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert states
    assert all(taken == kept and place <= taken for taken, kept, place in states)


async def test_the_records_of_a_stream_that_arrive_together_are_one_transaction(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    await tell(journal, [told("a", str(number)) for number in range(5)])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert await copies.texts("a") == [str(number) for number in range(5)]
    assert await copies.pool.fetchval("select count(distinct xmin::text) from inbox") == 1


async def test_a_poison_record_and_those_behind_it_wait_while_other_streams_go_on(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    await tell(journal, [told("a", "first"), told("a", "poison"), told("b", "one"), told("a", "third")])
    async with taking(copies) as subscriber:
        await passed(subscriber)
        await tell(journal, [told("a", "fourth"), told("b", "two")])
        await passed(subscriber)
    assert await copies.texts("a") == ["first"]
    assert await copies.texts("b") == ["one", "two"]
    assert [(each.key, each.error) for each in await all_parked(copies.pool)] == [
        ("Book-a", "ValueError"),
        ("Book-a", BEHIND),
        ("Book-a", BEHIND),
    ]


async def test_after_a_fix_the_parked_records_are_taken_in_their_order(
    copies: Notebook, journal: Journal, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(journal, [told("a", text) for text in ("first", "poison", "third", "fourth")])
    async with taking(copies) as subscriber:
        await passed(subscriber)
        assert await subscriber.retry("notes", "Book-a") == 0
        monkeypatch.setattr(notebook, "UNCOUNTABLE", set[str]())
        assert await subscriber.retry("notes", "Book-a") == 3
        await tell(journal, [told("a", "fifth")])
        await passed(subscriber)
    assert await copies.texts("a") == ["first", "poison", "third", "fourth", "fifth"]
    assert await all_parked(copies.pool) == []


async def test_a_retry_that_fails_again_says_so_and_takes_nothing_behind_it(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    await tell(journal, [told("a", "poison"), told("a", "second")])
    async with taking(copies) as subscriber:
        await passed(subscriber)
        await subscriber.retry("notes", "Book-a")
    first, second = await all_parked(copies.pool)
    assert (first.tries, second.tries) == (taking_module.RETRIES_MAX + 1, 0)
    assert await copies.texts("a") == []


async def test_records_taken_in_before_are_not_parked_when_the_journal_repeats_them(
    copies: Notebook, journal: Journal, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [told("a", text) for text in ("first", "poison", "third")]
    for _ in range(2):
        await tell(journal, records)
    async with taking(copies) as subscriber:
        await passed(subscriber)
        monkeypatch.setattr(notebook, "UNCOUNTABLE", set[str]())
        assert await subscriber.retry("notes", "Book-a") == 2
    assert await all_parked(copies.pool) == []
    assert await copies.texts("a") == ["first", "poison", "third"]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (b"\xff\xfe{", "record: json_invalid"),
        (b"[" * 5000, "record: json_invalid"),
        (b"[]", "record: model_type"),
        (b'{"text": "", "meta": {}}', "meta.event_id: missing"),
        (b'{"text": "no meta"}', "meta: missing"),
        (b"", "record: json_invalid"),
    ],
)
async def test_a_record_that_cannot_be_read_is_parked(
    copies: Notebook, journal: Journal, taking: Taking, value: bytes, error: str
) -> None:
    await tell(journal, [replace(told("a", "x"), value=value), told("b", "fine")])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    [parked] = await all_parked(copies.pool)
    assert parked.error.startswith(error)
    assert await copies.texts("b") == ["fine"]


async def test_a_record_without_an_id_is_parked_under_its_place(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    record = told("a", "x")
    await tell(journal, [replace(record, headers={"ce_type": record.headers["ce_type"]})])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert [parked.error for parked in await all_parked(copies.pool)] == ["KeyError"]


async def test_a_field_of_the_wrong_kind_is_named_without_what_it_says(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    record = told("a", "a child's name")
    await tell(journal, [replace(record, value=record.value.replace(b'"a child\'s name"', b"12"))])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert [parked.error for parked in await all_parked(copies.pool)] == ["text: string_type"]


async def test_a_step_that_the_rules_refuse_is_parked_with_the_guards_code(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    await handle(copies.store, by(), closing("a"))
    await tell(journal, [told("a", "too late"), told("b", "in time")])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert [parked.error for parked in await all_parked(copies.pool)] == ["NB-01 CLOSED"]
    assert await copied(copies) == [("Book-b", "in time")]


async def test_contracts_that_nobody_listens_to_are_passed(copies: Notebook, journal: Journal, taking: Taking) -> None:
    await tell(journal, [told("a", "x", ce_type="frontdoor.SomethingElse.v1"), told("a", "y")])
    async with taking(copies) as subscriber:
        await passed(subscriber)
    assert await copies.texts("a") == ["y"]


async def test_a_store_that_is_down_is_waited_for_and_nothing_is_parked(
    journal: Journal, taking: Taking, clock: SetClock, stoppable_postgres: StoppablePostgres, stoppable_database: str
) -> None:
    async with opened(stoppable_database, clock, copying=True) as service, taking(service) as subscriber:
        await tell(journal, [told("a", "before")])
        await passed(subscriber)
        stoppable_postgres.stop()
        with capture_logs() as said:
            await tell(journal, [told("a", "meanwhile"), told("b", "meanwhile")])
            await until(has_been_said(said, "subscriber_waits"))
        stoppable_postgres.start()
        await passed(subscriber)
        assert await service.texts("a") == ["before", "meanwhile"]
        assert await all_parked(service.pool) == []


def has_been_said(said: Sequence[MutableMapping[str, Any]], event: str) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return any(entry["event"] == event for entry in said)

    return look


async def test_a_commit_that_fails_is_waited_for_and_nothing_is_parked(
    copies: Notebook, journal: Journal, taking: Taking
) -> None:
    in_the_way = await asyncpg.connect(copies.url)
    await in_the_way.execute("select pg_advisory_lock($1)", STORE_LOCK)
    await tell(journal, [told("a", "first"), told("a", "second")])
    with capture_logs() as said:
        async with taking(copies) as subscriber:
            await until(lambda: the_store_waits_for_its_lock(in_the_way))
            await in_the_way.execute(f"select pg_terminate_backend(pid) {WAITS_FOR_THE_LOCK}")
            await until(has_been_said(said, "subscriber_waits"))
            await in_the_way.close()
            await passed(subscriber)
    assert await copies.texts("a") == ["first", "second"]
    assert await all_parked(copies.pool) == []


WAITS_FOR_THE_LOCK = "from pg_stat_activity where datname = current_database() and wait_event = 'advisory'"


async def the_store_waits_for_its_lock(connection: Connection) -> int:
    return await connection.fetchval(f"select count(*) {WAITS_FOR_THE_LOCK}")
