"""The clocks of early help: CK_STEPDOWN until a step-down is answered and then until the family has been met,
CK_STEPUP until a step-up is answered. Both managers are told of a breach of the first (domain brief §3.0).
"""

from datetime import datetime

from screening.early_help.events import (
    OfStepDown,
    StepDownAccepted,
    StepDownDeclined,
    StepDownFamilyContacted,
    StepDownProposed,
    StepDownWithdrawn,
    StepUpDecided,
    StepUpRequested,
)
from screening.policy import POLICY
from shared.access.actor import Role
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock, Warning
from shared.events import Recorded

STEP_DOWN = "CK_STEPDOWN"
STEP_UP = "CK_STEPUP"


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    """What this event starts and stops. Pure; carried out in the same transaction."""
    subject, event = recorded.stream, recorded.data
    match event:
        case StepDownProposed():
            return [_step_down(subject, event, event.proposed_at, event.accept_by)]
        case StepDownAccepted():
            return [
                StopClock(code=STEP_DOWN, subject=subject, at=event.accepted_at, by_event=recorded.type),
                _step_down(subject, event, event.proposed_at, event.contact_family_by),
            ]
        case StepDownDeclined():
            return [StopClock(code=STEP_DOWN, subject=subject, at=event.declined_at, by_event=recorded.type)]
        case StepDownWithdrawn():
            return [
                CancelClock(
                    code=STEP_DOWN,
                    subject=subject,
                    at=event.withdrawn_at,
                    reason=event.reason,
                    by=event.withdrawn_by,
                    by_event=recorded.type,
                )
            ]
        case StepDownFamilyContacted():
            return [StopClock(code=STEP_DOWN, subject=subject, at=event.contacted_at, by_event=recorded.type)]
        case StepUpRequested():
            return [_step_up(subject, event)]
        case StepUpDecided():
            return [StopClock(code=STEP_UP, subject=subject, at=event.decided_at, by_event=recorded.type)]
        case _:
            return []


def _step_down(subject: str, event: OfStepDown, started_at: datetime, due_at: datetime) -> StartClock:
    """A clock tells one role of its breach; the other manager is told by a warning at the same moment."""
    return StartClock(
        code=STEP_DOWN,
        subject=subject,
        child_ids=(event.child_id,),
        started_at=started_at,
        due_at=due_at,
        warnings=(Warning(fraction=1.0, at=due_at, tell=Role.EARLY_HELP_MANAGER.value),),
        breach_tells=Role.ASSESSMENT_MANAGER.value,
        policy_version=POLICY.version,
    )


def _step_up(subject: str, event: StepUpRequested) -> StartClock:
    """The front door manager is told of an urgent one at once."""
    at_once = Warning(fraction=0.0, at=event.requested_at, tell=Role.FRONT_DOOR_MANAGER.value)
    return StartClock(
        code=STEP_UP,
        subject=subject,
        child_ids=(event.child_id,),
        started_at=event.requested_at,
        due_at=event.decide_by,
        warnings=(at_once,) if event.urgent else (),
        breach_tells=Role.FRONT_DOOR_MANAGER.value,
        policy_version=POLICY.version,
    )
