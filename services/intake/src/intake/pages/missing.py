"""Which children are missing now, and which go missing again and again?"""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.access import MISSING_WORK, Here
from intake.pages.showing import PAGES
from intake.read_models import missing
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.audit import looked

router = APIRouter()


@router.get("/missing")
async def missing_children(
    request: Request, service: Here, who: Annotated[Actor, allow(*MISSING_WORK)]
) -> HTMLResponse:
    """Who is away and since when, the longest first; then everybody with two or more episodes in 90 days."""
    async with service.pool.acquire() as connection:
        away = await missing.away(connection)
        repeated = await missing.repeated(connection, service.clock.now())
    await looked(service, who, "ViewMissing", (row["child_id"] for row in (*away, *repeated)))
    return PAGES.render(
        request,
        "missing.html",
        away=away,
        repeated=repeated,
        reads_police=who.role is not Role.MISSING_COORDINATOR,
    )
