"""CK_ESC: one clock a stage, so that each tier's silence stays on the record under its own name."""

from datetime import datetime

from screening.escalation.events import (
    EscalationAnswered,
    EscalationMovedUp,
    EscalationRaised,
    EscalationWithdrawn,
)
from screening.escalation.tiers import tier_after
from screening.policy import POLICY
from screening.streams import escalation_stage
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock, Warning
from shared.events import Recorded

CODE = "CK_ESC"


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    """What this event starts and stops. Pure; carried out in the same transaction."""
    match recorded.data:
        case EscalationRaised() as event:
            at_once = Warning(fraction=0.0, at=event.raised_at, tell=event.tier)
            return [_started(event, event.raised_at, *([at_once] if event.stage > 1 else []))]
        case EscalationMovedUp() as event:
            return [_started(event, event.counted_from)]
        case EscalationAnswered() as event:
            return [_stopped(event, stage, event.answered_at, recorded.type) for stage in range(1, event.stage + 1)]
        case EscalationWithdrawn() as event:
            return _withdrawn(event, recorded.type)
        case _:
            return []


def _started(event: EscalationRaised | EscalationMovedUp, started_at: datetime, *warnings: Warning) -> StartClock:
    """The breach alerts the next tier, to which the escalation then goes; a tier to which it comes at once is told."""
    return StartClock(
        code=CODE,
        subject=escalation_stage(event.escalation_id, event.stage),
        child_ids=event.child_ids,
        started_at=started_at,
        due_at=event.due_at,
        warnings=warnings,
        breach_tells=tier_after(event.stage),
        policy_version=POLICY.version,
    )


def _stopped(event: EscalationAnswered | EscalationWithdrawn, stage: int, at: datetime, by_event: str) -> StopClock:
    return StopClock(code=CODE, subject=escalation_stage(event.escalation_id, stage), at=at, by_event=by_event)


def _withdrawn(event: EscalationWithdrawn, by_event: str) -> list[ClockCommand]:
    """Nobody owes the answer of the current stage any more; the stages that were missed stay missed."""
    current = CancelClock(
        code=CODE,
        subject=escalation_stage(event.escalation_id, event.stage),
        at=event.withdrawn_at,
        reason="The agency withdrew the escalation",
        by=event.withdrawn_by,
        by_event=by_event,
    )
    missed = [_stopped(event, stage, event.withdrawn_at, by_event) for stage in range(1, event.stage)]
    return [*missed, current]
