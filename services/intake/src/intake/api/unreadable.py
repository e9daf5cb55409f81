"""Submissions that nobody could read, as tasks over the API."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Request

from intake.access import FRONT_DOOR, Here
from intake.events import UnreadableSubmissionKept
from intake.people_requests import Done
from intake.read_models import unreadable
from intake.unreadable import UNREADABLE, DealWithUnreadable
from shared.access.actor import Actor, Role
from shared.access.routes import allow
from shared.disclosure import Sensitivity as S
from shared.disclosure import may_read
from shared.handling import Json, Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of

router = APIRouter(prefix="/api/v1")

CLASS_OF_SENDER = {Role.POLICE_SYSTEM: S.POL, Role.POLICE_MASH: S.POL}


@router.get("/unreadable")
async def unreadable_submissions(service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]) -> list[dict[str, Any]]:
    """Submissions that nobody could read: every task that waits, then the 200 that were dealt with last."""
    async with service.pool.acquire() as connection:
        return [dict(row) for row in await unreadable.unreadable_tasks(connection)]


@router.get("/unreadable/{task_id}")
async def unreadable_submission(
    task_id: str, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]
) -> dict[str, Any]:
    """One of them with its bytes, as text with anything undecodable replaced; none where they are not the reader's."""
    kept, text = await kept_submission(service, who, task_id)
    return {"task_id": task_id, "code": kept.code, "field": kept.field, "text": text, "cut_from": kept.cut_from}


@router.post("/unreadable/{task_id}/done", status_code=201)
async def deal_with_unreadable(
    task_id: str, done: Done, request: Request, service: Here, who: Annotated[Actor, allow(*FRONT_DOOR)]
) -> Json:
    """Records what was done about it: telephoned the sender, recorded the contact by hand."""
    await kept_submission(service, who, task_id)
    command = DealWithUnreadable(by=who, at=service.clock.now(), what_was_done=done.what_was_done)
    step = Step(stream=f"Unreadable-{task_id}", decider=UNREADABLE, command=command)
    return await handle(service.store, await caller_of(request, who), step)


async def kept_submission(service: Service, who: Actor, task_id: str) -> tuple[UnreadableSubmissionKept, str | None]:
    """The submission of this task, and its bytes for this reader. Raises ``NotFound``.

    Nobody could take apart what they say, so all of it is of the class that only its sender's agency writes: what the
    police sent is not a call handler's to read (domain brief §2.2).
    """
    events = await service.store.load(f"Unreadable-{task_id}")
    if not events or not isinstance(kept := events[0].data, UnreadableSubmissionKept):
        raise NotFound("task")
    whole = CLASS_OF_SENDER.get(events[0].meta.actor.role, S.SUB)
    return kept, _text(kept) if may_read(who.role, whole, own=False) else None


def _text(kept: UnreadableSubmissionKept) -> str:
    return base64.b64decode(kept.body).decode("utf-8", "replace")
