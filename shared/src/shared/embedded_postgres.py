"""A Postgres of our own, run from the binaries of a Python wheel, for a machine that has none.

The law: an ordinary Postgres with a password, on the loopback only, as a direct child that never runs as
root, is started again when it dies, and never outlives us.
"""

import asyncio
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import asyncpg
import structlog

from shared import child_process
from shared.database import OwnConnection
from shared.postgres_binaries import PostgresFailed, account_for_postgres, binaries_for, place_for

log = structlog.get_logger("postgres")

USER: Final = "frontdoor"
START_SECONDS: Final = 60.0
FAST_STOP_SECONDS: Final = 4.0
POLL_SECONDS: Final = 0.02
PORT_LINE: Final = 3
"""Where postmaster.pid holds the port."""
# Failing statements and their details can hold personal data, so the server's log has neither.
SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
NOT_DURABLE: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum_naptime": "1h",
}


class PostgresCluster:
    """One data folder and the server on it. Nothing here waits longer than a start or a stop takes."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._account = account_for_postgres()
        self.folder = place_for(folder.absolute(), self._account)
        self._durable = durable
        self._binaries = binaries_for(self._account)
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log_file(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def url(self, database: str = "postgres") -> str:
        password = (self.folder / "password").read_text()
        return f"postgresql://{USER}:{quote(password)}@127.0.0.1:{self.port}/{quote(database)}"

    def create(self) -> None:
        """Make the data folder unless a whole one is there; one that was cut short is begun again."""
        if (self.data / "PG_VERSION").exists() and not self._half_made.exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._half_made.touch()
        shutil.rmtree(self.data, ignore_errors=True)
        self._write_password()
        self._give_to_account(self.folder)
        self._initialise()
        self._half_made.unlink()

    def spawn(self) -> None:
        """Start the server; `is_ready` says when it answers. The first start takes a free port for good."""
        self._clear_stale_pid()
        self.port = self.port or _free_port()
        settings = SETTINGS | ({} if self._durable else NOT_DURABLE) | {"port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log_file.open("ab") as output:
            self._process = child_process.start(
                [str(self._binaries / "postgres"), "-D", str(self.data), *options],
                account=self._account,
                environment={"LC_ALL": "C", "TZ": "UTC"},
                folder="/",
                output=output,
                on_parent_death=signal.SIGINT,
            )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def is_ready(self) -> bool:
        lines = _lines(self.data / "postmaster.pid")
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def ask_to_stop(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)

    def start(self) -> None:
        """Create if need be, start, and wait for the first answer."""
        self.create()
        self._keep_one_old_log()
        self.spawn()
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            self.refuse_if_failed(deadline)
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """Fast shutdown; then one that recovers at the next start; then a kill. Under 6 seconds in all."""
        firmer = ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0))
        for how, seconds in firmer:
            self.ask_to_stop(how)
            deadline = time.monotonic() + seconds
            while self.is_running() and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)
        self._process = None

    def refuse_if_failed(self, deadline: float) -> None:
        if self.is_running() and time.monotonic() < deadline:
            return
        end_of_log = "\n".join(_lines(self.log_file)[-8:])
        raise PostgresFailed(f"Postgres did not start in {self.data}. The end of {self.log_file}:\n{end_of_log}")

    @property
    def _half_made(self) -> Path:
        return self.folder / "half-made"

    def _write_password(self) -> None:
        with os.fdopen(os.open(self.folder / "password", os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.truncate()
            file.write(secrets.token_urlsafe(24))

    def _give_to_account(self, folder: Path) -> None:
        if self._account is None:
            return
        for path in (folder, *folder.iterdir()):
            os.chown(path, self._account.uid, self._account.gid)

    def _initialise(self) -> None:
        command = [str(self._binaries / "initdb"), "-D", str(self.data), "-U", USER]
        command += [f"--pwfile={self.folder / 'password'}", "--auth=scram-sha-256", "--encoding=UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [] if self._durable else ["--no-sync"]
        environment = {"LC_ALL": "C", "TZ": "UTC"}
        with self.log_file.open("ab") as output:
            process = child_process.start(
                command, account=self._account, environment=environment, folder="/", output=output
            )
        if process.wait(timeout=START_SECONDS):
            self.refuse_if_failed(deadline=0)

    def _clear_stale_pid(self) -> None:
        """After a crash the file may name nobody, a stranger, or a server of ours that is still stopping."""
        pid_file = self.data / "postmaster.pid"
        lines = _lines(pid_file)
        if not lines:
            return
        pid = int(lines[0])
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if not _serves(pid, self.data):
                break
            os.kill(pid, how)
            _wait_while_serving(pid, self.data)
        pid_file.unlink(missing_ok=True)

    def _keep_one_old_log(self) -> None:
        if self.log_file.exists():
            self.log_file.replace(self.folder / "postgres.log.1")


class EmbeddedPostgres:
    """The cluster under supervision: a server that dies is started again, on the same port."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.cluster = PostgresCluster(folder, durable=durable)
        self._supervision: asyncio.Task[None] | None = None

    def url(self, database: str = "postgres") -> str:
        return self.cluster.url(database)

    async def start(self) -> None:
        # On this thread, not in a worker: the server ends with the thread that started it.
        self.cluster.start()
        self._supervision = asyncio.create_task(self._supervise(), name="postgres supervision")

    async def stop(self) -> None:
        if self._supervision is not None:
            self._supervision.cancel()
            await asyncio.wait([self._supervision])
            self._supervision = None
        await asyncio.to_thread(self.cluster.stop)

    async def create_database(self, name: str) -> str:
        """Make the database unless it is there, and return its address."""
        connection = await asyncpg.connect(self.url())
        try:
            await create_database(connection, name)
        finally:
            await connection.close()
        return self.url(name)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _supervise(self) -> None:
        pause_seconds = 0.1
        while True:
            await asyncio.sleep(0.1)
            if self.cluster.is_running():
                continue
            log.warning("postgres_died_and_is_started_again")
            self.cluster.spawn()
            started = await self._ready()
            # Backends of a killed server hold its memory for a moment and make the first try fail.
            pause_seconds = 0.1 if started else min(pause_seconds * 2, 5.0)
            await asyncio.sleep(pause_seconds)

    async def _ready(self) -> bool:
        while self.cluster.is_running():
            if self.cluster.is_ready():
                return True
            await asyncio.sleep(POLL_SECONDS)
        return False


@contextmanager
def running_postgres(folder: Path, *, durable: bool = True) -> Generator[PostgresCluster]:
    """A server without supervision, for tests and scripts that have no event loop."""
    cluster = PostgresCluster(folder, durable=durable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


async def create_database(connection: "OwnConnection", name: str) -> None:
    """Make the database unless it is there, on whichever server this connection is to."""
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        await connection.execute(f'CREATE DATABASE "{name}"')


def running_server(folder: Path) -> str | None:
    """The address of the server that another process runs on this folder, if one does."""
    cluster = PostgresCluster(folder)
    lines = _lines(cluster.data / "postmaster.pid")
    if len(lines) <= PORT_LINE or not _serves(int(lines[0]), cluster.data):
        return None
    cluster.port = int(lines[PORT_LINE])
    return cluster.url()


def data_folder(folder: Path) -> Path:
    """Where the data of `folder` really is: what a reset has to delete beside `folder` itself."""
    return place_for(folder.absolute(), account_for_postgres())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is a Postgres on this data folder, and not a stranger given the old number."""
    if Path("/proc/self").exists():
        command = " ".join(_lines(Path(f"/proc/{pid}/cmdline"))).replace("\0", " ")
    else:
        ps = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        command = subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    return f"-D {data} " in command


def _wait_while_serving(pid: int, data: Path) -> None:
    deadline = time.monotonic() + FAST_STOP_SECONDS
    while _serves(pid, data) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
