"""What the requests of a run led to: how many, how slow, what was wrong. Every fault keeps an example to repeat.

Slow is what took over two seconds while the machine let it run. What took longer by the clock is counted and told too.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SLOW_SECONDS = 2.0
FIRST_SERVER_ERROR = 500
KILOBYTES_IN_MEGABYTE = 1024


@dataclass(slots=True)
class Fault:
    """One kind of wrong answer on one route, how often it was met, and a request that shows it."""

    what: str
    example: str
    times: int = 1


@dataclass(slots=True)
class Meter:
    """Counts answers. ``where`` names route and attack, so that the same fault is told once.

    ``waited`` says how long, between two moments, the system was ready to run and the machine ran somebody else.
    """

    waited: Callable[[float, float], float] = lambda begun, ended: 0.0
    requests: int = 0
    server_errors: int = 0
    disagreements: int = 0
    slowest_seconds: float = 0.0
    slowest: str = ""
    slow_by_the_clock: int = 0
    statuses: Counter[int] = field(default_factory=Counter[int])
    faults: dict[str, Fault] = field(default_factory=dict[str, Fault])

    def answered(
        self, where: str, status: int, seconds: float, example: Callable[[], str], ended: float | None = None
    ) -> None:
        """One answer, which came at ``ended`` by the wall clock, or just now."""
        self.requests += 1
        self.statuses[status] += 1
        ran = self._ran(seconds, ended or time.time())
        if ran > self.slowest_seconds:
            self.slowest_seconds, self.slowest = ran, where
        if status >= FIRST_SERVER_ERROR:
            self.server_errors += 1
            self.wrong(f"{status}", where, example)
        if ran > SLOW_SECONDS:
            self.wrong(f"slower than {SLOW_SECONDS:.0f} s", where, lambda: f"{seconds:.1f} s, {ran:.1f} s: {example()}")

    def _ran(self, seconds: float, ended: float) -> float:
        """What is left of a slow answer's time without what it waited for a processor."""
        if seconds <= SLOW_SECONDS:
            return seconds
        self.slow_by_the_clock += 1
        return seconds - self.waited(ended - seconds, ended)

    def unanswered(self, where: str, why: str, example: Callable[[], str]) -> None:
        """No answer where there had to be one."""
        self.requests += 1
        self.wrong(f"no answer ({why})", where, example)

    def let_go(self) -> None:
        """No answer, and none is owed: we had not said what we wanted."""
        self.requests += 1

    def disagreed(self, check: str, where: str, example: str) -> None:
        """The answer is not what the document says."""
        self.disagreements += 1
        self.wrong(f"disagrees with the document ({check})", where, lambda: example)

    def wrong(self, what: str, where: str, example: Callable[[], str]) -> None:
        name = f"{what}: {where}"
        if name in self.faults:
            self.faults[name].times += 1
        else:
            self.faults[name] = Fault(name, example())

    def lines(self) -> Iterator[str]:
        """Every fault for a person to read, the most frequent first."""
        for fault in sorted(self.faults.values(), key=lambda fault: -fault.times):
            yield f"  {fault.times:6d} x {fault.what}"
            yield f"           {fault.example[:600]}"


def resident_megabytes(pid: int) -> float:
    """How much memory the process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kilobytes) / KILOBYTES_IN_MEGABYTE
