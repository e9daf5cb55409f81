"""The journal on Apache Kafka.

Its one law: the batches of one partition are sent one after another, each only when the one before is
acknowledged, and an acknowledgement counts only when the cluster is still the one that the publisher named.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import cast

from aiokafka.partitioner import DefaultPartitioner
from aiokafka.structs import TopicPartition as KafkaPartition

from shared.journal.kafka_client import (
    FAILURES,
    STOP_SECONDS,
    Batch,
    Consumer,
    Kept,
    Producer,
    end,
    kafka_failures,
    make_consumer,
    make_producer,
)
from shared.journal.kafka_cluster import KafkaCluster
from shared.journal.kafka_subscription import KafkaSubscription, delivered
from shared.journal.port import (
    BATCH_RECORDS,
    PARTITIONS,
    Delivered,
    JournalUnavailable,
    JournalWiped,
    Positions,
    Record,
    Subscription,
    TopicPartition,
    refuse_too_large,
)

PUBLISH_SECONDS = 20.0
"""aiokafka can stall without an error; by then its own requests have timed out three times over."""
# A wiped broker needs longer than this to come back: an identity seen so lately need not be asked for.
RECENT_SECONDS = 0.5
SCAN_SILENCE_SECONDS = 10.0

# The last two are how aiokafka meets a topic that went away while it was being sent to.
SENDING_FAILURES = (*FAILURES, AssertionError, TypeError)

ALL_PARTITIONS = list(range(PARTITIONS))
choose_partition = cast("Callable[[bytes, list[int], list[int]], int]", DefaultPartitioner())


class KafkaJournal:
    """One producer and two connections for questions; each subscription and each full scan has its own."""

    def __init__(self, url: str, client: str) -> None:
        self._servers = url.removeprefix("kafka://").rstrip("/")
        self._client = client
        self._cluster = KafkaCluster(self._servers, client)
        self._producer: Kept[Producer] = Kept(
            lambda: make_producer(self._servers, client), lambda c: c.start(), lambda c: c.stop()
        )
        self._publishing = asyncio.Lock()
        self._confirmed = ""
        self._confirmed_at = 0.0

    async def identity(self) -> str:
        return await self._cluster.identity()

    async def publish(self, records: Sequence[Record], identity: str) -> Mapping[TopicPartition, int]:
        refuse_too_large(records)
        if not records:
            return {}
        async with self._publishing:
            if identity != self._confirmed or time.monotonic() - self._confirmed_at > RECENT_SECONDS:
                await self._confirm(identity)
            sending = asyncio.ensure_future(self._send(records))
            try:
                async with asyncio.timeout(PUBLISH_SECONDS):
                    ends = await asyncio.shield(sending)
            except SENDING_FAILURES as error:
                await self._abandon(sending)
                await self._confirm(identity)
                raise JournalUnavailable(f"the Kafka journal failed: {type(error).__name__}") from error
            except asyncio.CancelledError:
                await self._abandon(sending)
                raise
            await self._confirm(identity)
            return ends

    async def _abandon(self, sending: asyncio.Future[dict[TopicPartition, int]]) -> None:
        """Stops the producer and what waits for it: a stopped one may never answer, so the wait is bounded."""
        await self._producer.drop()
        _, unanswered = await asyncio.wait([sending], timeout=STOP_SECONDS)
        for waiting in unanswered:
            waiting.cancel()
        if unanswered:
            await asyncio.wait(unanswered, timeout=STOP_SECONDS)

    def subscribe(
        self, topics: Sequence[str], group: str, positions: Positions
    ) -> AbstractAsyncContextManager[Subscription]:
        return KafkaSubscription(self._cluster, self._servers, self._client, topics, group, positions)

    async def ends(self, topics: Sequence[str]) -> Mapping[TopicPartition, int]:
        return await self._cluster.ends(topics)

    async def read(self, topics: Sequence[str]) -> AsyncIterator[Delivered]:
        identity = await self._cluster.identity()
        left = {place: last for place, last in (await self._cluster.ends(topics)).items() if last}
        consumer = make_consumer(self._servers, f"{self._client} scan")
        try:
            with kafka_failures():
                await consumer.start()
            consumer.assign([KafkaPartition(*place) for place in left])
            while left:
                for each in await self._scanned(consumer, identity):
                    if each.offset < left.get(each.at, 0):
                        yield each
                    if each.next_position >= left.get(each.at, each.next_position + 1):
                        del left[each.at]
        finally:
            await end(consumer.stop())

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        await self._cluster.create(topics)

    async def close(self) -> None:
        await self._producer.drop()
        await self._cluster.close()

    async def _confirm(self, identity: str) -> None:
        if await self._cluster.identity() != identity:
            await self._producer.drop()
            raise JournalWiped("the Kafka cluster has another identity")
        self._confirmed, self._confirmed_at = identity, time.monotonic()

    async def _send(self, records: Sequence[Record]) -> dict[TopicPartition, int]:
        producer = await self._producer.get()
        lines: dict[TopicPartition, deque[Record]] = defaultdict(deque)
        for record in records:
            lines[TopicPartition(record.topic, partition_of(record.key))].append(record)
        sending = [_send_in_order(producer, place, line) for place, line in lines.items()]
        # All are waited for, also after a failure: nothing of ours is on its way any more when this raises.
        ends = await asyncio.gather(*sending, return_exceptions=True)
        for each in ends:
            if isinstance(each, BaseException):
                raise each
        return dict(zip(lines, (each for each in ends if isinstance(each, int)), strict=True))

    async def _scanned(self, consumer: Consumer, identity: str) -> Sequence[Delivered]:
        with kafka_failures():
            fetched = await consumer.getmany(timeout_ms=int(SCAN_SILENCE_SECONDS * 1000), max_records=BATCH_RECORDS)
        if await self._cluster.identity() != identity:
            raise JournalWiped("the Kafka cluster was wiped while it was read")
        if not fetched:
            raise JournalUnavailable("the Kafka journal fell silent while it was read")
        return [delivered(each, identity) for line in fetched.values() for each in line]


def partition_of(key: str) -> int:
    """As Kafka's own clients choose it, so that their tools find a key where they expect it."""
    return choose_partition(key.encode(), ALL_PARTITIONS, ALL_PARTITIONS)


async def _send_in_order(producer: Producer, place: TopicPartition, line: deque[Record]) -> int:
    next_offset = 0
    while line:
        batch = producer.create_batch()
        count = _fill(batch, line)
        metadata = await (await producer.send_batch(batch, place.topic, partition=place.partition))
        next_offset = metadata.offset + count
    return next_offset


def _fill(batch: Batch, line: deque[Record]) -> int:
    """Move records into the batch until it is full: at least one, however large."""
    count = 0
    while line:
        record = line[0]
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        if batch.append(timestamp=None, key=record.key.encode(), value=record.value, headers=headers) is None:
            break
        line.popleft()
        count += 1
    batch.close()
    return count
