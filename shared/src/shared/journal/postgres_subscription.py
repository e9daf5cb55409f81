"""One member of a group on the Postgres journal, on one connection of its own.

Its one law: a partition is read only under an exclusive advisory lock of this connection, so it has one reader
in a group, and a reader that dies lets go of it with its connection.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

import orjson

from shared.journal.outage import Outage
from shared.journal.port import (
    BATCH_RECORDS,
    MAX_RECORD_BYTES,
    PARTITIONS,
    Delivered,
    JournalUnavailable,
    Positions,
    Record,
    TopicPartition,
)
from shared.journal.postgres_connection import JournalConnection

if TYPE_CHECKING:
    from shared.database import OwnConnection, Row

POLL_SECONDS = 3.0
"""How late, at most, is seen what nobody is told of: a member that died, records whose wake-up got lost."""
RETRY_SECONDS = 0.2

CHANNEL = "journal"
"""Where publishers tell which partitions have news, and members of a group each other that somebody came or went."""

NEW_TOPICS = "topics"
"""What is said there when topics were made: whoever waits for one joins it."""

# A lock is (group, slot): a topic's first slot marks its members and is shared, the next are its partitions.
SLOTS = PARTITIONS + 1

GROUP = """
WITH made AS (
    INSERT INTO subscriber_groups (group_name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING group_id
)
SELECT group_id FROM made UNION ALL SELECT group_id FROM subscriber_groups WHERE group_name = $1 LIMIT 1
"""

MEMBERS = """
SELECT objid::int / $2 AS topic_id, array_agg(DISTINCT pid ORDER BY pid) AS pids
FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid::int = $1 AND objid::int % $2 = 0
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY objid
"""

FETCH = """
WITH news AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[]) AS held (topic, partition, position)
    WHERE EXISTS (
        SELECT FROM records
        WHERE records.topic = held.topic AND records.partition = held.partition AND record_offset >= position
    )
), found AS (
    SELECT records.*,
           row_number() OVER in_turn AS nth,
           sum(octet_length(value)) OVER in_turn - octet_length(value) AS bytes_before
    FROM news CROSS JOIN LATERAL (
        SELECT record_offset - news.position AS turn, records.* FROM records
        WHERE records.topic = news.topic AND records.partition = news.partition
          AND record_offset >= news.position
        ORDER BY record_offset
        LIMIT (SELECT greatest(1, $4 / greatest(1, count(*))) FROM news)
    ) AS records
    WINDOW in_turn AS (ORDER BY turn, records.topic, records.partition)
)
SELECT identity, topic, partition, record_offset, key, headers, value
FROM journal LEFT JOIN found ON nth <= $4 AND bytes_before < $5
ORDER BY topic, partition, record_offset
"""

ENDS = """
SELECT COALESCE((SELECT record_offset + 1 FROM records
                 WHERE records.topic = held.topic AND records.partition = held.partition
                 ORDER BY record_offset DESC LIMIT 1), 0)
FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS held (topic, partition, place) ORDER BY place
"""


class PostgresSubscription:
    """Members see each other by their locks; of m members the n-th takes every m-th partition from n."""

    def __init__(self, url: str, client: str, topics: Sequence[str], group: str, positions: Positions) -> None:
        self._connection = JournalConnection(url, f"{client} {group}", opened=self._forget)
        self._topics = sorted(topics)
        self._group = group
        self._positions = positions
        self._wake = asyncio.Event()
        self._outage = Outage()
        self._forget()

    def _forget(self) -> None:
        """Nothing is ours on a new connection."""
        self._group_id = 0
        self._topic_ids: dict[str, int] = {}
        self._identity = ""
        self._held: set[TopicPartition] = set()
        self._next: dict[TopicPartition, int] = {}
        self._news: set[TopicPartition] = set()
        self._share_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(JournalUnavailable):
            if self._held:
                async with self._connection.use() as connection:
                    await connection.execute("SELECT pg_advisory_unlock_all()")
                    await self._tell_group(connection)
        await self._connection.close()
        self._forget()

    def assigned(self) -> frozenset[TopicPartition]:
        return frozenset(self._held)

    def rewind(self) -> None:
        self._next.clear()

    async def batch(self, timeout_seconds: float) -> Sequence[Delivered]:
        deadline = time.monotonic() + timeout_seconds
        while True:
            self._wake.clear()
            pause = POLL_SECONDS
            try:
                found = await self._look()
                self._outage.over()
            except JournalUnavailable as error:
                found, pause = (), RETRY_SECONDS
                self._outage.met(error)
                self._forget()
            remaining = deadline - time.monotonic()
            if found or remaining <= 0:
                return found
            with suppress(TimeoutError):
                async with asyncio.timeout(min(pause, remaining)):
                    await self._wake.wait()

    async def _look(self) -> Sequence[Delivered]:
        async with self._connection.use() as connection:
            if time.monotonic() >= self._share_at:
                # Said before: who comes or goes meanwhile is asked after again.
                self._share_at = time.monotonic() + POLL_SECONDS
                await self._join(connection)
                await self._share_out(connection)
                self._news |= self._held
        await self._place(sorted(self._held - self._next.keys()))
        asked = sorted(self._news & self._next.keys())
        self._news.clear()
        if not asked:
            return ()
        async with self._connection.use() as connection:
            rows = await self._fetch(connection, asked)
        return self._advance(rows, asked)

    async def _join(self, connection: "OwnConnection") -> None:
        """Mark ourselves a member of every topic that exists; those made later are joined when they are."""
        if not self._group_id:
            await connection.add_listener(CHANNEL, self._notified)
            self._identity = await connection.fetchval("SELECT identity FROM journal")
            self._group_id = await connection.fetchval(GROUP, self._group)
        if len(self._topic_ids) == len(self._topics):
            return
        rows = await connection.fetch("SELECT topic, topic_id FROM topics WHERE topic = ANY($1)", self._topics)
        for row in rows:
            if row["topic"] not in self._topic_ids:
                slot = row["topic_id"] * SLOTS
                await connection.execute("SELECT pg_advisory_lock_shared($1, $2)", self._group_id, slot)
                self._topic_ids[row["topic"]] = row["topic_id"]
                await self._tell_group(connection)

    async def _share_out(self, connection: "OwnConnection") -> None:
        fair = await self._fair_share(connection)
        if surplus := self._held - fair:
            await connection.execute(
                "SELECT pg_advisory_unlock($1, slot) FROM unnest($2::int[]) AS slot",
                self._group_id,
                [self._slot(place) for place in surplus],
            )
            self._held -= surplus
            self._next = {place: position for place, position in self._next.items() if place in self._held}
            await self._tell_group(connection)
        for place in sorted(fair - self._held):
            if await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", self._group_id, self._slot(place)):
                self._held.add(place)

    async def _fair_share(self, connection: "OwnConnection") -> set[TopicPartition]:
        rows = await connection.fetch(MEMBERS, self._group_id, SLOTS)
        members: dict[int, list[int]] = {row["topic_id"]: row["pids"] for row in rows}
        us = connection.get_server_pid()
        fair: set[TopicPartition] = set()
        for topic, topic_id in self._topic_ids.items():
            pids = members.get(topic_id, ())
            if us not in pids:
                raise JournalUnavailable("the connection was replaced, and its place in the group with it")
            fair |= {TopicPartition(topic, partition) for partition in range(pids.index(us), PARTITIONS, len(pids))}
        return fair

    def _slot(self, place: TopicPartition) -> int:
        return self._topic_ids[place.topic] * SLOTS + 1 + place.partition

    async def _tell_group(self, connection: "OwnConnection") -> None:
        await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, f"group {self._group}")

    def _notified(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        if payload in (f"group {self._group}", NEW_TOPICS):
            self._share_at = 0.0
            self._wake.set()
        elif news := self._held & {place_in(str(payload))}:
            self._news |= news
            self._wake.set()

    async def _place(self, places: list[TopicPartition]) -> None:
        if not places:
            return
        # Outside of `use`: an error of the subscriber's own store is not one of the journal's.
        wanted = await self._positions(self._identity, places)
        async with self._connection.use() as connection:
            ends = await _ends(connection, places)
        if not self._held.issuperset(places):
            raise JournalUnavailable("the connection was replaced")
        for place in places:
            position = wanted.get(place, 0)
            # Beyond the end: the journal lost its tail to an older copy of itself, so all is read again.
            self._next[place] = position if position <= ends[place] else 0
            self._news.add(place)

    async def _fetch(self, connection: "OwnConnection", asked: Sequence[TopicPartition]) -> "list[Row]":
        rows = await connection.fetch(
            FETCH,
            [place.topic for place in asked],
            [place.partition for place in asked],
            [self._next[place] for place in asked],
            BATCH_RECORDS,
            MAX_RECORD_BYTES,
        )
        if not rows or rows[0]["identity"] != self._identity:
            raise JournalUnavailable("the Postgres journal was wiped")
        return rows

    def _advance(self, rows: "list[Row]", asked: Sequence[TopicPartition]) -> Sequence[Delivered]:
        found = [delivered(row) for row in rows if row["topic"] is not None]
        for each in found:
            self._next[each.at] = each.next_position
        # Of a full batch nobody knows which partitions still had something.
        fullest = max(Counter(each.at for each in found).values(), default=0)
        size = sum(len(each.record.value) for each in found)
        if fullest >= max(1, BATCH_RECORDS // len(asked)) or size >= MAX_RECORD_BYTES:
            self._news.update(asked)
        return found


def news_of(place: TopicPartition) -> str:
    """How a publisher says that this partition has news."""
    return f"{place.topic} {place.partition}"


def place_in(news: str) -> TopicPartition | None:
    """The partition of which it is said; none where it is said of something else."""
    topic, _, partition = news.rpartition(" ")
    return TopicPartition(topic, int(partition)) if partition.isdecimal() else None


async def _ends(connection: "OwnConnection", places: list[TopicPartition]) -> Mapping[TopicPartition, int]:
    rows = await connection.fetch(ENDS, [place.topic for place in places], [place.partition for place in places])
    return {place: row[0] for place, row in zip(places, rows, strict=True)}


def delivered(row: "Row") -> Delivered:
    record = Record(topic=row["topic"], key=row["key"], value=row["value"], headers=orjson.loads(row["headers"]))
    return Delivered(record=record, identity=row["identity"], partition=row["partition"], offset=row["record_offset"])
