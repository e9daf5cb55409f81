"""The rules of a submission that nobody could read: it is kept, and stays a task until a person has dealt with it.

The same bytes sent again and again are one task; once it has been dealt with, they open it again.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.events import UnreadableSubmissionDealtWith, UnreadableSubmissionKept
from shared.access.actor import Actor
from shared.decider import Decider, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepUnreadable:
    """Keeps the bytes of a submission that was refused, as a task for a person.

    ``cut_from``: ``body`` is only the beginning of so many bytes at least, which were too many.
    """

    by: Actor
    at: datetime
    task_id: str
    route: str
    code: str
    detail: str
    field: str | None
    body: bytes
    cut_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealWithUnreadable:
    by: Actor
    at: datetime
    what_was_done: str


UnreadableCommand = KeepUnreadable | DealWithUnreadable
UnreadableEvent = UnreadableSubmissionKept | UnreadableSubmissionDealtWith


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    task_id: str = ""
    open: bool = False


def decide(command: UnreadableCommand, state: Task) -> Sequence[UnreadableEvent]:
    match command:
        case KeepUnreadable():
            return [] if state.open else [_keep(command)]
        case DealWithUnreadable():
            if not state.open:
                raise Refused("INT-12 NO_OPEN_TASK", "This task has been dealt with already")
            return [
                UnreadableSubmissionDealtWith(
                    task_id=state.task_id, what_was_done=command.what_was_done, occurred_at=command.at
                )
            ]


def _keep(command: KeepUnreadable) -> UnreadableSubmissionKept:
    return UnreadableSubmissionKept(
        task_id=command.task_id,
        org_id=command.by.org_id,
        route=command.route,
        code=command.code,
        detail=command.detail,
        field=command.field,
        body=base64.b64encode(command.body).decode(),
        received_at=command.at,
        cut_from=command.cut_from,
    )


def evolve(state: Task, event: UnreadableEvent) -> Task:
    return Task(task_id=event.task_id, open=isinstance(event, UnreadableSubmissionKept))


UNREADABLE: Decider[UnreadableCommand, UnreadableEvent, Task] = Decider(initial=Task(), decide=decide, evolve=evolve)
