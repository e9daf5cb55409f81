"""What the one-machine system costs while nobody uses it: memory and processor after the demo, cold and warm start.

Cold is an empty state folder, to the end of the told story; warm is the same folder again, to the line that says ready.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import Figure, Size, spread
from bench.machine import Cost, memory_mb, processor_seconds, tree
from bench.running import folder, system

ROUNDS = {"quick": 1, "full": 5}
WINDOW_SECONDS = {"quick": 10, "full": 30}
WARM_STARTS = {"quick": 1, "full": 5}
SETTLE_SECONDS = 5
TOLD = "The story"
MEMORY_MB, PROCESSOR_PERCENT, WARM_SECONDS = 400, 2.0, 8.0


async def measure(size: Size) -> Sequence[Figure]:
    """The demo from nothing, idle windows, then starts on what it left."""
    with folder() as path:
        async with system("demo", path / "state") as running:
            ready_seconds = running.started_seconds
            told_seconds = await running.says(TOLD)
            await asyncio.sleep(SETTLE_SECONDS)
            windows = [await _window(running.process.pid, WINDOW_SECONDS[size]) for _ in range(ROUNDS[size])]
        warm = [await _warm_start(path) for _ in range(WARM_STARTS[size])]
    return [
        *_costs(windows),
        _seconds("P6", "warm start of the demo, to ready", warm, WARM_SECONDS),
        _seconds("idle-cold-ready", "cold start of the demo, to ready", [ready_seconds], None),
        _seconds("idle-cold-told", "cold start of the demo, to the end of its story", [told_seconds], None),
    ]


async def _window(pid: int, seconds: int) -> tuple[Mapping[int, Cost], float]:
    """The costs at its end, and the processor time used in it as percent of one core."""
    before = tree(pid)
    await asyncio.sleep(seconds)
    after = tree(pid)
    return after, 100 * processor_seconds(before, after) / seconds


async def _warm_start(path: Path) -> float:
    async with system("demo", path / "state") as running:
        return running.started_seconds


def _costs(windows: Sequence[tuple[Mapping[int, Cost], float]]) -> list[Figure]:
    memory = spread([memory_mb(costs.values()) for costs, _ in windows])
    ours = spread([memory_mb(cost for cost in costs.values() if _is_ours(cost)) for costs, _ in windows])
    processor = spread([percent for _, percent in windows])
    return [
        Figure(
            id="P6",
            name="memory of everything (PSS), idle after the demo",
            unit="MB",
            ours=memory,
            ratio=memory.median / MEMORY_MB,
            target=f"at most {MEMORY_MB} MB",
            met=memory.median <= MEMORY_MB,
        ),
        Figure(id="idle-python", name="of which the Python process of all six services", unit="MB", ours=ours),
        Figure(
            id="P6",
            name="processor, idle after the demo, Postgres included",
            unit="% of a core",
            ours=processor,
            ratio=processor.median / PROCESSOR_PERCENT,
            target=f"at most {PROCESSOR_PERCENT:g} % of a core",
            met=processor.median <= PROCESSOR_PERCENT,
        ),
    ]


def _is_ours(cost: Cost) -> bool:
    return "frontdoor" in cost.command and "postgres" not in cost.command


def _seconds(id: str, name: str, taken: Sequence[float], most: float | None) -> Figure:
    ours = spread(taken)
    return Figure(
        id=id,
        name=name,
        unit="s",
        ours=ours,
        ratio=ours.median / most if most else None,
        target=f"at most {most:g} s" if most else None,
        met=ours.median <= most if most else None,
    )
