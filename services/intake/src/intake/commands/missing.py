"""What is asked of a missing child's contact: the return, the interview, the pattern."""

from dataclasses import dataclass
from datetime import datetime

from intake.commands.asked import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChildReturned(Asked):
    """A carer says that the child is back, before or without the police saying so."""

    found_at: datetime
    found_how: str
    prevention_interview_done: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderMissingPattern(Asked):
    """Whether a strategy discussion is needed after the third missing episode."""

    strategy_discussion: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReturnInterview(Asked):
    offered_at: datetime
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteReturnInterview(Asked):
    """The interview after a missing episode, by somebody independent of the child's placement."""

    completed_at: datetime
    accepted: bool
    interviewer_independent: bool
    harm_disclosed: bool
    child_words: str
    push_factors: tuple[str, ...] = ()
    pull_factors: tuple[str, ...] = ()
    where_with_whom: str = ""
    safety_needs: str = ""
    shared_with_plan_owner_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReturnInterview(Asked):
    reason: str
    alternative: str
