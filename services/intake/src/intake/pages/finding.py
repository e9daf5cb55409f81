"""Somebody rings and gives a reference, ours or their own: the contact that they mean."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from intake.access import FRONT_DOOR, Here
from intake.pages.showing import PAGES
from intake.read_models import submissions
from shared.access.actor import Actor
from shared.access.routes import allow

router = APIRouter(include_in_schema=False)


@router.get("/find")
async def find(request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)], ref: str = "") -> Response:
    """Leads to the one contact of that name, else shows those that share it."""
    async with service.pool.acquire() as connection:
        rows = await submissions.found(connection, ref)
        called = await submissions.called(connection, (row["org_id"] for row in rows))
    if len(rows) == 1:
        return RedirectResponse(f"/screening/contacts/{rows[0]['contact_id']}", 303)
    return PAGES.render(request, "find.html", ref=ref, rows=rows, called=called)
