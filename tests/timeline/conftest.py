"""The timeline as a whole: its app with all workers on a real Postgres and a real journal."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest_asyncio

from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.databases import Databases
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running
from timeline.main import build

from .canaries import canaries
from .streams import may
from .telling import Told
from .weekend import weekend


async def tell(timeline: RunningService, contracts: Sequence[Told]) -> None:
    """Puts the contracts in the journal, as their publishers would, and waits until they are taken in."""
    journal = timeline.service.journal
    await journal.ensure_topics(sorted({told.topic for told in contracts}))
    await journal.publish([told.record() for told in contracts], await journal.identity())
    await timeline.settle()
    assert await timeline.service.pool.fetchval("select count(*) from parked") == 0


@asynccontextmanager
async def _told(databases: Databases, contracts: Sequence[Told]) -> AsyncGenerator[RunningService]:
    own, journal = await databases.create(await databases.template_for("timeline")), await databases.create()
    async with running(build, own, journal, may(5, 14)) as service:
        await tell(service, contracts)
        yield service
    for url in (own, journal):
        await databases.drop(url)


@pytest_asyncio.fixture
async def timeline(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    """The service without any child, on Tuesday 5 May at 14:00."""
    async with running(build, await service_database("timeline"), await new_database(), may(5, 14)) as service:
        yield service


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def told_weekend(databases: Databases) -> AsyncIterator[RunningService]:
    """The service after the whole weekend has been told, for tests that only read."""
    async with _told(databases, weekend()) as service:
        yield service


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def told_canaries(databases: Databases) -> AsyncIterator[RunningService]:
    """The service after a contract of every kind, every word of which says its class."""
    async with _told(databases, canaries()) as service:
        yield service
