"""Carries the plan out, and writes into the history what began and what was healed when.

Its law: when `run` ends, by whatever, every fault has been healed.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

from tests.campaign.history import History
from tests.campaign.nemesis.faults import FAULTS
from tests.campaign.nemesis.plan import LANES, Ground, Planned
from tests.campaign.world.world import World

Told = Callable[[Planned], None]


async def ground_of(world: World) -> Ground:
    """Where faults can strike in this world, on this machine."""
    return Ground(processes=list(world.names), edges=sorted(world.proxies), impossible=await _impossible(world))


async def _impossible(world: World) -> Mapping[str, str]:
    reasons: dict[str, str] = {}
    if not world.postgres.can_fill_disk():
        reasons["disk full"] = "Postgres has no disk of its own here, which takes root to mount"
    if not await world.postgres.can_fail_calls():
        reasons["disk error"] = "strace is not installed here, or may not trace"
    return reasons


async def run(world: World, history: History, planned: Sequence[Planned], told: Told) -> Sequence[str]:
    """Until the last fault is healed; `told` hears of each at its start. Answers which orderly stops took too long."""
    begun, undrained = time.monotonic(), list[str]()

    async def lane(faults: Sequence[Planned]) -> None:
        for fault in faults:
            await asyncio.sleep(max(0.0, begun + fault.at_seconds - time.monotonic()))
            told(fault)
            undrained.extend(await _strike(world, history, fault))

    async with asyncio.TaskGroup() as lanes:
        for name in LANES:
            lanes.create_task(lane([fault for fault in planned if fault.lane == name]))
    return undrained


async def _strike(world: World, history: History, fault: Planned) -> Sequence[str]:
    more = {"amount": fault.amount, "call": fault.call, "hold_seconds": round(fault.hold_seconds, 3)}
    history.fault(fault.id, "start", what=fault.what, where=fault.where, **more)
    async with FAULTS[fault.what](world, fault) as said:
        await asyncio.sleep(fault.hold_seconds)
    history.fault(fault.id, "heal", what=fault.what, where=fault.where, **said)
    return said.get("undrained", ())
