"""Intake, put together. The only module that knows all the others."""

from fastapi import FastAPI

from intake import api, pages
from intake.clocks import clocks
from intake.events import EVENTS
from intake.publishing import TOPIC, publish
from intake.read_models import (
    clarifications,
    grades,
    handling,
    household,
    identities,
    lateness,
    missing,
    overrides,
    submissions,
    unreadable,
)
from intake.subscriptions import SUBSCRIPTIONS
from shared.service import build_service
from shared.settings import Settings
from shared.store import StoreDefinition


def build(settings: Settings) -> FastAPI:
    """The app of this service."""
    definition = StoreDefinition(
        service="intake",
        topic=TOPIC,
        events=EVENTS,
        read_models=(
            identities.project,
            household.project,
            submissions.project,
            clarifications.project,
            lateness.project,
            grades.project,
            handling.project,
            overrides.project,
            missing.project,
            unreadable.project,
        ),
        publish=publish,
        clocks=clocks,
        tenant_la=settings.tenant_la,
    )
    return build_service(
        settings,
        definition=definition,
        package="intake",
        routers=(*api.ROUTERS, *pages.ROUTERS),
        subscriptions=SUBSCRIPTIONS,
        reads_raw=api.RAW_ROUTES,
    )
