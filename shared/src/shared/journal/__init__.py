"""The journal port and its two adapters; the address alone says which one is meant."""

from shared.journal.port import (
    BATCH_RECORDS,
    MAX_RECORD_BYTES,
    PARTITIONS,
    Delivered,
    Journal,
    JournalUnavailable,
    JournalWiped,
    Positions,
    Record,
    RecordTooLarge,
    Subscription,
    TopicPartition,
)

__all__ = [
    "BATCH_RECORDS",
    "MAX_RECORD_BYTES",
    "PARTITIONS",
    "Delivered",
    "Journal",
    "JournalUnavailable",
    "JournalWiped",
    "Positions",
    "Record",
    "RecordTooLarge",
    "Subscription",
    "TopicPartition",
    "open_journal",
]


def open_journal(url: str, client: str) -> Journal:
    """`postgresql://…` or `kafka://host:port,host:port`. Nothing is connected until it is first used."""
    scheme = url.partition("://")[0]
    if scheme in ("postgresql", "postgres"):
        from shared.journal.postgres import PostgresJournal

        return PostgresJournal(url, client)
    if scheme == "kafka":
        from shared.journal.kafka import KafkaJournal

        return KafkaJournal(url, client)
    raise ValueError("JOURNAL_URL must start with postgresql:// or kafka://")
