"""Old records put into the journal once more, twice each, by a producer that knows nothing of ours."""

import asyncio
from collections.abc import Sequence
from random import Random
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition

TOPICS: Final = ("contacts", "threshold-decisions", "strategy-meetings", "handovers", "notifications")
TIMES: Final = 2
READ_MILLISECONDS: Final = 2_000
PATIENCE_SECONDS: Final = 15.0


async def republish(journal_url: str, records: int, chance: str) -> int:
    """Publish so many old records again, as they are. Answers how many; none where the journal is empty or away."""
    servers = journal_url.removeprefix("kafka://")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            old = await _old_records(servers, records, Random(chance))
            await _publish(servers, old)
    except (KafkaError, TimeoutError, OSError):
        return 0
    return len(old) * TIMES


async def _old_records(servers: str, records: int, chance: Random) -> Sequence[Any]:
    """From a few partitions that hold any, the oldest first."""
    consumer: Any = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False, request_timeout_ms=5_000)
    await consumer.start()
    try:
        known = await _places(servers)
        ends: dict[TopicPartition, int] = await consumer.end_offsets(known) if known else {}
        filled = [place for place in known if ends[place]]
        if not filled:
            return ()
        places = chance.sample(filled, min(6, len(filled)))
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        lines = await consumer.getmany(timeout_ms=READ_MILLISECONDS, max_records=records)
        return [each for line in lines.values() for each in line]
    finally:
        await consumer.stop()


async def _places(servers: str) -> Sequence[TopicPartition]:
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=5_000)
    await admin.start()
    try:
        described = await admin.describe_topics()
    finally:
        await admin.close()
    return sorted(
        TopicPartition(topic["topic"], partition["partition"])
        for topic in described
        if topic["topic"] in TOPICS
        for partition in topic["partitions"]
    )


async def _publish(servers: str, old: Sequence[Any]) -> None:
    producer: Any = AIOKafkaProducer(bootstrap_servers=servers, acks="all", request_timeout_ms=5_000)
    await producer.start()
    try:
        for _ in range(TIMES):
            for each in old:
                await producer.send_and_wait(
                    each.topic, each.value, key=each.key, partition=each.partition, headers=list(each.headers)
                )
    finally:
        await producer.stop()
