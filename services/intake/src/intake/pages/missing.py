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
from shared.disclosure import Sensitivity
from shared.disclosure.matrix import may_read

router = APIRouter(include_in_schema=False)


@router.get("/missing")
async def missing_children(
    request: Request, service: Here, who: Annotated[Actor, allow(*MISSING_WORK, Role.CALL_HANDLER)]
) -> HTMLResponse:
    """Who is away and since when, the longest first; then everybody with two or more episodes in 90 days, for whoever
    reads a child's history."""
    reads_history = who.role in MISSING_WORK
    async with service.pool.acquire() as connection:
        away = await missing.away(connection)
        repeated = await missing.repeated(connection, service.clock.now()) if reads_history else ()
    await looked(service, who, "ViewMissing", (row["child_id"] for row in (*away, *repeated)))
    return PAGES.render(
        request,
        "missing.html",
        away=away,
        repeated=repeated,
        reads_history=reads_history,
        reads_police=may_read(who.role, Sensitivity.POL, own=False),
    )
