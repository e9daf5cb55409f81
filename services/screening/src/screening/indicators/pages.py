"""The indicators for people: each says what is counted over what, before any number of it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from screening.authority import INDICATOR_READERS
from screening.case.seeing import Seeing
from screening.indicators.figures import Indicator
from screening.indicators.period import Period, often_asked, period
from screening.indicators.showing import indicators
from screening.shown_again import what_stands_in_the_way
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Refused
from shared.service import Service, service_of
from shared.web import Pages
from shared.web.forms import day
from shared.working_time import in_london

PAGES = Pages("screening")
router = APIRouter(include_in_schema=False)

Here = Annotated[Service, Depends(service_of)]
Reader = Annotated[Actor, allow(*INDICATOR_READERS)]


@router.get("/indicators")
async def the_indicators(request: Request, service: Here, who: Reader) -> HTMLResponse:
    """Of the days asked for (``from``, ``to``), or of the last whole month."""
    typed = {name: request.query_params.get(name, "") for name in ("from", "to")}
    today = in_london(service.clock.now()).date()
    try:
        of = period(day(typed, "from"), day(typed, "to"), today)
    except Refused as no:
        status, refusal = what_stands_in_the_way(no)
        of = period(None, None, today)
        return _page(request, who, of, (), today, status=status, refusal=refusal, typed=typed)
    return _page(request, who, of, await indicators(service, of), today)


def _page(
    request: Request,
    who: Actor,
    of: Period,
    found: Sequence[Indicator],
    today: date,
    *,
    status: int = 200,
    refusal: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    return PAGES.render(
        request,
        "indicators.html",
        status=status,
        refusal=refusal,
        typed=typed or {},
        of=of,
        often=often_asked(today),
        indicators=found,
        seeing=Seeing(who.role),
    )
