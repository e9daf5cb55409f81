"""What may be asked of an escalation. ``by`` asks, ``at`` is when; deciders see no other clock."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.commands.asked import Asked
from screening.case.facts import Agency
from screening.codes import Upheld


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseEscalation(Asked):
    """``on_behalf_of`` names the agency's person when the front door writes down what they say.

    ``stage`` is one above the highest that has told this agency no about the decision that stands.
    """

    escalation_id: str
    contact_id: str
    child_ids: tuple[str, ...]
    by_agency: Agency
    words: str
    wants: str
    on_behalf_of: str = ""
    stage: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEscalation(Asked):
    """``decided_by`` is everybody who had a part in the decision, or in telling the agency no about it, as our own
    record has it."""

    upheld: Upheld
    reason: str
    decided_by: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawEscalation(Asked):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEscalationUp(Asked):
    """Nobody answered at ``stage`` before ``due_at``."""

    stage: int
    due_at: datetime


EscalationCommand = RaiseEscalation | AnswerEscalation | WithdrawEscalation | MoveEscalationUp
