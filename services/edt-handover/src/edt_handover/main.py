"""EDT handover, put together. The only module that knows all the others."""

from fastapi import FastAPI

from edt_handover.clocks import clocks
from edt_handover.events import EVENTS
from edt_handover.item import api as item_api
from edt_handover.item import pages as item_pages
from edt_handover.publishing import TOPIC, publish
from edt_handover.read_models import facts, items, shifts
from edt_handover.shift import api as shift_api
from edt_handover.shift import pages as shift_pages
from edt_handover.subscriptions import SUBSCRIPTIONS
from shared import people
from shared.service import build_service
from shared.settings import Settings
from shared.store import StoreDefinition


def build(settings: Settings) -> FastAPI:
    """The app of this service."""
    definition = StoreDefinition(
        service="edt-handover",
        topic=TOPIC,
        events=EVENTS,
        read_models=(shifts.project, items.project, facts.project, people.project),
        publish=publish,
        clocks=clocks,
        tenant_la=settings.tenant_la,
    )
    return build_service(
        settings,
        definition=definition,
        package="edt_handover",
        routers=(shift_api.router, item_api.router, item_pages.router, shift_pages.router),
        subscriptions=SUBSCRIPTIONS,
    )
