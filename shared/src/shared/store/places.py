"""Where a subscriber stands in the journal, kept with the state that it has built from it."""

from collections.abc import Mapping, Sequence

from shared.database import Connection
from shared.handling import Place
from shared.journal.port import TopicPartition


async def keep_places(connection: Connection, places: Sequence[Place]) -> None:
    """Moves on to these places; never back."""
    await connection.executemany(
        """insert into journal_positions values ($1, $2, $3, $4) on conflict (journal, topic, partition)
           do update set next_offset = greatest(journal_positions.next_offset, excluded.next_offset)""",
        [(place.journal, place.topic, place.partition, place.next_offset) for place in places],
    )


async def kept_places(
    connection: Connection, journal: str, partitions: Sequence[TopicPartition]
) -> Mapping[TopicPartition, int]:
    """The next offset of each of these partitions; one that was never read is left out."""
    rows = await connection.fetch(
        "select topic, partition, next_offset from journal_positions where journal = $1 and topic = any($2)",
        journal,
        sorted({topic for topic, _ in partitions}),
    )
    kept = {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    return {partition: kept[partition] for partition in partitions if partition in kept}
