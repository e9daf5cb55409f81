"""How each kind of fault is brought about, and how it is healed.

Its law: whatever a fault did is undone when its context ends, however it ends. What it yields is said at the heal.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

from tests.campaign.nemesis.plan import Planned
from tests.campaign.nemesis.republishing import republish
from tests.campaign.world.weather import Fault, Kind
from tests.campaign.world.world import World

Said = dict[str, Any]
Bringing = Callable[[World, Planned], AbstractAsyncContextManager[Said]]


@asynccontextmanager
async def _killed(world: World, fault: Planned) -> AsyncGenerator[Said]:
    world.hold(fault.where)
    await world.kill(fault.where)
    try:
        yield {}
    finally:
        await world.release(fault.where)


@asynccontextmanager
async def _paused(world: World, fault: Planned) -> AsyncGenerator[Said]:
    await world.pause(fault.where)
    try:
        yield {}
    finally:
        await world.resume(fault.where)


@asynccontextmanager
async def _restarted(world: World, fault: Planned) -> AsyncGenerator[Said]:
    yield {"undrained": await _undrained(world, [fault.where])}


@asynccontextmanager
async def _rolled(world: World, fault: Planned) -> AsyncGenerator[Said]:
    names = [name for name in world.names if name.partition(".")[0] == fault.where]
    yield {"undrained": await _undrained(world, names)}


async def _undrained(world: World, names: Sequence[str]) -> list[str]:
    """Restarts each in turn; answers those that did not end in time."""
    return [name for name in names if not await world.restart(name)]


@asynccontextmanager
async def _clock_jumped(world: World, fault: Planned) -> AsyncGenerator[Said]:
    world.jump_clock(fault.where, fault.amount)
    try:
        yield {}
    finally:
        world.jump_clock(fault.where, -fault.amount)


@asynccontextmanager
async def _postgres_killed(world: World, _: Planned) -> AsyncGenerator[Said]:
    await world.postgres.kill()
    yield {}
    await world.postgres.ready()


@asynccontextmanager
async def _postgres_down(world: World, _: Planned) -> AsyncGenerator[Said]:
    world.postgres.hold()
    await world.postgres.kill()
    try:
        yield {}
    finally:
        world.postgres.release()
        await world.postgres.ready()


@asynccontextmanager
async def _postgres_paused(world: World, _: Planned) -> AsyncGenerator[Said]:
    world.postgres.pause()
    try:
        yield {}
    finally:
        world.postgres.resume()


@asynccontextmanager
async def _postgres_restarted(world: World, _: Planned) -> AsyncGenerator[Said]:
    await world.postgres.restart()
    yield {}
    await world.postgres.ready()


@asynccontextmanager
async def _kafka_killed(world: World, _: Planned) -> AsyncGenerator[Said]:
    await world.kafka.kill()
    yield {}
    await world.kafka.ready()


@asynccontextmanager
async def _kafka_down(world: World, _: Planned) -> AsyncGenerator[Said]:
    world.kafka.hold()
    await world.kafka.kill()
    try:
        yield {}
    finally:
        world.kafka.release()
        await world.kafka.ready()


@asynccontextmanager
async def _kafka_paused(world: World, _: Planned) -> AsyncGenerator[Said]:
    world.kafka.pause()
    try:
        yield {}
    finally:
        world.kafka.resume()


@asynccontextmanager
async def _kafka_wiped(world: World, _: Planned) -> AsyncGenerator[Said]:
    await world.kafka.wipe()
    yield {}


@asynccontextmanager
async def _disk_full(world: World, _: Planned) -> AsyncGenerator[Said]:
    world.postgres.fill_disk()
    try:
        yield {}
    finally:
        world.postgres.free_disk()
        await world.postgres.ready()


@asynccontextmanager
async def _disk_error(world: World, fault: Planned) -> AsyncGenerator[Said]:
    async with world.postgres.failing_disk(fault.call) as traced:
        yield {"traced": traced}
    await world.postgres.ready()


@asynccontextmanager
async def _disconnected(world: World, fault: Planned) -> AsyncGenerator[Said]:
    await world.proxies[fault.where].drop()
    yield {}


@asynccontextmanager
async def _republished(world: World, fault: Planned) -> AsyncGenerator[Said]:
    yield {"records": await republish(world.journal_url, fault.amount, fault.id)}


def _weather(kind: Kind) -> Bringing:
    @asynccontextmanager
    async def bring(world: World, fault: Planned) -> AsyncGenerator[Said]:
        proxy = world.proxies[fault.where]
        await proxy.set(Fault(kind=kind, amount=fault.amount))
        try:
            yield {}
        finally:
            await proxy.set(None)

    return bring


FAULTS: Final[dict[str, Bringing]] = {
    "kill": _killed,
    "pause": _paused,
    "restart": _restarted,
    "roll": _rolled,
    "clock": _clock_jumped,
    "postgres killed": _postgres_killed,
    "postgres paused": _postgres_paused,
    "postgres restarted": _postgres_restarted,
    "postgres down": _postgres_down,
    "kafka killed": _kafka_killed,
    "kafka paused": _kafka_paused,
    "kafka down": _kafka_down,
    "kafka wiped": _kafka_wiped,
    "partition": _weather("partition"),
    "half open": _weather("half_open"),
    "reset": _weather("reset"),
    "latency": _weather("latency"),
    "drip": _weather("drip"),
    "cut": _weather("cut"),
    "disconnect": _disconnected,
    "republish": _republished,
    "disk full": _disk_full,
    "disk error": _disk_error,
}
