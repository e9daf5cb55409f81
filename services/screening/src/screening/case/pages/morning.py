"""A manager's morning: each number with its limit and its list."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from screening.authority import MANAGERS
from screening.case.looking import looked_at_morning
from screening.case.morning import morning
from screening.case.pages.showing import PAGES, Here
from screening.case.queueing import head
from screening.case.seeing import Seeing
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.web.live import Live

router = APIRouter(include_in_schema=False)

Manager = Annotated[Actor, allow(*MANAGERS)]


@router.get("/morning")
async def managers_morning(request: Request, service: Here, who: Manager) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        at = await head(connection)
    parts = await morning(service, who)
    await looked_at_morning(service, who, parts)
    live = Live(changes="/changes", at=at, is_list=True)
    return PAGES.render(request, "morning.html", live=live, parts=parts, seeing=Seeing(who.role))
