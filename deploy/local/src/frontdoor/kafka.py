"""A real Apache Kafka broker for one machine without containers: one KRaft node on the loopback.

Its one law: the broker is a child that never outlives us, and its ports and data survive a stop, so that whoever
knew its address finds the same journal there again.
"""

import asyncio
import base64
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Awaitable, Sequence
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Final, Self

from frontdoor.kafka_libraries import RECIPE, KafkaFailed, archive_of, ended, java, kafka_libraries
from shared import child_process
from shared.journal import JournalUnavailable, open_journal

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 3.0
POLL_SECONDS: Final = 0.1


class KafkaBroker:
    """One broker, with its ports, data and log under one folder."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        """The same port at every start: the one given, else one that was free at the first."""
        self.folder = folder.absolute()
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"kafka://{self.servers}"

    @property
    def servers(self) -> str:
        """As Kafka's own tools want it after `--bootstrap-server`."""
        return f"127.0.0.1:{self._port}"

    @property
    def log(self) -> Path:
        return self.folder / "kafka.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def start(self) -> None:
        """Start, formatting the data folder if there is none, and wait for the first answer."""
        if not self.is_running():
            await self._start(java(await self.prepare()))

    async def stop(self) -> None:
        """An orderly stop, then a kill."""
        await self._end(signal.SIGTERM, STOP_SECONDS)
        await self.kill()

    async def kill(self) -> None:
        await self._end(signal.SIGKILL, STOP_SECONDS)
        self._process = None

    async def wipe(self) -> None:
        """Throw all data away. A broker that was running runs again: at the same address, as another cluster."""
        was_running = self.is_running()
        await self.kill()
        shutil.rmtree(self._data, ignore_errors=True)
        if was_running:
            await self.start()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.kill()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @classmethod
    async def prepare(cls) -> Path:
        """The folder of Kafka's jars and archived classes. Making it, once on a machine, can take minutes."""
        libraries = await kafka_libraries()
        if not archive_of(libraries).exists():
            await cls._archive_classes(libraries)
        return libraries

    @staticmethod
    async def _archive_classes(libraries: Path) -> None:
        """Run a broker once to learn which classes a start loads, and keep them as Java maps them into memory."""
        with tempfile.TemporaryDirectory(dir=libraries.parent, prefix="archiving-") as folder:
            broker = KafkaBroker(Path(folder))
            archive = Path(folder) / "classes.jsa"
            program, *options = java(libraries)
            try:
                await broker._start([program, f"-XX:ArchiveClassesAtExit={archive}", *options])
                await broker._end(signal.SIGTERM, START_SECONDS)
                if not broker.is_running() and archive.exists():
                    archive.replace(archive_of(libraries))
            finally:
                await broker.kill()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _properties(self) -> Path:
        return self.folder / "server.properties"

    async def _start(self, java_command: Sequence[str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_properties()
        if not (self._data / "meta.properties").exists():
            await self._format(java_command)
        self._process = self._run([*java_command, "kafka.Kafka", str(self._properties)])
        await self._until_ready()

    def _write_properties(self) -> None:
        self._port, controller_port = self._ports()
        template = Template((RECIPE / "server.properties").read_text())
        filled = template.substitute(port=self._port, controller_port=controller_port, data=self._data)
        self._properties.write_text(filled)
        (self.folder / "ports").write_text(f"{self._port} {controller_port}\n")

    def _ports(self) -> tuple[int, int]:
        """Those of the last start while they are still free, so that a restarted broker is found again."""
        if self._port and not _is_free(self._port):
            raise KafkaFailed(f"Port {self._port} is taken.")
        remembered = self.folder / "ports"
        last = [int(word) for word in remembered.read_text().split()] if remembered.exists() else []
        port, controller_port = (each if _is_free(each) else 0 for each in (last or (0, 0)))
        return self._port or port or _free_port(), controller_port or _free_port()

    async def _format(self, java_command: Sequence[str]) -> None:
        """A folder whose making was cut short holds nothing, so it is begun again."""
        shutil.rmtree(self._data, ignore_errors=True)
        command = ["kafka.tools.StorageTool", "format", "-t", _cluster_id(), "-c", str(self._properties)]
        if await ended(self._run([*java_command, *command]), START_SECONDS) != 0:
            raise KafkaFailed(f"The data folder could not be made. The end of {self.log}:\n{_tail(self.log)}")

    def _run(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return child_process.start(
                command,
                environment=dict(os.environ),
                folder=self.folder,
                output=log,
                on_parent_death=signal.SIGKILL,
            )

    async def _until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        journal = open_journal(self.url, "start")
        try:
            while not await _answers(journal.identity()):
                if not self.is_running() or time.monotonic() > deadline:
                    raise KafkaFailed(f"Kafka did not start. The end of {self.log}:\n{_tail(self.log)}")
                await asyncio.sleep(POLL_SECONDS)
        finally:
            await journal.close()

    async def _end(self, how: signal.Signals, seconds: float) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            await ended(self._process, seconds)


async def _answers(question: Awaitable[object]) -> bool:
    try:
        await question
    except JournalUnavailable:
        return False
    return True


def _cluster_id() -> str:
    """As Kafka writes a random id. A leading dash would read as an option."""
    while (text := base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return text


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-12:])
