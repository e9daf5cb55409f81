"""The address of a service alone leads to the first of its pages that the reader's role has a door to."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.web.navigation import room_of

PEOPLE = tuple(role for role in Role if role is not Role.SYSTEM)


def room_router(service: str) -> APIRouter:
    """``GET /`` of this service, for whoever has signed in."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def own_room(who: Annotated[Actor, allow(*PEOPLE)]) -> RedirectResponse:
        return RedirectResponse(room_of(who.role, service), 303)

    return router
