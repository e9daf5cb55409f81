"""How long the system and we were ready to run while the machine ran somebody else: that is not the system's slowness.

Its law: never too much. Of a span of time only what was counted between two looks inside it is told.
"""

import os
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

LOOK_SECONDS = 0.05
NANOSECONDS = 1e9

Look = Callable[[], float]


class Waiting:
    """Looks all the time, in a thread of its own. ``look`` says how many seconds of waiting there were so far."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._from: list[float] = []
        self._until: list[float] = []
        self._waited: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_looking, daemon=True)

    def note(self, begun: float, ended: float, waited: float) -> None:
        """One look, which took from here to there."""
        self._from.append(begun)
        self._until.append(ended)
        self._waited.append(waited)

    def between(self, begun: float, ended: float) -> float:
        """Seconds of waiting in this span of the wall clock."""
        first, last = bisect_left(self._from, begun), bisect_right(self._until, ended) - 1
        return max(0.0, self._waited[last] - self._waited[first]) if first < last else 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _keep_looking(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            with suppress(OSError):
                begun, waited = time.time(), self._look()
                self.note(begun, time.time(), waited)


def waited_by(pid: int | None) -> float:
    """Of the thread that answers in the system, and of ours that ask. One answer is in one of them at a time."""
    theirs = _of_task(pid, pid) if pid else 0.0
    looking = threading.get_native_id()
    own = os.getpid()
    ours = sum(_of_task(own, int(task)) for task in os.listdir(f"/proc/{own}/task") if int(task) != looking)
    return theirs + ours


def _of_task(pid: int, task: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/task/{task}/schedstat").read_text().split()[1]) / NANOSECONDS
    return 0.0
