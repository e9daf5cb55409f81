"""The figures of one campaign as a file, so that what is published can be traced to the run that it came from."""

import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.campaign.campaign import Outcome
from tests.campaign.checker import Kind
from tests.campaign.world.companion import CHECKOUT

FOLDER = CHECKOUT / ".campaign"
NONE_IN = 3
"""No failure in n faults means at most about this many by n, with nineteen chances in twenty."""


def write_figures(path: Path, command: str, seconds: float, outcome: Outcome) -> None:
    verdict = outcome.verdict
    figures = {
        "command": command,
        "ended_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain")),
        "seconds": round(seconds),
        "green": outcome.green,
        "acknowledged": verdict.acknowledged,
        "faults": verdict.faults,
        "bound_per_fault": round(NONE_IN / verdict.faults, 4) if verdict.faults else None,
        **{kind.value: verdict.count(kind) for kind in Kind},
        "faults_by_kind": dict(outcome.faults_by_kind),
        "failpoints": outcome.failpoints,
        "broken_by": list(outcome.broken),
        "left_out": dict(outcome.left_out),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=2) + "\n")


def _git(*words: str) -> str:
    command: Sequence[str] = ["git", "-C", str(CHECKOUT), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
