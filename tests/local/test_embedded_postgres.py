"""The Postgres of our own: it keeps what it was given, comes back when it is killed, and never outlives us."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from shared.embedded_postgres import EmbeddedPostgres, data_folder, running_postgres, running_server
from tests.local.running import alive, descendants, gone_within

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _value(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def _answers_within(url: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return await _value(url, "SELECT true") is True
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0.05)
    return False


async def test_a_restart_keeps_what_was_committed(open_folder: Path) -> None:
    async with EmbeddedPostgres(open_folder / "postgres") as first:
        await _execute(await first.create_database("intake"), "CREATE TABLE contact AS SELECT 7 AS number")
    async with EmbeddedPostgres(open_folder / "postgres") as second:
        assert await _value(second.url("intake"), "SELECT number FROM contact") == 7


async def test_making_a_database_twice_makes_it_once(open_folder: Path) -> None:
    async with EmbeddedPostgres(open_folder / "postgres", durable=False) as postgres:
        assert await postgres.create_database("intake") == await postgres.create_database("intake")


async def test_what_was_committed_survives_the_kill_of_the_server(open_folder: Path) -> None:
    async with EmbeddedPostgres(open_folder / "postgres") as postgres:
        await _execute(postgres.url(), "CREATE TABLE contact AS SELECT 7 AS number")
        killed = postgres.cluster.pid
        assert killed
        os.kill(killed, signal.SIGKILL)
        assert gone_within({killed}, 5)
        assert await _answers_within(postgres.url(), 15)
        assert await _value(postgres.url(), "SELECT number FROM contact") == 7


async def test_nobody_gets_in_without_the_password(open_folder: Path) -> None:
    async with EmbeddedPostgres(open_folder / "postgres", durable=False) as postgres:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(host="127.0.0.1", port=postgres.cluster.port, user="frontdoor", password="")


def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(open_folder: Path) -> None:
    with running_postgres(open_folder / "postgres", durable=False) as cluster:
        pid_file = cluster.data / "postmaster.pid"
        left_behind = pid_file.read_text().replace(str(cluster.pid), str(os.getpid()), 1)
    pid_file.write_text(left_behind)
    with running_postgres(open_folder / "postgres", durable=False) as cluster:
        assert cluster.is_ready()


def test_a_first_start_that_was_cut_short_is_begun_again(open_folder: Path) -> None:
    data = open_folder / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    (open_folder / "postgres" / "half-made").touch()
    with running_postgres(open_folder / "postgres", durable=False) as cluster:
        assert cluster.is_ready()


@linux
def test_stopping_is_quick_and_leaves_no_process(open_folder: Path) -> None:
    with running_postgres(open_folder / "postgres", durable=False) as cluster:
        pid = cluster.pid
        assert pid
        family = {pid} | descendants(pid)
        started_stopping = time.monotonic()
    assert not alive(family)
    assert time.monotonic() - started_stopping < 5


@linux
def test_it_ends_when_its_parent_is_killed(open_folder: Path) -> None:
    script = (
        "import pathlib, sys, time; from shared.embedded_postgres import running_postgres\n"
        "with running_postgres(pathlib.Path(sys.argv[1]), durable=False) as cluster:\n"
        "    print(cluster.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(open_folder / "postgres")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        family = {pid} | descendants(pid)
        parent.kill()
    assert gone_within(family, 10)


@linux
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to run it as")
def test_root_runs_it_as_somebody_else(open_folder: Path) -> None:
    with running_postgres(open_folder / "postgres", durable=False) as cluster:
        assert Path(f"/proc/{cluster.pid}").stat().st_uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to run it as")
def test_a_folder_that_the_other_account_cannot_reach_is_no_obstacle(open_folder: Path) -> None:
    open_folder.chmod(0o700)
    elsewhere = data_folder(open_folder / "postgres")
    assert not elsewhere.is_relative_to(open_folder)


def test_a_running_server_is_found_by_its_folder_and_one_that_left_its_pid_file_is_not(open_folder: Path) -> None:
    folder = open_folder / "postgres"
    with running_postgres(folder, durable=False) as cluster:
        assert running_server(folder) == cluster.url()
        left_behind = (cluster.data / "postmaster.pid").read_text()
    (cluster.data / "postmaster.pid").write_text(left_behind)
    assert running_server(folder) is None
