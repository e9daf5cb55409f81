"""All proxies of the world, in a process of their own, so that what they carry doesn't slow down whoever watches.

The law: a fault is in force when `set` returns.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.campaign.world.companion import Companion
from tests.campaign.world.weather import Fault

PROGRAM: Final = "tests.campaign.world.carrying"


class Proxy:
    """One edge, as the nemesis holds it."""

    def __init__(self, edge: str, program: Companion) -> None:
        self.edge = edge
        self.fault: Fault | None = None
        self._program = program

    async def set(self, fault: Fault | None) -> None:
        """Put the fault in force, in place of the one before; None heals."""
        self.fault = fault
        await self._program.ask({"do": "set", "edge": self.edge, "fault": asdict(fault) if fault else None})

    async def drop(self) -> None:
        """Reset every connection of now, once."""
        await self._program.ask({"do": "drop", "edge": self.edge})


class Proxies:
    """The program that carries every edge."""

    def __init__(self, folder: Path) -> None:
        self._program = Companion(PROGRAM, folder)

    async def start(self, edges: Mapping[str, tuple[int, int]]) -> Mapping[str, Proxy]:
        """`edges` are pairs of the port to listen on and the port to connect to."""
        await self._program.start()
        await self._program.ask({"do": "open", "edges": edges})
        return {edge: Proxy(edge, self._program) for edge in edges}

    async def stop(self) -> None:
        await self._program.stop()
