"""The clocks of an item: CK_EDT_ACCEPT until a person has it, CK_EDT_FU until something was done (brief
§3.0)."""

from datetime import datetime

from edt_handover.item.events import (
    HandoverFollowUpRecorded,
    HandoverItemAccepted,
    HandoverItemClosed,
    HandoverItemPublished,
    HandoverItemRejected,
)
from shared.clocks import RebaseClock, StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import fraction_of

ACCEPTED = "CK_EDT_ACCEPT"
FOLLOWED_UP = "CK_EDT_FU"

ClockChange = StartClock | StopClock | RebaseClock


def clocks(recorded: Recorded[object]) -> list[ClockChange]:
    event, stream = recorded.data, recorded.stream
    match event:
        case HandoverItemPublished():
            return [_accept(stream, event), *_follow_up(stream, event, event.follow_up_by)]
        case HandoverItemAccepted():
            return [StopClock(code=ACCEPTED, subject=stream, at=event.accepted_at, by_event="HandoverItemAccepted")]
        case HandoverItemRejected():
            return [RebaseClock(code=ACCEPTED, subject=stream, reason="Rejected", new_due_at=event.accept_by)]
        case HandoverFollowUpRecorded():
            return [_stopped(stream, event.followed_up_at, "HandoverFollowUpRecorded")]
        case HandoverItemClosed():
            return [_stopped(stream, event.closed_at, "HandoverItemClosed")]
        case _:
            return []


def _accept(stream: str, event: HandoverItemPublished) -> StartClock:
    return StartClock(
        code=ACCEPTED,
        subject=stream,
        child_ids=event.child_ids,
        started_at=event.published_at,
        due_at=event.accept_by,
        breach_tells="FRONT_DOOR_MANAGER",
    )


def _follow_up(stream: str, event: HandoverItemPublished, due_at: datetime | None) -> list[ClockChange]:
    if due_at is None:
        return []
    half = fraction_of(event.published_at, due_at, 0.5)
    return [
        StartClock(
            code=FOLLOWED_UP,
            subject=stream,
            child_ids=event.child_ids,
            started_at=event.published_at,
            due_at=due_at,
            warnings=(Warning(fraction=0.5, at=half, tell="FRONT_DOOR_MANAGER"),),
        )
    ]


def _stopped(stream: str, at: datetime, by_event: str) -> StopClock:
    return StopClock(code=FOLLOWED_UP, subject=stream, at=at, by_event=by_event)
