"""Starts what is measured, as anybody would start it: the system's own commands, as processes of their own.

Everything lives in a folder under the system's folder for temporary files and ends with the measurement.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx2

from bench.driver import Address
from frontdoor.services import database_of
from frontdoor.state_folder import StateFolder
from shared import child_process
from shared.embedded_postgres import running_server

CHECKOUT = Path(__file__).parents[1]
START_SECONDS = 120
STOP_SECONDS = 15
LOOK_SECONDS = 0.02
PERSONA_GRANT = "urn:frontdoor:grant:persona"


class NotStarted(Exception):
    """A process ended or was silent; the end of its output is in the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A whole running system."""

    address: Address
    process: subprocess.Popen[bytes]
    log: Path
    postgres: str
    began: float
    started_seconds: float

    def database(self, service: str) -> str:
        """The address of one service's database."""
        return urlunsplit(urlsplit(self.postgres)._replace(path=f"/{database_of(service)}"))

    async def says(self, words: str) -> float:
        """Waits for a line that begins so; returns the seconds since the start."""
        await until(lambda: _says(self.log, words), self.process, self.log)
        return time.perf_counter() - self.began


@contextmanager
def folder() -> Generator[Path]:
    """A folder that a Postgres of another account may pass through, deleted at the end."""
    path = Path(tempfile.mkdtemp(prefix="frontdoor-bench-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@asynccontextmanager
async def system(command: str, state: Path) -> AsyncGenerator[System]:
    """`frontdoor <command>` on this state folder, from the moment it says that it is ready."""
    port = free_port()
    environment = {"PORT": str(port), "STATE_DIR": str(state)}
    began = time.perf_counter()
    with process([command], environment, state.parent / f"{command}.log") as (running, log):
        await until(lambda: _says(log, "Ready:"), running, log)
        seconds = time.perf_counter() - began
        kept = StateFolder(state) if command != "processes" else StateFolder(state).processes
        postgres = running_server(kept.postgres)
        assert postgres is not None
        yield System(
            address=Address("127.0.0.1", port),
            process=running,
            log=log,
            postgres=postgres,
            began=began,
            started_seconds=seconds,
        )


@contextmanager
def process(
    words: Sequence[str], environment: Mapping[str, str], log: Path, program: Sequence[str] = ("-m", "frontdoor")
) -> Generator[tuple[subprocess.Popen[bytes], Path]]:
    """One of our programs, its output in `log`, asked to stop at the end and then killed."""
    with log.open("wb") as output:
        running = child_process.start(
            [sys.executable, *program, *words],
            environment={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            folder=CHECKOUT,
            output=output,
        )
    try:
        yield running, log
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


async def until(is_so: Callable[[], bool], running: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until `is_so()` while the process lives."""
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        if running.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(_end_of(log))
        await asyncio.sleep(LOOK_SECONDS)


def _says(log: Path, words: str) -> bool:
    return any(line.startswith(words) for line in log.read_text(errors="replace").splitlines())


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


def answers(address: Address, path: str = "/readyz") -> bool:
    """Whether the server there is ready."""
    try:
        return httpx2.get(f"http://{address.host}:{address.port}{path}", trust_env=False, timeout=5).is_success
    except httpx2.HTTPError:
        return False


async def token(identity: str, who: str) -> str:
    """An access token for a persona (a name with a dot) or a machine."""
    machine = {"grant_type": "client_credentials", "client_id": who, "client_secret": f"{who}-secret"}
    form = {"grant_type": PERSONA_GRANT, "persona": who} if "." in who else machine
    async with httpx2.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{identity}/token", data=form)
        answer.raise_for_status()
        return answer.json()["access_token"]


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
