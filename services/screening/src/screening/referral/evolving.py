"""How each event changes what the rules remember of a referral. Pure."""

from dataclasses import replace
from typing import assert_never

from screening.referral.events import (
    AssessmentAuthorised,
    CaseTransferred,
    Event,
    ReferralAccepted,
    ReferralClosed,
    ReferralNFA,
    ReferralUnallocated,
    ReferredChildNotSeen,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.state import Ended, Open, State


def evolve(state: State, event: Event) -> State:
    if isinstance(event, ReferralAccepted):
        return Open(
            referral_id=event.referral_id,
            child_id=event.child_id,
            referral_date=event.referral_date,
            accepted_at=event.accepted_at,
        )
    return _while_open(state, event) if isinstance(state, Open) else state


def _while_open(state: Open, event: Event) -> State:
    match event:
        case WorkerAllocated():
            return replace(
                state,
                worker=event.worker,
                team=event.team,
                workers=frozenset({event.worker}),
                allocated_at=event.allocated_at,
            )
        case CaseTransferred():
            return replace(
                state,
                worker=event.to_worker,
                team=event.to_team,
                handover_count=event.handover_count,
                workers=state.workers | {event.to_worker},
            )
        case ReferralUnallocated():
            return replace(state, flagged_unallocated=True)
        case AssessmentAuthorised():
            return replace(state, assessed=True)
        case ReferralNFA() | ReferralClosed():
            return Ended()
        case ReferredChildSeen():
            return replace(state, seen=True)
        case ReferralAccepted() | ReferredChildNotSeen():
            return state
    assert_never(event)
