"""`growth` with ten million stored events. By itself, on request: to fill the store takes longer than all the rest."""

from collections.abc import Sequence

from bench import growth
from bench.figures import Figure, Size

EVENTS = 10_000_000


async def measure(size: Size) -> Sequence[Figure]:
    return await growth.measure(size, EVENTS)
