"""Where a subscriber stands in the journal, kept with the state that it has built from it.

A place need not be flushed to disk, so a crash of Postgres may take it back together with that state. Its one law: who
goes on has asked whether it still stands where it left off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple

from shared.database import Connection
from shared.handling import Place
from shared.journal.port import TopicPartition
from shared.read_models import keep_rows


async def keep_places(connection: Connection, places: Sequence[Place]) -> None:
    """Moves on to these places, one for each partition; never back."""
    statement = """
        insert into journal_positions select place.* from
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


class PlacesLost(Exception):
    """Postgres has forgotten a place that was kept, and so what was kept with it: read again from where it stands."""


class Standing:
    """How far one subscriber knows itself to have come. Kept in memory, to be compared with what Postgres says."""

    def __init__(self) -> None:
        self._reached: dict[tuple[str, TopicPartition], int] = {}

    async def hold(self, connection: Connection) -> None:
        """Raises ``PlacesLost`` when any partition stands before where we left it.

        A connection that broke is replaced without a word, so that a crash between two batches goes unnoticed else.
        """
        rows = await connection.fetch("select journal, topic, partition, next_offset from journal_positions")
        kept = {(row["journal"], TopicPartition(row["topic"], row["partition"])): row["next_offset"] for row in rows}
        if any(kept.get(at, 0) < offset for at, offset in self._reached.items()):
            self._reached.clear()
            raise PlacesLost

    def moved_on(self, places: Sequence[Place]) -> None:
        """These are committed."""
        for place in places:
            self._reached[place.journal, TopicPartition(place.topic, place.partition)] = place.next_offset
