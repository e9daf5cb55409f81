"""The whole journal, read raw: on Kafka by a consumer without a group, else from its table, from offset 0."""

import asyncio
import base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import TopicPartition

from tests.campaign.checker.run import JOURNAL, End

SILENCE_SECONDS = 15.0
LARGEST_FETCH = 16 * 1024 * 1024
RECORDS = """select topic, partition, record_offset, key, headers::text, value from records
             order by topic, partition, record_offset"""

Ends = Mapping[tuple[str, int], int]


async def read_journal(final: Path, url: str) -> list[End]:
    """Every record up to the ends at the start of the read."""
    read = _from_kafka if url.startswith("kafka://") else _from_postgres
    return await read(final, url)


async def _from_kafka(final: Path, url: str) -> list[End]:
    servers = url.removeprefix("kafka://").rstrip("/")
    identity, partitions = await _cluster(servers)
    consumer: Any = AIOKafkaConsumer(
        bootstrap_servers=servers, enable_auto_commit=False, max_partition_fetch_bytes=LARGEST_FETCH
    )
    await consumer.start()
    try:
        begins = await consumer.beginning_offsets(partitions)
        ends = await consumer.end_offsets(partitions)
        _write_ends(final, identity, {(at.topic, at.partition): end for at, end in ends.items()})
        with (final / "journal.jsonl").open("wb") as file:
            read, left = await _consume(consumer, begins, ends, file)
    finally:
        # In a task of its own: a consumer that was hardly used can stop with a CancelledError, which is not ours.
        await asyncio.wait([asyncio.ensure_future(consumer.stop())], timeout=SILENCE_SECONDS)
    gone = [str(at) for at, begin in begins.items() if begin]
    why = f"fell silent before the end of {left}" if left else f"the first records of {gone} are gone" if gone else ""
    return [End(what=JOURNAL, read=read, complete=not why, why=why)]


async def _cluster(servers: str) -> tuple[str, list[TopicPartition]]:
    """The cluster's identity, and every partition of every topic that is not the broker's own."""
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        identity = str((await admin.describe_cluster())["cluster_id"])
        topics = [topic for topic in await admin.describe_topics() if not topic["topic"].startswith("__")]
    finally:
        await admin.close()
    return identity, [TopicPartition(t["topic"], part["partition"]) for t in topics for part in t["partitions"]]


async def _consume(consumer: Any, begins: Any, ends: Any, file: Any) -> tuple[int, list[str]]:
    left = {at: end for at, end in ends.items() if end > begins[at]}
    read = 0
    if not left:
        return 0, []
    consumer.assign(list(left))
    for at in left:
        consumer.seek(at, begins[at])
    while left:
        fetched = await asyncio.wait_for(consumer.getmany(timeout_ms=int(SILENCE_SECONDS * 1000)), 2 * SILENCE_SECONDS)
        if not fetched:
            break
        for at, records in fetched.items():
            for record in records:
                if record.offset < ends[at]:
                    file.write(_line(at.topic, at.partition, record.offset, record.key, record.headers, record.value))
                    read += 1
            if records and records[-1].offset + 1 >= ends[at]:
                left.pop(at, None)
    return read, [f"{at.topic}/{at.partition}" for at in left]


async def _from_postgres(final: Path, url: str) -> list[End]:
    connection: Any = await asyncpg.connect(url, timeout=20, command_timeout=120)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            identity = await connection.fetchval("select identity from journal")
            rows = await connection.fetch(RECORDS)
    finally:
        await connection.close(timeout=5)
    ends: dict[tuple[str, int], int] = {}
    with (final / "journal.jsonl").open("wb") as file:
        for topic, partition, offset, key, headers, value in rows:
            ends[topic, partition] = offset + 1
            pairs = [(name, text.encode()) for name, text in orjson.loads(headers).items()]
            file.write(_line(topic, partition, offset, key.encode(), pairs, value))
    _write_ends(final, identity, ends)
    dense = sum(ends.values()) == len(rows)
    return [End(what=JOURNAL, read=len(rows), complete=dense, why="" if dense else "offsets are missing")]


def _line(
    topic: str,
    partition: int,
    offset: int,
    key: bytes | None,
    headers: Iterable[tuple[str, bytes]],
    value: bytes | None,
) -> bytes:
    told = {name: (text or b"").decode(errors="replace") for name, text in headers}
    record = {
        "topic": topic,
        "partition": partition,
        "offset": offset,
        "key": (key or b"").decode(errors="replace"),
        "message_id": told.get("ce_id", f"{topic}/{partition}/{offset}"),
        "type": told.get("ce_type", ""),
        "value": base64.b64encode(value or b"").decode(),
    }
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _write_ends(final: Path, identity: str, ends: Ends) -> None:
    told = [{"topic": topic, "partition": partition, "end": end} for (topic, partition), end in ends.items()]
    (final / "journal-ends.json").write_bytes(orjson.dumps({"identity": identity, "ends": told}))
