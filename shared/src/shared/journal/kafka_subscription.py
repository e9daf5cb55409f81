"""One member of a group on the Kafka journal.

Its one law: a record is delivered only from a partition that was placed at the subscriber's own position since
it was assigned, and only when the cluster, asked after the fetch, is still the one that the position belongs to.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.structs import TopicPartition as KafkaPartition

from shared.journal.kafka_client import (
    Consumer,
    Fetched,
    end,
    kafka_failures,
    make_consumer,
)
from shared.journal.kafka_cluster import KafkaCluster
from shared.journal.outage import Outage
from shared.journal.port import (
    BATCH_RECORDS,
    Delivered,
    JournalUnavailable,
    JournalWiped,
    Positions,
    Record,
    TopicPartition,
)

WAIT_SECONDS = 1.0
RETRY_SECONDS = 0.2
CONFIRM_SECONDS = 2.0


class Away(JournalUnavailable):
    """The cluster did not answer. The consumer is kept: joined anew it would wait for its own ghost to expire."""


class Membership(ConsumerRebalanceListener):
    """One consumer's part in the group. aiokafka tells it what is assigned; nothing is read until it is placed."""

    def __init__(self, consumer: Consumer, identity: str) -> None:
        self.consumer = consumer
        self.identity = identity
        self.confirmed_at = time.monotonic()
        self.assigned: frozenset[TopicPartition] = frozenset()
        self.placed: set[TopicPartition] = set()

    def on_partitions_revoked(self, revoked: Iterable[KafkaPartition]) -> None:
        self.assigned = frozenset()
        self.placed.clear()

    def on_partitions_assigned(self, assigned: Iterable[KafkaPartition]) -> None:
        self.assigned = frozenset(TopicPartition(*place) for place in assigned)
        self.placed.clear()
        self.consumer.pause(*assigned)

    def place(self, place: TopicPartition, position: int) -> None:
        self.consumer.seek(KafkaPartition(*place), position)
        self.consumer.resume(KafkaPartition(*place))
        self.placed.add(place)


class KafkaSubscription:
    """Where to read from is the subscriber's to say, never Kafka's. A consumer that failed is replaced."""

    def __init__(
        self,
        cluster: KafkaCluster,
        servers: str,
        client: str,
        topics: Sequence[str],
        group: str,
        positions: Positions,
    ) -> None:
        self._cluster = cluster
        self._servers = servers
        self._client = client
        self._topics = sorted(topics)
        self._group = group
        self._positions = positions
        self._membership: Membership | None = None
        self._outage = Outage()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._leave()

    def assigned(self) -> frozenset[TopicPartition]:
        return self._membership.assigned if self._membership else frozenset()

    def rewind(self) -> None:
        if self._membership:
            self._membership.placed.clear()

    async def batch(self, timeout_seconds: float) -> Sequence[Delivered]:
        deadline = time.monotonic() + timeout_seconds
        while True:
            remaining = max(0.0, deadline - time.monotonic())
            try:
                found = await self._look(min(remaining, WAIT_SECONDS))
                self._outage.over()
            except (JournalUnavailable, JournalWiped) as error:
                found = ()
                self._outage.met(error)
                if not isinstance(error, Away):
                    await self._leave()
                await asyncio.sleep(min(RETRY_SECONDS, remaining))
            if found or time.monotonic() >= deadline:
                return found

    async def _look(self, wait_seconds: float) -> Sequence[Delivered]:
        membership = self._membership = self._membership or await self._join()
        await self._place(membership)
        fetched = await _fetch(membership.consumer, wait_seconds)
        if fetched or time.monotonic() - membership.confirmed_at > CONFIRM_SECONDS:
            await self._confirm(membership)
        return [
            delivered(each, membership.identity)
            for each in fetched
            if TopicPartition(each.topic, each.partition) in membership.placed
        ]

    async def _join(self) -> Membership:
        consumer = make_consumer(self._servers, self._client, self._group)
        try:
            with kafka_failures():
                await consumer.start()
            membership = Membership(consumer, await self._cluster.identity())
            consumer.subscribe(self._topics, listener=membership)
        except BaseException:
            await end(consumer.stop())
            raise
        return membership

    async def _leave(self) -> None:
        membership, self._membership = self._membership, None
        if membership is not None:
            await end(membership.consumer.stop())

    async def _place(self, membership: Membership) -> None:
        assigned = membership.assigned
        if not (places := sorted(assigned - membership.placed)):
            return
        await self._confirm(membership)
        wanted = await self._positions(membership.identity, places)
        # Assigned anew meanwhile: those are placed at the next look.
        if membership.assigned is assigned:
            with kafka_failures():
                for place in places:
                    membership.place(place, wanted.get(place, 0))

    async def _confirm(self, membership: Membership) -> None:
        try:
            identity = await self._cluster.identity()
        except JournalUnavailable as error:
            membership.placed.clear()  # what was fetched and not confirmed is fetched again
            raise Away(str(error)) from error
        if identity != membership.identity:
            raise JournalWiped("the Kafka cluster has another identity")
        membership.confirmed_at = time.monotonic()


async def _fetch(consumer: Consumer, wait_seconds: float) -> Sequence[Fetched]:
    # While the group is being shared out anew, getmany waits without an end of its own.
    with kafka_failures(), suppress(TimeoutError):
        async with asyncio.timeout(wait_seconds + 0.1):
            lines = await consumer.getmany(timeout_ms=int(wait_seconds * 1000), max_records=BATCH_RECORDS)
            return [each for line in lines.values() for each in line]
    return ()


def delivered(fetched: Fetched, identity: str) -> Delivered:
    """Bytes that are not text, which only a foreign publisher writes, are for the subscriber to park."""
    record = Record(
        topic=fetched.topic,
        key=_text(fetched.key),
        value=fetched.value or b"",
        headers={name: _text(value) for name, value in fetched.headers},
    )
    return Delivered(record=record, identity=identity, partition=fetched.partition, offset=fetched.offset)


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
