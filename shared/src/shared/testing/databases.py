"""Fresh databases on one Postgres server, copied from a migrated template instead of migrated each time."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from shared.database import OwnConnection
from shared.schema import history_of, migrate


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `administration_url` may create and drop databases on it."""

    administration_url: str

    def url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.administration_url)._replace(path=f"/{database}"))


@dataclass(slots=True)
class Databases:
    """Makes and drops databases. Names are random, so several test runs can share one supplied server."""

    server: PostgresServer
    _templates: dict[str, str] = field(default_factory=dict[str, str])
    _connection: OwnConnection | None = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def create(self, template: str = "template1") -> str:
        """The address of a new database, a copy of `template` (one that `template_of` returned)."""
        name = f"test_{secrets.token_hex(6)}"
        # Copied as files: by way of the log, as Postgres would by itself, takes twice the time.
        await self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.server.url(name)

    async def drop(self, url: str) -> None:
        """Drop the database even while a test's own connections to it are open."""
        await self._administer(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')

    async def template_of(self, name: str, migrate: Callable[[str], Awaitable[object]]) -> str:
        """The template called `name`, migrated by `migrate(url)` the first time that it is asked for."""
        if name not in self._templates:
            url = await self.create()
            await migrate(url)
            self._templates[name] = _name(url)
        return self._templates[name]

    async def template_for(self, package: str) -> str:
        """A template with the tables of the service that is this package."""
        return await self.template_of(package, migrated(package))

    async def close(self) -> None:
        """Drops the templates; whoever made a database has dropped it."""
        for template in self._templates.values():
            await self.drop(self.server.url(template))
        self._templates.clear()
        if self._connection is not None:
            await self._connection.close()

    async def _administer(self, statement: str) -> None:
        async with self._one_at_a_time:
            if self._connection is None or self._connection.is_closed():
                self._connection = await asyncpg.connect(self.server.administration_url)
            await self._connection.execute(statement)


def migrated(package: str) -> Callable[[str], Awaitable[None]]:
    """Brings a database to the tables of this service."""

    async def migrate_database(url: str) -> None:
        await asyncio.to_thread(migrate, url, history_of(package))

    return migrate_database


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
