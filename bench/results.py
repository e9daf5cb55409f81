"""The results of the benchmarks as one JSON file: a list of figures, each with its date, commit and machine.

A run replaces the figures of the modules that it ran and leaves the others as they were.
"""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from bench.figures import Figure, Size

FOLDER = Path(__file__).parent
FILES: Mapping[Size, Path] = {"full": FOLDER / "results.json", "quick": FOLDER / "results-quick.json"}

Result = Mapping[str, Any]
"""A figure as it is stored: its own fields, and module, size, measured_at, commit and machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """When, at which commit and on what a run was made."""

    size: Size
    measured_at: str
    commit: str
    machine: str


def this_run(size: Size) -> Run:
    """The run that begins now. A commit with changes on top is marked so."""
    return Run(size=size, measured_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", commit=_commit(), machine=_machine())


def results(path: Path) -> list[Result]:
    """What is stored there, nothing at first."""
    return orjson.loads(path.read_bytes())["figures"] if path.exists() else []


def merge(path: Path, run: Run, module: str, figures: Sequence[Figure]) -> None:
    """Puts the figures of this module in place of its earlier ones."""
    others = [result for result in results(path) if result["module"] != module]
    new = [{"module": module, **asdict(figure), **asdict(run)} for figure in figures]
    path.write_bytes(orjson.dumps({"figures": [*others, *new]}, option=orjson.OPT_INDENT_2) + b"\n")


def _commit() -> str:
    try:
        commit = _git("rev-parse", "--short", "HEAD")
        return f"{commit}+" if _git("status", "--porcelain", "--untracked-files=no") else commit
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=FOLDER, check=True, capture_output=True, text=True).stdout.strip()


def _machine() -> str:
    return f"{os.cpu_count()} cores, {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
