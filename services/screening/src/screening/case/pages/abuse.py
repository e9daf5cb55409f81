"""The domestic abuse of one day, on a page that prints: read by the daily meeting, where nothing waits."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from screening.authority import DAILY_MEETING
from screening.case.daily_abuse import day_of_abuse, last_day_before
from screening.case.looking import looked_at_abuse
from screening.case.pages.showing import PAGES, Here
from screening.case.seeing import Seeing
from screening.case.words import LAG_BANDS
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.inputs import Day
from shared.working_time import in_london

router = APIRouter(include_in_schema=False)

MeetingMember = Annotated[Actor, allow(*DAILY_MEETING)]


@router.get("/domestic-abuse")
async def domestic_abuse(request: Request, service: Here, who: MeetingMember, day: Day | None = None) -> HTMLResponse:
    """What reached us on this London day, or today."""
    today = in_london(service.clock.now()).date()
    day = day or today
    incidents = await day_of_abuse(service, who, day)
    await looked_at_abuse(service, who, incidents)
    return PAGES.render(
        request,
        "domestic_abuse.html",
        incidents=incidents,
        undecided=sum(len(one.undecided) for one in incidents),
        day=day,
        today=today,
        before=day - timedelta(days=1),
        last=None if incidents else await last_day_before(service, who, day),
        after=day + timedelta(days=1),
        bands=LAG_BANDS,
        own_force=who.role is Role.POLICE_MASH,
        seeing=Seeing(who.role),
    )
