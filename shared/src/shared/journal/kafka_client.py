"""The parts of aiokafka that the Kafka journal uses, with their types and our settings.

Its one law: what aiokafka raises leaves the journal as JournalUnavailable, and a client that failed is never
used again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar, cast

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import ConsumerStoppedError, KafkaError
from aiokafka.structs import TopicPartition as KafkaPartition

from shared.journal.port import MAX_RECORD_BYTES, JournalUnavailable

logger = logging.getLogger("frontdoor.journal")

# aiokafka says the same line ten times a second while a broker is away; what matters we log ourselves, once.
logging.getLogger("aiokafka").setLevel(logging.CRITICAL)

FAILURES = (OSError, TimeoutError, KafkaError, ConsumerStoppedError)

# Short, because a broker comes back within seconds and everything here may be repeated. With aiokafka's own
# settings the first send after a restart took 12 seconds.
REQUEST_MS = 5_000
RETRY_MS = 200
METADATA_MS = 3_000

# A member that died holds its partitions for the session's length; a broker refuses less than 6 seconds.
SESSION_MS = 6_000
HEARTBEAT_MS = 1_500
# Joining waits on the broker for members that died, so it may take longer than any other request.
JOIN_MS = 15_000

BATCH_BYTES = 512 * 1024
STOP_SECONDS = 5.0

C = TypeVar("C")


class Metadata(Protocol):
    offset: int


class Batch(Protocol):
    def append(
        self, *, timestamp: None, key: bytes, value: bytes, headers: Sequence[tuple[str, bytes]]
    ) -> object | None: ...
    def close(self) -> None: ...


class Producer(Protocol):
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def create_batch(self) -> Batch: ...
    async def send_batch(self, batch: Batch, topic: str, *, partition: int) -> Awaitable[Metadata]: ...


class Fetched(Protocol):
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Consumer(Protocol):
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def subscribe(self, topics: Sequence[str], *, listener: ConsumerRebalanceListener) -> None: ...
    def assign(self, partitions: Sequence[KafkaPartition]) -> None: ...
    def seek(self, partition: KafkaPartition, offset: int) -> None: ...
    def pause(self, *partitions: KafkaPartition) -> None: ...
    def resume(self, *partitions: KafkaPartition) -> None: ...
    async def getmany(self, *, timeout_ms: int, max_records: int) -> Mapping[KafkaPartition, Sequence[Fetched]]: ...
    async def end_offsets(self, partitions: Sequence[KafkaPartition]) -> Mapping[KafkaPartition, int]: ...


class Admin(Protocol):
    async def start(self) -> None: ...
    async def close(self) -> None: ...
    async def cluster_id(self) -> str: ...
    async def describe_topics(self) -> list[dict[str, Any]]: ...
    async def create_topics(self, topics: Sequence[object]) -> Any: ...


def make_producer(servers: str, client: str) -> Producer:
    # Without idempotence on purpose: a broker whose data was wiped hands out the same producer id again, takes
    # the first records for repeats, acknowledges them and never stores them. Subscribers drop repeats anyway.
    return cast(
        Producer,
        AIOKafkaProducer(
            bootstrap_servers=servers,
            client_id=client,
            acks="all",
            enable_idempotence=False,
            max_batch_size=BATCH_BYTES,
            max_request_size=2 * MAX_RECORD_BYTES,
            request_timeout_ms=REQUEST_MS,
            retry_backoff_ms=RETRY_MS,
            metadata_max_age_ms=METADATA_MS,
        ),
    )


def make_consumer(servers: str, client: str, group: str | None = None) -> Consumer:
    """Without a group it reads what it is told to; offsets are never committed in either case."""
    return cast(
        Consumer,
        _Consumer(
            bootstrap_servers=servers,
            client_id=client,
            group_id=group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            max_partition_fetch_bytes=2 * MAX_RECORD_BYTES,
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            request_timeout_ms=REQUEST_MS if group is None else JOIN_MS,
            retry_backoff_ms=RETRY_MS,
            metadata_max_age_ms=METADATA_MS,
        ),
    )


def make_admin(servers: str, client: str) -> Admin:
    return cast(
        Admin,
        _Admin(
            bootstrap_servers=servers,
            client_id=client,
            request_timeout_ms=REQUEST_MS,
            retry_backoff_ms=RETRY_MS,
            metadata_max_age_ms=METADATA_MS,
        ),
    )


@contextmanager
def kafka_failures() -> Generator[None]:
    try:
        yield
    except FAILURES as error:
        # Its own words can quote a record; the kind of error never does.
        raise JournalUnavailable(f"the Kafka journal failed: {type(error).__name__}") from error


class Kept(Generic[C]):
    """One client, started when it is first needed and replaced after it failed."""

    def __init__(
        self,
        make: Callable[[], C],
        start: Callable[[C], Awaitable[None]],
        stop: Callable[[C], Awaitable[None]],
    ) -> None:
        self._make = make
        self._start = start
        self._stop = stop
        self._client: C | None = None
        self._starting = asyncio.Lock()

    async def get(self) -> C:
        async with self._starting:
            if self._client is None:
                client = self._make()
                try:
                    await self._start(client)
                except BaseException:
                    await end(self._stop(client))
                    raise
                self._client = client
            return self._client

    async def drop(self, failed: C | None = None) -> None:
        """Stop the client, unless another task has already replaced the one that failed."""
        client = self._client
        if client is not None and (failed is None or failed is client):
            self._client = None
            await end(self._stop(client))


async def end(stopping: Awaitable[None]) -> None:
    """Wait for a client to stop, which tries to flush and to say goodbye even to a broker that is away.

    In a task of its own: whatever it raises is of no interest any more, and must not look like our cancellation.
    """
    task = asyncio.ensure_future(stopping)
    _ending.add(task)
    task.add_done_callback(_ended)
    await asyncio.wait([task], timeout=STOP_SECONDS)


_ending: set[asyncio.Future[None]] = set()


def _ended(task: asyncio.Future[None]) -> None:
    _ending.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.warning("a Kafka client did not stop in order", extra={"reason": type(error).__name__})


class _Consumer(AIOKafkaConsumer):
    async def stop(self) -> None:
        """Stopped while a fetch waits to be tried again, aiokafka raises CancelledError and leaves its connection."""
        stopping = asyncio.ensure_future(super().stop())
        await asyncio.wait([stopping])
        if stopping.cancelled():
            await self._client.close()
        else:
            stopping.result()


class _Admin(AIOKafkaAdminClient):
    async def cluster_id(self) -> str:
        """As in describe_cluster, which asks for every partition of every topic besides."""
        described = (await self._get_cluster_metadata([])).to_object()
        return str(described["cluster_id"])
