"""How late do we hear of domestic abuse? Week by week, for the partnership: on a page that prints."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.access import LAG_READERS, Here
from intake.pages.showing import PAGES
from intake.read_models import lateness, submissions
from intake.reporting import whose_reports
from shared.access.actor import Actor
from shared.access.routes import allow

WEEKS = 8

router = APIRouter(include_in_schema=False)


@router.get("/incident-lag")
async def incident_lag(request: Request, service: Here, who: Annotated[Actor, allow(*LAG_READERS)]) -> HTMLResponse:
    """The last weeks, the newest first, each with how it stands to the one before."""
    own = whose_reports(who)
    async with service.pool.acquire() as connection:
        weeks = await lateness.week_by_week(connection, service.clock.now() - timedelta(weeks=WEEKS), own)
        called = await submissions.called(connection, (lags.named or "" for week in weeks for lags in week.by_force))
    return PAGES.render(request, "incident-lag.html", weeks=weeks, how_many=WEEKS, own=own, called=called)
