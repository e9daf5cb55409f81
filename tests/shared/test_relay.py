"""The relay loses nothing and keeps each stream's order, whatever happens to the journal or to itself."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Mapping, Sequence

import asyncpg
import pytest

from shared import relay as relay_module
from shared.contracts import read_body
from shared.handling import handle
from shared.ids import new_id
from shared.journal import Journal, JournalUnavailable, Record, TopicPartition, open_journal
from shared.relay import Relay, unpublished

from .conftest import Notebook, StoppablePostgres
from .notebook import NOTE_ADDED, by, note
from .waiting import meanwhile, until

MIGRATION = importlib.import_module("shared.migrations.versions.k0005_published_to")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("AGAIN_SECONDS", "POLL_SECONDS", "RENEW_SECONDS"):
        monkeypatch.setattr(relay_module, pause, 0.05)


class Publishing:
    """A journal through which a test sees, delays or breaks what is published."""

    def __init__(self, journal: Journal, before: Callable[[], Awaitable[None]], after: Callable[[], Awaitable[None]]):
        self._journal = journal
        self._before = before
        self._after = after

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)

    async def publish(self, records: Sequence[Record], identity: str) -> Mapping[TopicPartition, int]:
        await self._before()
        ends = await self._journal.publish(records, identity)
        await self._after()
        return ends


async def at_once() -> None:
    return None


async def write(notebook: Notebook, count: int, books: int = 5) -> None:
    for number in range(count):
        await handle(notebook.store, by(), note(str(number % books), str(number)))


async def waiting(notebook: Notebook) -> int:
    return await unpublished(notebook.pool)


async def all_published(notebook: Notebook) -> bool:
    return await waiting(notebook) == 0


async def outbox(notebook: Notebook) -> list[str]:
    rows = await notebook.pool.fetch("select headers->>'ce_id' as id from outbox order by sequence")
    return [row["id"] for row in rows]


async def sequences(notebook: Notebook) -> list[int]:
    return [row["sequence"] for row in await notebook.pool.fetch("select sequence from outbox")]


async def ids_in(journal: Journal) -> list[str]:
    return [each.record.headers["ce_id"] async for each in journal.read(["notes"])]


async def notes_by_book(journal: Journal) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    async for each in journal.read(["notes"]):
        if each.record.headers["ce_type"] == NOTE_ADDED:
            found.setdefault(each.record.key, []).append(int(read_body(each.record.value)["text"]))
    return found


def relay(notebook: Notebook, journal: Journal) -> Relay:
    return Relay(notebook.url, journal, ["notes"])


async def carry(notebook: Notebook, journal: Journal) -> None:
    """Runs a relay until the outbox is empty."""
    async with meanwhile(relay(notebook, journal).run()):
        await until(lambda: all_published(notebook))


async def test_everything_committed_arrives_once_and_in_the_order_of_its_stream(
    notebook_service: Notebook, journal: Journal
) -> None:
    async with meanwhile(relay(notebook_service, journal).run()):
        await write(notebook_service, 60)
        await until(lambda: all_published(notebook_service))
    assert sorted(await ids_in(journal)) == sorted(await outbox(notebook_service))
    assert await notes_by_book(journal) == {f"Book-{book}": list(range(book, 60, 5)) for book in range(5)}


async def test_a_record_counts_as_published_only_after_the_journal_acknowledged_it(
    notebook_service: Notebook, journal: Journal
) -> None:
    answers = iter([True])

    async def answer_gets_lost() -> None:
        if next(answers, False):
            assert await waiting(notebook_service) == 2
            raise JournalUnavailable("the acknowledgement got lost")

    await write(notebook_service, 1)
    await carry(notebook_service, Publishing(journal, at_once, answer_gets_lost))
    assert sorted(await ids_in(journal)) == sorted(await outbox(notebook_service) * 2)


async def test_a_journal_that_is_down_is_waited_for(
    notebook_service: Notebook, stoppable_postgres: StoppablePostgres
) -> None:
    journal = open_journal(await stoppable_postgres.databases.create(), "test")
    async with meanwhile(relay(notebook_service, journal).run()):
        await write(notebook_service, 5)
        await until(lambda: all_published(notebook_service))
        stoppable_postgres.stop()
        await write(notebook_service, 5)
        assert await waiting(notebook_service) > 0
        stoppable_postgres.start()
        await until(lambda: all_published(notebook_service))
    assert set(await ids_in(journal)) == set(await outbox(notebook_service))
    await journal.close()


async def test_a_journal_that_was_wiped_gets_everything_again(
    notebook_service: Notebook, journal: Journal, journal_url: str, book_database: str
) -> None:
    async with meanwhile(relay(notebook_service, journal).run()):
        await write(notebook_service, 20)
        await until(lambda: all_published(notebook_service))
        await drop(journal_url, by_way_of=book_database)
        await write(notebook_service, 1)
        await until(lambda: same_ids(notebook_service, journal))
    assert (await notes_by_book(journal))["Book-0"] == [0, 5, 10, 15, 0]


async def drop(journal_url: str, by_way_of: str) -> None:
    connection = await asyncpg.connect(by_way_of)
    await connection.execute(f'drop database "{journal_url.rpartition("/")[2]}" with (force)')
    await connection.close()


async def same_ids(notebook: Notebook, journal: Journal) -> bool:
    try:
        return set(await ids_in(journal)) == set(await outbox(notebook))
    except JournalUnavailable:
        return False


async def test_a_journal_that_is_shorter_than_what_it_acknowledged_gets_everything_again(
    notebook_service: Notebook, journal: Journal, journal_url: str
) -> None:
    await write(notebook_service, 10, books=1)
    await carry(notebook_service, journal)
    connection = await asyncpg.connect(journal_url)
    await connection.execute("delete from records where record_offset >= 8")
    await connection.close()
    async with meanwhile(relay(notebook_service, journal).run()):
        await until(lambda: same_ids(notebook_service, journal))


async def test_of_two_relays_one_works(notebook_service: Notebook, journal: Journal, journal_url: str) -> None:
    other = open_journal(journal_url, "other")
    async with meanwhile(relay(notebook_service, journal).run(), relay(notebook_service, other).run()):
        await write(notebook_service, 30)
        await until(lambda: all_published(notebook_service))
        await asyncio.sleep(0.3)
    ids = await ids_in(journal)
    assert len(ids) == len(set(ids)) == len(await outbox(notebook_service))
    await other.close()


async def test_the_other_relay_takes_over_when_the_first_has_gone(notebook_service: Notebook, journal: Journal) -> None:
    second = relay(notebook_service, journal)
    async with meanwhile(relay(notebook_service, journal).run()) as first:
        await write(notebook_service, 1)
        await until(lambda: all_published(notebook_service))
        async with meanwhile(second.run()):
            first[0].cancel()
            await write(notebook_service, 1)
            await until(lambda: all_published(notebook_service))


async def test_a_relay_that_was_paused_past_its_lease_cannot_move_on(
    notebook_service: Notebook, journal: Journal
) -> None:
    published, go_on = asyncio.Event(), asyncio.Event()

    async def pause() -> None:
        published.set()
        await go_on.wait()

    await write(notebook_service, 1)
    async with meanwhile(relay(notebook_service, Publishing(journal, at_once, pause)).run()):
        await published.wait()
        await notebook_service.pool.execute(
            "update relay set owner = $1, fence = fence + 1, leased_until = 'infinity'", new_id()
        )
        go_on.set()
        await asyncio.sleep(0.3)
        assert await waiting(notebook_service) == 2


OLD_OUTBOX = (
    "alter table outbox add column published boolean not null default true",
    "create index outbox_waiting on outbox (sequence) where not published",
    "alter table relay drop column published_to",
)


@pytest.mark.parametrize("still_waits", [0, 2, 6])
async def test_a_store_that_marked_each_record_goes_on_from_the_first_that_waits(
    notebook_service: Notebook, journal: Journal, still_waits: int
) -> None:
    await write(notebook_service, 3)
    await carry(notebook_service, journal)
    for step in OLD_OUTBOX:
        await notebook_service.pool.execute(step)
    first_that_waits = sorted(await sequences(notebook_service), reverse=True)[:still_waits][-1:]
    await notebook_service.pool.execute(
        "update outbox set published = false where sequence = any($1)", first_that_waits
    )
    for step in MIGRATION.STEPS:
        await notebook_service.pool.execute(step)
    assert await waiting(notebook_service) == still_waits
