"""One submission that nobody could read, with its bytes, until somebody has dealt with it."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.access import FRONT_DOOR, Here
from intake.api.unreadable import kept_submission
from intake.pages.showing import PAGES, SORTED
from intake.read_models import submissions
from intake.unreadable import UNREADABLE, DealWithUnreadable
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.decider import Refused
from shared.handling import Step, handle
from shared.service import Service, caller_of
from shared.web.forms import read_form, text

LEAST_WORDS = 10

router = APIRouter(include_in_schema=False)
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]


@router.get("/unreadable/{task_id}")
async def unreadable_submission(task_id: str, request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """The bytes that somebody sent, and why we could not read them."""
    return await _unreadable(request, service, who, task_id)


async def _unreadable(request: Request, service: Service, who: Actor, task_id: str, **context: Any) -> HTMLResponse:
    kept, body = await kept_submission(service, who, task_id)
    async with service.pool.acquire() as connection:
        called = await submissions.called(connection, [kept.org_id])
    sender = called[kept.org_id]
    return PAGES.render(request, "unreadable.html", task=kept, sender=sender, body=body, **context)


@router.post("/unreadable/{task_id}")
async def deal_with_unreadable(task_id: str, request: Request, service: Here, who: FrontDoor) -> Response:
    typed = await read_form(request)
    try:
        what_was_done = text(typed, "what_was_done")
        if len(what_was_done) < LEAST_WORDS:
            raise Refused("INT-14 SAY_WHAT", "Say what was done, in a sentence", "what_was_done")
        command = DealWithUnreadable(by=who, at=service.clock.now(), what_was_done=what_was_done)
        step = Step(stream=f"Unreadable-{task_id}", decider=UNREADABLE, command=command)
        await handle(service.store, await caller_of(request, who, text(typed, "idempotency_key")), step)
    except Refused as refusal:
        return await _unreadable(request, service, who, task_id, status=422, refusal=refusal, typed=typed)
    return RedirectResponse(SORTED, 303)
