"""One campaign: the world, the workload and the nemesis together, then rest, the final reads and the verdict.

Its law: the nemesis has healed everything before the workload is told to stop, and nothing is read before that.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.campaign import nemesis, workload
from tests.campaign.checker import Verdict, check_folder
from tests.campaign.checker.folder import HISTORY
from tests.campaign.checker.reading import read_everything, sources_of, write_settled
from tests.campaign.failpoints import running as failpoints
from tests.campaign.history import History
from tests.campaign.rebuilding import NotRebuilt, rebuild_timeline
from tests.campaign.tiers import Tier
from tests.campaign.world.world import World

HOUR: Final = 3_600
TELL_EVERY: Final = 20
LATE: Final = 5
"""So many times the seconds in which all has to be at rest are waited for besides, before anything is read."""
"""Of the faults, every so manieth is told while they go on."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a campaign is asked to be."""

    tier: Tier
    seed: int
    folder: Path
    bug: str | None = None
    only: Sequence[str] = ()
    may_mount: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict, what else was broken, what was tried, and the kinds of fault that this machine can't bring about."""

    verdict: Verdict
    broken: Sequence[str]
    left_out: Mapping[str, str]
    faults_by_kind: Mapping[str, int] = field(default_factory=dict[str, int])
    failpoints: str = ""

    @property
    def green(self) -> bool:
        return self.verdict.green and not self.broken


async def conduct(told: Told, say: Say) -> Outcome:
    """Runs it from the first process to the verdict."""
    say("starting the system")
    sabotage = {"": {"bug": told.bug}} if told.bug else {}
    disk = told.tier.small_disk_megabytes if told.may_mount else None
    with History(told.folder / HISTORY) as history:
        async with World(told.folder / "world", sabotage=sabotage, small_disk_megabytes=disk) as world:
            ground = await nemesis.ground_of(world)
            planned = _planned(told, ground)
            broken = [*await _trouble(told, world, history, planned, say)]
            await _rest(told, world, say)
            broken += await _read(told, world, say)
    say("checking")
    verdict = await asyncio.to_thread(check_folder, told.folder)
    say(verdict.closing_line())
    kinds = Counter(fault.what for fault in planned)
    return Outcome(verdict=verdict, broken=broken, left_out=ground.impossible, faults_by_kind=kinds)


async def walk_failpoints(told: Told, say: Say) -> Outcome:
    """The second part of the longer tiers: every step of every transaction, in every mode."""
    folder = told.folder / "failpoints"
    folder.mkdir()
    asked = failpoints.Asked(seed=told.seed, only="", seconds=told.tier.failpoint_seconds)
    found = await failpoints.conduct(folder, asked, say)
    say(found.closing_line())
    return Outcome(verdict=found.verdict, broken=found.complaints(), left_out={}, failpoints=found.closing_line())


def _planned(told: Told, ground: nemesis.Ground) -> Sequence[nemesis.Planned]:
    return nemesis.plan(told.seed, ground, seconds=told.tier.load_seconds, faults=told.tier.faults, only=told.only)


async def _trouble(
    told: Told, world: World, history: History, planned: Sequence[nemesis.Planned], say: Say
) -> Sequence[str]:
    """The load with the faults in it. Answers which orderly stops took too long."""
    tier, stop = told.tier, asyncio.Event()
    history.note("nemesis", plan=[asdict(fault) for fault in planned])
    asked = workload.Plan(
        seed=told.seed,
        per_second=tier.per_second,
        lanes=tier.lanes,
        families=tier.families,
        patience_seconds=tier.patience_seconds,
        nights=True,
    )
    say(f"{len(planned)} faults in {tier.load_seconds:.0f} s of load")
    async with asyncio.TaskGroup() as together:
        load = together.create_task(workload.run(asked, world, history, stop))
        undrained = await nemesis.run(world, history, planned, _teller(planned, say))
        stop.set()
    tally = load.result()
    say(f"healed; {tally.ok} ok, {tally.refused} refused, {tally.unknown} unknown, {len(tally.unresolved)} for ever")
    return [f"{name} did not end within ten seconds of being asked" for name in undrained]


def _teller(planned: Sequence[nemesis.Planned], say: Say) -> Callable[[nemesis.Planned], None]:
    begun: list[str] = []

    def tell(fault: nemesis.Planned) -> None:
        begun.append(fault.id)
        if len(begun) % TELL_EVERY == 0:
            say(f"fault {len(begun)} of {len(planned)}: {fault.what}, {fault.where}")

    return tell


async def _rest(told: Told, world: World, say: Say) -> None:
    """Brings the deadlines on, and waits until nothing is left to do."""
    for name in world.names:
        world.jump_clock(name, told.tier.clocks_forward_hours * HOUR)
    lag = await world.settled(told.tier.rest_seconds)
    write_settled(told.folder, lag.settled, lag.seconds, None if lag.settled else lag.reports)
    say(f"at rest after {lag.seconds:.1f} s" if lag.settled else f"not at rest: {_waiting(lag.reports)}")
    if not lag.settled:
        # Red already. What is on its way is not lost, and only rest shows which it is.
        late = await world.settled(told.tier.rest_seconds * LATE)
        say(f"at rest {late.seconds:.1f} s later" if late.settled else f"still not: {_waiting(late.reports)}")


def _waiting(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """What keeps each service from rest."""
    names = ("status", "store", "journal", "lag", "unpublished", "unfired", "workers_fallen")
    restless = {
        service: {name: report[name] for name in names if report.get(name)}
        for service, report in reports.items()
        if report["status"] != "ready" or any(report.get(left) for left in ("lag", "unpublished", "unfired"))
    }
    return str(restless)


async def _read(told: Told, world: World, say: Say) -> Sequence[str]:
    """Everything that the checker needs. Answers what went wrong."""
    say("reading everything")
    await read_everything(told.folder, sources_of(world, world.services, world.clocks.offsets))
    say("making the timeline anew")
    try:
        await rebuild_timeline(world, told.folder)
    except (NotRebuilt, OSError, TimeoutError) as error:
        return [f"the timeline was not made anew: {type(error).__name__}: {error}"]
    return []
