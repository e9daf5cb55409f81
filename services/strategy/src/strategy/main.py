"""Strategy, put together. The only module that knows all the others."""

from fastapi import FastAPI

from shared import people
from shared.service import build_service
from shared.settings import Settings
from shared.store import StoreDefinition
from strategy.clocks import clocks
from strategy.discussion import api as discussion_api
from strategy.discussion import pages as discussion_pages
from strategy.events import EVENTS
from strategy.publishing import TOPIC, publish
from strategy.read_models import actions, discussions, enquiries
from strategy.s47 import api as s47_api
from strategy.s47 import pages as s47_pages
from strategy.subscriptions import SUBSCRIPTIONS


def build(settings: Settings) -> FastAPI:
    """The app of this service."""
    definition = StoreDefinition(
        service="strategy",
        topic=TOPIC,
        events=EVENTS,
        read_models=(discussions.project, actions.project, enquiries.project, people.project),
        publish=publish,
        clocks=clocks,
        tenant_la=settings.tenant_la,
    )
    return build_service(
        settings,
        definition=definition,
        package="strategy",
        routers=(discussion_api.router, s47_api.router, discussion_pages.router, s47_pages.router),
        subscriptions=SUBSCRIPTIONS,
    )
