"""How an agency connects: credentials, the API, a first notification by curl or Python, and a way to try it out."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.access import Here
from intake.pages.showing import PAGES
from shared.access.routes import public

router = APIRouter(include_in_schema=False)


@router.get("/connect", dependencies=[public()])
async def connect(request: Request, service: Here) -> HTMLResponse:
    """From nothing to an accepted notification, with this authority's own addresses. Open to whoever has none yet."""
    settings = service.settings
    return PAGES.render(
        request,
        "connect.html",
        token_url=f"{settings.issuer_url}/token",
        api_url=f"{settings.public_url}/intake/api/v1",
        inbox_url=f"{settings.public_url}/notifications/api/v1",
        most_bytes=settings.body_limit_bytes,
        development=settings.environment == "development",
    )
