"""What has happened in an audit. Stored under these names for ever: a change is a new field with a default."""

from dataclasses import dataclass
from datetime import datetime

from screening.audit.facts import Answer, Query, SampledCase
from screening.codes import AuditAnswer, AuditGrade
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

AUDIT_EVENTS = EventCatalogue()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAudit:
    """Which audit: one a dip sample."""

    audit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSampledCase(OfAudit):
    """About one case of the sample: the decision for one child of one contact."""

    case: int
    contact_id: str
    child_id: str


@AUDIT_EVENTS.event("DipSampleDrawn", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class DipSampleDrawn(OfAudit):
    """Drawn by ``seed`` from the ``population`` decisions that stood at ``position``; read until ``closes_at``."""

    question: str
    query: Query
    seed: str
    position: int
    population: int
    cases: tuple[SampledCase, ...]
    child_ids: tuple[str, ...]
    drawn_by: str
    drawn_at: datetime
    closes_at: datetime


@AUDIT_EVENTS.event("AuditCompleted", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCompleted(OfSampledCase):
    grade: AuditGrade
    answers: tuple[Answer, ...]
    own_child: AuditAnswer
    child_at_risk: bool
    summary: str
    audited_by: str
    audited_at: datetime


@AUDIT_EVENTS.event("AuditModerated", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditModerated(OfSampledCase):
    grade: AuditGrade
    grade_changed: bool
    changed_from: AuditGrade
    reason: str
    moderated_by: str
    moderated_at: datetime


@AUDIT_EVENTS.event("AuditActionAgreed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditActionAgreed(OfAudit):
    """``case`` is none for what the whole sample teaches. ``urgent``: a child is at risk, so it is due the same day."""

    action_id: str
    case: int | None
    child_ids: tuple[str, ...]
    what: str
    owner: str
    due_at: datetime
    urgent: bool
    agreed_by: str
    agreed_at: datetime


@AUDIT_EVENTS.event("AuditActionCompleted", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditActionCompleted(OfAudit):
    action_id: str
    child_ids: tuple[str, ...]
    outcome: str
    completed_by: str
    completed_at: datetime
    late: bool


@AUDIT_EVENTS.event("BriefingPublished")
@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPublished(OfAudit):
    """One minute to read: it names nobody, so it says nothing about a person."""

    briefing_id: str
    title: str
    looked_at: str
    good: str
    change: str
    messages: tuple[str, ...]
    standard: str
    published_by: str
    published_at: datetime
    acknowledge_by: datetime


@AUDIT_EVENTS.event("BriefingAcknowledged")
@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingAcknowledged(OfAudit):
    briefing_id: str
    user: str
    acknowledged_at: datetime
    late: bool


AuditEvent = (
    DipSampleDrawn
    | AuditCompleted
    | AuditModerated
    | AuditActionAgreed
    | AuditActionCompleted
    | BriefingPublished
    | BriefingAcknowledged
)
