"""Asks the Kafka cluster who it is, which topics it has and where they end, and makes topics."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from aiokafka.admin import NewTopic
from aiokafka.structs import TopicPartition as KafkaPartition

from shared.journal.kafka_client import (
    FAILURES,
    Admin,
    Consumer,
    Kept,
    make_admin,
    make_consumer,
)
from shared.journal.port import MAX_RECORD_BYTES, PARTITIONS, JournalUnavailable, TopicPartition

ALREADY_EXISTS = 36

FOR_EVER = {
    "cleanup.policy": "delete",
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "max.message.bytes": str(2 * MAX_RECORD_BYTES),
}

C = TypeVar("C")
A = TypeVar("A")


class KafkaCluster:
    """Two connections, one for questions and one for offsets, each renewed after a failure."""

    def __init__(self, servers: str, client: str) -> None:
        self._admin: Kept[Admin] = Kept(
            lambda: make_admin(servers, client), lambda admin: admin.start(), lambda admin: admin.close()
        )
        self._scout: Kept[Consumer] = Kept(
            lambda: make_consumer(servers, client), lambda scout: scout.start(), lambda scout: scout.stop()
        )

    async def identity(self) -> str:
        return await _ask(self._admin, lambda admin: admin.cluster_id())

    async def partitions(self, topics: Sequence[str]) -> list[TopicPartition]:
        """The partitions of those topics that exist."""
        # All topics are asked for: a broker that may make topics makes one that is asked for by name.
        described = await _ask(self._admin, lambda admin: admin.describe_topics())
        return sorted(
            TopicPartition(topic["topic"], partition["partition"])
            for topic in described
            if topic["topic"] in topics
            for partition in topic["partitions"]
        )

    async def ends(self, topics: Sequence[str]) -> Mapping[TopicPartition, int]:
        ends = {TopicPartition(topic, partition): 0 for topic in topics for partition in range(PARTITIONS)}
        if known := [KafkaPartition(*place) for place in await self.partitions(topics)]:
            found = await _ask(self._scout, lambda scout: scout.end_offsets(known))
            ends |= {TopicPartition(*place): last for place, last in found.items()}
        return ends

    async def create(self, topics: Sequence[str]) -> None:
        existing = await self.partitions(topics)
        for topic in topics:
            count = sum(place.topic == topic for place in existing)
            if count not in (0, PARTITIONS):
                raise JournalUnavailable(f"topic {topic} has {count} partitions, and must have {PARTITIONS}")
        if missing := set(topics) - {place.topic for place in existing}:
            await self._create(sorted(missing))

    async def _create(self, topics: Sequence[str]) -> None:
        # A replication factor of -1 is the cluster's own; NewTopic takes it only with an empty assignment.
        new = [NewTopic(topic, PARTITIONS, -1, {}, topic_configs=FOR_EVER) for topic in topics]
        answer = await _ask(self._admin, lambda admin: admin.create_topics(new))
        for topic, code, *_ in answer.topic_errors:
            if code not in (0, ALREADY_EXISTS):
                raise JournalUnavailable(f"topic {topic} could not be made: Kafka error {code}")

    async def close(self) -> None:
        await self._admin.drop()
        await self._scout.drop()


async def _ask(kept: Kept[C], question: Callable[[C], Awaitable[A]]) -> A:
    """Twice: the first failure may only tell that the connection was from before a restart."""
    try:
        return await _ask_once(kept, question)
    except JournalUnavailable:
        return await _ask_once(kept, question)


async def _ask_once(kept: Kept[C], question: Callable[[C], Awaitable[A]]) -> A:
    client = None
    try:
        client = await kept.get()
        return await question(client)
    # AttributeError: aiokafka's way to say that the cluster has no controller yet.
    except (*FAILURES, AttributeError) as error:
        if client is not None:
            await kept.drop(client)
        raise JournalUnavailable(f"the Kafka journal failed: {type(error).__name__}") from error
