"""The clocks of a referral: CK_ALLOC until it has a named worker, CK_VISIT17 until the child is seen, CK_ASSESS until
its assessment is authorised.

Its one law: a transfer touches none of them (S002: assessments started again whenever a worker left).
"""

from datetime import datetime

from screening.policy import POLICY
from screening.referral.deadlines import assessment_checkpoint, end_of
from screening.referral.events import (
    AssessmentAuthorised,
    ReferralAccepted,
    ReferralClosed,
    ReferralNFA,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.register import EnquiryChildSeenNoted
from screening.streams import referral_stream
from shared.access.actor import Role
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import fraction_of
from shared.working_time.instants import elapsed_fraction

ALLOC = "CK_ALLOC"
VISIT = "CK_VISIT17"
ASSESS = "CK_ASSESS"
TEAM_MANAGER = Role.ASSESSMENT_MANAGER.value
SERVICE_MANAGER = "SERVICE_MANAGER"


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    """What this event starts and stops. Pure; carried out in the same transaction."""
    subject, event = recorded.stream, recorded.data
    match event:
        case ReferralAccepted():
            return [_allocation(subject, event), _assessment(subject, event)]
        case WorkerAllocated():
            stopped = StopClock(code=ALLOC, subject=subject, at=event.allocated_at, by_event=recorded.type)
            return [stopped, *_visit(subject, event)]
        case ReferredChildSeen():
            return [StopClock(code=VISIT, subject=subject, at=event.seen_at, by_event=recorded.type)]
        case EnquiryChildSeenNoted():
            referral = referral_stream(event.referral_id)
            return [StopClock(code=VISIT, subject=referral, at=event.seen_at, by_event=recorded.type)]
        case AssessmentAuthorised():
            return [StopClock(code=ASSESS, subject=subject, at=_finished_at(event), by_event=recorded.type)]
        case ReferralNFA():
            return _cancelled(recorded, event.decided_at, event.reason, event.decided_by)
        case ReferralClosed():
            return _cancelled(recorded, event.closed_at, event.reason, event.closed_by)
        case _:
            return []


def _cancelled(recorded: Recorded[object], at: datetime, reason: str, by: str) -> list[ClockCommand]:
    return [
        CancelClock(code=code, subject=recorded.stream, at=at, reason=reason, by=by, by_event=recorded.type)
        for code in (ALLOC, VISIT, ASSESS)
    ]


def _finished_at(event: AssessmentAuthorised) -> datetime:
    """The day that the manager gives, when it is written down later."""
    return min(event.authorised_at, end_of(event.authorised_on))


def _allocation(subject: str, event: ReferralAccepted) -> StartClock:
    return StartClock(
        code=ALLOC,
        subject=subject,
        child_ids=(event.child_id,),
        started_at=event.accepted_at,
        due_at=event.allocation_due_at,
        policy_version=POLICY.version,
    )


def _visit(subject: str, event: WorkerAllocated) -> list[ClockCommand]:
    """Whoever holds the child by then: the clock runs from the first worker who was named."""
    if event.visit_due_at is None:
        return []
    started_at, due_at = event.allocated_at, event.visit_due_at
    return [
        StartClock(
            code=VISIT,
            subject=subject,
            child_ids=(event.child_id,),
            started_at=started_at,
            due_at=due_at,
            warnings=(Warning(fraction=0.8, at=fraction_of(started_at, due_at, 0.8), tell=TEAM_MANAGER),),
            breach_tells=SERVICE_MANAGER,
            policy_version=POLICY.version,
        )
    ]


def _assessment(subject: str, event: ReferralAccepted) -> StartClock:
    """The first warning is the checkpoint, at which a manager looks whether the assessment is on its way."""
    started_at, due_at = event.decided_at, event.assessment_due_at
    checkpoint = assessment_checkpoint(event.referral_date)
    at_checkpoint = Warning(
        fraction=round(elapsed_fraction(started_at, due_at, checkpoint), 2), at=checkpoint, tell=TEAM_MANAGER
    )
    later = tuple(
        Warning(fraction=fraction, at=fraction_of(started_at, due_at, fraction), tell=tell)
        for fraction, tell in ((0.67, TEAM_MANAGER), (0.9, SERVICE_MANAGER))
    )
    return StartClock(
        code=ASSESS,
        subject=subject,
        child_ids=(event.child_id,),
        started_at=started_at,
        due_at=due_at,
        warnings=(at_checkpoint, *later),
        policy_version=POLICY.version,
    )
