"""What the rules remember of an escalation, and how each event changes it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from screening.case.facts import Agency
from screening.escalation.events import (
    EscalationAnswered,
    EscalationEvent,
    EscalationMovedUp,
    EscalationRaised,
    EscalationWithdrawn,
)


@dataclass(frozen=True, slots=True)
class NotRaised:
    """Nobody has raised it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Raised, and owed an answer by ``due_at`` from the people of this stage."""

    escalation_id: str
    contact_id: str
    child_ids: tuple[str, ...]
    by_agency: Agency
    raised_by: str
    stage: int
    first_due_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """Answered or withdrawn. It is never opened again: who still disagrees raises another one."""

    how: str


EscalationState = NotRaised | Waiting | Ended


def evolve(state: EscalationState, event: EscalationEvent) -> EscalationState:
    match event:
        case EscalationRaised():
            return Waiting(
                escalation_id=event.escalation_id,
                contact_id=event.contact_id,
                child_ids=event.child_ids,
                by_agency=event.by_agency,
                raised_by=event.raised_by,
                stage=event.stage,
                first_due_at=event.due_at,
                due_at=event.due_at,
            )
        case EscalationMovedUp():
            return replace(state, stage=event.stage, due_at=event.due_at) if isinstance(state, Waiting) else state
        case EscalationAnswered():
            return Ended("answered")
        case EscalationWithdrawn():
            return Ended("withdrawn")
    assert_never(event)
