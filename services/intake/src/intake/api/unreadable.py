"""Submissions that nobody could read, as tasks over the API."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Request

from intake.access import FRONT_DOOR, Here
from intake.events import UnreadableSubmissionKept
from intake.read_models import unreadable
from intake.requests import Done
from intake.unreadable import UNREADABLE, DealWithUnreadable
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.handling import Json, Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of

router = APIRouter(prefix="/api/v1")


@router.get("/unreadable")
async def unreadable_submissions(service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> list[dict[str, Any]]:
    """Submissions that nobody could read: every task that waits, then the 200 that were dealt with last."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await unreadable.unreadable_tasks(connection)]


@router.get("/unreadable/{task_id}")
async def unreadable_submission(
    task_id: str, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]
) -> dict[str, Any]:
    """One of them with its bytes, as text with anything undecodable replaced."""
    kept = await kept_submission(service, task_id)
    return {
        "task_id": task_id,
        "code": kept.code,
        "field": kept.field,
        "text": text_of(kept),
        "cut_from": kept.cut_from,
    }


@router.post("/unreadable/{task_id}/done", status_code=201)
async def deal_with_unreadable(
    task_id: str, done: Done, request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]
) -> Json:
    """Records what was done about it: telephoned the sender, recorded the contact by hand."""
    await kept_submission(service, task_id)
    command = DealWithUnreadable(by=who, at=service.clock.now(), what_was_done=done.what_was_done)
    step = Step(stream=f"Unreadable-{task_id}", decider=UNREADABLE, command=command)
    return await handle(service.store, await caller_of(request, who), step)


async def kept_submission(service: Service, task_id: str) -> UnreadableSubmissionKept:
    """The submission of this task. Raises ``NotFound``."""
    events = await service.store.load(f"Unreadable-{task_id}")
    if not events or not isinstance(events[0].data, UnreadableSubmissionKept):
        raise NotFound("task")
    return events[0].data


def text_of(kept: UnreadableSubmissionKept) -> str:
    """The kept bytes for a person to read."""
    return base64.b64decode(kept.body).decode("utf-8", "replace")
