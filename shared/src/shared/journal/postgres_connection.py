"""A connection of the Postgres journal: opened when first needed, and thrown away when anything went wrong on it.

Its one law: no connection is used again after an error, a timeout or a cancellation, so none is ever used with
a half-finished transaction.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from shared.database import APPEND_SETTINGS
from shared.journal.port import JournalUnavailable

if TYPE_CHECKING:
    from shared.database import OwnConnection

CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 15.0

# A subscriber whose machine vanished keeps its partitions until the server notices: within about 20 seconds.
KEEPALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "3", "tcp_keepalives_count": "3"}

FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)

TABLES = """
SELECT pg_advisory_xact_lock(hashtextextended('journal tables', 0));
CREATE TABLE IF NOT EXISTS journal (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    identity text NOT NULL
);
INSERT INTO journal (identity) VALUES (gen_random_uuid()::text) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS topics (
    topic_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS subscriber_groups (
    group_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_name text NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS records (
    topic text NOT NULL,
    partition int NOT NULL,
    record_offset bigint NOT NULL,
    key text NOT NULL,
    headers json NOT NULL,
    value bytea NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition, record_offset)
);
"""


class JournalConnection:
    """One connection at most, for one task at a time."""

    def __init__(self, url: str, name: str, opened: "Callable[[], None] | None" = None) -> None:
        self._url = url
        self._name = name
        self._opened = opened
        self._connection: OwnConnection | None = None
        self._in_use = asyncio.Lock()

    @asynccontextmanager
    async def use(self) -> "AsyncGenerator[OwnConnection]":
        """The connection; what fails on it is JournalUnavailable, and the next use opens another."""
        async with self._in_use:
            try:
                yield await self._open()
            except FAILURES as error:
                self.drop()
                # The server's own words can quote a record; the kind of error never does.
                raise JournalUnavailable(f"the Postgres journal failed: {type(error).__name__}") from error
            except BaseException:
                self.drop()
                raise

    def drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*FAILURES):
                await connection.close(timeout=2)

    async def _open(self) -> "OwnConnection":
        if self._connection is None or self._connection.is_closed():
            self._connection = await _connect(self._url, self._name)
            if self._opened is not None:
                self._opened()
        return self._connection


async def _connect(url: str, name: str) -> "OwnConnection":
    try:
        connection = await _bare_connection(url, name)
    except asyncpg.InvalidCatalogNameError:
        await _create_database(url, name)
        connection = await _bare_connection(url, name)
    try:
        await _ensure_tables(connection)
    except BaseException:
        connection.terminate()
        raise
    return connection


async def _bare_connection(url: str, name: str) -> "OwnConnection":
    settings = {"application_name": f"journal {name}"[:63], **KEEPALIVE, **APPEND_SETTINGS}
    return await asyncpg.connect(
        url, timeout=CONNECT_SECONDS, command_timeout=COMMAND_SECONDS, server_settings=settings
    )


async def _create_database(url: str, name: str) -> None:
    """To wipe the journal is to drop its database; where we may, we make it anew, as for any other start."""
    parts = urlsplit(url)
    database = unquote(parts.path.removeprefix("/"))
    connection = await _bare_connection(urlunsplit(parts._replace(path="/postgres")), name)
    try:
        quoted = database.replace('"', '""')
        with suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
            await connection.execute(f'CREATE DATABASE "{quoted}"')
    finally:
        connection.terminate()


async def _ensure_tables(connection: "OwnConnection") -> None:
    if await connection.fetchval("SELECT to_regclass('records') IS NULL"):
        async with connection.transaction():
            await connection.execute(TABLES)
