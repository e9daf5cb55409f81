"""The rules of looking. A look is never refused to those whose work it is; others break the glass first, with
a reason.

One stream a child and London day: a broken glass lasts until the day ends, so that each night's look has its
own reason.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from shared.decider import Decider, Refused
from shared.working_time import due_one_working_day, in_london
from timeline.commands import AccessCommand, UseBreakGlass, ViewList, ViewRecord
from timeline.events import AccessEvent, BreakGlassUsed, ListViewed, RecordViewed

SHORTEST_REASON = 20


@dataclass(frozen=True, slots=True)
class Glass:
    """Who has broken it today."""

    broken_by: frozenset[str] = frozenset()


def decide(command: AccessCommand, state: Glass) -> list[AccessEvent]:
    match command:
        case ViewRecord():
            return [_view(command, state)]
        case ViewList():
            return [_view_list(command)]
        case UseBreakGlass():
            return [_break(command)]
    assert_never(command)


def _view(command: ViewRecord, state: Glass) -> RecordViewed:
    who = command.by
    if command.needs_glass and who.user_id not in state.broken_by:
        raise Refused(
            "TL-02 BREAK_GLASS",
            "This record is not open to you. Give your reason for looking; it will be reviewed.",
            "reason",
        )
    return RecordViewed(
        child_id=command.child_id,
        user_id=who.user_id,
        role=who.role,
        org_id=who.org_id,
        purpose=command.purpose,
        classes=command.classes,
        at=command.at,
        behind_glass=who.user_id in state.broken_by,
    )


def _view_list(command: ViewList) -> ListViewed:
    who = command.by
    return ListViewed(
        child_ids=command.child_ids,
        user_id=who.user_id,
        role=who.role,
        org_id=who.org_id,
        purpose=command.purpose,
        at=command.at,
    )


def _break(command: UseBreakGlass) -> BreakGlassUsed:
    if len(command.reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "TL-02 BREAK_GLASS",
            f"Say in at least {SHORTEST_REASON} characters why you need to see this record.",
            "reason",
        )
    return BreakGlassUsed(
        child_id=command.child_id,
        user_id=command.by.user_id,
        role=command.by.role,
        org_id=command.by.org_id,
        reason=command.reason.strip(),
        at=command.at,
        review_by=due_one_working_day(command.at),
    )


def evolve(state: Glass, event: AccessEvent) -> Glass:
    match event:
        case BreakGlassUsed():
            return Glass(state.broken_by | {event.user_id})
        case RecordViewed() | ListViewed():
            return state
    assert_never(event)


ACCESS: Decider[AccessCommand, AccessEvent, Glass] = Decider(initial=Glass(), decide=decide, evolve=evolve)


def access_stream(child_id: str, at: datetime) -> str:
    """The stream of one child's readings on the London day of ``at``."""
    return f"Access-{child_id}-{in_london(at):%Y-%m-%d}"


def list_stream(user_id: str, at: datetime) -> str:
    """The stream of the lists that one person looked at on the London day of ``at``."""
    return f"AccessList-{user_id}-{in_london(at):%Y-%m-%d}"
