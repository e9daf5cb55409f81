"""A system under load whose processes are led through every failpoint, and then the same final reads and checks.

Its law: the load stops only after the last failpoint, and nothing is read before everything has come to rest.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from tests.campaign import workload
from tests.campaign.checker import Verdict, check_folder
from tests.campaign.checker.folder import HISTORY
from tests.campaign.checker.reading import Sources, read_everything, write_settled
from tests.campaign.failpoints.operating import Operator
from tests.campaign.failpoints.plan import walks
from tests.campaign.failpoints.steps import STEPS, Failpoint
from tests.campaign.failpoints.walking import Walk, Walker
from tests.campaign.history import History
from tests.campaign.world.layout import HOST
from tests.campaign.world.world import World

SERVICES = ("intake", "screening", "strategy", "notifications", "timeline")
HOUR = 3_600
DEADLINES_COME = 72 * HOUR
"""Seconds by which the scheduler's clock is ahead, so that what is started is at once due."""
REST_SECONDS = 120
PER_SECOND = 15
LANES = 4
PATIENCE_SECONDS = 30
SCHEDULER = "screening.scheduler"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of every failpoint, and whether all that was promised was kept meanwhile."""

    walks: Mapping[str, Walk]
    verdict: Verdict

    @property
    def green(self) -> bool:
        return self.verdict.green and not self.complaints()

    def complaints(self) -> list[str]:
        """Each failpoint that was not met, or after which the process was not well."""
        walks = self.walks.values()
        missed = [f"NEVER REACHED: {each}" for walk in walks for each in walk.missed]
        left = [f"LEFT OVER: {each}" for walk in walks for each in walk.left]
        return [*missed, *left, *(f"BROKEN by {each}: {how}" for walk in walks for each, how in walk.broken)]

    def closing_line(self) -> str:
        reached = sum(len(walk.reached) for walk in self.walks.values())
        planned = reached + sum(len(walk.missed) + len(walk.left) for walk in self.walks.values())
        return f"reached {reached} of {planned}: {self.verdict.closing_line()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which failpoints, in which order, and for how long at most; what is left over then is red."""

    seed: int
    only: str
    seconds: float


async def conduct(folder: Path, asked: Asked, say: Say) -> Outcome:
    """From the first process to the verdict."""
    orders = folder / "orders"
    orders.mkdir(parents=True)
    sabotage = {name: {"failpoint": {"folder": str(orders), "process": name}} for name in STEPS}
    with History(folder / HISTORY) as history:
        async with World(folder / "world", services=SERVICES, sabotage=sabotage) as world:
            say("started")
            world.jump_clock(SCHEDULER, DEADLINES_COME)
            walked = await _trouble(world, orders, history, asked, say)
            await _rest(world, folder, say)
            await read_everything(folder, _sources(world))
    return Outcome(walks=walked, verdict=await asyncio.to_thread(check_folder, folder))


async def _trouble(world: World, orders: Path, history: History, asked: Asked, say: Say) -> Mapping[str, Walk]:
    planned = {name: failpoints for name, failpoints in walks(asked.seed, asked.only).items() if failpoints}
    say(f"{sum(map(len, planned.values()))} failpoints in {len(planned)} processes")
    stop, until = asyncio.Event(), time.monotonic() + asked.seconds
    async with httpx2.AsyncClient(trust_env=False, timeout=5) as client, asyncio.TaskGroup() as together:
        load = together.create_task(workload.run(_load(asked.seed), world, history, stop))
        operator = Operator(world.identity, world.direct, client)
        together.create_task(_time_flies(world, stop))
        walkers = {name: Walker(world, orders, _address(world, name), client, operator) for name in planned}
        met = _noting(history, say)
        await asyncio.gather(*(walkers[name].go(failpoints, met, until) for name, failpoints in planned.items()))
        stop.set()
    say(f"{load.result().acknowledged} commands acknowledged")
    return {name: walker.walk for name, walker in walkers.items()}


async def _time_flies(world: World, stop: asyncio.Event) -> None:
    """An hour a second for the scheduler alone, so that it always has something to fire."""
    while not stop.is_set():
        await asyncio.sleep(1)
        world.jump_clock(SCHEDULER, HOUR)


def _load(seed: int) -> workload.Plan:
    return workload.Plan(seed=seed, per_second=PER_SECOND, lanes=LANES, families=500, patience_seconds=PATIENCE_SECONDS)


def _noting(history: History, say: Say) -> Callable[[Failpoint], None]:
    def met(failpoint: Failpoint) -> None:
        what = str(failpoint)
        history.fault(failpoint.id, "start", what=what, where=failpoint.process)
        history.fault(failpoint.id, "heal", what=what, where=failpoint.process)
        say(what)

    return met


def _address(world: World, name: str) -> str:
    return f"http://{HOST}:{world.layout.ports[name]}"


async def _rest(world: World, folder: Path, say: Say) -> None:
    """A record whose last try was still under way when its walk ended is parked afterwards: a person retries it too."""
    for name in world.names:
        if name != SCHEDULER:
            world.jump_clock(name, DEADLINES_COME)
    lag = await world.settled(REST_SECONDS)
    if lag.parked():
        async with httpx2.AsyncClient(trust_env=False, timeout=5) as client:
            operator = Operator(world.identity, world.direct, client)
            await asyncio.gather(*map(operator.take_in_again, SERVICES))
        lag = await world.settled(REST_SECONDS)
    say(f"at rest after {lag.seconds:.1f} s" if lag.settled else f"not at rest: {lag.reports}")
    write_settled(folder, lag.settled, lag.seconds, None if lag.settled else lag.reports)


def _sources(world: World) -> Sources:
    return Sources(
        databases={service: world.database_url(service) for service in world.services},
        journal_url=world.journal_url,
        addresses={service: world.direct(service) for service in world.services},
        identity=world.identity,
        clocks_at={
            service: datetime.now(UTC) + timedelta(seconds=world.clocks.offsets[f"{service}.scheduler"])
            for service in world.services
        },
    )


def table(walked: Mapping[str, Walk], planned: Mapping[str, Sequence[Failpoint]]) -> list[str]:
    """One line a step: in which modes it was reached, before and after it."""
    lines: list[str] = []
    for process, failpoints in planned.items():
        if process not in walked:
            continue
        reached = {failpoint.id for failpoint in walked[process].reached}
        for step in dict.fromkeys(failpoint.step for failpoint in sorted(failpoints, key=lambda each: each.step)):
            here = [failpoint for failpoint in failpoints if failpoint.step == step]
            got = sum(failpoint.id in reached for failpoint in here)
            lines.append(f"{process:22} {step:56} {got} of {len(here)}")
    return lines
