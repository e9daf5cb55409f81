"""Runs one history of tables (the kernel's or a service's) against one database, over asyncpg."""

import asyncio

import asyncpg
from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

HISTORY_LOCK = 812_001
"""Two processes of a service that start together must not make the same table twice."""


def run(connection: Connection) -> None:
    context.configure(connection=connection, version_table=context.config.attributes["version_table"])
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": HISTORY_LOCK})
        context.run_migrations()


async def connected() -> asyncpg.Connection:
    """By the service's own driver, which reads all of an address, `sslmode` and the like too."""
    return await asyncpg.connect(context.config.attributes["url"], timeout=10)


async def connect_and_run() -> None:
    engine = create_async_engine("postgresql+asyncpg://", async_creator=connected, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(connect_and_run())
