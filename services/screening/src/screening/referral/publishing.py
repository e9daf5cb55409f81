"""What a referral lets the other services read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from screening.codes import Agreement, Decision, ParentsInformed
from screening.referral.codes import ClosureReason, NotSeenBecause, PrimaryNeed, YesNo
from screening.referral.events import (
    AssessmentAuthorised,
    CaseTransferred,
    ReferralAccepted,
    ReferralClosed,
    ReferralNFA,
    ReferralUnallocated,
    ReferredChildNotSeen,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.factors import AssessmentFactor
from screening.streams import TOPIC
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded

Public = Sensitivity.PUBLIC
Id = Annotated[str, Sensitivity.PUBLIC]
At = Annotated[datetime, Sensitivity.PUBLIC]
Screening = Annotated[str, Sensitivity.SCR]


class ReferralAcceptedV1(Contract, type="frontdoor.ReferralAccepted.v1", topic=TOPIC):
    """``re_referral``: within 12 months of the child's previous referral, which began on ``previous_start``."""

    referral_id: Id
    child_id: Id
    contact_id: Id
    decision: Annotated[Decision, Sensitivity.SCR]
    referral_date: Annotated[date, Public]
    source_code: Annotated[str, Public]
    primary_need: Annotated[PrimaryNeed, Sensitivity.SCR]
    nfa: Annotated[bool, Sensitivity.SCR]
    re_referral: Annotated[bool, Sensitivity.HIS]
    previous_start: Annotated[date | None, Sensitivity.HIS]
    accepted_by: Id
    accepted_at: At
    allocation_due_at: At
    assessment_due_at: At


class WorkerAllocatedV1(Contract, type="frontdoor.WorkerAllocated.v1", topic=TOPIC):
    referral_id: Id
    child_id: Id
    worker: Id
    team: Annotated[str, Public]
    allocated_by: Id
    allocated_at: At


class CaseTransferredV1(Contract, type="frontdoor.CaseTransferred.v1", topic=TOPIC):
    referral_id: Id
    child_id: Id
    from_worker: Id
    from_team: Annotated[str, Public]
    to_worker: Id
    to_team: Annotated[str, Public]
    reason: Screening
    handover_note: Annotated[str, Sensitivity.HIS]
    introduced_to_family: Annotated[YesNo, Sensitivity.SCR]
    handover_count: Annotated[int, Sensitivity.HIS]
    social_worker_count: Annotated[int, Sensitivity.HIS]
    transferred_at: At


class ReferredChildSeenV1(Contract, type="frontdoor.ReferredChildSeen.v1", topic=TOPIC):
    """A social worker saw the child of a referral; an enquiry tells of its own visits."""

    referral_id: Id
    child_id: Id
    seen_at: At
    seen_by: Id
    alone: Screening
    why_not_alone: Screening
    home_seen: Screening
    bedroom_seen: Screening
    words: Screening
    parents_informed: Annotated[ParentsInformed, Sensitivity.SCR]
    parental_agreement: Annotated[Agreement, Sensitivity.SCR]


class ReferredChildNotSeenV1(Contract, type="frontdoor.ReferredChildNotSeen.v1", topic=TOPIC):
    """A visit at which the child of a referral was not seen, and what is done next. CK_VISIT17 runs on."""

    referral_id: Id
    child_id: Id
    attempted_at: At
    attempted_by: Id
    because: Annotated[NotSeenBecause, Sensitivity.SCR]
    found: Screening
    next_step: Screening


class ReferralUnallocatedV1(Contract, type="frontdoor.ReferralUnallocated.v1", topic=TOPIC):
    referral_id: Id
    child_id: Id
    hours: Annotated[float, Sensitivity.SCR]
    due_at: At
    flagged_at: At


class AssessmentAuthorisedV1(Contract, type="frontdoor.AssessmentAuthorised.v1", topic=TOPIC):
    referral_id: Id
    child_id: Id
    authorised_on: Annotated[date, Public]
    authorised_by: Id
    authorised_at: At
    factors: Annotated[tuple[AssessmentFactor, ...], Sensitivity.HIS] = ()


class ReferralNFAV1(Contract, type="frontdoor.ReferralNFA.v1", topic=TOPIC):
    referral_id: Id
    child_id: Id
    reason: Screening
    decided_by: Id
    decided_at: At
    why_unseen: Screening = ""


class ReferralClosedV1(Contract, type="frontdoor.ReferralClosed.v1", topic=TOPIC):
    referral_id: Id
    child_id: Id
    closure_reason: Annotated[ClosureReason, Sensitivity.SCR]
    reason: Screening
    step_down_id: Annotated[str | None, Public]
    closed_by: Id
    closed_at: At
    why_unseen: Screening = ""


SAME_FIELDS: dict[type, type[Contract]] = {
    ReferralAccepted: ReferralAcceptedV1,
    WorkerAllocated: WorkerAllocatedV1,
    CaseTransferred: CaseTransferredV1,
    ReferredChildNotSeen: ReferredChildNotSeenV1,
    ReferralUnallocated: ReferralUnallocatedV1,
    AssessmentAuthorised: AssessmentAuthorisedV1,
    ReferralNFA: ReferralNFAV1,
    ReferralClosed: ReferralClosedV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    if isinstance(recorded.data, ReferredChildSeen):
        return [_seen(recorded.data)]
    contract = SAME_FIELDS.get(type(recorded.data))
    if contract is None:
        return []
    return [contract(**{name: getattr(recorded.data, name) for name in contract.model_fields})]


def _seen(event: ReferredChildSeen) -> ReferredChildSeenV1:
    return ReferredChildSeenV1(
        referral_id=event.referral_id,
        child_id=event.child_id,
        seen_at=event.seen_at,
        seen_by=event.seen_by,
        alone=event.alone,
        why_not_alone=event.why_not_alone,
        home_seen=event.home_seen,
        bedroom_seen=event.bedroom_seen,
        words=event.words,
        parents_informed=event.consent.parents_informed,
        parental_agreement=event.consent.parental_agreement,
    )
