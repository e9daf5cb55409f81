"""From the moment a contact is due to be sent: answered, visible in the screening queue, on the child's timeline.

Open loop, on the one-process system with the journal in Postgres, and on one process a service with Kafka.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.contacts import notifications
from bench.driver import Due
from bench.figures import Figure, Size, percentile, spread
from bench.following import ON_TIMELINE, PAGE, STAGES, Arrivals, Following, following
from bench.running import folder, system

ROUNDS = {"quick": 3, "full": 5}
SECONDS: Mapping[Size, Mapping[int, int]] = {"quick": {60: 4}, "full": {5: 8, 60: 8, 300: 2}}
PAGES_PER_SECOND = 5
AIMED_AT = 60
FIRST_BYTE_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A way to run, and the p99 that it is to reach at 60 a second."""

    name: str
    command: str
    p99_ms: int


POSTGRES = Journal(name="Postgres journal, one process", command="run", p99_ms=250)
KAFKA = Journal(name="Kafka, a process a service", command="processes", p99_ms=350)


async def measure(size: Size) -> Sequence[Figure]:
    """The one-process system on its Postgres journal."""
    return await measured_on(POSTGRES, size)


async def measured_on(journal: Journal, size: Size) -> list[Figure]:
    """Every rate on one running system, after a warm-up."""
    contacts = notifications(seed=3, prefix="e2e")
    figures: list[Figure] = []
    with folder() as path:
        async with system(journal.command, path / "state") as running, following(running) as follower:
            await follower.follow(_planned(follower, contacts, rate=20, seconds=5))
            for rate, seconds in SECONDS[size].items():
                rounds = await _rounds(follower, contacts, rate, seconds, ROUNDS[size])
                figures += _figures(journal, rate, rounds)
    return figures


async def _rounds(
    follower: Following, contacts: Iterator[dict[str, Any]], rate: int, seconds: int, most: int
) -> list[Arrivals]:
    """So many rounds, each begun when all of the one before has arrived; none after one that never did."""
    rounds: list[Arrivals] = []
    while len(rounds) < most and not any(each.unseen for each in rounds):
        rounds.append(await follower.follow(_planned(follower, contacts, rate, seconds)))
    return rounds


def _planned(follower: Following, contacts: Iterator[dict[str, Any]], rate: int, seconds: int) -> list[Due]:
    """Evenly spaced contacts, and a few looks at the timelines of children already known beside them."""
    sent = [follower.contact(number / rate, next(contacts)) for number in range(rate * seconds)]
    known = itertools.islice(itertools.cycle(follower.children), PAGES_PER_SECOND * seconds)
    looks = [follower.page(number / PAGES_PER_SECOND, child_id) for number, child_id in enumerate(known)]
    return sorted([*sent, *looks], key=lambda due: due.at)


def _figures(journal: Journal, rate: int, rounds: Sequence[Arrivals]) -> list[Figure]:
    return [_figure(journal, rate, rounds, stage, share) for stage in STAGES for share in (0.5, 0.99)]


def _figure(journal: Journal, rate: int, rounds: Sequence[Arrivals], stage: str, share: float) -> Figure:
    ours = spread([percentile(each.latencies[stage], share) for each in rounds])
    aim_ms = {ON_TIMELINE: journal.p99_ms, PAGE: FIRST_BYTE_MS}.get(stage) if share == 0.99 else None
    aim_ms = aim_ms if rate == AIMED_AT else None
    unseen = sum(each.unseen for each in rounds)
    return Figure(
        id="P3" if aim_ms else f"end-to-end-{rate}",
        name=f"{journal.name}, {rate} a second, {stage}, p{round(share * 100)}",
        unit="ms",
        ours=ours,
        ratio=ours.median / aim_ms if aim_ms else None,
        target=f"at most {aim_ms} ms" if aim_ms else None,
        met=ours.median <= aim_ms and not unseen if aim_ms else None,
        note=f"{unseen} had not arrived 20 s after the last was sent; counted as arriving then." if unseen else "",
    )
