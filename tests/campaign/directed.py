"""Short runs on the real system that show each seeded bug: ``python -m tests.campaign.directed [--bug NAME]``.

Each starts what it needs, provokes one bug, and expects the checker to find what that bug breaks; the same run
without the bug (``--without``) must be green. Exit 0 when every run ended as expected.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.campaign.checker import Verdict, check_folder
from tests.campaign.checker.folder import HISTORY
from tests.campaign.checker.reading import read_everything, sources_of, write_settled
from tests.campaign.history import History
from tests.campaign.provoking import PROVOKED_BY, Directed
from tests.campaign.small_world import SmallWorld
from tests.campaign.stage import Stage
from tests.campaign.world.disk import keep_mounts_private
from tests.campaign.world.world import World

REST_SECONDS = 60.0
REST_WITH_BUG_SECONDS = 8.0
LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How one directed run ended."""

    name: str
    with_bug: bool
    verdict: Verdict
    seconds: float
    expected: bool

    def line(self) -> str:
        found = f"red by {', '.join(sorted(self.verdict.rules()))}" if not self.verdict.green else "green"
        mark = "as expected" if self.expected else "NOT AS EXPECTED"
        return f"{self.name} ({'with' if self.with_bug else 'without'} the bug): {found}; {mark}; {self.seconds:.0f} s"


async def show(name: str, folder: Path, *, with_bug: bool = True) -> Shown:
    """Runs what provokes this bug, with it or without it."""
    directed, begun = PROVOKED_BY[name], time.monotonic()
    sabotage = {"": {"bug": name}} if with_bug else {}
    with History(folder / HISTORY) as history:
        kind = World if directed.needs_broker else SmallWorld
        offset = directed.offset_seconds()
        world = kind(folder / "world", services=directed.services, sabotage=sabotage, offset_seconds=offset)
        async with world, Stage(world, history) as stage:
            await directed.provoke(stage)
            lag = await world.settled(REST_WITH_BUG_SECONDS if with_bug else REST_SECONDS)
            write_settled(folder, lag.settled, lag.seconds, None if lag.settled else lag.reports)
            await read_everything(folder, sources_of(world, directed.services, world.clocks.offsets))
    verdict = check_folder(folder)
    expected = _is_found(directed, verdict) if with_bug else verdict.green
    seconds = time.monotonic() - begun
    return Shown(name=name, with_bug=with_bug, verdict=verdict, seconds=seconds, expected=expected)


def _is_found(directed: Directed, verdict: Verdict) -> bool:
    return any((violation.kind, violation.rule) in directed.finds for violation in verdict.violations)


def main() -> int:
    asked = _asked()
    keep_mounts_private()
    names = asked.bug or sorted(PROVOKED_BY)
    ways = [False] if asked.without else [True, False] if asked.both else [True]
    as_expected = [_one(name, way, asked.keep) for name in names for way in ways]
    return 0 if all(as_expected) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.directed", description=__doc__)
    parser.add_argument("--bug", action="append", choices=sorted(PROVOKED_BY), help="these bugs only")
    parser.add_argument("--without", action="store_true", help="the same runs without the bugs")
    parser.add_argument("--both", action="store_true", help="each run with the bug and then without it")
    parser.add_argument("--keep", type=Path, help="keep what the runs wrote under this folder")
    return parser.parse_args()


def _one(name: str, with_bug: bool, keep: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="directed-", ignore_cleanup_errors=True) as temporary:
        folder = keep / f"{name}-{'with' if with_bug else 'without'}" if keep else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        shown = asyncio.run(show(name, folder, with_bug=with_bug))
    _say(shown.line())
    for line in shown.verdict.lines(2)[: LINES if shown.expected else None]:
        _say(f"    {line}")
    return shown.expected


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
