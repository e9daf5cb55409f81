"""The hash chain over a store: a changed, removed or inserted event is detected."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson

from shared.database import Connection, Row


def link(previous: bytes, content: bytes) -> bytes:
    """The SHA-256 of the previous event's hash and this event's stored bytes."""
    return hashlib.sha256(previous + content).digest()


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the store is not what was written."""

    position: int
    what: str


async def verify_chain(connection: Connection) -> Broken | None:
    """Reads the whole store in order and says where it was tampered with, if anywhere."""
    position, previous = 0, b""
    async for row in _rows(connection):
        position += 1
        broken = _compare(position, previous, row)
        if broken:
            return broken
        previous = row["hash"]
    head = await connection.fetchrow("select position, hash from store_head")
    if head is None or head["position"] != position or head["hash"] != previous:
        return Broken(position + 1, "the store ends before its head")
    return None


async def _rows(connection: Connection) -> AsyncIterator[Row]:
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        async for row in connection.cursor("select * from events order by position", prefetch=1000):
            yield row


def _compare(position: int, previous: bytes, row: Row) -> Broken | None:
    if row["position"] != position:
        return Broken(position, "an event is missing")
    if row["hash"] != link(previous, row["content"]):
        return Broken(position, "the content is not what was written")
    content = orjson.loads(row["content"])
    columns = {"stream", "version", "type", "position"}
    if any(content[name] != row[name] for name in columns) or content["event_id"] != str(row["event_id"]):
        return Broken(position, "a column does not match the content")
    return None
