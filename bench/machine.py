"""What a tree of processes costs, read from /proc (Linux): proportional memory and processor time.

Memory is PSS: private pages, and of shared pages the share of each process, so that the sum counts nothing twice.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one process: its command's first words, PSS in MB, processor seconds since its start."""

    command: str
    memory_mb: float
    processor_seconds: float


def tree(root: int) -> Mapping[int, Cost]:
    """The cost of this process and of all its descendants, by pid."""
    children: dict[int, list[int]] = {}
    for pid in _pids():
        children.setdefault(_parent(pid), []).append(pid)
    found = {pid: _cost(pid) for pid in _below(root, children)}
    return {pid: cost for pid, cost in found.items() if cost is not None}


def memory_mb(costs: Iterable[Cost]) -> float:
    return sum(cost.memory_mb for cost in costs)


def processor_seconds(before: Mapping[int, Cost], after: Mapping[int, Cost]) -> float:
    """What was used between two looks. A process that ended between them is not counted."""
    started = {pid: cost.processor_seconds for pid, cost in before.items()}
    return sum(cost.processor_seconds - started.get(pid, 0.0) for pid, cost in after.items())


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _below(root: int, children: Mapping[int, list[int]]) -> Iterator[int]:
    yield root
    for child in children.get(root, []):
        yield from _below(child, children)


def _parent(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def _cost(pid: int) -> Cost | None:
    fields = _fields(pid)
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    pss = next((line for line in rollup.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    ticks = int(fields[11]) + int(fields[12]) if fields else 0
    return Cost(command=command[:60], memory_mb=int(pss.split()[1]) / 1024, processor_seconds=ticks / TICKS_PER_SECOND)


def _fields(pid: int) -> list[str]:
    """The fields of /proc/pid/stat after the command's name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
