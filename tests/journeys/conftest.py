"""Whole systems, started as a person starts them, and what one can see of a child's journey from outside."""

import json
import time
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from frontdoor.kafka import KafkaBroker
from frontdoor.services import SERVICES
from frontdoor.story.teller import Teller
from shared.time import StoryClock
from tests.local.conftest import module_folder as module_folder
from tests.local.conftest import open_folder as open_folder
from tests.local.running import Frontdoor, free_port, running

TOLD_SECONDS = 150
MANAGER = "fdm.reyes"


@dataclass(frozen=True)
class System:
    """A running system and the folder of its state."""

    command: Frontdoor
    address: str
    state: Path

    def places(self) -> dict[str, str]:
        """The pages that the story has come by, once it has been told."""
        return json.loads((self.state / "story.json").read_text())

    def until_told(self) -> "System":
        deadline = time.monotonic() + TOLD_SECONDS
        while not (self.state / "story.json").exists():
            assert self.command.process.poll() is None, self.command.said()
            assert time.monotonic() < deadline, self.command.said()
            time.sleep(0.1)
        return self


@contextmanager
def system(words: list[str], folder: Path, **environment: str) -> Generator[System]:
    """Runs ``frontdoor`` with these words on a free port."""
    port, state = str(free_port()), folder / "state"
    with running(words, {"PORT": port, "STATE_DIR": str(state), **environment}, folder / "output") as command:
        yield System(command, f"http://127.0.0.1:{port}", state)


@asynccontextmanager
async def visiting(address: str, clock: StoryClock | None = None) -> AsyncGenerator[Teller]:
    """Somebody who asks the system for things, as any persona or machine."""
    teller = Teller(address, clock)
    try:
        yield teller
    finally:
        await teller.close()


async def timeline(teller: Teller, who: str, child_id: str, query: str = "") -> dict[str, Any]:
    """A child's timeline as this persona may see it."""
    return await teller.get(who, f"/timeline/api/v1/children/{child_id}/timeline{query}")


async def journey(teller: Teller, child_id: str) -> Counter[tuple[str, str]]:
    """What a manager sees on a child's timeline: each kind and title, and how often it is there."""
    seen = await timeline(teller, MANAGER, child_id)
    return Counter((entry["kind"], entry["title"]) for entry in seen["entries"])


async def assert_whole(teller: Teller) -> None:
    """Nothing is parked, nothing waits, and every store is what was written."""
    await teller.heard()
    for service in SERVICES:
        ready = await teller.get(MANAGER, f"/{service}/readyz")
        assert (ready["status"], ready["parked"]) == ("ready", 0), ready
        assert (await teller.get(MANAGER, f"/{service}/api/v1/operations/chain"))["intact"], service


@pytest.fixture(scope="module")
def told(module_folder: Path) -> Iterator[System]:
    """The demo, with its story told, on embedded Postgres."""
    with system(["demo"], module_folder) as demo:
        yield demo.until_told()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def broker(module_folder: Path) -> AsyncGenerator[KafkaBroker]:
    async with KafkaBroker(module_folder / "kafka") as running_broker:
        yield running_broker
