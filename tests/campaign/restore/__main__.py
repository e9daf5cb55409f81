"""The command: ``python -m tests.campaign.restore``. Exit 0 when the restored system has everything it must have."""

import argparse
import asyncio
import secrets
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.campaign.restore.drill import Drill, Found

USUAL_SECONDS = 12.0


def main() -> int:
    # Asked to end, we end in order: the services that we started go with us.
    signal.signal(signal.SIGTERM, _end)
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.restore", description=__doc__)
    parser.add_argument("--seconds", type=float, default=USUAL_SECONDS, help="of load after the base backup")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="decides when what happens")
    asked = parser.parse_args()
    _say(f"seed {asked.seed}; to run it again: python -m tests.campaign.restore --seed {asked.seed}")
    folder = Path(tempfile.mkdtemp(prefix="restore-"))
    folder.chmod(0o755)
    begun = time.monotonic()
    try:
        found = asyncio.run(
            Drill(
                folder, asked.seconds, asked.seed, lambda line: _say(f"{time.monotonic() - begun:6.1f} s  {line}")
            ).run()
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _tell(found)
    return 0 if found.green else 1


def _tell(found: Found) -> None:
    for source_ref in found.missing[:20]:
        _say(f"MISSING: {source_ref}")
    for fault in found.faults:
        _say(f"FAULT: {fault}")
    _say(
        f"acknowledged {found.acknowledged}, before the base backup {found.in_the_backup}, before the last archived "
        f"WAL {found.archived}, missing of those {len(found.missing)}, lost with the tail {found.tail_lost}"
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _end(_signal: int, _frame: object) -> None:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
