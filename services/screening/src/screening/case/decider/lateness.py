"""What came late, and whether a manager has said why. Pure: each clock of a case as a deadline that the rules remember.

Late completion needs a reason (clock register, §3.0); no deadline is ever moved for it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from screening.case.deadlines import CLOCK_OF_RAG, feedback_due
from screening.case.events import (
    BreachReasonRecorded,
    ClarificationReceived,
    ClarificationRequested,
    Event,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    ManagementDirectionRecorded,
    OutcomeFeedbackSent,
    RagAssigned,
    ScreeningReopened,
    ThresholdDecisionAuthorised,
    Urgent,
)
from screening.case.facts import ClockOf
from screening.case.state import Case
from screening.streams import screening_of


def measured(before: Case, event: Event, after: Case) -> Case:
    """The case after the event, with what the event started, ended in time or ended late."""
    subject = screening_of(before.contact.contact_id)
    if isinstance(event, Urgent):
        triage = ClockOf("CK_TRIAGE", subject)
        sooner = event.urgent_until is not None and triage in before.owed
        return _started(after, triage, event.urgent_until) if sooner else after
    match event:
        case ScreeningReopened():
            return _started(after, ClockOf("CK_TRIAGE", subject), event.triage_due_at)
        case RagAssigned() if event.completes_triage:
            return _ended(after, ClockOf("CK_TRIAGE", subject), event.assigned_at)
        case ManagementDirectionRecorded() if event.completes_triage:
            return _ended(after, ClockOf("CK_TRIAGE", subject), event.directed_at)
        case ClarificationRequested():
            return _started(after, ClockOf("CK_CLARIFY", subject), event.answer_due_at)
        case ClarificationReceived():
            return _ended(after, ClockOf("CK_CLARIFY", subject), event.answered_at)
        case InformationRequested():
            return _started(after, ClockOf("CK_PARTNER", f"{subject}/{event.agency}"), event.answer_due_at)
        case InformationReceived() | InformationDeclined():
            return _ended(after, ClockOf("CK_PARTNER", f"{subject}/{event.agency}"), event.answered_at)
        case OutcomeFeedbackSent() if event.complete:
            return _ended(after, ClockOf("CK_FEEDBACK", subject), event.told_at)
        case ThresholdDecisionAuthorised():
            return _decided(before, event, after, subject)
        case BreachReasonRecorded():
            clock = ClockOf(event.code, event.subject)
            return replace(after, late=after.late - {clock}, explained=after.explained | {clock})
        case _:
            return after


def unexplained(case: Case, at: datetime) -> list[ClockOf]:
    """What was done late, or is overdue now, without a manager's reason."""
    overdue = {clock for clock, due_at in case.owed.items() if due_at < at and clock.code != "CK_TRIAGE"}
    return sorted((case.late | overdue) - case.explained)


def _started(case: Case, clock: ClockOf, due_at: datetime | None) -> Case:
    if due_at is None:
        return case
    running = case.owed.get(clock)
    owed: Mapping[ClockOf, datetime] = {**case.owed, clock: min(due_at, running or due_at)}
    return replace(case, owed=owed, explained=case.explained - {clock})


def _ended(case: Case, clock: ClockOf, at: datetime) -> Case:
    owed = dict(case.owed)
    due_at = owed.pop(clock, None)
    late = due_at is not None and at > due_at and clock not in case.explained
    return replace(case, owed=owed, late=case.late | {clock} if late else case.late)


def _decided(before: Case, event: ThresholdDecisionAuthorised, after: Case, subject: str) -> Case:
    """A decision that protects is never held up for the reason why it is late, so the reason may still be owed."""
    late: set[ClockOf] = set()
    child = before.find(event.child_id)
    response_due_at = child.response_due_at if child is not None and child.decision is None else None
    if response_due_at is not None and event.decided_at > response_due_at:
        late.add(ClockOf("CK_1WD", subject))
    due_at, rag = before.decision_due_at, before.clock_rag
    if due_at is not None and rag is not None and event.decided_at > due_at and not event.decision.holds:
        late.add(ClockOf(CLOCK_OF_RAG[rag], subject))
    if event.late_reason is not None:
        after = replace(after, explained=after.explained | late)
    elif event.late:
        after = replace(after, late=after.late | late - after.explained)
    if not event.contact.professional_referrer or event.decision.holds:
        return after
    return _started(after, ClockOf("CK_FEEDBACK", subject), feedback_due(event.decided_at))
