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
        yield await _made(postgres.url(), names)


async def _made(server_url: str, names: Iterable[str]) -> DatabaseUrls:
    connection = await asyncpg.connect(server_url)
    try:
        for name in names:
            await create_database(connection, name)
    finally:
        await connection.close()
    return {name: urlunsplit(urlsplit(server_url)._replace(path=f"/{name}")) for name in names}
