"""One service's store as it stands, by plain SQL in one snapshot: rows into files, one line each."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from tests.campaign.checker.run import End

Row = Mapping[str, Any]
AT_ONCE = 2000

TABLES = {
    "events": "select * from events order by position",
    "outbox": """select sequence, position, topic, key, headers::text, sha256(value) as value,
                   sequence <= published_to as published from outbox cross join relay""",
    "keys": "select client, key, body_hash, receipt from idempotency",
    "inbox": "select message_id from inbox",
    "parked": "select message_id, topic, key, type, error, tries from parked order by sequence",
    "clocks": "select stream, code, subject, due_at, next_at, status, warned_fraction from clocks",
    "audit": "select user_id, role, action, streams, child_ids, recorded_at from audit order by entry",
    "places": "select journal, topic, partition, next_offset from journal_positions",
}
NAMES_CHILDREN = ("ContactReceived", "ContactAmended")


async def read_store(final: Path, service: str, url: str) -> tuple[list[End], set[str]]:
    """What was read of each table, and the children whom the contacts in it name."""
    connection = await asyncpg.connect(url, timeout=20, command_timeout=120)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            children: set[str] = set()
            ends = [await _table(connection, final, service, name, children) for name in TABLES]
            head = await connection.fetchrow("select position, hash from store_head")
            assert head is not None
            told = {"position": head["position"], "hash": head["hash"].hex()}
            (final / f"{service}.head.json").write_bytes(orjson.dumps(told))
    finally:
        await connection.close(timeout=5)
    return ends, children


async def _table(connection: Any, final: Path, service: str, name: str, children: set[str]) -> End:
    """Reads through a cursor, then compares with what the table says that it holds."""
    read = 0
    write = WRITTEN.get(name, dict)
    with (final / f"{service}.{name}.jsonl").open("wb") as file:
        async for row in connection.cursor(TABLES[name], prefetch=AT_ONCE):
            file.write(orjson.dumps(write(row), option=orjson.OPT_APPEND_NEWLINE))
            read += 1
            if name == "events" and row["type"] in NAMES_CHILDREN:
                children |= _named(row["content"])
    held = await connection.fetchval(f"select count(*) from ({TABLES[name]}) as held")
    return End(what=f"{name} of {service}", read=read, complete=read == held, why=f"the table holds {held}")


def _named(content: bytes) -> set[str]:
    return {child["child_id"] for child in orjson.loads(content)["data"]["account"]["children"]}


def _event(row: Row) -> Row:
    return {
        "position": row["position"],
        "stream": row["stream"],
        "version": row["version"],
        "event_id": str(row["event_id"]),
        "type": row["type"],
        "child_ids": row["child_ids"],
        "recorded_at": row["recorded_at"],
        "content": base64.b64encode(row["content"]).decode(),
        "hash": row["hash"].hex(),
    }


def _outbox(row: Row) -> Row:
    headers = orjson.loads(row["headers"])
    return {
        "sequence": row["sequence"],
        "position": row["position"],
        "topic": row["topic"],
        "key": row["key"],
        "message_id": headers.get("ce_id", ""),
        "type": headers.get("ce_type", ""),
        "value_sha256": row["value"].hex(),
        "published": row["published"],
    }


def _key(row: Row) -> Row:
    return {
        "client": row["client"],
        "key": row["key"],
        "body_sha256": row["body_hash"].hex(),
        "receipt": orjson.loads(row["receipt"]),
    }


WRITTEN: Mapping[str, Callable[[Row], Row]] = {"events": _event, "outbox": _outbox, "keys": _key}
