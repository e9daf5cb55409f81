"""Fresh databases on one Postgres server, copied from a migrated template instead of migrated each time."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import asyncpg


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

    async def create(self, template: str = "template1") -> str:
        """The address of a new database, a copy of `template` (one that `template_of` returned)."""
        name = f"test_{secrets.token_hex(6)}"
        await self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
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

    async def drop_templates(self) -> None:
        for template in self._templates.values():
            await self.drop(self.server.url(template))
        self._templates.clear()

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self.server.administration_url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
