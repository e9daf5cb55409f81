"""A notebook's store on a real Postgres, with a clock that the test sets, and a journal beside it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
import pytest_asyncio

from shared.database import Pool, open_pool
from shared.embedded_postgres import PostgresCluster, running_postgres
from shared.journal import Journal, open_journal
from shared.store import EventStore
from shared.store.definition import nothing
from shared.testing.databases import Databases, PostgresServer, migrated
from shared.testing.folders import passing_folder
from shared.testing.plugin import NewDatabase, ServiceDatabase

from . import notebook

PACKAGE = notebook.__package__ or ""


@dataclass
class SetClock:
    """A clock that stands where it was put."""

    at: datetime = notebook.NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class Notebook:
    url: str
    pool: Pool
    store: EventStore
    clock: SetClock

    async def texts(self, book: str) -> list[str]:
        """The notes in a book, in order."""
        stream = await self.store.load(f"Book-{book}")
        return [recorded.data.text for recorded in stream if isinstance(recorded.data, notebook.NoteAdded)]


OpenNotebook = Callable[[], Awaitable[Notebook]]


@asynccontextmanager
async def opened(url: str, clock: SetClock, *, copying: bool = False) -> AsyncIterator[Notebook]:
    """The notebook on this database; one that copies other services' notes publishes nothing itself."""
    pool = await open_pool(url)
    definition = notebook.definition()
    if copying:
        definition = replace(definition, service="copies", topic="copies", publish=nothing)
    store = EventStore(definition, url, pool, clock)
    await store.open()
    yield Notebook(url, pool, store, clock)
    await store.close()
    await pool.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest_asyncio.fixture
async def book_database(service_database: ServiceDatabase) -> str:
    return await service_database(PACKAGE)


@pytest_asyncio.fixture
async def notebook_service(book_database: str, clock: SetClock) -> AsyncIterator[Notebook]:
    async with opened(book_database, clock) as service:
        yield service


@pytest_asyncio.fixture
async def another_start(book_database: str, clock: SetClock) -> AsyncIterator[OpenNotebook]:
    """Opens the same store once more, as a second process or a restarted one would."""
    async with AsyncExitStack() as stack:
        yield lambda: stack.enter_async_context(opened(book_database, clock))


@pytest_asyncio.fixture
async def copies(service_database: ServiceDatabase, clock: SetClock) -> AsyncIterator[Notebook]:
    """A service that copies the notes of others."""
    async with opened(await service_database(PACKAGE), clock, copying=True) as service:
        yield service


@pytest_asyncio.fixture
async def journal_url(new_database: NewDatabase) -> str:
    return await new_database()


@pytest_asyncio.fixture
async def journal(journal_url: str) -> AsyncIterator[Journal]:
    journal = open_journal(journal_url, "test")
    yield journal
    await journal.close()


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[PostgresCluster]:
    with passing_folder() as folder, running_postgres(folder / "postgres", durable=False) as cluster:
        yield cluster


@dataclass
class StoppablePostgres:
    """A server that a test may stop and start, on the same port."""

    cluster: PostgresCluster
    databases: Databases

    def stop(self) -> None:
        self.cluster.stop()

    def start(self) -> None:
        if not self.cluster.is_running():
            self.cluster.start()


@pytest_asyncio.fixture
async def stoppable_postgres(own_cluster: PostgresCluster) -> AsyncIterator[StoppablePostgres]:
    server = StoppablePostgres(own_cluster, Databases(PostgresServer(own_cluster.url())))
    yield server
    server.start()
    await server.databases.close()


@pytest_asyncio.fixture
async def stoppable_database(stoppable_postgres: StoppablePostgres) -> str:
    url = await stoppable_postgres.databases.create()
    await migrated(PACKAGE)(url)
    return url
