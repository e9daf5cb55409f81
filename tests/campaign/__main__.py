"""The command: ``python -m tests.campaign --tier push --seed 7``. Exit 0 when green, 1 when red, unknown included.

The seed and the command that runs the same again come first; the counts come last.
"""

import argparse
import asyncio
import contextlib
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from frontdoor.kafka import KafkaBroker
from tests.campaign.campaign import Outcome, Told, conduct, walk_failpoints
from tests.campaign.checker import Kind, Verdict, Violation
from tests.campaign.figures import FOLDER, write_figures
from tests.campaign.tiers import TIERS, Tier
from tests.campaign.world.disk import keep_mounts_private


def main() -> int:
    asked = _asked()
    tier = _tier(asked)
    _say(f"campaign of tier {tier.name}, seed {asked.seed}; to run it again: {_command(asked)}")
    may_mount, begun = keep_mounts_private(), time.monotonic()
    with _folder(asked.keep) as folder:
        told = Told(
            tier=tier,
            seed=asked.seed,
            folder=folder,
            bug=asked.bug,
            only=[kind.strip() for kind in asked.only.split(",") if kind.strip()],
            may_mount=may_mount,
        )
        outcome = _conducted(told)
        if not outcome.green and asked.keep is None:
            _keep(folder)
    if tier.name != "push" or asked.figures:
        path = asked.figures or FOLDER / f"{tier.name}-{asked.seed}.json"
        write_figures(path, _command(asked), time.monotonic() - begun, outcome)
        sys.stderr.write(f"figures: {path}\n")
    return 0 if outcome.green else 1


def _conducted(told: Told) -> Outcome:
    outcome = asyncio.run(_conduct(told))
    _tell(outcome)
    return outcome


async def _conduct(told: Told) -> Outcome:
    # Kafka is fetched once on a machine, which is no part of a campaign.
    await KafkaBroker.prepare()
    begun = time.monotonic()
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)

    def say(line: str) -> None:
        _say(f"{time.monotonic() - begun:6.1f} s  {line}")

    outcome = await _in_time(conduct(told, say), told.tier.limit_seconds)
    if told.tier.failpoint_seconds and not told.bug:
        left = told.tier.limit_seconds - (time.monotonic() - begun)
        outcome = _both(outcome, await _in_time(walk_failpoints(told, say), left))
    return outcome


async def _in_time(part: Awaitable[Outcome], seconds: float) -> Outcome:
    """A part that isn't over in time says nothing, so it is unknown."""
    bound = asyncio.timeout(seconds)
    try:
        async with bound:
            return await part
    except TimeoutError:
        if not bound.expired():
            raise
        late = Violation(Kind.UNKNOWN, "campaign", f"It was not over after {seconds:.0f} seconds.")
        return Outcome(verdict=Verdict(acknowledged=0, faults=0, violations=[late]), broken=[], left_out={})


def _both(first: Outcome, second: Outcome) -> Outcome:
    return Outcome(
        verdict=Verdict(
            acknowledged=first.verdict.acknowledged + second.verdict.acknowledged,
            faults=first.verdict.faults + second.verdict.faults,
            violations=[*first.verdict.violations, *second.verdict.violations],
        ),
        broken=[*first.broken, *second.broken],
        left_out={**first.left_out, **second.left_out},
        faults_by_kind=first.faults_by_kind,
        failpoints=second.failpoints,
    )


def _tell(outcome: Outcome) -> None:
    for line in outcome.verdict.lines():
        _say(line)
    for what in outcome.broken:
        _say(f"BROKEN (campaign): {what}")
    for kind, reason in outcome.left_out.items():
        _say(f"left out: {kind}: {reason}")
    _say(outcome.verdict.closing_line())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--tier", choices=list(TIERS), default="push")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--bug", help="a seeded bug to run with, which must turn the campaign red")
    parser.add_argument("--keep", type=Path, help="keep everything that was written in this folder")
    parser.add_argument("--only", default="", help="kinds of fault, with commas between; all others are left out")
    parser.add_argument("--load-seconds", type=float, help="instead of the tier's")
    parser.add_argument("--faults", type=int, help="instead of the tier's")
    parser.add_argument("--failpoint-seconds", type=float, help="instead of the tier's; 0 leaves the failpoints out")
    parser.add_argument("--figures", type=Path, help=f"write the figures here, not under {FOLDER.name}/")
    return parser.parse_args()


def _tier(asked: argparse.Namespace) -> Tier:
    tier = TIERS[asked.tier]
    if asked.load_seconds is not None:
        tier = replace(tier, load_seconds=asked.load_seconds)
    if asked.failpoint_seconds is not None:
        tier = replace(tier, failpoint_seconds=asked.failpoint_seconds)
    return tier if asked.faults is None else replace(tier, faults=asked.faults)


def _command(asked: argparse.Namespace) -> str:
    words = ["python -m tests.campaign", f"--tier {asked.tier}", f"--seed {asked.seed}"]
    words += [f"--bug {asked.bug}"] if asked.bug else []
    words += [f"--only '{asked.only}'"] if asked.only else []
    words += [f"--load-seconds {asked.load_seconds:g}"] if asked.load_seconds is not None else []
    words += [f"--faults {asked.faults}"] if asked.faults is not None else []
    words += [f"--failpoint-seconds {asked.failpoint_seconds:g}"] if asked.failpoint_seconds is not None else []
    return " ".join(words)


@contextmanager
def _folder(kept: Path | None) -> Generator[Path]:
    """The folder that is to be kept, else one that is gone afterwards. Open to the account that Postgres runs as."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    folder = Path(tempfile.mkdtemp(prefix="campaign-"))
    folder.chmod(0o755)
    try:
        yield folder
    except BaseException:
        _keep(folder)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(folder: Path) -> None:
    """What a red campaign saw is worth keeping, its databases are not."""
    kept = Path(tempfile.gettempdir()) / f"red-{folder.name}"
    with contextlib.suppress(OSError):
        shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("postgres", "kafka"))
        sys.stderr.write(f"kept: {kept}; python -m tests.campaign.checker {kept}\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
