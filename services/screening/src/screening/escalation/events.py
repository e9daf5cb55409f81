"""What has happened in an escalation. Stored under these names for ever: a change is a new field with a default."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.facts import Agency
from screening.codes import Upheld
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

ESCALATION_EVENTS = EventCatalogue()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEscalation:
    """Which escalation, about which contact and children, and whose it is."""

    escalation_id: str
    contact_id: str
    child_ids: tuple[str, ...]
    by_agency: Agency


@ESCALATION_EVENTS.event("EscalationRaised", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRaised(OfEscalation):
    """``tier`` is who owes the answer by ``due_at``; ``wants`` what the agency thinks should happen instead."""

    words: str
    wants: str
    raised_by: str
    raised_by_name: str
    on_behalf_of: str
    stage: int
    tier: str
    raised_at: datetime
    due_at: datetime


@ESCALATION_EVENTS.event("EscalationMovedUp")
@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationMovedUp(OfEscalation):
    """Nobody answered by ``counted_from``, so it is the next tier's, whose time runs from there."""

    from_stage: int
    stage: int
    tier: str
    counted_from: datetime
    moved_at: datetime
    due_at: datetime


@ESCALATION_EVENTS.event("EscalationAnswered", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationAnswered(OfEscalation):
    """``reason`` is written for the agency and holds nobody else's data."""

    stage: int
    upheld: Upheld
    reason: str
    answered_by: str
    answered_at: datetime
    late: bool


@ESCALATION_EVENTS.event("EscalationWithdrawn", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationWithdrawn(OfEscalation):
    stage: int
    reason: str
    withdrawn_by: str
    withdrawn_at: datetime


EscalationEvent = EscalationRaised | EscalationMovedUp | EscalationAnswered | EscalationWithdrawn
