"""How fast a peer reads and projects everything again, in the environment and by the protocol of ``bench.peers``."""

import asyncio
import json

from bench.peers import Peer, running
from bench.peers.driving import Unavailable, answered
from shared.embedded_postgres import EmbeddedPostgres

EVENTS_OF_STREAM = 10
PROJECTED_SHARE = 10
"""A projector that commits each event by itself shows its rate with a tenth of them."""

PROJECTOR = "eventsourcing, projection runner"
"""What does the same work as ours; the other ways only read."""

EVENTSOURCING = Peer(
    name="eventsourcing",
    pins="eventsourcing.txt",
    program="../../peers_rebuild/eventsourcing_rebuild.py",
    arguments=lambda url, environment, data: (url,),
)


async def peers_at(server: EmbeddedPostgres, events: int, rounds: int) -> dict[str, list[float]]:
    """Events a second of each way that eventsourcing has; nothing when its packages can't be had."""
    ways = {"notification log": events, "domain events": events, "projection runner": events // PROJECTED_SHARE}
    rates: dict[str, list[float]] = {f"eventsourcing, {way}": [] for way in ways}
    try:
        for number in range(rounds):
            url = await server.create_database(f"peer_{number}")
            async with running(EVENTSOURCING, url) as peer:
                await _ask(peer.process, seed=events // EVENTS_OF_STREAM, events=EVENTS_OF_STREAM)
                for way, count in ways.items():
                    rates[f"eventsourcing, {way}"].append(await _ask(peer.process, way=way, events=count))
    except Unavailable as why:
        print(f"eventsourcing was left out: {why}")
        return {}
    return rates


async def _ask(process: asyncio.subprocess.Process, **question: str | int) -> float:
    """What the program answers: events a second."""
    assert process.stdin is not None
    process.stdin.write(json.dumps(question).encode() + b"\n")
    return (await answered(process))["per_second"]
