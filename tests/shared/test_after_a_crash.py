"""What a crash of Postgres takes back is taken in again, also when nobody was at work and so nobody met an error."""

import signal
import time
from collections.abc import Iterator, Sequence

import asyncpg
import pytest
import pytest_asyncio
from opentelemetry.trace import NoOpTracer

from shared import subscriber as subscriber_module
from shared.database import Connection
from shared.embedded_postgres import PostgresCluster, running_postgres
from shared.journal import Journal, Record
from shared.subscriber import Subscriber
from shared.subscriptions import Keeping, Message, Subscriptions
from shared.testing.databases import Databases, PostgresServer, migrated
from shared.testing.folders import passing_folder

from .conftest import PACKAGE, SetClock, opened
from .notebook import NOTE_ADDED, NoteToCopy, told
from .waiting import meanwhile, until

HEARD = """create table heard (message_id text primary key, text text not null, heard bigserial)"""
LONGER_THAN_A_TEST = "10s"
KEEP = "insert into heard (message_id, text) select * from unnest($1::text[], $2::text[])"


async def keep(connection: Connection, facts: Sequence[tuple[str, str]]) -> None:
    await connection.execute(KEEP, *zip(*facts, strict=True))


KEEPING = Subscriptions("keeping", Keeping(keep=keep, tables=("heard",), home=__name__))
KEEPING.tell("notes", NOTE_ADDED, NoteToCopy, lambda message: [(message.id, message.data.text)])
PROJECTING = Subscriptions("projecting")


@PROJECTING.project("notes", NOTE_ADDED, NoteToCopy)
async def project(connection: Connection, message: Message[NoteToCopy]) -> None:
    await connection.execute(KEEP, [message.id], [message.data.text])


@pytest.fixture(scope="module")
def forgetful_cluster() -> Iterator[PostgresCluster]:
    """What is not flushed at the commit stays in memory for longer than a test lasts, so that a crash forgets it."""
    with passing_folder() as folder, running_postgres(folder / "postgres") as cluster:
        yield cluster


@pytest_asyncio.fixture
async def forgetful_database(forgetful_cluster: PostgresCluster) -> str:
    databases = Databases(PostgresServer(forgetful_cluster.url()))
    url = await databases.create()
    await databases.close()
    await migrated(PACKAGE)(url)
    connection = await asyncpg.connect(forgetful_cluster.url())
    await connection.execute(f"alter system set wal_writer_delay = '{LONGER_THAN_A_TEST}'")
    await connection.execute("select pg_reload_conf()")
    await connection.close()
    return url


def crash(cluster: PostgresCluster) -> None:
    """Ends it as the machine's own out-of-memory killer would, and starts it again."""
    cluster.ask_to_stop(signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.01)
    cluster.start()


@pytest.mark.parametrize("subscriptions", [KEEPING, PROJECTING], ids=["kept with its place", "projected"])
async def test_what_a_crash_takes_back_is_taken_in_again(
    forgetful_cluster: PostgresCluster,
    forgetful_database: str,
    journal: Journal,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    subscriptions: Subscriptions,
) -> None:
    monkeypatch.setattr(subscriber_module, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(subscriber_module, "WAIT_SECONDS", 0.2)
    async with opened(forgetful_database, clock, copying=True) as service:
        await service.pool.execute(HEARD)
        subscriber = Subscriber(subscriptions, service.store, service.pool, journal, clock, NoOpTracer())
        await journal.ensure_topics(["notes"])

        async def tell(*records: Record) -> None:
            await journal.publish(records, await journal.identity())

        async def is_passed() -> bool:
            return await subscriber.lag() == 0

        async with meanwhile(subscriber.run()):
            for number in range(3):
                await tell(told("a", str(number)))
                await until(is_passed)
                crash(forgetful_cluster)
            await tell(told("a", "last"), told("b", "in another partition"))
            await until(is_passed)
            crash(forgetful_cluster)  # and nothing comes after it
            await until(is_passed)
        heard = await service.pool.fetch("select text from heard order by heard")
        assert [row["text"] for row in heard if "partition" not in row["text"]] == ["0", "1", "2", "last"]
        assert len(heard) == 5
