"""The loop of every peer's program: one line of JSON asks for a run, one line answers with its rate.

Standard library only, since it runs in the peer's own environment.
"""

import asyncio
import itertools
import json
import statistics
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

TEXT = "x" * 900
"""With the names of its fields, an event of 1 kB."""

Answer = dict[str, Any]


def _say(answer: Answer) -> None:
    print(json.dumps(answer), flush=True)


def _told(since: float, took: list[float], failed: int) -> Answer:
    seconds = time.perf_counter() - since
    return {"per_second": len(took) / seconds, "p50_ms": statistics.median(took) * 1000, "failed": failed}


class Turns:
    """Whose turn it is among the streams that exist: one after another, so that no two commands meet in one."""

    def __init__(self) -> None:
        self.streams = 0
        self._number = itertools.count()

    def next(self) -> int:
        return next(self._number) % self.streams


def answer_from_threads(
    new: Callable[[], object], existing: Callable[[int], object], seed: Callable[[int, int], object]
) -> None:
    """For a library that blocks: as many threads as commands at a time."""
    turns = Turns()

    def run(seconds: float, at_once: int, streams: str) -> Answer:
        since, took, failed = time.perf_counter(), list[float](), list[Exception]()

        def work() -> None:
            while (started := time.perf_counter()) < since + seconds:
                try:
                    existing(turns.next()) if streams == "existing" else new()
                    took.append(time.perf_counter() - started)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and told
                    failed.append(error)

        threads = [threading.Thread(target=work) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return _told(since, took, len(failed))

    _say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        if "seed" in asked:
            turns.streams = asked["seed"]
            for number in range(asked["seed"]):
                seed(number, asked["events"])
            _say({"seeded": asked["seed"]})
        else:
            _say(run(asked["seconds"], asked["at_once"], asked["streams"]))


async def answer_from_tasks(
    new: Callable[[], Awaitable[object]],
    existing: Callable[[int], Awaitable[object]],
    seed: Callable[[int, int], Awaitable[object]],
) -> None:
    """For a library that awaits: as many tasks as commands at a time."""
    turns = Turns()

    async def run(seconds: float, at_once: int, streams: str) -> Answer:
        since, took, failed = time.perf_counter(), list[float](), list[Exception]()

        async def work() -> None:
            while (started := time.perf_counter()) < since + seconds:
                try:
                    await (existing(turns.next()) if streams == "existing" else new())
                    took.append(time.perf_counter() - started)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and told
                    failed.append(error)

        await asyncio.gather(*(work() for _ in range(at_once)))
        return _told(since, took, len(failed))

    _say({"ready": True})
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        if "seed" in asked:
            turns.streams = asked["seed"]
            for number in range(asked["seed"]):
                await seed(number, asked["events"])
            _say({"seeded": asked["seed"]})
        else:
            _say(await run(asked["seconds"], asked["at_once"], asked["streams"]))
