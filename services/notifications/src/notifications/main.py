"""Notifications, put together. The only module that knows all the others."""

from fastapi import FastAPI

from notifications import agency_pages, api, pages
from notifications.clocks import clocks
from notifications.events import EVENTS
from notifications.publishing import TOPIC, publish
from notifications.read_models import inbox, outstanding, owed, recipients, sent
from notifications.sender import send_for_ever
from notifications.subscriptions import SUBSCRIPTIONS
from shared.service import build_service
from shared.settings import Settings
from shared.store import StoreDefinition


def build(settings: Settings) -> FastAPI:
    """The app of this service."""
    definition = StoreDefinition(
        service="notifications",
        topic=TOPIC,
        events=EVENTS,
        # In this order: what is outstanding asks what was sent whether it is held.
        read_models=(recipients.project, sent.project, outstanding.project, inbox.project, owed.project),
        publish=publish,
        clocks=clocks,
        tenant_la=settings.tenant_la,
    )
    return build_service(
        settings,
        definition=definition,
        package="notifications",
        routers=(api.router, pages.router, agency_pages.router),
        subscriptions=SUBSCRIPTIONS,
        sender=send_for_ever,
    )
