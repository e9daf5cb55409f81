"""The world's Kafka: a real broker with a listener for each service, so that each is proxied apart from the others.

The law: it comes back by itself after a second, on the same ports and data, unless it is held down.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from frontdoor.kafka import KafkaBroker
from frontdoor.kafka_libraries import RECIPE, KafkaFailed

LOOK_SECONDS: Final = 0.05
AGAIN_SECONDS: Final = 1.0
OURS: Final = ("listeners", "advertised.listeners", "listener.security.protocol.map", "inter.broker.listener.name")


Guard = Callable[[str, int | None], Awaitable[None]]


class ManyDoors(KafkaBroker):
    """The broker of the product's own recipe with more listeners. The one named DIRECT is its own."""

    def __init__(self, folder: Path, listeners: Mapping[str, tuple[int, int]], controller: int) -> None:
        """`listeners` are pairs of the port to listen on and the port to tell the clients."""
        super().__init__(folder, port=listeners["DIRECT"][0])
        self._listeners = listeners
        self._controller = controller

    def _write_properties(self) -> None:
        recipe = (RECIPE / "server.properties").read_text()
        filled = recipe.replace("${controller_port}", str(self._controller)).replace("${data}", str(self._data))
        kept = [line for line in filled.splitlines() if line.partition("=")[0] not in OURS]
        at = [f"{name}://127.0.0.1:{listen}" for name, (listen, _) in self._listeners.items()]
        told = [f"{name}://127.0.0.1:{tell}" for name, (_, tell) in self._listeners.items()]
        plain = [f"{name}:PLAINTEXT" for name in (*self._listeners, "CONTROLLER")]
        kept += [
            f"listeners={','.join([*at, f'CONTROLLER://127.0.0.1:{self._controller}'])}",
            f"advertised.listeners={','.join(told)}",
            f"listener.security.protocol.map={','.join(plain)}",
            "inter.broker.listener.name=DIRECT",
        ]
        self._properties.write_text("\n".join(kept) + "\n")


class KafkaControl:
    """The broker under supervision, and the ways in which it can fail."""

    def __init__(self, broker: KafkaBroker, guard: Guard) -> None:
        self.broker = broker
        self._guard = guard
        self._held = False
        self._turn = asyncio.Lock()
        self._supervision: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Fetch what the broker is made of, which takes minutes on a machine that has not run one before."""
        await self.broker.prepare()

    async def start(self) -> None:
        await self._start()
        self._supervision = asyncio.create_task(self._supervise(), name="kafka supervision")

    async def stop(self) -> None:
        if self._supervision is not None:
            self._supervision.cancel()
        await self.broker.kill()

    async def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    async def restart(self) -> None:
        """An orderly stop; the supervision starts it again."""
        self._signal(signal.SIGTERM)

    async def wipe(self) -> None:
        """Throw all its data away: the same address, another cluster."""
        async with self._turn:
            await self.broker.wipe()
            await self._guard("kafka", self.broker.pid)

    def hold(self) -> None:
        """Leave it down when it next ends."""
        self._held = True

    def release(self) -> None:
        self._held = False

    async def ready(self) -> None:
        """Until it runs and nobody is starting it."""
        while True:
            async with self._turn:
                if self.broker.is_running():
                    return
            await asyncio.sleep(LOOK_SECONDS)

    async def _start(self) -> None:
        await self.broker.start()
        await self._guard("kafka", self.broker.pid)

    def _signal(self, how: signal.Signals) -> None:
        if self.broker.is_running() and self.broker.pid is not None:
            os.kill(self.broker.pid, how)

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._held or self.broker.is_running():
                continue
            await asyncio.sleep(AGAIN_SECONDS)
            if not self._held:
                await self._again()

    async def _again(self) -> None:
        async with self._turn:
            try:
                await self._start()
            except KafkaFailed:
                await self.broker.kill()
