"""Leads one process from failpoint to failpoint: tell it, wait until it was there, wait until it works again."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

import httpx2

from tests.campaign.failpoints.operating import Operator
from tests.campaign.failpoints.steps import AT_THE_START, Failpoint

REACH_SECONDS = 60.0
"""On a machine that is busy with something else it can take so long until there is again something to do."""
HEALTHY_SECONDS = 20.0
LOOK_SECONDS = 0.05
REST_SECONDS = 0.3


class Processes(Protocol):
    """The part of the world that a walk needs."""

    async def kill(self, name: str) -> None: ...
    def starts(self, name: str) -> int: ...


@dataclass(slots=True)
class Walk:
    """What became of each failpoint: reached and well again, never reached, reached and never well again, or left."""

    reached: list[Failpoint] = field(default_factory=list[Failpoint])
    missed: list[Failpoint] = field(default_factory=list[Failpoint])
    broken: list[tuple[Failpoint, str]] = field(default_factory=list[tuple[Failpoint, str]])
    left: list[Failpoint] = field(default_factory=list[Failpoint])


class Walker:
    """One process's walk. ``address`` is where it answers how it is."""

    def __init__(
        self, processes: Processes, folder: Path, address: str, client: httpx2.AsyncClient, operator: Operator
    ) -> None:
        self._operator = operator
        self._processes = processes
        self._folder = folder
        self._address = address
        self._client = client
        self.walk = Walk()

    async def go(self, failpoints: Sequence[Failpoint], met: Callable[[Failpoint], None], until: float) -> None:
        """Through all of them, or as far as it comes by ``until`` on the monotonic clock."""
        for number, failpoint in enumerate(failpoints):
            if time.monotonic() > until:
                self.walk.left.extend(failpoints[number:])
                return
            if await self._reached(failpoint) or await self._reached_anew(failpoint):
                self.walk.reached.append(failpoint)
                met(failpoint)
                await self._well_again(failpoint)
            else:
                self.walk.missed.append(failpoint)
            self._forget(failpoint.process)
            if failpoint.needs_poison:
                await self._operator.take_in_again(failpoint.process.partition(".")[0])

    async def _reached(self, failpoint: Failpoint) -> bool:
        starts = self._processes.starts(failpoint.process)
        self._tell(failpoint)
        if failpoint.step in AT_THE_START:
            await self._processes.kill(failpoint.process)
            starts += 1
        was_there = await _until(REACH_SECONDS, lambda: self._was_at(failpoint))
        if was_there and failpoint.mode == "kill":
            await _until(HEALTHY_SECONDS, lambda: self._started_since(failpoint.process, starts))
        return was_there

    async def _reached_anew(self, failpoint: Failpoint) -> bool:
        """Whether a fresh process gets there where this one no longer does: then what came before broke it."""
        await self._processes.kill(failpoint.process)
        was_there = await _until(REACH_SECONDS, lambda: self._was_at(failpoint))
        if was_there and self.walk.reached:
            self.walk.broken.append((self.walk.reached[-1], "the process worked no more until it was started again"))
        return was_there

    async def _well_again(self, failpoint: Failpoint) -> None:
        await asyncio.sleep(REST_SECONDS)
        if await _until(HEALTHY_SECONDS, self._is_well):
            return
        self.walk.broken.append((failpoint, f"not well after {HEALTHY_SECONDS:.0f} s: {await self._said()}"))
        await self._processes.kill(failpoint.process)
        await _until(HEALTHY_SECONDS, self._is_well)

    def _tell(self, failpoint: Failpoint) -> None:
        file = self._folder / f"{failpoint.process}.json"
        draft = file.with_suffix(".draft")
        draft.write_text(json.dumps({**asdict(failpoint), "poison": failpoint.needs_poison}))
        draft.replace(file)

    def _forget(self, process: str) -> None:
        (self._folder / f"{process}.json").unlink(missing_ok=True)

    async def _was_at(self, failpoint: Failpoint) -> bool:
        file = self._folder / f"{failpoint.process}.reached"
        return file.exists() and failpoint.id in file.read_text().split()

    async def _started_since(self, process: str, starts: int) -> bool:
        return self._processes.starts(process) > starts

    async def _is_well(self) -> bool:
        report = await self._report()
        return report.get("store") == "ok" and not report.get("workers_fallen")

    async def _said(self) -> str:
        report = await self._report()
        return str({name: report.get(name) for name in ("status", "store", "workers_fallen")})

    async def _report(self) -> dict[str, object]:
        try:
            return (await self._client.get(f"{self._address}/readyz")).json()
        except (httpx2.HTTPError, ValueError) as error:
            return {"status": type(error).__name__}


async def _until(seconds: float, look: Callable[[], Awaitable[bool]]) -> bool:
    deadline = time.monotonic() + seconds
    while not await look():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
