"""Runs the clients of one plan together, and sees to it that nothing stays unknown that could be known."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from typing import Any

from tests.campaign.history import History
from tests.campaign.observers import observe
from tests.campaign.workload.asking import Asker, Pace, Surroundings
from tests.campaign.workload.desks import Desk
from tests.campaign.workload.families import Town
from tests.campaign.workload.nights import Nights
from tests.campaign.workload.places import Places, Tokens
from tests.campaign.workload.plan import Plan, sender_of_lane
from tests.campaign.workload.recipients import register_recipients
from tests.campaign.workload.senders import Case, Sender

CLOSING_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a run came to. ``acknowledged`` counts each keyed command once, however often it was repeated."""

    acknowledged: int
    ok: int
    refused: int
    unknown: int
    unresolved: Sequence[str]
    seconds: float


async def run(plan: Plan, places: Places, history: History, stop: asyncio.Event) -> Tally:
    """Asks until ``stop`` is set or the plan's total is acknowledged, then until nothing is unknown any more.

    Set ``stop`` once every fault is healed: for ``plan.patience_seconds`` after it, unknown commands are still
    repeated, so that most of them end. Those that never did are in the tally and in the history's last note. An error
    in a client is a mistake of the campaign's own, and is raised.
    """
    began = time.monotonic()
    around = Surroundings(plan=plan, places=places, history=history, tokens=Tokens(places), pace=Pace(plan.per_second))
    history.note("workload", plan=asdict(plan))
    town = Town(plan.seed, plan.families)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(around.tokens.close)
        clients = await _clients(around, town, closing)
        await _until_all_known(around, clients, stop)
    tally = Tally(
        acknowledged=len(around.acknowledged),
        **around.ended,
        unresolved=tuple(around.unresolved),
        seconds=time.monotonic() - began,
    )
    history.note("workload ended", **asdict(tally))
    return tally


async def _clients(around: Surroundings, town: Town, closing: AsyncExitStack) -> list[Coroutine[Any, Any, None]]:
    def asker(name: str) -> Asker:
        made = Asker(name, around)
        closing.push_async_callback(made.close)
        return made

    work: list[Coroutine[Any, Any, None]] = []
    if around.plan.register:
        work.append(register_recipients(asker("registrar"), town))
    for lane in range(around.plan.lanes):
        kind, cases = sender_of_lane(lane), asyncio.Queue[Case]()
        work.append(Sender(asker(f"{kind}-{lane}"), kind, town, cases).work())
        work.append(Desk(asker(f"desk-{lane}"), cases).work())
    if around.plan.nights:
        work.append(Nights(asker("nights")).work())
    if around.plan.observe:
        work.append(observe(around))
    return work


async def _until_all_known(
    around: Surroundings, clients: Sequence[Coroutine[Any, Any, None]], stop: asyncio.Event
) -> None:
    async with asyncio.TaskGroup() as group:
        asking = [group.create_task(client) for client in clients]
        told = group.create_task(_stop_when_told(around, stop))
        await around.stopping.wait()
        await asyncio.wait(asking, timeout=around.plan.patience_seconds)
        around.over.set()
        told.cancel()
        _, left = await asyncio.wait(asking, timeout=CLOSING_SECONDS)
        for task in left:
            task.cancel()


async def _stop_when_told(around: Surroundings, stop: asyncio.Event) -> None:
    await stop.wait()
    around.stopping.set()
