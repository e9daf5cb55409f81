"""Where a subscriber stands in the journal, kept with the state that it has built from it."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple

from shared.database import UNFLUSHED, Connection
from shared.handling import Place
from shared.journal.port import TopicPartition
from shared.read_models import keep_rows


async def keep_places(connection: Connection, places: Sequence[Place], *, flushed: bool = True) -> None:
    """Moves on to these places, one for each partition; never back.

    In a transaction of its own the move need not be ``flushed`` to disk: from a place that a crash takes back, records
    come once more, and the inbox drops them.
    """
    statement = f"""
        insert into journal_positions select place.* from {"" if flushed else f"(select {UNFLUSHED}) as unflushed,"}
          unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) as place (journal, topic, partition, next_offset)
        on conflict (journal, topic, partition)
        do update set next_offset = greatest(journal_positions.next_offset, excluded.next_offset)"""
    await keep_rows(connection, statement, map(astuple, places))


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
