"""Poison: a record that can't be taken in is parked, and the later records of its stream wait behind it, in order.

Other streams go on. What is parked is shown to people and can be retried after a fix.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from shared.database import Connection, Pool, Row
from shared.decider import Refused
from shared.journal.port import Record

BEHIND = "Waits behind an earlier record of its stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """One parked record as people see it; its content stays in the store."""

    message_id: str
    topic: str
    key: str
    type: str
    error: str
    tries: int
    parked_at: datetime


def in_words(error: Exception) -> str:
    """What went wrong, without anything that the record says."""
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'record'}: {e['type']}" for e in error.errors()[:5])
    return type(error).__name__


async def park(connection: Connection, message_id: str, record: Record, error: str, tries: int, at: datetime) -> None:
    """Puts a record aside, behind whatever of its stream is parked already.

    One that was taken in before (the journal was published again) has nothing to wait for.
    """
    await connection.execute(
        """insert into parked (message_id, topic, key, type, headers, value, error, tries, parked_at)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9 where not exists (select from inbox where message_id = $1)
           on conflict (message_id) do nothing""",
        message_id,
        record.topic,
        record.key,
        record.headers.get("ce_type", ""),
        dict(record.headers),
        record.value,
        error,
        tries,
        at,
    )


async def still_parked(pool: Pool, message_id: str, error: str) -> None:
    """Says why a record that was tried again stays where it is."""
    await pool.execute("update parked set error = $2, tries = tries + 1 where message_id = $1", message_id, error)


async def unpark(pool: Pool, message_id: str) -> None:
    """Forgets a record that has been taken in. Forgotten too late, it is dropped by the inbox when it is retried."""
    await pool.execute("delete from parked where message_id = $1", message_id)


async def parked_streams(pool: Pool) -> set[tuple[str, str]]:
    """Topic and key of every stream that waits."""
    rows = await pool.fetch("select distinct topic, key from parked")
    return {(row["topic"], row["key"]) for row in rows}


async def all_parked(pool: Pool) -> list[Parked]:
    """Everything parked, in order of arrival."""
    rows = await pool.fetch(
        "select message_id, topic, key, type, error, tries, parked_at from parked order by sequence"
    )
    return [Parked(**dict(row)) for row in rows]


async def records_of(pool: Pool, topic: str, key: str) -> Sequence[tuple[str, Record]]:
    """The parked records of one stream, in order."""
    rows = await pool.fetch("select * from parked where topic = $1 and key = $2 order by sequence", topic, key)
    return [(row["message_id"], _record(row)) for row in rows]


def _record(row: Row) -> Record:
    return Record(topic=row["topic"], key=row["key"], value=row["value"], headers=row["headers"])
