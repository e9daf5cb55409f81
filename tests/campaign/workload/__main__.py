"""Runs the workload alone against a system that is up: its address, and how much is to be asked."""

import argparse
import asyncio
import signal
from pathlib import Path

from tests.campaign.history import History
from tests.campaign.workload import OneHost, Plan, run


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--total", type=int, default=500)
    parser.add_argument("--per-second", type=float)
    parser.add_argument("--lanes", type=int, default=12)
    parser.add_argument("--history", type=Path, default=Path("history.jsonl"))
    return parser.parse_args()


async def _main(told: argparse.Namespace) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    plan = Plan(seed=told.seed, total=told.total, per_second=told.per_second, lanes=told.lanes)
    with History(told.history) as history:
        tally = await run(plan, OneHost(told.address), history, stop)
    rate = tally.acknowledged / tally.seconds
    print(  # noqa: T201 - what a command is for
        f"acknowledged {tally.acknowledged} in {tally.seconds:.1f} s ({rate:.1f}/s): {tally.ok} ok, "
        f"{tally.refused} refused, {tally.unknown} unknown, {len(tally.unresolved)} never resolved"
    )


if __name__ == "__main__":
    asyncio.run(_main(_told()))
