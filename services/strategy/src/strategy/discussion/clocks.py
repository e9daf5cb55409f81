"""The clocks of a discussion: CK_STRAT until it is held, CK_STRAT_REC until its record is final (domain brief
§3.0)."""

from datetime import datetime

from shared.clocks import CancelClock, RebaseClock, StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import fraction_of
from strategy.deadlines import record_due
from strategy.discussion.events import (
    AttendanceRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionHastened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyRequestDeclined,
    StrategyReviewScheduled,
    StrategyThresholdMet,
)

ClockChange = StartClock | RebaseClock | StopClock | CancelClock

HELD = "CK_STRAT"
RECORD = "CK_STRAT_REC"


def clocks(recorded: Recorded[object]) -> list[ClockChange]:
    event, stream = recorded.data, recorded.stream
    match event:
        case StrategyThresholdMet():
            return [_owed(stream, event.child_ids, event.requested_at, event.due_at)]
        case StrategyDiscussionHastened():
            return [_hastened(stream, event, recorded.meta.recorded_at)]
        case StrategyRequestDeclined():
            return [_cancelled(stream, event)]
        case StrategyDiscussionConvened() | StrategyDiscussionReconvened():
            return _held(stream, event.child_ids, event.held_at) if event.held_at <= event.convened_at else []
        case AttendanceRecorded():
            return _held(stream, event.child_ids, event.occurred_at)
        case StrategyReviewScheduled(full_quorum_needed=True):
            return [_owed(stream, event.child_ids, event.scheduled_at, event.review_by)]
        case StrategyRecordFinalised():
            return [StopClock(code=RECORD, subject=stream, at=event.finalised_at, by_event="StrategyRecordFinalised")]
        case _:
            return []


def _owed(stream: str, child_ids: tuple[str, ...], started_at: datetime, due_at: datetime) -> StartClock:
    return StartClock(
        code=HELD,
        subject=stream,
        child_ids=child_ids,
        started_at=started_at,
        due_at=due_at,
        warnings=_held_warnings(started_at, due_at),
    )


def _held_warnings(started_at: datetime, due_at: datetime) -> tuple[Warning, ...]:
    return (
        Warning(fraction=0.5, at=fraction_of(started_at, due_at, 0.5), tell="CHAIR"),
        Warning(fraction=0.8, at=fraction_of(started_at, due_at, 0.8), tell="SERVICE_MANAGER"),
    )


def _hastened(stream: str, event: StrategyDiscussionHastened, now: datetime) -> RebaseClock:
    return RebaseClock(
        code=HELD,
        subject=stream,
        reason=event.grounds,
        new_due_at=event.due_at,
        warnings=_held_warnings(now, event.due_at),
    )


def _cancelled(stream: str, event: StrategyRequestDeclined) -> CancelClock:
    return CancelClock(
        code=HELD,
        subject=stream,
        at=event.declined_at,
        reason=event.rationale,
        by=event.by,
        by_event="StrategyRequestDeclined",
    )


def _held(stream: str, child_ids: tuple[str, ...], held_at: datetime) -> list[ClockChange]:
    """Held: the one duty ends, the next begins. Said twice (convened, then attended), it changes nothing."""
    return [
        StopClock(code=HELD, subject=stream, at=held_at, by_event="StrategyDiscussionConvened"),
        StartClock(
            code=RECORD,
            subject=stream,
            child_ids=child_ids,
            started_at=held_at,
            due_at=record_due(held_at),
            breach_tells="SERVICE_MANAGER",
        ),
    ]
