"""The store keeps what it promised: all or nothing, once, in order, and provably unchanged."""

import asyncio
import contextlib
from dataclasses import replace

import asyncpg
import pytest

from shared.clocks import ClockCommand
from shared.database import Connection, text_array
from shared.decider import Conflict, Refused
from shared.events import Recorded
from shared.handling import Behind, Unit, handle
from shared.problems import StoreUnavailable
from shared.store import EventStore, KeyReused, verify_chain
from shared.store.store import UNAVAILABLE, CallRefused

from .conftest import Notebook
from .notebook import by, clocks, closing, note


async def count(notebook: Notebook, table: str) -> int:
    return await notebook.pool.fetchval(f"select count(*) from {table}")


async def test_a_command_commits_its_event_with_all_that_follows_from_it(notebook_service: Notebook) -> None:
    receipt = await handle(notebook_service.store, by("k1"), note("a", "first"), answer=lambda r: {"notes": len(r)})
    assert receipt["versions"] == {"Book-a": 1}
    assert receipt["notes"] == 2  # the note and the clock that it started
    for table in ("books", "idempotency", "audit", "clocks"):
        assert await count(notebook_service, table) == 1, table
    assert await count(notebook_service, "outbox") == 2


async def test_a_refused_command_leaves_nothing(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), closing("a"))
    before = await count(notebook_service, "events")
    with pytest.raises(Refused, match="NB-01"):
        await handle(notebook_service.store, by("k"), note("b", "goes with the refused one"), note("a", "too late"))
    assert await count(notebook_service, "events") == before
    assert await count(notebook_service, "idempotency") == 0


async def test_the_same_key_and_body_get_the_same_receipt(notebook_service: Notebook) -> None:
    first = await handle(notebook_service.store, by("k", b"x"), note("a", "once"))
    again = await handle(notebook_service.store, by("k", b"x"), note("a", "once"))
    assert first == again
    assert await count(notebook_service, "books") == 1


async def test_the_same_key_with_another_body_is_refused(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by("k", b"x"), note("a", "once"))
    with pytest.raises(KeyReused):
        await handle(notebook_service.store, by("k", b"y"), note("a", "other"))


async def test_a_key_that_repeats_within_one_batch_is_carried_out_once(notebook_service: Notebook) -> None:
    receipts = await asyncio.gather(
        *(handle(notebook_service.store, by("k", b"x"), note("a", "once")) for _ in range(20))
    )
    assert len({str(receipt) for receipt in receipts}) == 1
    assert len(await notebook_service.store.load("Book-a")) == 1


async def test_a_decision_on_an_old_version_conflicts(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "first"))
    with pytest.raises(Conflict):
        await handle(notebook_service.store, by(), note("a", "second", expected_version=0))


async def test_concurrent_commands_on_one_stream_are_decided_one_after_another(
    notebook_service: Notebook,
) -> None:
    await asyncio.gather(*(handle(notebook_service.store, by(), note("a", str(n))) for n in range(100)))
    stream = await notebook_service.store.load("Book-a")
    assert [recorded.version for recorded in stream] == list(range(1, 101))


async def test_a_command_whose_projection_fails_fails_alone(notebook_service: Notebook) -> None:
    asked = [handle(notebook_service.store, by(), note(str(n), "poison" if n == 5 else "fine")) for n in range(10)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, Exception)] == [5]
    assert await count(notebook_service, "books") == 9


async def test_a_call_that_the_driver_refuses_fails_alone_and_does_not_count_as_a_store_that_is_away(
    notebook_service: Notebook,
) -> None:
    async def forget_an_argument(connection: Connection) -> None:
        await connection.execute("insert into books values ($1, $2)", "Book-x")

    wrong = Unit(caller=by(), steps=[note("a", "x")], effects=[forget_an_argument])
    asked = [notebook_service.store.submit(unit) for unit in (wrong, Unit(caller=by(), steps=[note("b", "fine")]))]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(outcomes[0], CallRefused)
    assert not isinstance(outcomes[0], UNAVAILABLE)
    assert await notebook_service.texts("b") == ["fine"]
    assert await count(notebook_service, "events") == 2


async def test_what_comes_after_a_message_that_was_not_taken_in_waits_and_leaves_nothing(
    notebook_service: Notebook,
) -> None:
    await handle(notebook_service.store, by(), closing("a"))
    refused = Unit(caller=by(), steps=[note("a", "too late")], inbox="first")
    behind = Unit(caller=by(), steps=[note("b", "second")], inbox="second", after="first")
    outcomes = await asyncio.gather(*map(notebook_service.store.submit, (refused, behind)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Refused, Behind]
    assert await count(notebook_service, "inbox") == 0

    first = Unit(caller=by(), steps=[note("b", "first")], inbox="first")
    await asyncio.gather(*map(notebook_service.store.submit, (first, behind)))
    assert await notebook_service.texts("b") == ["first", "second"]


async def test_a_clock_that_starts_and_stops_in_one_transaction_has_stopped(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "x"), closing("a"))
    clock = await notebook_service.pool.fetchrow("select status, next_at from clocks")
    assert clock is not None
    assert (clock["status"], clock["next_at"]) == ("MET", None)


async def test_a_clock_that_runs_already_is_not_started_anew(notebook_service: Notebook) -> None:
    for text in ("first", "second"):
        await handle(notebook_service.store, by(), note("a", text))
    assert [recorded.version for recorded in await notebook_service.store.load("Clock-CK_BOOK-Book-a")] == [1]


async def test_a_clock_of_something_that_no_command_names_is_known_as_well(notebook_service: Notebook) -> None:
    def of_the_library(recorded: Recorded[object]) -> list[ClockCommand]:
        return [replace(command, subject="Library") for command in clocks(recorded)]

    definition = replace(notebook_service.store.definition, clocks=of_the_library)
    store = EventStore(definition, notebook_service.url, notebook_service.pool, notebook_service.clock)
    await store.open()
    for book in ("a", "b"):
        await handle(store, by(), note(book, "x"))
    await handle(store, by(), closing("a"))
    await store.close()
    names = [recorded.type for recorded in await store.load("Clock-CK_BOOK-Library")]
    assert names == ["ClockStarted", "ClockStopped"]


@pytest.mark.parametrize("texts", [[], [""], ["a", "b c"], ['"', "\\", "{}", ",", "null", "\n", "ü"]])
async def test_texts_within_a_row_arrive_as_they_were(notebook_service: Notebook, texts: list[str]) -> None:
    assert await notebook_service.pool.fetchval("select $1::text::text[]", text_array(texts)) == texts


async def test_positions_have_no_gap_and_hashes_chain(notebook_service: Notebook) -> None:
    await asyncio.gather(*(handle(notebook_service.store, by(), note(str(n % 7), "x")) for n in range(60)))
    everything = await notebook_service.store.read_all(after=0)
    assert [recorded.position for recorded in everything] == list(range(1, len(everything) + 1))
    async with notebook_service.pool.acquire() as connection:
        assert await verify_chain(connection) is None


@pytest.mark.parametrize(
    "tampering",
    [
        "update events set content = convert_to(replace(convert_from(content, 'utf8'), 'first', 'worst'), 'utf8')",
        "update events set type = 'BookClosed' where position = 1",
        "delete from events where position = 3",
        "delete from events where position = (select max(position) from events)",
        "update events set stream = 'Book-z' where position = 1",
    ],
)
async def test_tampering_is_detected(notebook_service: Notebook, tampering: str) -> None:
    for text in ("first", "second", "third"):
        await handle(notebook_service.store, by(), note("a", text))
    await notebook_service.pool.execute(tampering)
    async with notebook_service.pool.acquire() as connection:
        assert await verify_chain(connection) is not None


async def test_a_command_sent_again_after_a_lost_connection_is_stored_once(notebook_service: Notebook) -> None:
    await handle(notebook_service.store, by(), note("a", "first"))
    connection = notebook_service.store._connection
    assert connection is not None
    killer = await asyncpg.connect(notebook_service.url)
    await killer.execute("select pg_terminate_backend($1)", connection.get_server_pid())
    with contextlib.suppress(StoreUnavailable):
        await handle(notebook_service.store, by("k"), note("a", "second"))
    await handle(notebook_service.store, by("k"), note("a", "second"))
    await killer.close()
    assert len(await notebook_service.store.load("Book-a")) == 2
