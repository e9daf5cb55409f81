"""What assurance lets the other services read: that an audit was made and how it ended; no finding in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from screening.audit.events import (
    AuditActionAgreed,
    AuditActionCompleted,
    AuditCompleted,
    AuditModerated,
    BriefingAcknowledged,
    BriefingPublished,
    DipSampleDrawn,
)
from screening.codes import AuditGrade
from screening.streams import TOPIC
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded

Public, Screening = Sensitivity.PUBLIC, Sensitivity.SCR
Id = Annotated[str, Public]
At = Annotated[datetime, Public]
Ids = Annotated[tuple[str, ...], Public]
Grade = Annotated[AuditGrade, Screening]


class DipSampleDrawnV1(Contract, type="frontdoor.DipSampleDrawn.v1", topic=TOPIC):
    """``child_ids`` are the sampled children, whose record auditors may read until ``closes_at``."""

    audit_id: Id
    question: Annotated[str, Screening]
    child_ids: Ids
    drawn_at: At
    closes_at: At


class AuditCompletedV1(Contract, type="frontdoor.AuditCompleted.v1", topic=TOPIC):
    audit_id: Id
    case: Annotated[int, Public]
    contact_id: Id
    child_id: Id
    grade: Grade
    child_at_risk: Annotated[bool, Screening]
    summary: Annotated[str, Screening]
    audited_at: At


class AuditModeratedV1(Contract, type="frontdoor.AuditModerated.v1", topic=TOPIC):
    audit_id: Id
    case: Annotated[int, Public]
    contact_id: Id
    child_id: Id
    grade: Grade
    grade_changed: Annotated[bool, Screening]
    moderated_at: At


class AuditActionAgreedV1(Contract, type="frontdoor.AuditActionAgreed.v1", topic=TOPIC):
    audit_id: Id
    action_id: Id
    child_ids: Ids
    what: Annotated[str, Screening]
    owner: Annotated[str, Screening]
    due_at: At
    urgent: Annotated[bool, Screening]


class AuditActionCompletedV1(Contract, type="frontdoor.AuditActionCompleted.v1", topic=TOPIC):
    audit_id: Id
    action_id: Id
    child_ids: Ids
    completed_at: At
    late: Annotated[bool, Public]


class BriefingPublishedV1(Contract, type="frontdoor.BriefingPublished.v1", topic=TOPIC):
    """Names nobody."""

    audit_id: Id
    briefing_id: Id
    title: Annotated[str, Public]
    messages: Annotated[tuple[str, ...], Public]
    published_at: At
    acknowledge_by: At


class BriefingAcknowledgedV1(Contract, type="frontdoor.BriefingAcknowledged.v1", topic=TOPIC):
    audit_id: Id
    briefing_id: Id
    user: Id
    acknowledged_at: At
    late: Annotated[bool, Public]


SAME_FIELDS: dict[type, type[Contract]] = {
    DipSampleDrawn: DipSampleDrawnV1,
    AuditCompleted: AuditCompletedV1,
    AuditModerated: AuditModeratedV1,
    AuditActionAgreed: AuditActionAgreedV1,
    AuditActionCompleted: AuditActionCompletedV1,
    BriefingPublished: BriefingPublishedV1,
    BriefingAcknowledged: BriefingAcknowledgedV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contract of an audit's event: its fields, less those that stay inside."""
    contract = SAME_FIELDS.get(type(recorded.data))
    if contract is None:
        return []
    return [contract(**{name: getattr(recorded.data, name) for name in contract.model_fields})]
