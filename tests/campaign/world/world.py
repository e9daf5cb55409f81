"""The whole system as processes: six services with a process a role, Postgres, Kafka, identity provider and proxies.

The law: whatever ends us, nothing that we started is left behind.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from frontdoor.services import IDENTITY, SERVICES, database_of
from tests.campaign.world.children import Children
from tests.campaign.world.clocks import Clocks
from tests.campaign.world.disk import small_disk
from tests.campaign.world.kafka import KafkaControl, ManyDoors
from tests.campaign.world.layout import API, HOST, environment_of, lay_out
from tests.campaign.world.postgres import PostgresControl
from tests.campaign.world.proxies import Proxies, Proxy
from tests.campaign.world.settling import Lag, settled

START_SECONDS: Final = 300.0
"""Fifteen on a quiet machine. This is for one that is busy with something else: only what hangs is to be cut off."""
LOOK_SECONDS: Final = 0.1

Json = Mapping[str, Any]


class NotStarted(Exception):
    """The machine is too slow for a world, or the product does not start; what it said is in the world's folder."""


class World:
    """Use as an async context manager, on the main thread. Everything is under one folder."""

    proxies: Mapping[str, Proxy]

    def __init__(
        self,
        folder: Path,
        *,
        services: Sequence[str] = SERVICES,
        sabotage: Mapping[str, Json] | None = None,
        small_disk_megabytes: int | None = None,
        offset_seconds: float = 0,
    ) -> None:
        """`sabotage` is what SABOTAGE says to a process, by its name; `""` stands for every other.

        With `small_disk_megabytes` Postgres keeps its data on a disk of that size, in memory: for root only.
        """
        self.folder = folder.absolute()
        self.services = services
        self.sabotage: dict[str, Json] = dict(sabotage or {})
        self.layout = lay_out(services)
        self.clocks = Clocks(self.folder, self.layout.names, offset_seconds)
        self._children = Children(self.layout.names, self.folder / "processes", self._environment)
        port, broker = self.layout.ports["postgres"], self.folder / "kafka"
        self.postgres = PostgresControl(self.folder / "postgres", port, self._children.guard)
        doors = ManyDoors(broker, self.layout.listeners(), self.layout.ports["controller"])
        self.kafka = KafkaControl(doors, self._children.guard)
        self._secret = secrets.token_urlsafe(24)
        self._small_disk_megabytes = small_disk_megabytes
        self._running = AsyncExitStack()

    @property
    def names(self) -> Sequence[str]:
        return self.layout.names

    @property
    def identity(self) -> str:
        return self._at(IDENTITY)

    @property
    def journal_url(self) -> str:
        return self.kafka.broker.url

    def address(self, service: str) -> str:
        """Through the proxy that stands between clients and the service."""
        return f"http://{self.layout.through(f'client>{service}')}"

    def direct(self, service: str) -> str:
        return self._at(f"{service}.{API}")

    def database_url(self, service: str) -> str:
        return self.postgres.cluster.url(database_of(service))

    def owner_url(self, service: str) -> str:
        """The same database as the service's own role reaches it, without a proxy."""
        name, port = database_of(service), self.layout.ports["postgres"]
        return f"postgresql://{name}:{self._secret}@{HOST}:{port}/{name}"

    def pid(self, name: str) -> int | None:
        return self._children.pid(name)

    def starts(self, name: str) -> int:
        """How often the process was started so far."""
        return self._children.starts[name]

    async def kill(self, name: str) -> None:
        await self._children.kill(name)

    async def pause(self, name: str) -> None:
        self._children.pause(name)

    async def resume(self, name: str) -> None:
        self._children.resume(name)

    async def stop(self, name: str) -> bool:
        """End it in order and hold it down; whether it ended by itself within ten seconds."""
        return await self._children.stop(name)

    async def restart(self, name: str) -> bool:
        """End it in order, or start it where it is held; whether it ended by itself within ten seconds."""
        return await self._children.restart(name)

    def hold(self, name: str) -> None:
        """Leave it down when it next ends."""
        self._children.hold(name)

    async def release(self, name: str) -> None:
        await self._children.release(name)

    def jump_clock(self, name: str, seconds: float) -> None:
        self.clocks.jump(name, seconds)

    async def settled(self, seconds_at_most: float) -> Lag:
        return await settled({service: self.direct(service) for service in self.services}, seconds_at_most)

    async def __aenter__(self) -> Self:
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        try:
            await self.kafka.prepare()
            await self._start_in_time()
        except BaseException:
            await self._running.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._running.aclose()
        except Exception as failed:
            if error is None:
                raise
            error.add_note(f"Besides, the world did not end in order: {failed!r}")

    async def _start_in_time(self) -> None:
        bound = asyncio.timeout(START_SECONDS)
        try:
            async with bound:
                await self._start()
        except TimeoutError as error:
            if bound.expired():
                raise NotStarted(f"the system was not ready within {START_SECONDS:.0f} seconds") from error
            raise

    async def _start(self) -> None:
        self.clocks.set_all()
        if self._small_disk_megabytes is not None:
            self._running.enter_context(small_disk(self.folder / "postgres", self._small_disk_megabytes))
        proxies = Proxies(self.folder)
        self._running.push_async_callback(proxies.stop)
        self._running.push_async_callback(self.postgres.stop)
        self._running.push_async_callback(self.kafka.stop)
        self._running.push_async_callback(self._children.stop_all)
        await self._children.load()
        async with asyncio.TaskGroup() as starting:
            starting.create_task(self._children.loaded())
            starting.create_task(self._start_postgres())
            starting.create_task(self.kafka.start())
            carried = starting.create_task(
                proxies.start({edge: (route.listen, route.to) for edge, route in self.layout.edges.items()})
            )
        self.proxies = carried.result()
        await self._children.start_all()
        await self._until_ready()

    async def _start_postgres(self) -> None:
        await self.postgres.start()
        for service in self.services:
            await self.postgres.give_database(database_of(service), self._secret)

    def _environment(self, name: str) -> Mapping[str, str]:
        wanted = self.sabotage.get(name) or self.sabotage.get("") or {}
        told = {"SABOTAGE": json.dumps(wanted)} if wanted and name != IDENTITY else {}
        return environment_of(name, self.layout, self.folder, self._secret) | told

    async def _until_ready(self) -> None:
        """Until every process answers, and every service is ready."""
        wanted = {f"{self._at(name)}/livez" for name in self.names if name != IDENTITY}
        wanted |= {f"{self.direct(service)}/readyz" for service in self.services}
        wanted |= {f"{self.identity}/.well-known/openid-configuration"}
        async with httpx2.AsyncClient(trust_env=False, timeout=10) as client:
            while wanted:
                for place in sorted(wanted):
                    with contextlib.suppress(httpx2.HTTPError):
                        if (await client.get(place)).is_success:
                            wanted.discard(place)
                await asyncio.sleep(LOOK_SECONDS)

    def _at(self, name: str) -> str:
        return f"http://{HOST}:{self.layout.ports[name]}"
