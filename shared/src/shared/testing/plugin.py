"""The pytest fixtures of a real Postgres: one server a test process, one database a test.

The law: a test never meets another test's rows. `TEST_DATABASE_URL` puts a server of your own in place of the
embedded one; the tests then only create and drop databases with random names on it.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Protocol

import pytest
import pytest_asyncio

from shared.embedded_postgres import running_postgres
from shared.testing.databases import Databases, PostgresServer
from shared.testing.folders import passing_folder


class NewDatabase(Protocol):
    """`await new_database()` is the address of an empty database, `template=` of a copy of a migrated one."""

    def __call__(self, *, template: str = "template1") -> Awaitable[str]: ...


ServiceDatabase = Callable[[str], Awaitable[str]]
TemplateDatabase = Callable[[str, Callable[[str], Awaitable[object]]], Awaitable[str]]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this test process (with xdist: of this worker), without durability, gone afterwards."""
    if supplied := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresServer(supplied)
        return
    with passing_folder() as folder, running_postgres(folder / "postgres", durable=False) as cluster, _in_the_clear():
        yield PostgresServer(cluster.url())


@contextmanager
def _in_the_clear() -> Generator[None]:
    """Nobody asks a server on this machine for TLS first, which it has not: asyncpg leaves that question open where a
    worker is cancelled while it connects, and says so ("unexpected connection_lost() call") after the test."""
    before = os.environ.get("PGSSLMODE")
    os.environ["PGSSLMODE"] = "disable"
    try:
        yield
    finally:
        del os.environ["PGSSLMODE"]
        if before is not None:
            os.environ["PGSSLMODE"] = before


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def databases(postgres_server: PostgresServer) -> AsyncIterator[Databases]:
    databases = Databases(postgres_server)
    yield databases
    await databases.close()


@pytest.fixture(scope="session")
def template_database(databases: Databases) -> TemplateDatabase:
    """`await template_database("intake", migrate)` is a name for `new_database(template=…)`, made once."""
    return databases.template_of


@pytest.fixture
def service_database(databases: Databases, new_database: NewDatabase) -> ServiceDatabase:
    """`await service_database("intake")` is the address of a new database with the tables of that package."""

    async def make(package: str) -> str:
        return await new_database(template=await databases.template_for(package))

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def new_database(databases: Databases) -> AsyncIterator[NewDatabase]:
    """Makes databases that are dropped after the test."""
    made: list[str] = []

    async def make(*, template: str = "template1") -> str:
        made.append(await databases.create(template))
        return made[-1]

    yield make
    for url in made:
        await databases.drop(url)
