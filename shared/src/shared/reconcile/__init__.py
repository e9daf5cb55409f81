"""Reads the journal and every store from end to end and says what either lacks.

It may be asked at any time, while everything runs: each side is read in the order in which a record can only be
further on the way than it was when the side before was read.
"""

from collections.abc import Collection, Mapping

from shared.database import OwnConnection, connect
from shared.journal import Journal, TopicPartition, open_journal
from shared.reconcile.comparing import Comparison, Listened, Sequences, ServiceSide
from shared.reconcile.report import Report as Report

ROWS_AT_ONCE = 1000


async def reconcile(
    journal_url: str,
    database_urls: Mapping[str, str],
    listening: Mapping[str, Collection[Listened]] | None = None,
) -> Report:
    """Compares the journal with the stores of these services.

    ``database_urls`` and ``listening`` are by name of service; ``listening`` is the topic and type of every contract
    that a service takes in (``Subscriptions.types()``): only with it can a record that was passed over be told.
    """
    journal = open_journal(journal_url, "reconcile")
    try:
        identity = await journal.identity()
        listening = listening or {}
        sides = [
            await _side(service, url, identity, frozenset(listening.get(service, ())))
            for service, url in database_urls.items()
        ]
        return await _compare(journal, Comparison(identity, sides), database_urls)
    finally:
        await journal.close()


async def _compare(journal: Journal, comparison: Comparison, database_urls: Mapping[str, str]) -> Report:
    topics = sorted(comparison.topics())
    ends = await journal.ends(topics)
    async for delivered in journal.read(topics):
        comparison.see(delivered)
    for side in comparison.sides:
        comparison.know(await _published_since(database_urls[side.service], side.last_sequence))
    return comparison.report(ends)


async def _side(service: str, url: str, identity: str, listened: frozenset[Listened]) -> ServiceSide:
    connection = await connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            waiting, outbox, topics = await _outbox(connection)
            return ServiceSide(
                service=service,
                journal=await connection.fetchval("select journal from relay"),
                outbox=outbox,
                waiting=waiting,
                topics=topics,
                places=await _places(connection, identity),
                inbox=await _ids(connection, "select message_id as id from inbox"),
                parked=await _ids(connection, "select message_id as id from parked"),
                listened=listened,
            )
    finally:
        await connection.close()


async def _outbox(connection: OwnConnection) -> tuple[set[str], Sequences, frozenset[str]]:
    waiting: set[str] = set()
    sequences: Sequences = {}
    topics: set[str] = set()
    rows = connection.cursor(
        """select sequence, topic, headers->>'ce_id' as id, sequence <= published_to as published
           from outbox cross join relay""",
        prefetch=ROWS_AT_ONCE,
    )
    async for row in rows:
        sequences[row["id"]] = row["sequence"]
        topics.add(row["topic"])
        if not row["published"]:
            waiting.add(row["id"])
    return waiting, sequences, frozenset(topics)


async def _places(connection: OwnConnection, identity: str) -> Mapping[TopicPartition, int]:
    rows = await connection.fetch(
        "select topic, partition, next_offset from journal_positions where journal = $1", identity
    )
    return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}


async def _ids(connection: OwnConnection, query: str) -> set[str]:
    return {row["id"] async for row in connection.cursor(query, prefetch=ROWS_AT_ONCE)}


async def _published_since(url: str, sequence: int) -> Collection[str]:
    connection = await connect(url)
    try:
        rows = await connection.fetch("select headers->>'ce_id' as id from outbox where sequence > $1", sequence)
        return [row["id"] for row in rows]
    finally:
        await connection.close()
