"""Fires what is due on the clocks. The clock's own decider sees to it that each threshold fires once."""

import asyncio
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
AT_ONCE = 100

log = structlog.get_logger("scheduler")


class Scheduler:
    """The scheduler of one store. ``run`` until cancelled; several may run side by side."""

    def __init__(self, store: EventStore, pool: Pool, clock: Clock) -> None:
        self._store = store
        self._pool = pool
        self._clock = clock

    async def run(self) -> None:
        """Looks twice a second, so that a clock that is moved by hand is followed at once."""
        while True:
            try:
                await self.fire_due()
            except (StoreUnavailable, *UNAVAILABLE) as error:
                log.warning("scheduler_waits", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def fire_due(self) -> int:
        """Fires every threshold that has passed; returns how many clocks that touched."""
        now = self._clock.now()
        rows = await self._pool.fetch(
            "select stream, code, subject from clocks where next_at <= $1 order by next_at limit $2",
            now,
            AT_ONCE,
        )
        results = await asyncio.gather(*(self._fire(row, now) for row in rows), return_exceptions=True)
        for row, failed in zip(rows, results, strict=True):
            if isinstance(failed, Exception):
                log.error("clock_did_not_fire", code=row["code"], error=type(failed).__name__)
        return len(rows)

    async def _fire(self, row: Row, now: datetime) -> None:
        step = Step(
            stream=row["stream"],
            decider=CLOCK,
            command=FireClock(code=row["code"], subject=row["subject"], at=now),
        )
        await self._store.submit(Unit(caller=Caller(actor=SYSTEM), steps=[step]))
