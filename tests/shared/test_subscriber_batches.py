"""A service that only keeps what it is told takes a whole batch in as one, and no record shares another's fate."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from shared import projecting as projecting_module
from shared import taking as taking_module
from shared.database import Connection
from shared.journal import Delivered, Record
from shared.parking import BEHIND, all_parked
from shared.projecting import heard_in
from shared.store.places import PlacesLost
from shared.subscriptions import Keeping, Listening, Message, Subscriptions
from shared.taking import Taking

from .conftest import Notebook, SetClock
from .notebook import COPIES, NOTE_ADDED, NoteToCopy, told

Fact = tuple[str, str, str]


async def keep(connection: Connection, facts: Sequence[Fact]) -> None:
    """One statement for all of them; a text that says "unkeepable" is refused by the table."""
    await connection.execute(
        """insert into heard (fact, stream, text) select * from unnest($1::text[], $2::text[], $3::text[])
           on conflict do nothing""",
        *zip(*facts, strict=True),
    )


def tell(message: Message[NoteToCopy]) -> list[Fact]:
    if message.data.text == "poison":
        raise ValueError("can't be told")
    return [(message.id, message.meta.stream, message.data.text)]


HEARD = Subscriptions("heard", Keeping(keep=keep, tables=("heard",), home=__name__))
HEARD.tell("notes", NOTE_ADDED, NoteToCopy, tell)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_module, "FIRST_PAUSE_SECONDS", 0.001)


@pytest_asyncio.fixture
async def taking(copies: Notebook, clock: SetClock) -> AsyncIterator[Taking]:
    await copies.pool.execute(
        """create table heard (fact text primary key, stream text not null,
                               text text not null check (text <> 'unkeepable'), transaction xid8 not null
                                 default pg_current_xact_id())"""
    )
    yield Taking(HEARD, None, copies.pool, clock, None)


def delivered(*records: Record, after: int = 0) -> list[Delivered]:
    return [
        Delivered(record=record, identity="one", partition=0, offset=after + number)
        for number, record in enumerate(records)
    ]


async def heard(copies: Notebook) -> list[tuple[str, str]]:
    return [tuple(row) for row in await copies.pool.fetch("select stream, text from heard order by stream, text")]


async def place(copies: Notebook) -> int | None:
    return await copies.pool.fetchval("select next_offset from journal_positions")


async def test_a_batch_is_one_transaction(copies: Notebook, taking: Taking) -> None:
    await taking.take_batch(delivered(*(told(str(book), "x") for book in range(50))))
    assert await copies.pool.fetchval("select count(distinct transaction) from heard") == 1
    assert (await copies.pool.fetchval("select count(*) from inbox"), await place(copies)) == (50, 50)


async def test_a_batch_delivered_again_in_another_mixture_changes_nothing(copies: Notebook, taking: Taking) -> None:
    records = [told("a", str(number)) for number in range(9)]
    await taking.take_batch(delivered(*records[:6]))
    await taking.take_batch(delivered(*records[3:], *records, after=6))
    assert await heard(copies) == [("Book-a", str(number)) for number in range(9)]
    assert (await copies.pool.fetchval("select count(*) from inbox"), await place(copies)) == (9, 21)


@pytest.mark.parametrize(("text", "error"), [("poison", "ValueError"), ("unkeepable", "CheckViolationError")])
async def test_a_record_that_cannot_be_taken_in_keeps_only_its_own_stream_waiting(
    copies: Notebook, taking: Taking, text: str, error: str
) -> None:
    records = [told("a", "1"), told("b", "1"), told("a", text), told("b", "2"), told("a", "3")]
    await taking.take_batch(delivered(*records))
    assert await heard(copies) == [("Book-a", "1"), ("Book-b", "1"), ("Book-b", "2")]
    assert [(each.key, each.error) for each in await all_parked(copies.pool)] == [
        ("Book-a", error),
        ("Book-a", BEHIND),
    ]
    assert await place(copies) == 5


async def test_what_comes_later_in_a_waiting_stream_waits_too_and_is_taken_in_order_after_a_mend(
    copies: Notebook, taking: Taking
) -> None:
    await taking.take_batch(delivered(told("a", "unkeepable")))
    await taking.take_batch(delivered(told("a", "2"), told("b", "1"), after=1))
    assert await heard(copies) == [("Book-b", "1")]
    await copies.pool.execute("alter table heard drop constraint heard_text_check")
    assert await taking.retry("notes", "Book-a") == 2
    assert await heard(copies) == [("Book-a", "2"), ("Book-a", "unkeepable"), ("Book-b", "1")]


async def test_a_record_that_nobody_can_read_is_parked(copies: Notebook, taking: Taking) -> None:
    broken = [replace(told("a", "x"), value=value) for value in (b"\xff", b"", b"[]", b'{"text": "no meta"}')]
    for number, record in enumerate(broken):
        await taking.take_batch(delivered(replace(record, key=str(number)), told("b", str(number)), after=number * 2))
    assert len(await all_parked(copies.pool)) == len(broken)
    assert len(await heard(copies)) == len(broken)


async def test_a_database_that_is_away_parks_nothing(
    copies: Notebook, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(connection: Connection, facts: Sequence[Fact]) -> None:
        raise asyncpg.ConnectionDoesNotExistError

    gone = Subscriptions("heard", Keeping(keep=away, tables=("heard",), home=__name__))
    gone.tell("notes", NOTE_ADDED, NoteToCopy, tell)
    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        await Taking(gone, None, copies.pool, copies.clock, None).take_batch(delivered(told("a", "1")))
    assert (await all_parked(copies.pool), await place(copies)) == ([], None)


async def test_a_call_that_the_driver_refuses_is_a_fault_and_does_not_wait_for_a_database_that_is_there(
    copies: Notebook, taking: Taking
) -> None:
    async def mistaken(connection: Connection, facts: Sequence[Fact]) -> None:
        await connection.execute("insert into heard values ($1, $2, $3)", "one argument of three")

    wrong = Subscriptions("heard", Keeping(keep=mistaken, tables=("heard",), home=__name__))
    wrong.tell("notes", NOTE_ADDED, NoteToCopy, tell)
    await Taking(wrong, None, copies.pool, copies.clock, None).take_batch(delivered(told("a", "1")))
    assert [each.error for each in await all_parked(copies.pool)] == ["CallRefused"]
    assert await place(copies) == 1


async def test_what_a_crash_took_back_is_asked_for_again_before_anything_later_is_kept(
    copies: Notebook, taking: Taking
) -> None:
    """A commit that was not flushed is forgotten with its place; the connection is replaced without a word."""
    records = [told("a", str(number)) for number in range(3)]
    await taking.take_batch(delivered(records[0]))
    await taking.take_batch(delivered(records[1], after=1))
    await copies.pool.execute("update journal_positions set next_offset = 1")
    await copies.pool.execute("delete from inbox where message_id = $1", records[1].headers["ce_id"])
    await copies.pool.execute("delete from heard where text = '1'")
    with pytest.raises(PlacesLost):
        await taking.take_batch(delivered(records[2], after=2))
    assert (await heard(copies), await place(copies)) == ([("Book-a", "0")], 1)
    await taking.take_batch(delivered(*records[1:], after=1))
    assert (await heard(copies), await place(copies)) == ([("Book-a", "0"), ("Book-a", "1"), ("Book-a", "2")], 3)


async def test_another_member_of_the_group_may_have_gone_further(copies: Notebook, taking: Taking) -> None:
    await taking.take_batch(delivered(told("a", "0")))
    await copies.pool.execute("update journal_positions set next_offset = 40")
    await taking.take_batch(delivered(told("a", "40"), after=40))
    assert await place(copies) == 41


async def test_two_who_are_delivered_the_same_keep_it_once(copies: Notebook, taking: Taking, clock: SetClock) -> None:
    batch = delivered(*(told(str(book), str(number)) for book in range(20) for number in range(5)))
    other = Taking(HEARD, None, copies.pool, clock, None)
    await asyncio.gather(taking.take_batch(batch), other.take_batch(list(reversed(batch))))
    assert await copies.pool.fetchval("select count(*) from inbox") == len(await heard(copies)) == 100


def test_a_service_keeps_or_reacts() -> None:
    with pytest.raises(ValueError, match="not both"):
        HEARD.on("notes", NOTE_ADDED, NoteToCopy)(lambda _: [])
    with pytest.raises(ValueError, match="not both"):
        COPIES.tell("notes", "frontdoor.Other.v1", NoteToCopy, tell)


@pytest.mark.parametrize("reacts", [False, True], ids=["a service that keeps", "a service that reacts"])
async def test_many_that_were_taken_in_before_are_passed_over_unread(
    reacts: bool, copies: Notebook, taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    taking = Taking(COPIES, copies.store, copies.pool, copies.clock, None) if reacts else taking
    read: list[Record] = []

    def heard_and_noted(subscriptions: Subscriptions, record: Record) -> Sequence[tuple[Listening, Message[Any]]]:
        read.append(record)
        return heard_in(subscriptions, record)

    monkeypatch.setattr(taking_module, "heard_in", heard_and_noted)
    monkeypatch.setattr(projecting_module, "heard_in", heard_and_noted)
    records = [told(str(book), "x") for book in range(taking_module.MANY_RECORDS)]
    await taking.take_batch(delivered(*records))
    assert len(read) == len(records)
    new = told("new", "x")
    await taking.take_batch(delivered(*records, new, after=len(records)))
    assert read[len(records) :] == [new]
    assert (await copies.pool.fetchval("select count(*) from inbox"), await place(copies)) == (33, 65)
