"""The timeline, put together. The only module that knows all the others."""

from fastapi import FastAPI

from shared import people
from shared.rebuilding import rebuild_when_asked
from shared.service import Service, build_service
from shared.settings import Settings
from shared.store import StoreDefinition
from timeline import api, operations, pages
from timeline.events import EVENTS
from timeline.operations import OWN
from timeline.read_models import access_log
from timeline.subscriptions import SUBSCRIPTIONS


def build(settings: Settings) -> FastAPI:
    """The app of this service. It publishes nothing: what it knows, the others have told it."""
    definition = StoreDefinition(
        service="timeline",
        topic="timeline",
        events=EVENTS,
        read_models=(access_log.project, people.project),
        tenant_la=settings.tenant_la,
    )
    return build_service(
        settings,
        definition=definition,
        package="timeline",
        routers=(api.router, operations.router, pages.router),
        subscriptions=SUBSCRIPTIONS,
        rebuilder=_rebuild_when_asked,
    )


async def _rebuild_when_asked(service: Service) -> None:
    await rebuild_when_asked(SUBSCRIPTIONS, OWN, service.pool, service.clock, service.settings)
