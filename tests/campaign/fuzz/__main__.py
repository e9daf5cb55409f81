"""``python -m tests.campaign.fuzz``: a short run by default, 20,000 requests and more with ``--requests``."""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

from tests.campaign.fuzz.conforming import WHO, Round, conform
from tests.campaign.fuzz.contacts import send_contacts
from tests.campaign.fuzz.hostile.attacks import Attacks
from tests.campaign.fuzz.hostile.raw import RawRequests
from tests.campaign.fuzz.hostile.sending import send_all
from tests.campaign.fuzz.meter import SLOW_SECONDS, Meter
from tests.campaign.fuzz.places import Places
from tests.campaign.fuzz.routes import Route, all_routes
from tests.campaign.fuzz.system import System, started
from tests.campaign.fuzz.waiting import Waiting, waited_by

say = partial(print, flush=True)
SHORT, LONG = 2_000, 20_000
MOST_MEGABYTES = 64
"""What the process may grow by after the first tenth of the requests, whatever their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line."""

    requests: int
    seed: int
    address: str | None
    pid: int | None

    @property
    def is_long(self) -> bool:
        return self.requests >= LONG


class Run:
    """One run over a running system."""

    def __init__(self, system: System, asked: Asked, waiting: Waiting) -> None:
        self._system = system
        self._asked = asked
        self.meter = Meter(waiting.between)
        self.memory: list[float] = []
        self._routes = all_routes()
        self._places = Places(system)

    def go(self) -> None:
        """All kinds of requests in turn; memory is looked at between them."""
        self._places.send_examples()
        time.sleep(1)
        self._places.look_around(self._routes)
        documents = self._places.documents()
        attacks = Attacks(self._routes, documents, self._places, self._asked.seed).rounds()
        asyncio.run(send_all(self._system, attacks, self._asked.requests // 10, self.meter))
        self._look("after a tenth")
        with self._said("as the documents say"):
            self._conform(documents)
        self._look("after the documents")
        with self._said("contacts of the grammar"):
            send_contacts(self._system, self._asked.requests // 20, self._asked.seed, self.meter)
        with self._said("bodies without end, cut and slow"):
            asyncio.run(self._raw())
        self._look("after the contacts")
        with self._said("hostile values"):
            left = max(0, self._asked.requests - self.meter.requests)
            asyncio.run(send_all(self._system, attacks, left, self.meter))
        self._look("at the end")
        self._places.close()

    def _conform(self, documents: dict[str, dict[str, object]]) -> None:
        for service, callers in WHO.items():
            for number, who in enumerate(callers if self._asked.is_long else callers[:1]):
                thorough = self._asked.is_long and number == 0
                examples = 10 if self._asked.is_long else 1
                seconds = (10 if thorough else 4) if self._asked.is_long else 2
                asked = Round(service, who, examples, thorough, seconds)
                conform(self._system, documents[service], asked, self._asked.seed + number, self.meter)

    async def _raw(self) -> None:
        posts = [route for route in self._routes if route.method == "POST"]
        some = posts if self._asked.is_long else self._one_a_service(posts)
        await RawRequests(self._system, self._places, self.meter, self._asked.seed).send_all(some)

    @staticmethod
    def _one_a_service(routes: list[Route]) -> list[Route]:
        return list({route.service: route for route in routes}.values())

    def _look(self, when: str) -> None:
        memory = self._system.memory()
        if memory is not None:
            self.memory.append(memory)
            say(f"  {self.meter.requests:6d} requests, {memory:.0f} MB {when}")

    @contextmanager
    def _said(self, what: str) -> Generator[None]:
        before, begun = self.meter.requests, time.monotonic()
        yield
        say(f"{what}: {self.meter.requests - before} requests in {time.monotonic() - begun:.0f} s")


def main() -> int:
    # Asked to end, we end in order: the system that we started goes with us.
    signal.signal(signal.SIGTERM, _end)
    asked = _asked()
    say(f"Seed {asked.seed}. Again: python -m tests.campaign.fuzz --requests {asked.requests} --seed {asked.seed}")
    running = nullcontext(System(asked.address, asked.pid)) if asked.address else started(asked.is_long)
    with running as system, Waiting(partial(waited_by, system.pid)) as waiting:
        run = _gone(system, asked, waiting)
    return _told(run)


def _gone(system: System, asked: Asked, waiting: Waiting) -> Run:
    run = Run(system, asked, waiting)
    try:
        run.go()
    except SystemExit:
        run.meter.wrong("cut short", "the run", lambda: "asked to end before it was through")
    return run


def _asked() -> Asked:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=SHORT, help=f"how many; from {LONG} on with the story told")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--address", help="a system that runs already")
    parser.add_argument("--pid", type=int, help="its process, so that its memory can be looked at")
    return Asked(**vars(parser.parse_args()))


def _told(run: Run) -> int:
    meter = run.meter
    growth = run.memory[-1] - run.memory[0] if run.memory else 0.0
    say("answers: " + ", ".join(f"{status}: {many}" for status, many in sorted(meter.statuses.items())))
    for line in meter.lines():
        say(line)
    if growth > MOST_MEGABYTES:
        say(f"  memory grew by {growth:.0f} MB, which is more than {MOST_MEGABYTES} MB")
    say(f"the slowest: {meter.slowest}")
    if meter.slow_by_the_clock:
        say(f"over {SLOW_SECONDS:.0f} s by the clock, waiting for a processor included: {meter.slow_by_the_clock}")
    slowest = meter.slowest_seconds * 1000
    say(
        f"requests {meter.requests}, 5xx {meter.server_errors}, slowest {slowest:.0f} ms, memory {growth:+.0f} MB"
        f"{'' if run.memory else ' (not looked at)'}, disagreements {meter.disagreements}"
    )
    return 1 if meter.faults or growth > MOST_MEGABYTES else 0


def _end(_signal: int, _frame: object) -> None:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
