"""The command: ``python -m tests.campaign.failpoints --seed 7``. Exit 0 when each was met and all was kept."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.campaign.failpoints.plan import walks
from tests.campaign.failpoints.running import Asked, Outcome, conduct, table

USUAL_SECONDS = 20 * 60
CLOSING_SECONDS = 240
"""For the start, the rest after the last failpoint, the final reads and the checks."""


def main() -> int:
    asked = _asked()
    _say(f"seed {asked.seed}; to run it again: python -m tests.campaign.failpoints --seed {asked.seed}")
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="failpoints-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        outcome = asyncio.run(_conduct(folder, Asked(seed=asked.seed, only=asked.only, seconds=asked.seconds)))
    finally:
        if asked.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    _tell(outcome, asked.seed, asked.only)
    return 0 if outcome.green else 1


async def _conduct(folder: Path, asked: Asked) -> Outcome:
    begun = time.monotonic()
    async with asyncio.timeout(asked.seconds + CLOSING_SECONDS):
        return await conduct(folder, asked, lambda line: _say(f"{time.monotonic() - begun:6.1f} s  {line}"))


def _tell(outcome: Outcome, seed: int, only: str) -> None:
    for line in table(outcome.walks, walks(seed, only)):
        _say(line)
    for line in (*outcome.complaints(), *outcome.verdict.lines()):
        _say(line)
    _say(outcome.closing_line())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.failpoints", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--only", default="", help="only failpoints in whose process, step, side and mode this stands")
    parser.add_argument(
        "--seconds",
        type=float,
        default=USUAL_SECONDS,
        help="no failpoint is begun after these",
    )
    parser.add_argument("--keep", type=Path, help="keep everything that was written in this folder")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
