"""Connections to Postgres: how they are made, and the types by which the rest of the code calls them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import asyncpg
import orjson

if TYPE_CHECKING:
    from asyncpg import Connection as _Connection
    from asyncpg import Pool as _Pool
    from asyncpg import Record as _Record
    from asyncpg.pool import PoolConnectionProxy as _Proxy

    Row = _Record
    Connection = _Connection[_Record] | _Proxy[_Record]
    OwnConnection = _Connection[_Record]
    Pool = _Pool[_Record]
else:
    Row = asyncpg.Record
    Connection = OwnConnection = asyncpg.Connection
    Pool = asyncpg.Pool

POOL_SIZE = 4
"""Readers of one service. Writing has a connection of its own (see ``shared.store``)."""

# On a fresh database, statements prepared while the tables were empty would keep a sequential scan for ever. Every
# statement here is one that an index serves, so that planning it anew for each call finds nothing better either.
APPEND_SETTINGS = {"enable_seqscan": "off", "plan_cache_mode": "force_generic_plan", "jit": "off"}


UNFLUSHED = "set_config('synchronous_commit', 'off', true)"
"""Said in a transaction, its commit does not wait for the disk: for what is made again after a crash took it back."""

POSTGRES_AWAY = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.InternalServerError,
)
"""What a query meets when Postgres is gone, going, coming, full or unable to read its disk."""


async def prepare(connection: "Connection") -> None:
    """Makes ``jsonb`` columns take and give Python values."""
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_encode, decoder=_decode, format="binary")


def text_array(values: Iterable[str]) -> str:
    """These texts as one text that Postgres casts to ``text[]``."""
    escaped = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"


JSONB_VERSION = b"\x01"
"""What Postgres's binary form of ``jsonb`` begins with, before the text."""


def _encode(value: Any) -> bytes:
    return JSONB_VERSION + orjson.dumps(value)


def _decode(stored: bytes) -> Any:
    return orjson.loads(stored[1:])


async def connect(url: str, settings: dict[str, str] | None = None) -> "OwnConnection":
    """One connection, with these server settings."""
    connection = await asyncpg.connect(url, server_settings=settings or {}, timeout=10, command_timeout=60)
    await prepare(connection)
    return connection


async def open_pool(url: str) -> "Pool":
    """The pool from which one service reads."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=POOL_SIZE,
        init=prepare,
        reset=_as_it_is,
        timeout=10,
        command_timeout=60,
        server_settings=APPEND_SETTINGS,
    )


async def _as_it_is(_: "Connection") -> None:
    """Nobody who borrows a connection changes its settings, listens or locks the session: nothing to ask Postgres for.

    A transaction that was left open is rolled back by the pool before this.
    """
