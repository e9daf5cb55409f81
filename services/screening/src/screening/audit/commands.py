"""What may be asked of an audit. ``by`` asks, ``at`` is when; deciders see no other clock."""

from dataclasses import dataclass, field
from datetime import date

from screening.audit.facts import Action, Answer, Decided, Query
from screening.case.commands.asked import Asked
from screening.codes import AuditAnswer, AuditGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectDipSample(Asked):
    """``population`` is our own record's, up to ``position``; without ``seed`` the audit's own id is the seed."""

    audit_id: str
    question: str
    query: Query
    seed: str
    population: tuple[Decided, ...]
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAudit(Asked):
    """``own_child``: would this satisfy you for your own child? ``action`` is asked for when a child is at risk."""

    case: int
    grade: AuditGrade
    answers: tuple[Answer, ...]
    own_child: AuditAnswer
    child_at_risk: bool
    summary: str
    action_id: str
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerateAudit(Asked):
    """Another auditor reads the same case and grades it; the grade that they give is the one that counts."""

    case: int
    grade: AuditGrade
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAuditAction(Asked):
    action_id: str
    action: Action
    case: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAuditAction(Asked):
    action_id: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOneMinuteBriefing(Asked):
    """``names`` and ``birthdays`` are those of the sampled children: none of them may stand in the words."""

    briefing_id: str
    title: str
    looked_at: str
    good: str
    change: str
    messages: tuple[str, ...]
    standard: str
    names: tuple[str, ...] = field(repr=False)
    birthdays: tuple[date, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeBriefing(Asked):
    briefing_id: str


AuditCommand = (
    SelectDipSample
    | RecordAudit
    | ModerateAudit
    | AgreeAuditAction
    | CompleteAuditAction
    | PublishOneMinuteBriefing
    | AcknowledgeBriefing
)
