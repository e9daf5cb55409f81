"""What the nemesis does to Postgres' disk: commits fail as they would on a real one, and the server comes back."""

import asyncio
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.campaign.world.disk import small_disk
from tests.campaign.world.postgres import PostgresControl
from tests.local.conftest import open_folder as open_folder
from tests.local.running import free_port

MEGABYTES = 200

FAILED = (
    asyncpg.DiskFullError,
    asyncpg.InternalServerError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
    OSError,
    TimeoutError,
)


async def _nobody_to_tell(_what: str, _pid: int | None) -> None:
    return None


@asynccontextmanager
async def server(folder: Path) -> AsyncGenerator[PostgresControl]:
    postgres = PostgresControl(folder, free_port(), _nobody_to_tell)
    try:
        await postgres.start()
        await postgres.give_database("kept", "secret")
        yield postgres
    finally:
        await postgres.stop()


async def keep(postgres: PostgresControl, kilobytes: int) -> None:
    """Commits that much, in as many rows."""
    connection = await asyncpg.connect(postgres.cluster.url("kept"), timeout=5)
    try:
        await connection.execute("create table if not exists kept (bytes bytea)")
        await connection.execute(
            "insert into kept select decode(repeat(md5(n::text), 32), 'hex') from generate_series(1, $1::int) n",
            2 * kilobytes,
            timeout=20,
        )
    finally:
        connection.terminate()


async def keep_again(postgres: PostgresControl) -> None:
    """Until the server takes commits as before."""
    async with asyncio.timeout(30):
        while True:
            try:
                await postgres.ready()
                return await keep(postgres, 1)
            except FAILED:
                await asyncio.sleep(0.1)


@contextmanager
def mounted(folder: Path) -> Generator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount")
    with small_disk(folder / "postgres", MEGABYTES):
        yield folder / "postgres"


async def test_a_full_disk_takes_nothing_and_an_emptied_one_does(open_folder: Path) -> None:
    with mounted(open_folder) as folder:
        async with server(folder) as postgres:
            await keep(postgres, 1)
            postgres.fill_disk()
            with pytest.raises(FAILED):
                await keep(postgres, 20_000)
            postgres.free_disk()
            await keep_again(postgres)


async def test_only_a_disk_of_its_own_is_filled(open_folder: Path) -> None:
    assert not PostgresControl(open_folder / "postgres", free_port(), _nobody_to_tell).can_fill_disk()


async def test_a_failing_flush_fails_the_commit_and_the_server_comes_back(open_folder: Path) -> None:
    async with server(open_folder / "postgres") as postgres:
        if not await postgres.can_fail_calls():
            pytest.skip("strace is not here, or may not trace")
        await keep(postgres, 1)
        async with postgres.failing_disk("fdatasync") as traced:
            assert traced
            with pytest.raises(FAILED):
                await keep(postgres, 1)
        await keep_again(postgres)


async def test_a_paused_server_answers_once_it_is_resumed(open_folder: Path) -> None:
    async with server(open_folder / "postgres") as postgres:
        postgres.pause()
        with pytest.raises(TimeoutError):
            await asyncpg.connect(postgres.cluster.url("kept"), timeout=1)
        postgres.resume()
        await keep_again(postgres)
