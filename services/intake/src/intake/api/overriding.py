"""Guards that a manager lets a contact past, and the look of another manager (decision 23)."""

from typing import Annotated

from fastapi import APIRouter, Request

from intake.access import MANAGERS, Here
from intake.acting import act, is_screened
from intake.commands import OverrideGuard, ReviewOverride
from intake.people_requests import GuardPassed, OverrideLook
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.handling import Json

router = APIRouter(prefix="/api/v1/contacts/{contact_id}")
Manager = Annotated[Actor, allow(*MANAGERS)]


@router.post("/overrides", status_code=201)
async def override_guard(contact_id: str, asked: GuardPassed, request: Request, service: Here, who: Manager) -> Json:
    """A manager answers for letting the contact past INT-02, INT-04 or INT-07, with a day to look again."""
    values = asked.model_dump(exclude={"expected_version"})
    screened = await is_screened(service, contact_id)
    command = OverrideGuard(by=who, at=service.clock.now(), screened=screened, **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)


@router.post("/override-reviews", status_code=201)
async def review_override(contact_id: str, asked: OverrideLook, request: Request, service: Here, who: Manager) -> Json:
    """Another manager has looked at what was let past."""
    values = asked.model_dump(exclude={"expected_version"})
    command = ReviewOverride(by=who, at=service.clock.now(), **values)
    return await act(request, service, who, contact_id, command, asked.expected_version)
