"""Intake for people: what came in that somebody must sort out, the telephone, and how agencies connect."""

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
    returning,
    sending,
    sorting,
    still_on_the_line,
    telephone,
    unreadable,
)
from intake.pages.steps import routes

ROUTERS = (
    sorting.router,
    finding.router,
    household.router,
    quality.router,
    correcting.router,
    routes.router,
    telephone.router,
    still_on_the_line.router,
    inbox.router,
    missing.router,
    sending.router,
    amending.router,
    returning.router,
    unreadable.router,
    police.router,
    lateness.router,
    connecting.router,
)
