"""Intake's API: for the machines and people who send, and for the people who sort out what came."""

from intake.api import household, identities, lateness, missing, overriding, senders, unreadable, ways

RAW_ROUTES = (
    "/api/v1/police-notifications",
    "/api/v1/contacts",
    "/api/v1/missing-reports",
    "/api/v1/telephone-contacts",
    "/api/v1/public-contacts",
    "/api/v1/inbox-items",
)

ROUTERS = (
    senders.router,
    identities.router,
    household.router,
    missing.router,
    ways.router,
    overriding.router,
    lateness.router,
    unreadable.router,
)
