"""Fires what is due on the clocks. The clock's own decider sees to it that each threshold fires once."""

import asyncio
import math
import time
from datetime import datetime

import structlog

from shared.access.actor import SYSTEM
from shared.clocks.commands import FireClock
from shared.clocks.decider import CLOCK
from shared.database import Pool, Row
from shared.handling import Caller, Step, Unit
from shared.problems import StoreUnavailable
from shared.store import EventStore
from shared.store.store import UNAVAILABLE
from shared.time import Clock

LOOK_SECONDS = 0.5
ASK_SECONDS = 2
MOVED_SECONDS = 5
"""By so much more than time has passed, a clock goes on only where it is moved by hand."""
AT_ONCE = 100
FAILED_SECONDS = 60
"""How long a clock that can't be fired stands aside, so that any number of them keeps no other waiting."""

log = structlog.get_logger("scheduler")


class Scheduler:
    """The scheduler of one store. ``run`` until cancelled; several may run side by side."""

    def __init__(self, store: EventStore, pool: Pool, clock: Clock) -> None:
        self._store = store
        self._pool = pool
        self._clock = clock
        self._next_at: datetime | None = None
        self._ask_at = 0.0
        self._ahead = math.inf
        """How far the clock was ahead of the time that passes, at the last look."""
        self._aside: dict[str, float] = {}
        """The clocks that stand aside, and until when."""

    async def run(self) -> None:
        """Looks at the clock twice a second, so that one that is moved by hand is followed at once.

        The table is asked when something that it holds is due, when the clock was moved, and every other second for
        what is new in it.
        """
        while True:
            fired = 0
            try:
                if self._has_to_ask():
                    fired = await self.fire_due()
            except (StoreUnavailable, *UNAVAILABLE) as error:
                log.warning("scheduler_waits", error=type(error).__name__)
            if fired < AT_ONCE:
                await asyncio.sleep(LOOK_SECONDS)

    def _has_to_ask(self) -> bool:
        now, passed = self._clock.now(), time.monotonic()
        ahead, self._ahead = self._ahead, now.timestamp() - passed
        is_due = self._next_at is not None and now >= self._next_at
        return is_due or passed >= self._ask_at or self._ahead > ahead + MOVED_SECONDS

    async def fire_due(self) -> int:
        """Fires every threshold that has passed; returns how many clocks that touched."""
        now = self._clock.now()
        self._aside = {stream: until for stream, until in self._aside.items() if until > time.monotonic()}
        found = await self._pool.fetch(
            """select stream, code, subject, next_at from clocks where next_at is not null and stream <> all($2)
               order by next_at limit $1""",
            AT_ONCE,
            list(self._aside),
        )
        rows = [row for row in found if row["next_at"] <= now]
        self._next_at = next((row["next_at"] for row in found[len(rows) :]), None)
        self._ask_at = time.monotonic() + (ASK_SECONDS if len(rows) < AT_ONCE else 0)
        results = await asyncio.gather(*(self._fire(row, now) for row in rows), return_exceptions=True)
        for row, failed in zip(rows, results, strict=True):
            if isinstance(failed, (StoreUnavailable, *UNAVAILABLE)):
                raise failed
            if isinstance(failed, Exception):
                log.error("clock_did_not_fire", code=row["code"], error=type(failed).__name__)
                self._aside[row["stream"]] = time.monotonic() + FAILED_SECONDS
        return len(rows)

    async def _fire(self, row: Row, now: datetime) -> None:
        step = Step(
            stream=row["stream"],
            decider=CLOCK,
            command=FireClock(code=row["code"], subject=row["subject"], at=now),
        )
        await self._store.submit(Unit(caller=Caller(actor=SYSTEM), steps=[step]))


async def unfired(pool: Pool, now: datetime) -> int:
    """How many clocks have a threshold that has passed and has not been fired."""
    return await pool.fetchval("select count(*) from clocks where next_at <= $1", now)
