"""A broker that lost everything, in a system that holds a year of one authority: how soon does it work as before?

3 million contacts a year (ADCS Safeguarding Pressures) are some 20,000 for each of 153 authorities. They are told to
the system of one process a service; then it is stopped, the broker's data thrown away, and the system started again.
Everything is published a second time from the stores, and each service passes over what it took in before. A new
contact comes at once, and waits behind all of that.
"""

import asyncio
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx2

from bench.contacts import notifications
from bench.driver import Address
from bench.figures import Figure, Size, spread
from bench.following import ON_TIMELINE, QUEUED, Following, following
from bench.running import System, folder, system
from frontdoor.services import SERVICES
from frontdoor.state_folder import StateFolder

CONTACTS = {"quick": 400, "full": 20_000}
CONTACTS_PER_SECOND = 40
ROUNDS = {"quick": 1, "full": 3}
PATIENCE_SECONDS = 900
LOOK_SECONDS = 0.2
LEFT = ("unfired", "unpublished", "lag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """One round, in seconds: until the new contact was seen, by stage, and until nothing waited any more."""

    seen: dict[str, float]
    at_rest: float


async def measure(size: Size) -> Sequence[Figure]:
    """The year, a contact while nothing waits, then the wipes, one after another."""
    contacts = notifications(seed=5, prefix="wiped")
    with folder() as path:
        state = path / "state"
        async with system("processes", state) as running, following(running) as follower:
            planned = [
                follower.contact(number / CONTACTS_PER_SECOND, next(contacts)) for number in range(CONTACTS[size])
            ]
            await follower.follow(planned, PATIENCE_SECONDS)
            await _rest(running.address)
            undisturbed = [await _one_more(follower, contacts) for _ in range(ROUNDS[size])]
            records = await _records(running)
        recoveries = [await _recovery(state, contacts) for _ in range(ROUNDS[size])]
    note = (
        f"{CONTACTS[size]:,} contacts had led to {records:,} records, all published again and passed over. "
        "Seconds from when the restarted system said that it was ready."
    )
    return _figures(recoveries, undisturbed, records, note)


async def _recovery(state: Path, contacts: Iterator[dict[str, Any]]) -> Recovery:
    shutil.rmtree(StateFolder(state).processes.path / "broker" / "data")
    async with system("processes", state) as running, following(running) as follower:
        began = time.perf_counter()
        resting = asyncio.create_task(_rest(running.address))
        seen = await _one_more(follower, contacts)
        await resting
        return Recovery(seen=seen, at_rest=time.perf_counter() - began)


async def _one_more(follower: Following, contacts: Iterator[dict[str, Any]]) -> dict[str, float]:
    """How many seconds one contact takes that is sent now, by stage."""
    arrivals = await follower.follow([follower.contact(0, next(contacts))], PATIENCE_SECONDS)
    assert not arrivals.unseen
    return {stage: arrivals.latencies[stage][0] / 1000 for stage in (QUEUED, ON_TIMELINE)}


async def _rest(address: Address) -> None:
    """Waits until no service has anything left to publish or to take in, twice in a row."""
    async with asyncio.timeout(PATIENCE_SECONDS), httpx2.AsyncClient(trust_env=False, timeout=30) as client:
        rested = 0
        while rested < 2:
            await asyncio.sleep(LOOK_SECONDS)
            urls = [f"http://{address.host}:{address.port}/{service}/readyz" for service in SERVICES]
            reports = [(await client.get(url)).json() for url in urls]
            waits = any(report.get(left, 0) != 0 for report in reports for left in LEFT)
            rested = 0 if waits else rested + 1


async def _records(running: System) -> int:
    """How many records the outboxes of all services hold."""
    found = 0
    for service in SERVICES:
        connection = await asyncpg.connect(running.database(service))
        found += await connection.fetchval("select count(*) from outbox")
        await connection.close()
    return found


def _figures(
    recoveries: Sequence[Recovery], undisturbed: Sequence[dict[str, float]], records: int, note: str
) -> list[Figure]:
    new = [
        Figure(
            id="wiped",
            name=f"a contact sent at once, {stage}",
            unit="s",
            ours=spread([each.seen[stage] for each in recoveries]),
            limits={"while nothing waits": spread([each[stage] for each in undisturbed])},
            note=note,
        )
        for stage in (QUEUED, ON_TIMELINE)
    ]
    rest = [each.at_rest for each in recoveries]
    return [
        *new,
        Figure(id="wiped", name="everything published and passed over", unit="s", ours=spread(rest)),
        Figure(id="wiped", name="of that", unit="records/s", ours=spread([records / each for each in rest])),
    ]
