"""The journal in a Postgres database of its own: the default of one machine.

Its one law: an offset is taken under a lock on its topic that is held to the commit, so offsets are dense and a
reader of `offset >= n` never skips a publisher in flight.
"""

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from typing import TYPE_CHECKING, TypeVar

import orjson

from shared.journal.port import (
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
from shared.journal.postgres_connection import JournalConnection
from shared.journal.postgres_subscription import CHANNEL, NEW_TOPICS, PostgresSubscription, delivered, news_of

if TYPE_CHECKING:
    from shared.database import OwnConnection

CHUNK_RECORDS = 500
CHUNK_BYTES = 16 * 1024 * 1024

A = TypeVar("A")

ENSURE_TOPICS = f"""
WITH made AS (INSERT INTO topics (topic) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING topic)
SELECT pg_notify('{CHANNEL}', '{NEW_TOPICS}') WHERE EXISTS (SELECT FROM made)
"""

LOCK_TOPICS = """
SELECT topic, (SELECT identity FROM journal) AS identity FROM topics
WHERE topic = ANY($1) ORDER BY topic FOR NO KEY UPDATE OF topics
"""

INSERT = """
WITH incoming AS (
    SELECT *, row_number() OVER (PARTITION BY topic, partition ORDER BY place) - 1 AS nth
    FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::bytea[])
         WITH ORDINALITY AS given (topic, partition, key, headers, value, place)
), starts AS (
    SELECT written.*, COALESCE(last.record_offset + 1, 0) AS start
    FROM (SELECT DISTINCT topic, partition FROM incoming) AS written
    LEFT JOIN LATERAL (
        SELECT record_offset FROM records
        WHERE records.topic = written.topic AND records.partition = written.partition
        ORDER BY record_offset DESC LIMIT 1
    ) AS last ON true
), stored AS (
    INSERT INTO records (topic, partition, record_offset, key, headers, value)
    SELECT topic, partition, start + nth, key, headers::json, value
    FROM incoming JOIN starts USING (topic, partition)
    RETURNING topic, partition, record_offset
)
SELECT topic, partition, max(record_offset) + 1 AS next_offset FROM stored GROUP BY topic, partition
"""

ENDS = """
SELECT topic, partition, COALESCE(last.record_offset + 1, 0) AS next_offset
FROM unnest($1::text[]) AS wanted (topic)
CROSS JOIN generate_series(0, $2 - 1) AS slots (partition)
LEFT JOIN LATERAL (
    SELECT record_offset FROM records
    WHERE records.topic = wanted.topic AND records.partition = slots.partition
    ORDER BY record_offset DESC LIMIT 1
) AS last ON true
"""

SCAN = """
SELECT identity, topic, partition, record_offset, key, headers, value
FROM records, journal
WHERE topic = $1 AND partition = $2 AND record_offset >= $3 AND record_offset < $4
ORDER BY record_offset LIMIT 100
"""


class PostgresJournal:
    """Publishing and asking share one connection; each subscription, and each full scan, has another."""

    def __init__(self, url: str, client: str) -> None:
        self._url = url
        self._client = client
        self._connection = JournalConnection(url, client)

    async def identity(self) -> str:
        return await self._ask(_identity)

    async def publish(self, records: Sequence[Record], identity: str) -> Mapping[TopicPartition, int]:
        refuse_too_large(records)
        if not records:
            return {}
        topics = sorted({record.topic for record in records})
        async with self._connection.use() as connection:
            async with connection.transaction():
                await _lock(connection, topics, identity)
                ends = await _insert(connection, records)
            # Outside of the transaction: a NOTIFY in it makes every commit of the whole server wait in line.
            news = [news_of(place) for place in ends]
            await connection.execute("SELECT pg_notify($1, each) FROM unnest($2::text[]) AS each", CHANNEL, news)
            return ends

    def subscribe(
        self, topics: Sequence[str], group: str, positions: Positions
    ) -> AbstractAsyncContextManager[Subscription]:
        return PostgresSubscription(self._url, self._client, topics, group, positions)

    async def ends(self, topics: Sequence[str]) -> Mapping[TopicPartition, int]:
        rows = await self._ask(lambda connection: connection.fetch(ENDS, list(topics), PARTITIONS))
        return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}

    async def read(self, topics: Sequence[str]) -> AsyncIterator[Delivered]:
        ends = await self.ends(topics)
        scan = JournalConnection(self._url, f"{self._client} scan")
        try:
            for place, end in sorted(ends.items()):
                async with aclosing(_scan(scan, place, end)) as found:
                    async for each in found:
                        yield each
        finally:
            scan.drop()

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        await self._ask(lambda connection: connection.execute(ENSURE_TOPICS, list(topics)))

    async def close(self) -> None:
        await self._connection.close()

    async def _ask(self, question: "Callable[[OwnConnection], Awaitable[A]]") -> A:
        """Twice: the first failure may only tell that the connection was from before a restart."""
        try:
            return await self._ask_once(question)
        except JournalUnavailable:
            return await self._ask_once(question)

    async def _ask_once(self, question: "Callable[[OwnConnection], Awaitable[A]]") -> A:
        async with self._connection.use() as connection:
            return await question(connection)


def partition_of(key: str) -> int:
    return zlib.crc32(key.encode()) % PARTITIONS


async def _identity(connection: "OwnConnection") -> str:
    identity: str = await connection.fetchval("SELECT identity FROM journal")
    return identity


async def _lock(connection: "OwnConnection", topics: list[str], identity: str) -> None:
    locked = await connection.fetch(LOCK_TOPICS, topics)
    found = {row["identity"] for row in locked} or {await _identity(connection)}
    if found != {identity}:
        raise JournalWiped("the Postgres journal has another identity")
    if len(locked) != len(topics):
        raise JournalUnavailable("a topic does not exist")


async def _insert(connection: "OwnConnection", records: Sequence[Record]) -> dict[TopicPartition, int]:
    ends: dict[TopicPartition, int] = {}
    for chunk in _chunks(records):
        rows = await connection.fetch(
            INSERT,
            [record.topic for record in chunk],
            [partition_of(record.key) for record in chunk],
            [record.key for record in chunk],
            [orjson.dumps(dict(record.headers)).decode() for record in chunk],
            [record.value for record in chunk],
        )
        ends |= {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    return ends


def _chunks(records: Sequence[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    size = 0
    for record in records:
        if chunk and (len(chunk) == CHUNK_RECORDS or size + len(record.value) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(record)
        size += len(record.value)
    yield chunk


async def _scan(scan: JournalConnection, place: TopicPartition, end: int) -> AsyncGenerator[Delivered]:
    position = 0
    while position < end:
        async with scan.use() as connection:
            rows = await connection.fetch(SCAN, place.topic, place.partition, position, end)
        if not rows:
            raise JournalUnavailable("the Postgres journal lost records while it was read")
        for row in rows:
            yield delivered(row)
        position = rows[-1]["record_offset"] + 1
