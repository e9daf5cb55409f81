"""A rebuild that an operator asks for: kept until it is done, so that one that was cut off begins again."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from shared.database import Pool
from shared.journal import JournalUnavailable
from shared.rebuilding.making import rebuild
from shared.rebuilding.own import OwnReadModels
from shared.rebuilding.refusing import RebuildRefused
from shared.settings import Settings
from shared.store.store import UNAVAILABLE
from shared.subscriptions import Subscriptions
from shared.time import Clock

LOOK_SECONDS = 2

log = structlog.get_logger("rebuild")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked and what became of it: WAITING (until done), DONE or REFUSED."""

    rebuild: int
    requested_at: datetime
    finished_at: datetime | None
    outcome: str
    detail: str


async def request_rebuild(pool: Pool, who: str, at: datetime) -> bool:
    """Asks for a rebuild; false when one is waited for already."""
    made = await pool.fetchval(
        """insert into rebuilds (requested_at, requested_by) values ($1, $2)
           on conflict do nothing returning rebuild""",
        at,
        who,
    )
    return made is not None


async def last_request(pool: Pool) -> Request | None:
    """The newest request."""
    row = await pool.fetchrow(
        "select rebuild, requested_at, finished_at, outcome, detail from rebuilds order by rebuild desc limit 1"
    )
    return Request(**dict(row)) if row else None


async def rebuild_when_asked(
    subscriptions: Subscriptions, own: OwnReadModels, pool: Pool, clock: Clock, settings: Settings
) -> None:
    """Works for ever: does what is asked, one at a time."""
    while True:
        try:
            await _if_asked(subscriptions, own, pool, clock, settings)
        except (JournalUnavailable, *UNAVAILABLE) as error:
            log.warning("rebuild_waits", error=type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


async def _if_asked(
    subscriptions: Subscriptions, own: OwnReadModels, pool: Pool, clock: Clock, settings: Settings
) -> None:
    asked = await last_request(pool)
    if asked is None or asked.finished_at:
        return
    outcome, detail = "DONE", ""
    try:
        done = await rebuild(
            subscriptions, settings.database_url, settings.journal_url, own=own, clock_file=settings.clock_file
        )
        detail = f"{done.records} records"
    except RebuildRefused as refused:
        outcome, detail = "REFUSED", str(refused)
    log.info("rebuild_finished", status=outcome)
    await pool.execute(
        "update rebuilds set finished_at = $2, outcome = $3, detail = $4 where rebuild = $1",
        asked.rebuild,
        clock.now(),
        outcome,
        detail,
    )
