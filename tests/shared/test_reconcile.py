"""The reconciler finds whatever journal or stores lack, and nothing where nothing is wrong."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import asyncpg
import pytest
from opentelemetry.trace import NoOpTracer

from shared.handling import handle
from shared.journal import Delivered, Journal, Record, TopicPartition
from shared.reconcile import Report, reconcile
from shared.reconcile.comparing import Comparison, ServiceSide
from shared.relay import Relay, unpublished
from shared.subscriber import Subscriber

from .conftest import Notebook
from .notebook import COPIES, NOTE_ADDED, by, note, told
from .waiting import meanwhile, until

NOTES = TopicPartition("notes", 0)


def delivered(offset: int, message_id: str, key: str = "Book-a") -> Delivered:
    headers = {"ce_id": message_id, "ce_type": NOTE_ADDED}
    record = Record(topic="notes", key=key, value=b"", headers=headers)
    return Delivered(record=record, identity="j", partition=0, offset=offset)


PUBLISHER = ServiceSide(
    service="notebook", journal="j", outbox={"1": 1, "2": 2, "3": 3}, topics=frozenset({"notes"}), places={}
)
TAKER = ServiceSide(
    service="copies",
    outbox={},
    places={NOTES: 3},
    inbox={"1", "2", "3"},
    listened=frozenset({("notes", NOTE_ADDED)}),
)


def compared(*ids: str, publisher: ServiceSide = PUBLISHER, taker: ServiceSide = TAKER) -> Report:
    comparison = Comparison("j", [publisher, taker])
    for offset, message_id in enumerate(ids):
        comparison.see(delivered(offset, message_id))
    return comparison.report({NOTES: len(ids)})


def test_where_all_is_well_one_line_says_so() -> None:
    report = compared("1", "2", "3")
    assert report.clean
    assert list(report.lines()) == ["3 records in the journal: journal and stores agree"]


def test_repeats_are_counted_and_are_no_fault() -> None:
    report = compared("1", "2", "1", "2", "3")
    assert (report.clean, report.duplicates) == (True, 2)


def test_a_record_that_the_journal_swallowed_is_missing() -> None:
    assert compared("1", "3").missing == {"notebook": ["2"]}


def test_a_record_that_is_still_on_its_way_is_not_missing() -> None:
    report = compared("1", "2", publisher=replace(PUBLISHER, waiting={"3"}))
    assert (report.clean, report.waiting) == (True, {"notebook": 1})


def test_a_record_that_nobody_wrote_is_found() -> None:
    assert compared("1", "2", "3", "alien").unknown == ["alien on notes"]


def test_a_record_written_while_the_comparison_ran_is_known_after_all() -> None:
    comparison = Comparison("j", [PUBLISHER, TAKER])
    for offset, message_id in enumerate(["1", "2", "3", "4"]):
        comparison.see(delivered(offset, message_id))
    comparison.know(["4"])
    assert comparison.report({}).clean


def test_another_order_than_the_outbox_is_found() -> None:
    assert compared("1", "3", "2").disordered == ["Book-a on notes"]


def test_a_record_that_was_passed_over_is_found() -> None:
    assert compared("1", "2", "3", taker=replace(TAKER, inbox={"1", "3"})).not_taken == {"copies": ["2"]}


def test_what_is_not_yet_reached_is_lag_and_no_fault() -> None:
    report = compared("1", "2", "3", taker=replace(TAKER, inbox={"1"}, places={NOTES: 1}))
    assert (report.clean, report.lag) == (True, {"copies": 2})


def test_a_parked_record_is_told_and_not_passed_over() -> None:
    report = compared("1", "2", "3", taker=replace(TAKER, inbox={"1", "3"}, parked={"2"}))
    assert (report.clean, report.parked, report.not_taken) == (False, {"copies": 1}, {})


def test_a_record_taken_in_that_exists_nowhere_is_found() -> None:
    report = compared("1", "2", "3", taker=replace(TAKER, inbox={"1", "2", "3", "ghost"}))
    assert report.from_nowhere == {"copies": ["ghost"]}


def test_a_relay_that_wrote_to_another_journal_is_told() -> None:
    assert compared("1", "2", "3", publisher=replace(PUBLISHER, journal="old")).other_journal == ["notebook"]


def test_many_missing_records_are_told_in_one_short_line() -> None:
    many = replace(PUBLISHER, outbox={str(number): number for number in range(1, 900)})
    line = next(iter(compared("1", "2", "3", publisher=many).lines()))
    assert line == "notebook: 896 records (4, 5, 6, 7, 8, …) acknowledged by the journal and not in it"


Compare = Callable[[], Awaitable[Report]]


@pytest.fixture
def compare(notebook_service: Notebook, copies: Notebook, journal_url: str) -> Compare:
    """Reconciles the notebook, its copies and the journal between them."""
    urls: Mapping[str, str] = {"notebook": notebook_service.url, "copies": copies.url}
    return lambda: reconcile(journal_url, urls, {"copies": COPIES.types()})


async def carry_and_copy(notebook: Notebook, copies: Notebook, journal: Journal) -> None:
    """Writes ten notes and waits until all of them are copied."""
    for number in range(10):
        await handle(notebook.store, by(), note(str(number % 3), str(number)))
    subscriber = Subscriber(COPIES, copies.store, copies.pool, journal, copies.clock, NoOpTracer())

    async def all_there() -> bool:
        return await unpublished(notebook.pool) == 0 and await subscriber.lag() == 0

    async def all_told() -> bool:
        return await unpublished(copies.pool) == 0

    relays = [Relay(each.url, journal, [topic]) for each, topic in ((notebook, "notes"), (copies, "copies"))]
    async with meanwhile(*(relay.run() for relay in relays), subscriber.run()):
        await until(all_there)
        await until(all_told)


async def on_journal(journal_url: str, statement: str) -> None:
    connection = await asyncpg.connect(journal_url)
    await connection.execute(statement)
    await connection.close()


async def test_real_stores_and_a_real_journal_agree(
    notebook_service: Notebook, copies: Notebook, journal: Journal, compare: Compare
) -> None:
    await carry_and_copy(notebook_service, copies, journal)
    report = await compare()
    assert (report.clean, report.records, report.lag) == (True, 16, {}), list(report.lines())


async def test_rows_that_vanished_from_the_real_journal_are_found(
    notebook_service: Notebook, copies: Notebook, journal: Journal, journal_url: str, compare: Compare
) -> None:
    await carry_and_copy(notebook_service, copies, journal)
    await on_journal(journal_url, "delete from records where topic = 'notes' and record_offset = 1")
    report = await compare()
    assert set(report.missing) == {"notebook"}
    assert report.from_nowhere == {}


async def test_a_wiped_journal_lacks_everything_and_its_relays_have_not_noticed(
    notebook_service: Notebook, copies: Notebook, journal: Journal, journal_url: str, compare: Compare
) -> None:
    await carry_and_copy(notebook_service, copies, journal)
    await on_journal(journal_url, "truncate records; update journal set identity = 'another'")
    report = await compare()
    assert report.other_journal == ["notebook", "copies"]
    assert {service: len(ids) for service, ids in report.missing.items()} == {"notebook": 13, "copies": 3}


async def test_an_alien_record_in_the_real_journal_is_found(
    notebook_service: Notebook, copies: Notebook, journal: Journal, compare: Compare
) -> None:
    await carry_and_copy(notebook_service, copies, journal)
    alien = told("a", "nobody wrote this")
    await journal.publish([alien], await journal.identity())
    assert (await compare()).unknown == [f"{alien.headers['ce_id']} on notes"]


async def test_an_effect_that_got_lost_is_found(
    notebook_service: Notebook, copies: Notebook, journal: Journal, compare: Compare
) -> None:
    await carry_and_copy(notebook_service, copies, journal)
    await copies.pool.execute("delete from inbox where message_id = (select min(message_id) from inbox)")
    assert {service: len(ids) for service, ids in (await compare()).not_taken.items()} == {"copies": 1}
