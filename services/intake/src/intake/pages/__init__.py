"""Intake for people: what came in that somebody must sort out, the telephone, and how agencies connect."""

from fastapi import APIRouter

from intake.pages import (
    amending,
    connecting,
    correcting,
    finding,
    household,
    inbox,
    lateness,
    missing,
    police,
    quality,
    sending,
    sorting,
    still_on_the_line,
    telephone,
    unreadable,
)
from intake.pages.steps import routes

router = APIRouter(include_in_schema=False)
for part in (
    sorting,
    finding,
    household,
    quality,
    correcting,
    routes,
    telephone,
    still_on_the_line,
    inbox,
    missing,
    sending,
    amending,
    unreadable,
    police,
    lateness,
    connecting,
):
    router.include_router(part.router)
