"""A manager's morning: each number with its limit and its list, and the look that an override promised."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from screening.case.looking import looked_at_morning
from screening.case.morning import morning
from screening.case.pages.enquiry import OF_CHILD
from screening.case.pages.showing import PAGES, Here, Manager, record, show
from screening.case.queueing import head
from screening.case.requests import ReviewOverride
from screening.case.seeing import Seeing
from shared.web.forms import Typed, text
from shared.web.live import Live

router = APIRouter(include_in_schema=False)


@router.get("/morning")
async def managers_morning(request: Request, service: Here, who: Manager) -> HTMLResponse:
    async with service.pool.acquire() as connection:
        at = await head(connection)
    parts = await morning(service, who)
    await looked_at_morning(service, who, parts)
    live = Live(changes="/changes", at=at, is_list=True)
    return PAGES.render(request, "morning.html", live=live, parts=parts, seeing=Seeing(who.role))


@router.get(OF_CHILD + "/override-review")
async def override_review(
    request: Request, service: Here, who: Manager, contact_id: str, child_id: str
) -> HTMLResponse:
    return await show(request, service, who, contact_id, "override_review.html", child_id)


@router.post(OF_CHILD + "/override-review")
async def review_override(request: Request, service: Here, who: Manager, contact_id: str, child_id: str) -> Response:
    return await record(request, service, who, contact_id, "override_review.html", ReviewOverride, _look, child_id)


def _look(typed: Typed) -> Mapping[str, Any]:
    agrees = {"Y": True, "N": False}.get(text(typed, "agrees"))
    return {"guard": text(typed, "guard"), "agrees": agrees, "text": text(typed, "text")}
