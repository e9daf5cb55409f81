"""What has warned and what has run out, for whoever the clock register tells: as JSON and as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from screening.authority import MANAGERS, SOCIAL_WORKERS, TOLD
from screening.read_models import alerts, contacts
from screening.read_models.alerts import Alert
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.service import Service, service_of
from shared.web import Pages

router = APIRouter()
PAGES = Pages("screening")

Here = Annotated[Service, Depends(service_of)]
Told = Annotated[Actor, allow(*TOLD)]


@router.get("/api/v1/alerts")
async def my_alerts(service: Here, who: Told) -> list[dict[str, Any]]:
    """The clocks, of this service and of the others, that have warned or run out and that concern your role.

    What ran out stays until it is done and a manager has said why it was late.
    """
    return [asdict(alert) for alert in await _alerts(service, who)]


@router.get("/alerts", include_in_schema=False)
async def alerts_page(request: Request, service: Here, who: Told) -> HTMLResponse:
    """Names stand here for those alone who may open the contact; everybody else sees what is owed, and by when."""
    found = await _alerts(service, who)
    names: Mapping[str, str] = await _names(service, found) if who.role in SOCIAL_WORKERS else {}

    def people_of(alert: Alert) -> str:
        return ", ".join(names[child_id] for child_id in alert.children if child_id in names)

    return PAGES.render(request, "alerts.html", alerts=found, people_of=people_of, explains=who.role in MANAGERS)


async def _alerts(service: Service, who: Actor) -> list[Alert]:
    async with service.pool.acquire() as connection:
        found = await alerts.alerts_for(connection, who.role)
    subjects = [alert.subject for alert in found]
    await looked(service, who, "ViewAlerts", (child for alert in found for child in alert.children), subjects)
    return found


async def _names(service: Service, found: Sequence[Alert]) -> Mapping[str, str]:
    async with service.pool.acquire() as connection:
        return await contacts.names_of(connection, {child for alert in found for child in alert.children})
