"""How late domestic abuse is reported, week by week: the partnership's report (CK_LAG_DA, indicator I09)."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from intake.access import LAG_READERS, Here
from intake.read_models import lateness
from intake.reporting import whose_reports
from shared.access.actor import Actor
from shared.access.routes import allow

MOST_WEEKS = 104

router = APIRouter(prefix="/api/v1")


@router.get("/incident-lag")
async def incident_lag(
    service: Here,
    who: Annotated[Actor, allow(*LAG_READERS)],
    weeks: Annotated[int, Query(ge=1, le=MOST_WEEKS)] = 8,
) -> dict[str, Any]:
    """Counts by band, STALE among them, the median and the ninth decile in hours: all, by force, by grade.

    Without any child. The police in the hub are answered for their own force.
    """
    since = service.clock.now() - timedelta(weeks=weeks)
    async with service.pool.acquire() as connection:
        found = await lateness.week_by_week(connection, since, whose_reports(who))
    return {"weeks": [asdict(week) for week in found]}
