"""England's front doors in one system for an hour of their peak, a Monday afternoon, compressed in time.

3 million contacts a year (ADCS Safeguarding Pressures) make about 2,300 in that hour. Arrivals by chance; the senders
and the children that each names as the country's figures have it; one look at a timeline for every contact.
"""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.contacts import agency_contact, police_notification
from bench.driver import Due
from bench.figures import Figure, Size, percentile, spread
from bench.following import HEALTH, POLICE, SCHOOL, STAGES, Arrivals, Following, following
from bench.machine import processor_seconds, tree
from bench.running import System, folder, system

CONTACTS_IN_THE_HOUR = 2_300
COMPRESSION = 30
MINUTES = {"quick": 4, "full": 60}
LOOK_SECONDS = 0.5
SETTLED_SECONDS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who sends, what share of all contacts, and how many children one names on average."""

    sender: str
    share: float
    children_mean: float
    code: str
    contact_type: str


# Who has no machine of their own in a development copy (families, services, housing …) is sent as a school's contact.
SOURCES = (
    Source(sender=POLICE, share=0.33, children_mean=1.8, code="6", contact_type="DOMESTIC_ABUSE"),
    Source(sender=SCHOOL, share=0.52, children_mean=1.15, code="2A", contact_type="CHILD_CONCERN"),
    Source(sender=HEALTH, share=0.15, children_mean=1.25, code="3A", contact_type="CHILD_CONCERN"),
)
MOST_CHILDREN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the hour was like."""

    arrivals: Arrivals
    backlog_most: int
    backlog_after: int
    processor_cores: float


async def measure(size: Size) -> Sequence[Figure]:
    """The hour, or in the quick size four minutes of it, at the same rate."""
    with folder() as path:
        async with system("run", path / "state") as running, following(running) as follower:
            await follower.follow(_planned(follower, seed=1, seconds=6))
            seen = await _watched(
                running, follower, _planned(follower, seed=2, seconds=MINUTES[size] * 60 / COMPRESSION)
            )
    return _figures(seen, MINUTES[size])


def _planned(follower: Following, seed: int, seconds: float) -> list[Due]:
    chance = random.Random(seed)
    planned: list[Due] = []
    for number, at in enumerate(_moments(chance, seconds)):
        source = chance.choices(SOURCES, [each.share for each in SOURCES])[0]
        planned.append(follower.contact(at, _contact(chance, source, f"D{seed}-{number}"), source.sender))
        if follower.children:
            planned.append(follower.page(at, chance.choice(follower.children)))
    return planned


def _moments(chance: random.Random, seconds: float) -> Iterator[float]:
    """Independent arrivals at the hour's rate."""
    rate = CONTACTS_IN_THE_HOUR / 3600 * COMPRESSION
    at = chance.expovariate(rate)
    while at < seconds:
        yield at
        at += chance.expovariate(rate)


def _contact(chance: random.Random, source: Source, ref: str) -> dict[str, Any]:
    children = 1
    while children < MOST_CHILDREN and chance.random() > 1 / source.children_mean:
        children += 1
    if source.sender == POLICE:
        return police_notification(chance, ref, children)
    return agency_contact(chance, ref, children, source.code, source.contact_type)


async def _watched(running: System, follower: Following, planned: Sequence[Due]) -> Seen:
    backlog: list[int] = []

    async def look() -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            backlog.append(follower.backlog)

    looking = asyncio.create_task(look())
    before, began = tree(running.process.pid), time.perf_counter()
    arrivals = await follower.follow(planned)
    elapsed = time.perf_counter() - began
    looking.cancel()
    after = int((planned[-1].at + SETTLED_SECONDS) / LOOK_SECONDS)
    return Seen(
        arrivals=arrivals,
        backlog_most=max(backlog),
        backlog_after=max(backlog[after:], default=0),
        processor_cores=processor_seconds(before, tree(running.process.pid)) / elapsed,
    )


def _figures(seen: Seen, minutes: int) -> list[Figure]:
    contacts = len(seen.arrivals.latencies[STAGES[0]])
    what = f"{contacts} contacts of {minutes} minutes in {minutes * 60 / COMPRESSION:.0f} s"
    latencies = [
        Figure(
            id="demand",
            name=f"{stage}, p{round(share * 100)}",
            unit="ms",
            ours=spread([percentile(seen.arrivals.latencies[stage], share)]),
            note=f"Demand: {what}, {COMPRESSION} times as fast as they come, on the one-process system.",
        )
        for stage in STAGES
        for share in (0.5, 0.99)
    ]
    return [
        *latencies,
        Figure(
            id="demand",
            name="most on their way at any time",
            unit="contacts and children",
            ours=spread([seen.backlog_most]),
        ),
        Figure(
            id="demand",
            name="still on their way a second after the last was due",
            unit="contacts and children",
            ours=spread([seen.backlog_after]),
            target="0: the queue stays flat",
            met=seen.backlog_after == 0 and seen.arrivals.unseen == 0,
        ),
        _processor("processor, compressed", seen.processor_cores),
        _processor("processor at the country's own pace (computed)", seen.processor_cores / COMPRESSION),
    ]


def _processor(name: str, cores: float) -> Figure:
    return Figure(id="demand", name=name, unit="% of a core", ours=spread([100 * cores]))
