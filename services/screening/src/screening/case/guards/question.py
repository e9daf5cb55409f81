"""What a guard is asked, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from screening.case.events import GuardOverridden, ThresholdDecisionProposed
from screening.case.facts import KnownOfChild
from screening.case.state import Case, Child
from screening.codes import Decision
from shared.access.actor import Actor, Role

MANAGERS = frozenset({Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this decision be made for this child? ``asked_by`` is unknown when a page asks what is missing.

    ``known`` is what our own record holds of the child at this moment, where whoever asks has looked it up. ``spent``
    are overrides that were given for an earlier decision.
    """

    case: Case
    child: Child
    decision: Decision
    proposal: ThresholdDecisionProposed | None = None
    asked_by: Actor | None = None
    at: datetime | None = None
    authorising: bool = False
    known: KnownOfChild | None = None
    spent: tuple[GuardOverridden, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What a guard wants, in words, and the form where it is given (``field`` within it)."""

    reason: str
    form: str
    field: str | None = None


Guard = Callable[[Question], Missing | None]
