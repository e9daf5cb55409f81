"""What strategy lets the other services read, on the topic ``strategy-meetings``.

What an agency told in the meeting stays here: others learn that it was held, who came, what was decided and
agreed.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from shared.access.actor import Role
from shared.contracts import Contract, Part, Sensitivity
from shared.events import Recorded
from strategy.discussion.events import (
    AttendanceRecorded,
    ChildAddedToDiscussion,
    StrategyActionAgreed,
    StrategyActionCompleted,
    StrategyAskedForAgain,
    StrategyDecisionRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionHastened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyRequestDeclined,
    StrategyReviewScheduled,
    StrategyThresholdMet,
)
from strategy.s47.events import (
    ChildSeen,
    ICPCBooked,
    ICPCHeld,
    ICPCNotRequired,
    S47OutcomeRecorded,
    S47Started,
)

TOPIC = "strategy-meetings"
PUBLIC, STR = Sensitivity.PUBLIC, Sensitivity.STR
P = TypeVar("P", bound=Part)

Id = Annotated[str, PUBLIC]
Ids = Annotated[tuple[str, ...], PUBLIC]
Code = Annotated[str, PUBLIC]
At = Annotated[datetime, PUBLIC]
On = Annotated[date, PUBLIC]
Words = Annotated[str, STR]
StrategyCode = Annotated[str, STR]


class InviteePart(Part):
    agency: Code
    org_id: Annotated[str | None, PUBLIC]
    person: Annotated[str | None, STR]


class AttendeePart(Part):
    agency: Code
    org_id: Annotated[str | None, PUBLIC]
    person: Annotated[str | None, STR]
    role: Words
    present: StrategyCode
    apology: Words
    sent_info: StrategyCode


class SafetyPlanPart(Part):
    who_monitors: Words
    how_tested: Words
    contingency: Words
    review_date: On


class StrategyThresholdMetV1(Contract, type="frontdoor.StrategyThresholdMet.v1", topic=TOPIC):
    """It comes once more for a child who joins later, with that child alone in ``child_ids``, and when somebody asks
    again with other grounds, or sooner."""

    strategy_id: Id
    contact_id: Annotated[str | None, PUBLIC]
    child_ids: Ids
    grounds: Words
    concern: Annotated[tuple[str, ...], STR]
    immediacy: Code
    due_at: Annotated[datetime | None, PUBLIC]


class StrategyRequestDeclinedV1(Contract, type="frontdoor.StrategyRequestDeclined.v1", topic=TOPIC):
    strategy_id: Id
    child_ids: Ids
    by: Id
    rationale: Words


class StrategyDiscussionConvenedV1(Contract, type="frontdoor.StrategyDiscussionConvened.v1", topic=TOPIC):
    """``contact_id`` is the contact whose red clock it answers. ``reconvened``: it is not the first
    sitting."""

    strategy_id: Id
    contact_id: Annotated[str | None, PUBLIC]
    child_ids: Ids
    held_at: At
    mode: Code
    chair: Id
    chair_role: Annotated[Role, PUBLIC]
    invitees: tuple[InviteePart, ...]
    reconvened: Annotated[bool, PUBLIC]


class AttendanceRecordedV1(Contract, type="frontdoor.AttendanceRecorded.v1", topic=TOPIC):
    strategy_id: Id
    child_ids: Ids
    attendance: tuple[AttendeePart, ...]


class StrategyDecisionRecordedV1(Contract, type="frontdoor.StrategyDecisionRecorded.v1", topic=TOPIC):
    strategy_id: Id
    child_id: Id
    decision: StrategyCode
    provisional: Annotated[bool, STR]
    threshold_analysis: Words
    interim_safety_plan: SafetyPlanPart | None
    who_speaks_to_parents_when: Words
    decided_by: Id
    decided_at: At


class StrategyActionAgreedV1(Contract, type="frontdoor.StrategyActionAgreed.v1", topic=TOPIC):
    strategy_id: Id
    child_ids: Ids
    action_id: Id
    owner: Words
    agency: Code
    what: Words
    due_at: At


class StrategyActionCompletedV1(Contract, type="frontdoor.StrategyActionCompleted.v1", topic=TOPIC):
    strategy_id: Id
    child_ids: Ids
    action_id: Id
    outcome: Code
    transferred_to: Annotated[str | None, STR]


class StrategyReviewScheduledV1(Contract, type="frontdoor.StrategyReviewScheduled.v1", topic=TOPIC):
    strategy_id: Id
    child_ids: Ids
    review_by: At
    reason: Words
    full_quorum_needed: Annotated[bool, STR]


class StrategyRecordFinalisedV1(Contract, type="frontdoor.StrategyRecordFinalised.v1", topic=TOPIC):
    strategy_id: Id
    child_ids: Ids
    template_version: Code
    signed_by: Id
    signed_by_chair: Annotated[bool, PUBLIC]
    finalised_at: At


class S47StartedV1(Contract, type="frontdoor.S47Started.v1", topic=TOPIC):
    s47_id: Id
    strategy_id: Id
    child_id: Id
    start_date: On
    mode: StrategyCode
    icpc_due: On
    lead_sw: Id


class ChildSeenV1(Contract, type="frontdoor.ChildSeen.v1", topic=TOPIC):
    s47_id: Id
    child_id: Id
    seen_at: At
    by: Id
    alone: StrategyCode
    home_seen: StrategyCode
    bedroom_seen: StrategyCode
    words: Words


class S47OutcomeRecordedV1(Contract, type="frontdoor.S47OutcomeRecorded.v1", topic=TOPIC):
    s47_id: Id
    strategy_id: Id
    child_id: Id
    harm_substantiated: StrategyCode
    continuing_risk: StrategyCode
    outcome: StrategyCode
    child_view: Words
    parent_view: Words
    analysis: Words
    authorised_by: Id


class ICPCBookedV1(Contract, type="frontdoor.ICPCBooked.v1", topic=TOPIC):
    s47_id: Id
    child_id: Id
    date: On


class ICPCHeldV1(Contract, type="frontdoor.ICPCHeld.v1", topic=TOPIC):
    s47_id: Id
    child_id: Id
    date: On
    plan: StrategyCode
    category: Annotated[str | None, STR]
    working_days_from_strategy: Annotated[int, PUBLIC]


class ICPCNotRequiredV1(Contract, type="frontdoor.ICPCNotRequired.v1", topic=TOPIC):
    s47_id: Id
    child_id: Id
    reason: Words
    by: Id


SAME_FIELDS: dict[type, type[Contract]] = {
    StrategyRequestDeclined: StrategyRequestDeclinedV1,
    StrategyActionAgreed: StrategyActionAgreedV1,
    StrategyActionCompleted: StrategyActionCompletedV1,
    StrategyReviewScheduled: StrategyReviewScheduledV1,
    StrategyRecordFinalised: StrategyRecordFinalisedV1,
    StrategyThresholdMet: StrategyThresholdMetV1,
    S47Started: S47StartedV1,
    ChildSeen: ChildSeenV1,
    S47OutcomeRecorded: S47OutcomeRecordedV1,
    ICPCBooked: ICPCBookedV1,
    ICPCHeld: ICPCHeldV1,
    ICPCNotRequired: ICPCNotRequiredV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    match recorded.data:
        case ChildAddedToDiscussion() as event:
            return [_asked_again(event, (event.child_id,))]
        case StrategyAskedForAgain() | StrategyDiscussionHastened() as event:
            return [_asked_again(event, event.child_ids)]
        case StrategyDiscussionConvened() as event:
            return [_convened(event, event.contact_id, reconvened=False)]
        case StrategyDiscussionReconvened() as event:
            return [_convened(event, None, reconvened=True)]
        case AttendanceRecorded() as event:
            seats = tuple(_same(AttendeePart, seat) for seat in event.attendance)
            return [AttendanceRecordedV1(strategy_id=event.strategy_id, child_ids=event.child_ids, attendance=seats)]
        case StrategyDecisionRecorded() as event:
            return [_decided(event)]
        case event if type(event) in SAME_FIELDS:
            contract = SAME_FIELDS[type(event)]
            return [contract(**{name: getattr(event, name) for name in contract.model_fields})]
        case _:
            return []


def _asked_again(
    event: ChildAddedToDiscussion | StrategyAskedForAgain | StrategyDiscussionHastened, child_ids: tuple[str, ...]
) -> StrategyThresholdMetV1:
    said: dict[str, Any] = {name: getattr(event, name, None) for name in StrategyThresholdMetV1.model_fields}
    said["child_ids"] = child_ids
    return StrategyThresholdMetV1(**said)


def _convened(
    event: StrategyDiscussionConvened | StrategyDiscussionReconvened,
    contact_id: str | None,
    *,
    reconvened: bool,
) -> StrategyDiscussionConvenedV1:
    return StrategyDiscussionConvenedV1(
        strategy_id=event.strategy_id,
        contact_id=contact_id,
        child_ids=event.child_ids,
        held_at=event.held_at,
        mode=event.mode,
        chair=event.chair,
        chair_role=event.chair_role,
        invitees=tuple(_same(InviteePart, invitee) for invitee in event.invitees),
        reconvened=reconvened,
    )


def _same(part: type[P], fact: object) -> P:
    return part(**{name: getattr(fact, name) for name in part.model_fields})


def _decided(event: StrategyDecisionRecorded) -> StrategyDecisionRecordedV1:
    findings, plan = event.findings, event.findings.interim_safety_plan
    return StrategyDecisionRecordedV1(
        strategy_id=event.strategy_id,
        child_id=event.child_id,
        decision=event.decision,
        provisional=event.provisional,
        threshold_analysis=findings.threshold_analysis,
        interim_safety_plan=_same(SafetyPlanPart, plan) if plan else None,
        who_speaks_to_parents_when=findings.who_speaks_to_parents_when,
        decided_by=event.decided_by,
        decided_at=event.decided_at,
    )
