"""The services as separate processes, as docker-compose.yml runs them in containers, without containers.

The law: commands and environment are the file's own. Only the places of containers are replaced, and what the
two foreign images give (a Postgres with a role and a database a service, a Kafka broker) is given here.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import asyncpg

from frontdoor.compose import ComposeRefused, ComposeService, on_this_machine, our_services
from frontdoor.kafka import KafkaBroker
from frontdoor.server import Stop, take_port
from frontdoor.settings import LocalSettings
from frontdoor.state_folder import StateFolder
from shared import child_process
from shared.embedded_postgres import EmbeddedPostgres, create_database

COMPOSE_FILE: Final = Path("docker-compose.yml")
GATEWAY: Final = "gateway"
STOP_SECONDS: Final = 5.0
RESTART_SECONDS: Final = 1.0
POLL_SECONDS: Final = 0.1


async def run_processes(local: LocalSettings, stop: Stop) -> None:
    """Start everything and keep it running; the gateway prints the line that says that all is ready."""
    state = StateFolder(local.state_dir)
    state.make()
    state = state.processes
    async with AsyncExitStack() as running:
        running.enter_context(state.in_use())
        take_port("127.0.0.1", local.port).close()
        services = our_services(COMPOSE_FILE, _variables(local, state))
        print("Starting Postgres …", flush=True)
        postgres = await running.enter_async_context(EmbeddedPostgres(state.postgres))
        await _give_databases(postgres, services)
        journal, stops = local.journal_url, [postgres.stop]
        if journal is None:
            print("Starting Kafka …", flush=True)
            broker = await running.enter_async_context(KafkaBroker(state.path / "broker"))
            journal, stops = broker.url, [*stops, broker.stop]
        running.push_async_callback(_at_once, stops)
        places = _places(local, services, postgres, journal)
        print(f"Starting {', '.join(services)} as separate processes …", flush=True)
        processes = Processes([on_this_machine(service, places) for service in services.values()])
        running.push_async_callback(processes.stop)
        await processes.keep_running()


class Processes:
    """The running processes. One that ends is started again, as `restart: unless-stopped` has it."""

    def __init__(self, services: list[ComposeService]) -> None:
        self._services = services
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    async def keep_running(self) -> None:
        while True:
            for service in self._services:
                process = self._running.get(service.name)
                if process is not None and process.poll() is not None:
                    print(f"{service.name} ended ({process.returncode}) and is started again", flush=True)
                    await asyncio.sleep(RESTART_SECONDS)
                if process is None or process.poll() is not None:
                    self._running[service.name] = _start(service)
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self) -> None:
        """Ask all at once, then kill."""
        print("Stopping …", flush=True)
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and self._any_alive():
            await asyncio.sleep(POLL_SECONDS)
        for process in self._running.values():
            process.kill()
            process.wait()

    def _any_alive(self) -> bool:
        return any(process.poll() is None for process in self._running.values())


def _start(service: ComposeService) -> subprocess.Popen[bytes]:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    program = shutil.which(service.command[0], path=programs)
    if program is None:
        raise ComposeRefused(f"{service.command[0]}, which {service.name} runs, is not installed")
    environment = {"PATH": programs, "PYTHONUNBUFFERED": "1", **service.environment}
    return child_process.start([program, *service.command[1:]], environment=environment)


def _variables(local: LocalSettings, state: StateFolder) -> dict[str, str]:
    """What `.env` holds for docker compose: passwords made up once, and this machine's address."""
    secrets = ("SESSION_SECRET", "DATABASE_PASSWORD", "POSTGRES_PASSWORD")
    made = {name: state.secret(name.lower().replace("_", "-")) for name in secrets}
    passed_on = {name: os.environ[name] for name in ("OTLP_ENDPOINT", "CLOCK_FILE") if os.environ.get(name)}
    return {**made, **passed_on, "PUBLIC_URL": local.address, "ISSUER_URL": f"{local.address}/identity"}


async def _give_databases(postgres: EmbeddedPostgres, services: Mapping[str, ComposeService]) -> None:
    """A role and a database for each service that has one, as deploy/docker/databases.sh makes them."""
    connection = await asyncpg.connect(postgres.url())
    try:
        for service in services.values():
            if address := service.environment.get("DATABASE_URL"):
                await _give_database(connection, address)
    finally:
        await connection.close()


async def _give_database(connection: asyncpg.Connection, address: str) -> None:
    url = urlsplit(address)
    role, password, name = url.username or "", unquote(url.password or ""), url.path.removeprefix("/")
    if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
        await connection.execute(f'CREATE ROLE "{role}" LOGIN')
    quoted = await connection.fetchval("SELECT quote_literal($1::text)", password)
    await connection.execute(f'ALTER ROLE "{role}" PASSWORD {quoted}')
    await create_database(connection, name)
    await connection.execute(f'ALTER DATABASE "{name}" OWNER TO "{role}"')
    await connection.execute(f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC')


async def _at_once(stops: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """What the services leave behind takes its time to stop: neither waits for the other."""
    await asyncio.gather(*(stop() for stop in stops))


def _places(
    local: LocalSettings, services: Mapping[str, ComposeService], postgres: EmbeddedPostgres, journal: str
) -> dict[str, str]:
    """Where on this machine each `container:port` is."""
    ports = {name: local.port if name == GATEWAY else _free_port() for name in services}
    return {
        "postgres:5432": f"127.0.0.1:{postgres.cluster.port}",
        "kafka:9092": urlsplit(journal).netloc,
        **{f"{name}:8000": f"127.0.0.1:{port}" for name, port in ports.items()},
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
