"""The journal: ordered, durable topics through which services tell each other what happened.

Its one law: a record is acknowledged only when it is stored under the identity that the publisher named, so a
journal whose data was deleted is always noticed and republished, never quietly continued.

How it is used, on either adapter (`shared.journal.open_journal(url, client)`):

    identity = await journal.identity()              # not the remembered one: republish everything
    await journal.ensure_topics(topics)              # by their publisher alone, after it asked the identity
    await journal.publish(records, identity)         # JournalWiped: begin again from identity()

    async with journal.subscribe(topics, group, positions) as subscription:
        for delivered in await subscription.batch(timeout_seconds=5):
            ...                                      # effect and `next_position` in one transaction

Positions belong to the subscriber, keyed by (identity, topic, partition): a journal with another identity is
read from 0.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

PARTITIONS = 12
"""Fixed when a topic is made: a later change would send one stream to two partitions and lose its order."""

MAX_RECORD_BYTES = 8 * 1024 * 1024
"""The largest value of one record."""

BATCH_RECORDS = 200
"""The most records that one `batch` delivers."""


class JournalUnavailable(Exception):
    """The journal did not answer in time. What was being published may or may not be stored."""


class JournalWiped(Exception):
    """The journal does not bear the identity that the publisher named: what was acknowledged to it is gone."""


class RecordTooLarge(ValueError):
    """A record's value is longer than MAX_RECORD_BYTES. Nothing of its batch was published."""


class TopicPartition(NamedTuple):
    topic: str
    partition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One CloudEvent in binary mode: attributes are headers (ce_id, ce_type, …, content-type, traceparent).

    The key is the stream's id: records of one key keep their order.
    """

    topic: str
    key: str
    value: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    record: Record
    identity: str
    """Of the journal that it was read from: with topic and partition, the key of the position to keep."""
    partition: int
    offset: int

    @property
    def at(self) -> TopicPartition:
        return TopicPartition(self.record.topic, self.partition)

    @property
    def next_position(self) -> int:
        """The position to keep once this record's effect is stored."""
        return self.offset + 1


Positions = Callable[[str, Sequence[TopicPartition]], Awaitable[Mapping[TopicPartition, int]]]
"""(identity, partitions newly held) → the subscriber's own next offset of each; one left out starts at 0.

Called only from within `Subscription.batch`, so never while the subscriber is busy with an earlier batch.
"""


class Subscription(Protocol):
    """One member of a group. A partition is held by one member at a time; members share them out evenly."""

    async def batch(self, timeout_seconds: float) -> Sequence[Delivered]:
        """Up to BATCH_RECORDS records of the partitions held now, in order within each; empty on timeout.

        A broken connection is mended from within: a journal that is down is silence here, and `ends` tells the
        reason. Whatever `positions` raises, this raises, and asks again at the next call.
        """
        ...

    def assigned(self) -> frozenset[TopicPartition]:
        """The partitions that this member holds now."""
        ...

    def rewind(self) -> None:
        """Forget what was delivered, as its effect was not stored: the next `batch` asks `positions` again."""
        ...


class Journal(Protocol):
    """Whatever waits for the journal raises JournalUnavailable when it cannot be reached within seconds."""

    async def identity(self) -> str:
        """The name of this journal's data; another one whenever the data was wiped."""
        ...

    async def publish(self, records: Sequence[Record], identity: str) -> Mapping[TopicPartition, int]:
        """Store the records, in order within each key, and return once all are acknowledged and durable.

        Answers the next offset of each partition written to. After an error some records may be stored, of each
        key the first ones: publish them all again, the subscribers drop repeats. Raises JournalWiped when the
        journal's identity is not, or no longer, the one given.
        """
        ...

    def subscribe(
        self, topics: Sequence[str], group: str, positions: Positions
    ) -> AbstractAsyncContextManager[Subscription]:
        """Join the group for as long as the context is open."""
        ...

    async def ends(self, topics: Sequence[str]) -> Mapping[TopicPartition, int]:
        """The next offset of every partition; a topic that does not exist (any more) has ends of 0."""
        ...

    def read(self, topics: Sequence[str]) -> AsyncIterator[Delivered]:
        """Every record from the beginning up to the ends at the call, in order within each partition."""
        ...

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        """Make the topics that do not exist yet. Their records are kept for ever.

        For their publisher alone, once it knows the identity: a wiped journal without the topic takes nothing
        from a publisher that has not noticed yet, so a late record cannot come before the republished ones.
        """
        ...

    async def close(self) -> None: ...


def refuse_too_large(records: Sequence[Record]) -> None:
    for record in records:
        if len(record.value) > MAX_RECORD_BYTES:
            raise RecordTooLarge(f"a record of {record.topic} has {len(record.value)} bytes")
