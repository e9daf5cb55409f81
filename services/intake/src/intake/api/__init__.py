"""Intake's API: for the machines and people who send, and for the people who sort out what came."""

from fastapi import APIRouter

from intake.api import household, identities, lateness, missing, overriding, senders, unreadable, ways

RAW_ROUTES = (
    "/api/v1/police-notifications",
    "/api/v1/contacts",
    "/api/v1/missing-reports",
    "/api/v1/telephone-contacts",
    "/api/v1/public-contacts",
    "/api/v1/inbox-items",
)

router = APIRouter(prefix="/api/v1")
for part in (senders, identities, household, missing, ways, overriding, lateness, unreadable):
    router.include_router(part.router)
