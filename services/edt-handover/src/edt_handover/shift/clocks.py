"""The clock of a shift: CK_EDT_PUB until its handover is published (domain brief §3.0)."""

from datetime import timedelta

from edt_handover.deadlines import publish_due
from edt_handover.shift.events import EdtShiftClosed, EdtShiftOpened, HandoverPublished
from shared.clocks import StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import elapsed_fraction

PUBLISHED = "CK_EDT_PUB"
REMINDER = timedelta(minutes=30)


def clocks(recorded: Recorded[object]) -> list[StartClock | StopClock]:
    event, stream = recorded.data, recorded.stream
    match event:
        case EdtShiftOpened():
            return [_publish_by(stream, event)]
        case HandoverPublished():
            return [StopClock(code=PUBLISHED, subject=stream, at=event.published_at, by_event="HandoverPublished")]
        case EdtShiftClosed():
            return [StopClock(code=PUBLISHED, subject=stream, at=event.closed_at, by_event="EdtShiftClosed")]
        case _:
            return []


def _publish_by(stream: str, event: EdtShiftOpened) -> StartClock:
    due_at = publish_due(event.closes_at)
    remind_at = due_at - REMINDER
    return StartClock(
        code=PUBLISHED,
        subject=stream,
        started_at=event.opened_at,
        due_at=due_at,
        warnings=(
            Warning(
                fraction=round(elapsed_fraction(event.opened_at, due_at, remind_at), 4),
                at=remind_at,
                tell="EDT_MANAGER",
            ),
        ),
        breach_tells="FRONT_DOOR_MANAGER",
    )
