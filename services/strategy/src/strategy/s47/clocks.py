"""The clocks of an enquiry: CK_S47_SEEN until the child is seen, CK_ICPC until the conference (domain brief
§3.0)."""

from shared.clocks import CancelClock, RebaseClock, StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import fraction_of
from strategy.deadlines import end_of, icpc_due_at, urgent_discussion_due
from strategy.s47.events import ChildSeen, ICPCHeld, ICPCNotRequired, S47Started

ClockChange = StartClock | RebaseClock | StopClock | CancelClock

SEEN = "CK_S47_SEEN"
ICPC = "CK_ICPC"


def clocks(recorded: Recorded[object]) -> list[ClockChange]:
    event, stream = recorded.data, recorded.stream
    match event:
        case S47Started():
            return [
                _see_child(stream, event),
                _hold_conference(stream, event),
                *_follow_with_discussion(event),
            ]
        case ChildSeen():
            return [StopClock(code=SEEN, subject=stream, at=event.seen_at, by_event="ChildSeen")]
        case ICPCHeld():
            held_at = min(recorded.meta.recorded_at, end_of(event.date))
            return [StopClock(code=ICPC, subject=stream, at=held_at, by_event="ICPCHeld")]
        case ICPCNotRequired():
            return [
                CancelClock(
                    code=ICPC,
                    subject=stream,
                    at=event.decided_at,
                    reason=event.reason,
                    by=event.by,
                    by_event="ICPCNotRequired",
                )
            ]
        case _:
            return []


def _see_child(stream: str, event: S47Started) -> StartClock:
    three_quarters = fraction_of(event.started_at, event.seen_by, 0.75)
    return StartClock(
        code=SEEN,
        subject=stream,
        child_ids=(event.child_id,),
        started_at=event.started_at,
        due_at=event.seen_by,
        warnings=(Warning(fraction=0.75, at=three_quarters, tell="TEAM_MANAGER"),),
        breach_tells="SERVICE_MANAGER",
    )


def _hold_conference(stream: str, event: S47Started) -> StartClock:
    due_at = icpc_due_at(event.start_date)
    return StartClock(
        code=ICPC,
        subject=stream,
        child_ids=(event.child_id,),
        started_at=event.started_at,
        due_at=due_at,
        warnings=(
            Warning(fraction=0.33, at=fraction_of(event.started_at, due_at, 0.33), tell="TEAM_MANAGER"),
            Warning(fraction=0.67, at=fraction_of(event.started_at, due_at, 0.67), tell="SERVICE_MANAGER"),
        ),
    )


def _follow_with_discussion(event: S47Started) -> list[ClockChange]:
    """Started ahead of its discussion: that is now owed within 24 hours, if it was not owed sooner."""
    if not event.urgent_because:
        return []
    due_at = urgent_discussion_due(event.started_at)
    return [
        RebaseClock(
            code="CK_STRAT",
            subject=f"StrategyDiscussion-{event.strategy_id}",
            reason="The enquiry has been started ahead of its discussion",
            new_due_at=due_at,
            warnings=(
                Warning(fraction=0.5, at=fraction_of(event.started_at, due_at, 0.5), tell="CHAIR"),
                Warning(fraction=0.8, at=fraction_of(event.started_at, due_at, 0.8), tell="SERVICE_MANAGER"),
            ),
        )
    ]
