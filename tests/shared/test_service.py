"""A service built in one call: what it answers when all is well, when it is asked badly, and when Postgres is gone."""

import asyncio
import time
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from shared import strict_bodies
from shared.access.actor import Actor, Role
from shared.database import Connection
from shared.handling import handle
from shared.store.batch import STORE_LOCK
from shared.testing.service import RunningService, running

from . import notebook
from .conftest import StoppablePostgres
from .notebook import AUTHOR, by, closing, told
from .notebook_app import build, build_copies
from .waiting import until

MANAGER = Actor(user_id="fdm", name="Mo", role=Role.FRONT_DOOR_MANAGER, org_id="la-812")
NOTES = "/api/v1/books/a/notes"


@pytest_asyncio.fixture
async def service(book_database: str, journal_url: str) -> AsyncIterator[RunningService]:
    async with running(build, book_database, journal_url) as service:
        yield service


@pytest_asyncio.fixture
async def copying(book_database: str, journal_url: str) -> AsyncIterator[RunningService]:
    async with running(build_copies, book_database, journal_url) as service:
        yield service


async def test_a_command_is_answered_with_its_receipt_and_the_same_key_with_the_same(service: RunningService) -> None:
    author = service.client(AUTHOR)
    answers = [await author.post(NOTES, json={"text": "x"}, headers={"idempotency-key": "k"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.text for answer in answers}) == 1
    assert (await author.get("/api/v1/books/a")).json() == {"notes": 1}


async def test_the_same_key_with_another_body_is_refused(service: RunningService) -> None:
    author = service.client(AUTHOR)
    await author.post(NOTES, json={"text": "x"}, headers={"idempotency-key": "k"})
    answer = await author.post(NOTES, json={"text": "y"}, headers={"idempotency-key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (422, "KEY-REUSED")
    assert answer.json()["field"] == "Idempotency-Key"


async def test_a_refusal_names_the_guard_the_reason_and_the_field(service: RunningService) -> None:
    await handle(service.service.store, by(), closing("a"))
    answer = await service.client(AUTHOR).post(NOTES, json={"text": "x"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/NB-01",
        "title": "Refused",
        "status": 422,
        "detail": "The book is closed",
        "code": "NB-01 CLOSED",
        "field": "text",
    }


async def test_a_stale_version_is_a_conflict(service: RunningService) -> None:
    answer = await service.client(AUTHOR).post(NOTES, json={"text": "x", "expected_version": 7})
    assert (answer.status_code, answer.json()["field"]) == (409, "expected_version")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 400, "JSON-SYNTAX"),
        (b'{"text": "a", "text": "b"}', 400, "JSON-DUPLICATE-KEY"),
        (b'{"text": "\\u0000"}', 400, "JSON-NUL"),
        (b'{"text": 1}', 422, "INPUT"),
        (b'{"text": "a", "more": 1}', 422, "INPUT"),
        (b"[]", 422, "INPUT"),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/vnd.notes+json", "application/JSON; charset=utf-8"])
async def test_a_bad_body_is_a_problem_with_a_code(
    service: RunningService, content: bytes, status: int, code: str, kind: str
) -> None:
    answer = await service.client(AUTHOR).post(NOTES, content=content, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_body_that_is_not_called_json_is_not_read_as_json(service: RunningService) -> None:
    for headers in ({}, {"content-type": "text/plain"}):
        answer = await service.client(AUTHOR).post(NOTES, content=b'{"text": "a", "text": "b"}', headers=headers)
        assert answer.status_code == 422


async def test_a_body_that_is_too_large_is_refused_before_it_has_all_come(service: RunningService) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b" " * 65_536

    answer = await service.client(AUTHOR).post(NOTES, content=endless(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY-TOO-LARGE")
    assert sent <= service.service.settings.body_limit_bytes + 2 * 65_536


async def test_a_slash_too_many_costs_nobody_their_body(service: RunningService) -> None:
    answer = await service.client(AUTHOR).post(f"{NOTES}/", json={"text": "x"})
    assert answer.status_code == 201
    assert (await service.service.store.read_all(after=0))[0].type == "NoteAdded"


async def test_a_body_that_comes_too_slowly_is_refused(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_bodies, "BODY_SECONDS", 0.1)

    async def slow() -> AsyncIterator[bytes]:
        yield b'{"text": '
        await asyncio.sleep(5)

    answer = await service.client(AUTHOR).post(NOTES, content=slow(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (408, "BODY-SLOW")


async def test_a_body_that_is_cut_off_stores_nothing(service: RunningService) -> None:
    answer = await cut_off(service, b'{"text": "x"}')
    assert answer == 400
    assert await service.service.store.read_all(after=0) == []


async def cut_off(service: RunningService, body: bytes) -> int:
    """Sends a body whose end never comes, then hangs up; returns the status that nobody will read."""
    token = service.issuer.token(AUTHOR)
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": NOTES}
    scope |= {"raw_path": NOTES.encode(), "root_path": "", "scheme": "http", "query_string": b"", "headers": headers}
    scope |= {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000)}
    incoming = iter([{"type": "http.request", "body": body, "more_body": True}, {"type": "http.disconnect"}])
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        return next(incoming)

    async def send(message: dict[str, int]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await service.app(scope, receive, send)
    return statuses[0]


@pytest.mark.parametrize("address", ["/api/v1/books/a%00b", "/api/v1/books/a?x=%00"])
async def test_a_nul_in_the_address_is_refused(service: RunningService, address: str) -> None:
    answer = await service.client(AUTHOR).get(address)
    assert (answer.status_code, answer.json()["code"]) == (400, "ADDRESS-NUL")


async def test_what_falls_is_answered_without_what_it_said(service: RunningService) -> None:
    answer = await service.client(AUTHOR).get("/api/v1/falls")
    assert answer.status_code == 500
    assert "Elm" not in answer.text


async def test_without_postgres_the_answer_is_503_and_when_to_come_again(
    stoppable_postgres: StoppablePostgres, stoppable_database: str, journal_url: str
) -> None:
    async with running(build, stoppable_database, journal_url) as service:
        author = service.client(AUTHOR)
        await author.post(NOTES, json={"text": "before"}, headers={"idempotency-key": "k1"})
        stoppable_postgres.stop()
        stored = await author.post(NOTES, json={"text": "meanwhile"}, headers={"idempotency-key": "k2"})
        read = await author.get("/api/v1/books/a")
        ready = await service.nobody().get("/readyz")
        stoppable_postgres.start()
        for answer in (stored, read):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), answer.text
        assert (ready.status_code, ready.json()["store"]) == (503, "unavailable")
        again = await author.post(NOTES, json={"text": "meanwhile"}, headers={"idempotency-key": "k2"})
        assert again.status_code == 201


async def test_alive_ready_and_measured(copying: RunningService) -> None:
    somebody = copying.nobody()
    assert (await somebody.get("/livez")).json() == {"status": "alive"}
    ready = await somebody.get("/readyz")
    assert ready.json() == {
        "status": "ready",
        "service": "copies",
        "store": "ok",
        "workers_fallen": [],
        "parked": 0,
        "journal": "ok",
        "lag": 0,
        "unpublished": 0,
        "unfired": 0,
    }
    assert "http_server" in (await somebody.get("/metrics")).text


async def test_readiness_tells_how_far_behind_the_service_is(copying: RunningService) -> None:
    copying.service.stopping = True
    copying.service.workers["subscriber"].cancel()
    await asyncio.wait([copying.service.workers["subscriber"]])
    journal = copying.service.journal
    await journal.ensure_topics(["notes"])
    await journal.publish([told("a", str(n)) for n in range(3)], await journal.identity())
    ready = (await copying.nobody().get("/readyz")).json()
    assert (ready["lag"], ready["workers_fallen"], ready["status"]) == (3, ["subscriber"], "not ready")


async def test_a_worker_that_a_library_cancels_is_put_on_its_feet(
    copying: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.service.AGAIN_SECONDS", 0)
    copying.service.workers["subscriber"].cancel()
    await copying.publish_record(told("a", "after"))
    assert (await copying.nobody().get("/readyz")).json()["workers_fallen"] == []


async def test_a_person_sees_what_is_parked_and_has_it_tried_again(
    copying: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await copying.publish_record(told("a", "poison"))
    manager = copying.client(MANAGER)
    [parked] = (await manager.get("/api/v1/operations/parked")).json()
    assert (parked["key"], parked["error"]) == ("Book-a", "ValueError")
    monkeypatch.setattr(notebook, "UNCOUNTABLE", set[str]())
    answer = await manager.post("/api/v1/operations/parked/retry", json={"topic": "notes", "key": "Book-a"})
    assert answer.json() == {"taken": 1}
    assert (await copying.client(AUTHOR).get("/api/v1/operations/parked")).status_code == 403


async def test_the_chain_can_be_checked_by_those_who_answer_for_it(service: RunningService) -> None:
    await service.client(AUTHOR).post(NOTES, json={"text": "x"})
    manager = service.client(MANAGER)
    assert (await manager.get("/api/v1/operations/chain")).json() == {"intact": True}
    await service.service.pool.execute("update events set hash = 'x' where position = 1")
    assert (await manager.get("/api/v1/operations/chain")).json()["position"] == 1


async def test_it_stops_within_10_seconds_while_everything_is_stuck(book_database: str, journal_url: str) -> None:
    in_the_way = await asyncpg.connect(book_database)
    async with running(build_copies, book_database, journal_url) as service:
        author = service.client(AUTHOR)
        await in_the_way.execute("select pg_advisory_lock($1)", STORE_LOCK)
        storing = asyncio.create_task(author.post(NOTES, json={"text": "x"}))
        reading = [asyncio.create_task(author.get("/api/v1/slow")) for _ in range(2)]
        await until(lambda: waiting_in(in_the_way, 3))
        started = time.monotonic()
    assert time.monotonic() - started < 10
    assert (await storing).status_code == 503
    assert [answer.status_code for answer in await asyncio.gather(*reading)] == [503, 503]
    await in_the_way.close()


async def waiting_in(connection: Connection, count: int) -> bool:
    waits = "wait_event in ('advisory', 'PgSleep') and datname = current_database()"
    return await connection.fetchval(f"select count(*) >= $1 from pg_stat_activity where {waits}", count)


async def test_it_starts_and_stops_at_once_when_nothing_is_the_matter(book_database: str, journal_url: str) -> None:
    async with running(build_copies, book_database, journal_url) as service:
        answer = await service.client(AUTHOR).post(NOTES, json={"text": "x"})
        assert answer.status_code == 201
        await service.settle()
        started = time.monotonic()
    assert time.monotonic() - started < 3
