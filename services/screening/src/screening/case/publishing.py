"""What a screening lets the other services read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from screening.case import publishing_enquiry
from screening.case.contract_parts import AgencyV1, At, Code, Id, OfCase, OfChild, Public, Screening
from screening.case.events import (
    ClarificationMissed,
    DecisionChallenged,
    FamilySpokenTo,
    GuardOverridden,
    InformationReceived,
    ManagementDirectionRecorded,
    OutcomeFeedbackSent,
    RagAssigned,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.codes import Concern, Decision, Ending, Immediacy, Rag
from screening.ssd import ContactFlag
from screening.streams import TOPIC
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded


class ScreeningOpenedV1(OfCase, type="frontdoor.ScreeningOpened.v1", topic=TOPIC):
    contact_type: Code
    source_code: Code
    received_at: At
    response_due_at: At


class RagAssignedV1(OfCase, type="frontdoor.RagAssigned.v1", topic=TOPIC):
    rag: Annotated[Rag, Sensitivity.SCR]
    previous: Annotated[Rag | None, Sensitivity.SCR]
    reasons: Annotated[tuple[str, ...], Sensitivity.SCR]
    decision_due_at: At


class ManagementDirectionRecordedV1(OfCase, type="frontdoor.ManagementDirectionRecorded.v1", topic=TOPIC):
    text: Screening
    questions_to_answer: Annotated[tuple[str, ...], Sensitivity.SCR]
    checks_required: Annotated[tuple[str, ...], Sensitivity.SCR]
    people_to_speak_to: Annotated[tuple[str, ...], Sensitivity.SCR]
    due_at: Annotated[datetime | None, Public]
    screener_id: Annotated[str | None, Public]


class ThresholdDecisionProposedV1(OfChild, type="frontdoor.ThresholdDecisionProposed.v1", topic=TOPIC):
    decision: Annotated[Decision, Sensitivity.SCR]
    need_level: Annotated[int, Sensitivity.SCR]
    rationale: Screening
    proposed_by: Id


class ThresholdDecisionAuthorisedV1(OfChild, type="frontdoor.ThresholdDecisionAuthorised.v1", topic=TOPIC):
    """One child's decision. ``plain_reason`` was written for the referrer and holds nobody else's data.

    ``grounds``, ``concern`` and ``immediacy`` are filled when a strategy discussion is asked for; ``ssd_flags`` say
    what the outcome counts as in the standard safeguarding dataset.
    """

    decision: Annotated[Decision, Sensitivity.SCR]
    need_level: Annotated[int, Sensitivity.SCR]
    manager_rationale: Screening
    plain_reason: Screening
    proposed_by: Id
    authorised_by: Id
    decided_at: At
    late: Annotated[bool, Public]
    agency: AgencyV1
    contact_type: Code
    source_code: Code
    source_system: Id
    source_ref: Id
    received_at: At
    professional_referrer: Annotated[bool, Public]
    grounds: Screening
    concern: Annotated[tuple[Concern, ...], Sensitivity.SCR]
    immediacy: Annotated[Immediacy | None, Sensitivity.SCR]
    guards_overridden: Annotated[tuple[str, ...], Sensitivity.SCR] = ()
    ssd_flags: Annotated[tuple[ContactFlag, ...], Sensitivity.SCR] = ()


class DecisionChallengedV1(OfChild, type="frontdoor.DecisionChallenged.v1", topic=TOPIC):
    points: Annotated[tuple[str, ...], Sensitivity.SCR]
    challenged_by: Id


class GuardOverriddenV1(OfChild, type="frontdoor.GuardOverridden.v1", topic=TOPIC):
    guard: Code
    reason: Screening
    overridden_by: Id


class OutcomeFeedbackSentV1(OfCase, type="frontdoor.OutcomeFeedbackSent.v1", topic=TOPIC):
    profile: Code
    told: Annotated[bool, Public]
    told_at: At


class ScreeningClosedV1(OfCase, type="frontdoor.ScreeningClosed.v1", topic=TOPIC):
    closed_at: At


class ScreeningEndedV1(OfCase, type="frontdoor.ScreeningEnded.v1", topic=TOPIC):
    """No decision is due any more: the contact is about no child, or another authority has taken it."""

    because: Annotated[Ending, Public]
    reason: Screening
    ended_by: Id
    ended_at: At


class ScreeningReopenedV1(OfCase, type="frontdoor.ScreeningReopened.v1", topic=TOPIC):
    reason: Screening
    reopened_at: At


SAME_FIELDS: dict[type, type[Contract]] = publishing_enquiry.SAME_FIELDS | {
    RagAssigned: RagAssignedV1,
    ManagementDirectionRecorded: ManagementDirectionRecordedV1,
    ThresholdDecisionProposed: ThresholdDecisionProposedV1,
    DecisionChallenged: DecisionChallengedV1,
    GuardOverridden: GuardOverriddenV1,
    ScreeningClosed: ScreeningClosedV1,
    ScreeningEnded: ScreeningEndedV1,
    ScreeningReopened: ScreeningReopenedV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    match recorded.data:
        case ScreeningOpened() as event:
            return [_opened(event)]
        case ThresholdDecisionAuthorised() as event:
            return [_authorised(event)]
        case OutcomeFeedbackSent() as event:
            return [_told(event)]
        case ClarificationMissed() as event:
            return [publishing_enquiry.missed(event)]
        case InformationReceived() as event:
            return [publishing_enquiry.answered(event)]
        case FamilySpokenTo() as event:
            return [publishing_enquiry.spoken_to(event)]
        case event if type(event) in SAME_FIELDS:
            contract = SAME_FIELDS[type(event)]
            return [contract(**{name: getattr(event, name) for name in contract.model_fields})]
        case _:
            return []


def _opened(event: ScreeningOpened) -> ScreeningOpenedV1:
    return ScreeningOpenedV1(
        contact_id=event.contact_id,
        child_ids=event.child_ids,
        contact_type=event.contact.contact_type,
        source_code=event.contact.source_code,
        received_at=event.received_at,
        response_due_at=event.response_due_at,
    )


def _authorised(event: ThresholdDecisionAuthorised) -> ThresholdDecisionAuthorisedV1:
    contact, strategy = event.contact, event.strategy
    return ThresholdDecisionAuthorisedV1(
        contact_id=event.contact_id,
        child_id=event.child_id,
        decision=event.decision,
        need_level=event.need_level,
        manager_rationale=event.manager_rationale,
        plain_reason=event.plain_reason,
        proposed_by=event.proposed_by,
        authorised_by=event.authorised_by,
        decided_at=event.decided_at,
        late=event.late,
        agency=AgencyV1(org_id=contact.agency.org_id, name=contact.agency.name, urn=contact.agency.urn),
        contact_type=contact.contact_type,
        source_code=contact.source_code,
        source_system=contact.source_system,
        source_ref=contact.source_ref,
        received_at=contact.received_at,
        professional_referrer=contact.professional_referrer,
        grounds=strategy.grounds if strategy else "",
        concern=strategy.concern if strategy else (),
        immediacy=strategy.immediacy if strategy else None,
        guards_overridden=event.guards_overridden,
        ssd_flags=event.ssd_flags,
    )


def _told(event: OutcomeFeedbackSent) -> OutcomeFeedbackSentV1:
    return OutcomeFeedbackSentV1(
        contact_id=event.contact_id,
        child_ids=event.child_ids,
        profile=event.profile,
        told=not event.not_told_because,
        told_at=event.told_at,
    )
