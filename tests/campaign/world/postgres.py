"""The world's Postgres: a real one on this machine, killed, paused, filled up and refused its disk at will.

The law: it comes back by itself after a second, on the same port and data, unless it is held down.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

import asyncpg

from shared.embedded_postgres import PostgresCluster
from tests.campaign.world.tracing import failing, strace_is_here

LOOK_SECONDS: Final = 0.05
AGAIN_SECONDS: Final = 1.0
READY_SECONDS: Final = 60.0
PAGE: Final = 4_096
WAL_MEGABYTES: Final = 256
TRIES: Final = 3

Guard = Callable[[str, int | None], Awaitable[None]]


class PostgresControl:
    """The server under supervision, and the ways in which it can fail."""

    def __init__(self, folder: Path, port: int, guard: Guard) -> None:
        self.cluster = PostgresCluster(folder)
        self.cluster.port = port
        self._folder = folder
        self._guard = guard
        self._held = False
        self._supervision: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await asyncio.to_thread(self.cluster.create)
        await self._spawn()
        await self.ready()
        if self.can_fill_disk():
            await self._keep_wal_small()
        self._supervision = asyncio.create_task(self._supervise(), name="postgres supervision")

    async def stop(self) -> None:
        """At once: what was acknowledged is on disk, and nobody needs the server any more."""
        if self._supervision is not None:
            self._supervision.cancel()
        self.resume()
        self.cluster.ask_to_stop(signal.SIGQUIT)
        await asyncio.to_thread(self.cluster.stop)
        with contextlib.suppress(OSError):
            shutil.copy(self.cluster.log_file, self._folder.with_suffix(".log"))

    async def ready(self) -> None:
        async with asyncio.timeout(READY_SECONDS):
            while not (self.cluster.is_running() and self.cluster.is_ready()):
                await asyncio.sleep(LOOK_SECONDS)

    async def kill(self) -> None:
        """The postmaster alone, by SIGKILL; its backends notice and end."""
        await self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze the postmaster and every backend."""
        self._signal_all(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal_all(signal.SIGCONT)

    async def restart(self) -> None:
        """A fast shutdown, as a package upgrade does it; the supervision starts it again."""
        await self._end(signal.SIGINT)

    def hold(self) -> None:
        """Leave it down when it next ends."""
        self._held = True

    def release(self) -> None:
        self._held = False

    def can_fill_disk(self) -> bool:
        """Only a disk of its own is ever filled."""
        return self._folder.is_mount()

    def fill_disk(self) -> None:
        """Leave no byte free on the disk of the data."""
        with self._ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            with contextlib.suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, max(PAGE, shutil.disk_usage(self._folder).free - PAGE))
            file.seek(0, os.SEEK_END)
            while file.write(bytes(PAGE)):
                pass

    def free_disk(self) -> None:
        self._ballast.unlink(missing_ok=True)

    async def can_fail_calls(self) -> bool:
        """Whether strace is here and may trace the server."""
        if not strace_is_here():
            return False
        for _ in range(TRIES):  # a process of the server may end just then
            async with failing(self._pids()[-1:], "acct", "EIO") as traced:
                if traced:
                    return True
        return False

    def failing_disk(self, call: str) -> AbstractAsyncContextManager[bool]:
        """Have this system call of the server fail with EIO, in every process of it. Yields whether it does."""
        return failing(self._pids(), call, "EIO")

    async def give_database(self, name: str, password: str) -> None:
        """A role and a database of this name."""
        connection = await asyncpg.connect(self.cluster.url())
        try:
            await connection.execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'")
            await connection.execute(f'CREATE DATABASE "{name}" OWNER "{name}"')
        finally:
            await connection.close()

    async def _keep_wal_small(self) -> None:
        """A small disk is for what is stored; and the less there is to replay, the sooner a killed server is back."""
        connection = await asyncpg.connect(self.cluster.url())
        try:
            await connection.execute(f"ALTER SYSTEM SET max_wal_size = '{WAL_MEGABYTES}MB'")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()

    @property
    def _ballast(self) -> Path:
        return self._folder / "ballast"

    def _pids(self) -> Sequence[int]:
        """The postmaster, then its children."""
        pid = self.cluster.pid
        if pid is None or not self.cluster.is_running():
            return ()
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return ()
        return (pid, *map(int, children.split()))

    def _signal_all(self, how: signal.Signals) -> None:
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._held or self.cluster.is_running():
                continue
            await asyncio.sleep(AGAIN_SECONDS)
            if not self._held:
                await self._again()

    async def _end(self, how: signal.Signals) -> None:
        """Until the postmaster that runs now has ended."""
        pid = self.cluster.pid
        self.cluster.ask_to_stop(how)
        async with asyncio.timeout(READY_SECONDS):
            while self.cluster.is_running() and self.cluster.pid == pid:
                await asyncio.sleep(LOOK_SECONDS)

    async def _spawn(self) -> None:
        # On this thread, not in a worker: the server ends with the thread that started it.
        self.cluster.spawn()
        await self._guard("postgres", self.cluster.pid)

    async def _again(self) -> None:
        """One try: the backends of a killed server hold its memory for a moment, and a full disk lets nobody start."""
        await self._spawn()
        deadline = time.monotonic() + READY_SECONDS
        while self.cluster.is_running() and not self.cluster.is_ready() and time.monotonic() < deadline:
            await asyncio.sleep(LOOK_SECONDS)
