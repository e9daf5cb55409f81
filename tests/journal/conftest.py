"""One conformance suite for the two journals: every test runs on Postgres and, when it is asked for, on a real broker.

The law: a test gets topics and groups of its own, and leaves the server running as it found it.
"""

import asyncio
import os
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from shared.embedded_postgres import PostgresCluster, running_postgres
from shared.journal import Delivered, Journal, Positions, Record, Subscription, TopicPartition, open_journal
from shared.testing.folders import passing_folder

KAFKA_ASKED_FOR = os.environ.get("KAFKA_TESTS") == "1"
KAFKA = pytest.param("kafka", marks=pytest.mark.kafka)
ADAPTERS = ["postgres", KAFKA] if KAFKA_ASKED_FOR else ["postgres"]


class Server(Protocol):
    """What holds a journal, and what can happen to it."""

    @property
    def url(self) -> str: ...
    def is_running(self) -> bool: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def kill(self) -> None: ...
    async def wipe(self) -> None: ...


@dataclass(slots=True)
class PostgresServer:
    cluster: PostgresCluster
    database: str

    @property
    def url(self) -> str:
        return self.cluster.url(self.database)

    def is_running(self) -> bool:
        return self.cluster.is_running()

    async def start(self) -> None:
        if not self.is_running():
            self.cluster.start()

    async def stop(self) -> None:
        self.cluster.stop()

    async def kill(self) -> None:
        """Every connection breaks at once, as when a server crashes; the server itself goes on."""
        await self._administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )

    async def wipe(self) -> None:
        await self._administer(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self.cluster.url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    with passing_folder() as folder, running_postgres(folder / "postgres", durable=False) as cluster:
        yield cluster


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kafka_broker() -> AsyncIterator[Server]:
    from frontdoor.kafka import KafkaBroker

    with passing_folder() as folder:
        async with KafkaBroker(folder) as broker:
            yield broker


@pytest_asyncio.fixture(loop_scope="session")
async def kafka(kafka_broker: Server) -> AsyncIterator[Server]:
    yield kafka_broker
    await kafka_broker.start()


@pytest_asyncio.fixture(loop_scope="session")
async def postgres(postgres_cluster: PostgresCluster) -> AsyncIterator[Server]:
    server = PostgresServer(postgres_cluster, f"journal_{uuid4().hex[:12]}")
    yield server
    await server.start()
    await server.wipe()


@pytest.fixture(params=ADAPTERS)
def server(request: pytest.FixtureRequest) -> Server:
    return request.getfixturevalue(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def open_another(server: Server) -> AsyncIterator[Callable[[], Journal]]:
    opened: list[Journal] = []

    def open_one() -> Journal:
        opened.append(open_journal(server.url, f"test {len(opened)}"))
        return opened[-1]

    yield open_one
    for journal in opened:
        await journal.close()


@pytest.fixture
def journal(open_another: Callable[[], Journal]) -> Journal:
    return open_another()


@pytest_asyncio.fixture(loop_scope="session")
async def topic(journal: Journal) -> str:
    name = f"contacts-{uuid4().hex[:8]}"
    await journal.ensure_topics([name])
    return name


@dataclass(slots=True)
class Story:
    """Publishes numbered records of a few streams to one topic, and remembers what was acknowledged."""

    journal: Journal
    topic: str
    acknowledged: list[Record] = field(default_factory=list)

    def records(self, count: int, streams: int = 5) -> list[Record]:
        first = len(self.acknowledged)
        return [
            Record(
                topic=self.topic,
                key=f"Contact-{number % streams}",
                value=str(number).encode(),
                headers={"ce_id": str(number)},
            )
            for number in range(first, first + count)
        ]

    async def tell(self, count: int, streams: int = 5) -> list[Record]:
        records = self.records(count, streams)
        await self.publish(records)
        return records

    async def publish(self, records: Sequence[Record]) -> None:
        await self.journal.publish(records, await self.journal.identity())
        self.acknowledged += records


@pytest.fixture
def story(journal: Journal, topic: str) -> Story:
    return Story(journal, topic)


@dataclass(slots=True)
class Reader:
    """A member of a group that keeps its positions as a subscriber does, and everything that it was given."""

    subscription: Subscription
    stored: dict[tuple[str, TopicPartition], int]
    received: list[Delivered] = field(default_factory=list)

    async def take(self, seconds: float = 1.0, *, store: bool = True) -> Sequence[Delivered]:
        batch = await self.subscription.batch(seconds)
        self.received += batch
        for each in batch if store else ():
            self.stored[each.identity, each.at] = each.next_position
        return batch

    async def until(self, enough: Callable[["Reader"], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not enough(self):
            assert time.monotonic() < deadline, f"after {seconds} s: {len(self.received)} records, {self.held} held"
            await self.take(0.2)

    async def until_received(self, count: int, seconds: float = 30) -> None:
        await self.until(lambda reader: len(reader.received) >= count, seconds)

    @property
    def held(self) -> int:
        return len(self.subscription.assigned())

    @property
    def values(self) -> list[bytes]:
        return [each.record.value for each in self.received]

    def by_key(self) -> dict[str, list[int]]:
        return _by_key([each.record for each in self.received])


def _by_key(records: Sequence[Record]) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = defaultdict(list)
    for record in records:
        lines[record.key].append(int(record.value))
    return lines


@pytest.fixture
def stored() -> dict[tuple[str, TopicPartition], int]:
    """The group's own store of positions."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def join(
    journal: Journal, topic: str, stored: dict[tuple[str, TopicPartition], int]
) -> AsyncIterator[Callable[..., Awaitable[Reader]]]:
    """`await join()` is another member of the test's group; `topics`, `group`, `positions` and `by` can be given."""
    async with AsyncExitStack() as stack:

        async def positions(identity: str, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
            return {place: stored[identity, place] for place in places if (identity, place) in stored}

        async def join_one(
            *,
            topics: Sequence[str] | None = None,
            group: str = "screening",
            positions: Positions = positions,
            by: Journal = journal,
        ) -> Reader:
            subscription = by.subscribe(topics or [topic], f"{group}-{topic}", positions)
            return Reader(await stack.enter_async_context(subscription), stored)

        yield join_one


MEMBER = """
import asyncio, sys
from shared.journal import open_journal

async def positions(identity, places):
    return {}

async def main(url, topic, group):
    async with open_journal(url, "doomed").subscribe([topic], group, positions) as subscription:
        while True:
            await subscription.batch(0.2)
            print(len(subscription.assigned()), flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


@dataclass(slots=True)
class DoomedMember:
    """A member in a process of its own, which can be killed."""

    process: asyncio.subprocess.Process

    async def until_it_holds(self, count: int) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(30):
            while int(await self.process.stdout.readline()) != count:
                pass

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.communicate()


@pytest_asyncio.fixture(loop_scope="session")
async def doomed_member(server: Server, topic: str) -> AsyncIterator[DoomedMember]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MEMBER, server.url, topic, f"screening-{topic}", stdout=asyncio.subprocess.PIPE
    )
    member = DoomedMember(process)
    yield member
    await member.kill()


@pytest.fixture
def by_key() -> Callable[[Sequence[Record]], dict[str, list[int]]]:
    """The numbers of each key, in the order given."""
    return _by_key
