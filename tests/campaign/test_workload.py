"""The workload against a stand-in for the system that loses answers, refuses tokens and is away for a while."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import orjson
import pytest

from tests.campaign.history import Attempt, History, Told, read_history
from tests.campaign.workload import Chances, OneHost, Plan, Tally, run
from tests.campaign.workload.families import Town
from tests.campaign.workload.letters import matter_of
from tests.campaign.workload.plan import sender_of_lane, stream

PLAN = Plan(seed=7, total=60, lanes=4, families=60, request_seconds=2, patience_seconds=30, heard_seconds=1)
SUBMISSIONS = ("police-notifications", "contacts", "missing-reports")
DEFINITE = ("ok", "refused")

Answer = tuple[int, dict[str, Any]]
Trouble = Callable[[int], str]
"""What befalls the nth request: nothing (""), or the name of a trouble."""


def nothing(_: int) -> str:
    return ""


@dataclass
class StandIn:
    """Stores submissions by their keys as the system promises to, and answers everything else shortly."""

    trouble: Trouble = nothing
    stored: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict[str, tuple[str, dict[str, Any]]])
    requests: int = 0
    tokens: int = 0
    cut_short: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await self._read(reader):
                trouble = self._trouble(request[0])
                status, answer = self._answer(*request) if trouble != "away" else (503, {})
                if trouble == "silent":
                    break
                writer.write(_response(401 if trouble == "unknown token" else status, answer))
                await writer.drain()
        except OSError:
            self.cut_short += 1
        except asyncio.IncompleteReadError:
            self.cut_short += 1
        finally:
            writer.close()

    def _trouble(self, path: str) -> str:
        if path.endswith("/token"):
            return ""
        self.requests += 1
        return self.trouble(self.requests)

    async def _read(self, reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes] | None:
        first = (await reader.readline()).decode().split()
        if not first:
            return None
        headers: dict[str, str] = {}
        while line := (await reader.readline()).decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return first[1], headers, await reader.readexactly(int(headers.get("content-length", 0)))

    def _answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if path.endswith("/token"):
            self.tokens += 1
            return 200, {"access_token": f"token-{self.tokens}"}
        if path.endswith(SUBMISSIONS):
            return self._submit(body)
        if "/screenings/" in path or "/timeline" in path:
            return 404, {"code": "NOT-FOUND"}
        return 201, {"recipient_id": "r", "strategy_id": "s"}

    def _submit(self, body: bytes) -> Answer:
        sent = _readable(body)
        if sent is None:
            return 400, {"code": "JSON"}
        key = f"{sent['source_system']}/{sent['source_ref']}/{sent['source_version']}"
        digest = hashlib.sha256(body).hexdigest()
        known, receipt = self.stored.setdefault(key, (digest, _receipt(sent)))
        return (202, receipt) if known == digest else (422, {"code": "KEY-REUSED"})


def _readable(body: bytes) -> dict[str, Any] | None:
    try:
        sent = orjson.loads(body)
        str(sent["source_ref"])
    except (ValueError, TypeError, KeyError):
        return None
    return None if sent["source_version"] < 1 else sent


def _receipt(sent: dict[str, Any]) -> dict[str, Any]:
    named = sent.get("children")
    children = cast(list[dict[str, str]], named) if isinstance(named, list) else []
    ids = [
        {"temp_ref": child["temp_ref"], "child_id": f"{sent['source_ref']}/{child['temp_ref']}"} for child in children
    ]
    return {"contact_id": sent["source_ref"], "children": ids}


def _response(status: int, answer: dict[str, Any]) -> bytes:
    body = orjson.dumps(answer)
    later = "retry-after: 3600\r\n" if status == 503 else ""
    head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n{later}\r\n"
    return head.encode() + body


@asynccontextmanager
async def standing_in(trouble: Trouble = nothing) -> AsyncGenerator[tuple[StandIn, OneHost]]:
    system = StandIn(trouble)
    server = await asyncio.start_server(system.serve, "127.0.0.1", 0)
    try:
        yield system, OneHost(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        server.close()
        await server.wait_closed()


async def ran(tmp_path: Path, plan: Plan, trouble: Trouble = nothing) -> tuple[Tally, Told, StandIn]:
    async with standing_in(trouble) as (system, places):
        with History(tmp_path / "history") as history:
            tally = await run(plan, places, history, asyncio.Event())
    return tally, read_history(history.path), system


def every(number: int, trouble: str) -> Trouble:
    return lambda nth: trouble if nth % number == 0 else ""


def tries_of(told: Told, attempt: Attempt) -> Sequence[Attempt]:
    """All attempts with the same key, bytes and asker."""
    same = (attempt.key, attempt.key_client, attempt.body_sha256)
    return [other for other in told.attempts.values() if (other.key, other.key_client, other.body_sha256) == same]


def test_a_seed_gives_every_client_the_same_intentions() -> None:
    one, other = (Town(7, 60) for _ in range(2))
    for kind in ("police", "school", "health"):
        mine = [matter_of(PLAN, one, f"{kind}-1", kind, number) for number in range(30)]
        assert mine == [matter_of(PLAN, other, f"{kind}-1", kind, number) for number in range(30)]


def test_clients_and_seeds_have_chances_of_their_own() -> None:
    drawn = {stream(seed, client).random() for seed in range(5) for client in ("police-0", "police-1")}
    assert len(drawn) == 10


async def test_what_is_sent_follows_from_the_seed_whatever_goes_wrong(tmp_path: Path) -> None:
    _, told, _ = await ran(tmp_path, PLAN, every(3, "silent"))
    town = Town(PLAN.seed, PLAN.families)
    for lane in range(PLAN.lanes):
        kind = sender_of_lane(lane)
        client = f"{kind}-{lane}"
        sent = [attempt.key for attempt in told.of_kind("submit") if attempt.client == client]
        assert sent == [matter_of(PLAN, town, client, kind, number).letters[0].key for number in range(len(sent))]


async def test_every_answer_that_was_lost_is_asked_for_until_it_comes(tmp_path: Path) -> None:
    tally, told, system = await ran(tmp_path, PLAN, every(3, "silent"))
    assert tally.unresolved == ()
    assert tally.unknown > 10
    for attempt in told.of_kind("submit", "amend", "repeat", "key_reuse", "confirm"):
        assert any(other.phase in DEFINITE for other in tries_of(told, attempt)), attempt
    assert {attempt.key for attempt in told.of_kind("submit", "amend")} == set(system.stored)


async def test_a_repeat_sends_the_very_bytes_and_names_what_it_repeats(tmp_path: Path) -> None:
    _, told, _ = await ran(tmp_path, PLAN, every(4, "silent"))
    repeats = [attempt for attempt in told.of_kind("repeat") if attempt.of]
    assert repeats
    for repeat in repeats:
        first = told.attempts[str(repeat.of)]
        assert (first.key, first.body_sha256, first.path) == (repeat.key, repeat.body_sha256, repeat.path)
        assert first.invoked_at < repeat.invoked_at


async def test_a_key_is_used_again_only_for_what_is_stored(tmp_path: Path) -> None:
    plan = replace(PLAN, chances=Chances(reuse_key=1))
    _, told, _ = await ran(tmp_path, plan, every(5, "silent"))
    reused = [attempt for attempt in told.of_kind("key_reuse") if attempt.phase != "unknown"]
    assert reused
    assert {attempt.status for attempt in reused} == {422}


async def test_rubbish_is_never_taken_for_a_command(tmp_path: Path) -> None:
    _, told, _ = await ran(tmp_path, replace(PLAN, chances=Chances(bad=1)))
    assert told.of_kind("bad")
    assert all(attempt.key is None for attempt in told.of_kind("bad"))


async def test_what_never_gets_an_answer_is_named_at_the_end(tmp_path: Path) -> None:
    async def soon(stop: asyncio.Event) -> None:
        await asyncio.sleep(1)
        stop.set()

    async with standing_in(lambda _: "away") as (_, places):
        with History(tmp_path / "history") as history:
            stop = asyncio.Event()
            plan = replace(PLAN, patience_seconds=1)
            tally, _ = await asyncio.gather(run(plan, places, history, stop), soon(stop))
    told = read_history(history.path)
    assert tally.acknowledged == 0
    assert set(tally.unresolved) == set(told.notes[-1]["unresolved"])
    assert {told.attempts[op].kind for op in tally.unresolved} >= {"submit"}


async def test_who_is_told_to_come_back_in_an_hour_comes_back_soon(tmp_path: Path) -> None:
    tally, told, _ = await ran(tmp_path, replace(PLAN, total=20, lanes=2), every(9, "away"))
    assert tally.unresolved == ()
    repeats = [told.attempts[str(repeat.of)] for repeat in told.of_kind("repeat") if repeat.of]
    assert any(first.status == 503 for first in repeats)


async def test_a_refused_token_is_fetched_again(tmp_path: Path) -> None:
    tally, _, system = await ran(tmp_path, PLAN, every(9, "unknown token"))
    assert tally.unresolved == ()
    assert system.tokens > 10


async def test_clients_leave_in_the_middle(tmp_path: Path) -> None:
    _, told, system = await ran(tmp_path, replace(PLAN, chances=Chances(cut=1)))
    left = Counter((attempt.error or "").split(",")[0] for attempt in told.attempts.values())
    assert left["left: HALF_BODY"]
    assert left["left: NO_ANSWER"]
    assert system.cut_short


async def test_an_error_of_the_campaign_itself_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tests.campaign.workload.senders.matter_of", broken)
    with pytest.RaisesGroup(ZeroDivisionError, flatten_subgroups=True, allow_unwrapped=True):
        await ran(tmp_path, replace(PLAN, lanes=1))


def test_a_few_families_are_heard_of_again_and_again() -> None:
    town, chance = Town(1, 2_500), stream(1, "test")
    assert sum(len(family.children) for family in town.families) > 4_000
    heard = Counter(town.family(chance).number for _ in range(5_000))
    assert heard[0] > 10 * heard[1_000]
    assert len(heard) > 1_000
