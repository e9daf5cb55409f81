"""Starts the command `frontdoor` as a person would, and watches which processes it has."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

READY_SECONDS = 240.0


class Frontdoor:
    """One running command; its output goes to a file, so that it never blocks on us."""

    def __init__(self, words: list[str], environment: Mapping[str, str], output: Path) -> None:
        self._output = output
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "frontdoor", *words],
                env={**_without_our_settings(), "PYTHONUNBUFFERED": "1", **environment},
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self._output.read_text(errors="replace")

    def until_ready(self) -> Self:
        deadline = time.monotonic() + READY_SECONDS
        while "Ready: " not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        return self

    def ends_within(self, seconds: float) -> int:
        return self.process.wait(timeout=seconds)

    def family(self) -> set[int]:
        """The process with all its descendants."""
        return {self.process.pid} | descendants(self.process.pid)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            finally:
                self.process.kill()


@contextmanager
def running(words: list[str], environment: Mapping[str, str], output: Path) -> Generator[Frontdoor]:
    frontdoor = Frontdoor(words, environment, output)
    try:
        yield frontdoor
    finally:
        frontdoor.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> set[int]:
    children: dict[int, set[int]] = {}
    for stat in _stats():
        children.setdefault(stat[2], set()).add(stat[0])
    found, left = set[int](), [pid]
    while left:
        born = children.get(left.pop(), set()) - found
        found |= born
        left += born
    return found


def alive(pids: set[int]) -> set[int]:
    """Those still running; a dead one that nobody has waited for yet does not run."""
    return {pid for pid, state, _ in _stats() if pid in pids and state != "Z"}


def gone_within(pids: set[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _stats() -> list[tuple[int, str, int]]:
    found: list[tuple[int, str, int]] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.append((int(stat.parent.name), state, int(parent)))
    return found


def _without_our_settings() -> dict[str, str]:
    ours = {"PORT", "STATE_DIR", "DATABASE_URL", "JOURNAL_URL", "PUBLIC_URL", "ISSUER_URL", "CLOCK_FILE"}
    return {name: value for name, value in os.environ.items() if name not in ours}
