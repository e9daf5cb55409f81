"""How an agency connects: credentials, the API, a first notification by curl or Python, and a way to try it out."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.access import FRONT_DOOR, SENDERS, Here
from intake.pages.showing import PAGES
from shared.access.actor import Actor, Role
from shared.access.routes import allow

router = APIRouter()


@router.get("/connect")
async def connect(
    request: Request, service: Here, who: Annotated[Actor, allow(*SENDERS, *FRONT_DOOR, Role.IG_OFFICER)]
) -> HTMLResponse:
    """From nothing to an accepted notification, with this authority's own addresses."""
    settings = service.settings
    return PAGES.render(
        request,
        "connect.html",
        token_url=f"{settings.issuer_url}/token",
        api_url=f"{settings.public_url}/intake/api/v1",
        may_send=who.role in SENDERS,
    )
