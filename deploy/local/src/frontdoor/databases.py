"""The Postgres that a system on one machine uses: the embedded one, or the server that DATABASE_URL names."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from shared.embedded_postgres import EmbeddedPostgres, create_database

DatabaseUrls = dict[str, str]


@asynccontextmanager
async def databases(supplied_url: str | None, folder: Path, names: Iterable[str]) -> AsyncGenerator[DatabaseUrls]:
    """The address of each of these databases, made if missing, for as long as the server runs."""
    if supplied_url is not None:
        yield await _made(supplied_url, names)
        return
    async with EmbeddedPostgres(folder) as postgres:
        urls = await _made(postgres.url(), names)
        for url in urls.values():
            await _end_leases(url)
        yield urls


async def _made(server_url: str, names: Iterable[str]) -> DatabaseUrls:
    connection = await asyncpg.connect(server_url)
    try:
        for name in names:
            await create_database(connection, name)
    finally:
        await connection.close()
    return {name: urlunsplit(urlsplit(server_url)._replace(path=f"/{name}")) for name in names}


async def _end_leases(database_url: str) -> None:
    """The folder is locked and its server has just started, so a lease in it is of a relay that was killed.

    Without this everybody would wait for it to run out: ten seconds in which no service hears of another.
    """
    connection = await asyncpg.connect(database_url)
    try:
        if await connection.fetchval("select to_regclass('relay') is not null"):
            await connection.execute("update relay set leased_until = '-infinity' where leased_until > now()")
    finally:
        await connection.close()
