"""What happens to a clock. Each threshold fires once; one that fires late says so."""

from dataclasses import dataclass
from datetime import datetime

from shared.clocks.commands import Warning
from shared.events import EventCatalogue

CLOCK_EVENTS = EventCatalogue()


@CLOCK_EVENTS.event("ClockStarted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted:
    code: str
    subject: str
    child_ids: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    warnings: tuple[Warning, ...]
    breach_tells: str
    policy_version: str


@CLOCK_EVENTS.event("ClockRebased")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRebased:
    code: str
    subject: str
    child_ids: tuple[str, ...]
    reason: str
    new_due_at: datetime
    warnings: tuple[Warning, ...]


@CLOCK_EVENTS.event("ClockWarningWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWarningWithdrawn:
    """Nobody need be warned at ``fraction``: what that warning would have asked about was done at ``at``."""

    code: str
    subject: str
    child_ids: tuple[str, ...]
    fraction: float
    at: datetime
    by_event: str


@CLOCK_EVENTS.event("ClockWarned")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWarned:
    """``at`` is when the warning was owed, ``fired_at`` when it was given, ``due_at`` what it warns of."""

    code: str
    subject: str
    child_ids: tuple[str, ...]
    fraction: float
    tell: str
    at: datetime
    fired_at: datetime
    late: bool
    due_at: datetime | None = None


@CLOCK_EVENTS.event("ClockBreached")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreached:
    """``at`` is the deadline, ``fired_at`` when the breach was raised."""

    code: str
    subject: str
    child_ids: tuple[str, ...]
    tell: str
    at: datetime
    fired_at: datetime
    late: bool


@CLOCK_EVENTS.event("ClockStopped")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped:
    code: str
    subject: str
    child_ids: tuple[str, ...]
    at: datetime
    by_event: str
    due_at: datetime
    met: bool


@CLOCK_EVENTS.event("ClockCancelled")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCancelled:
    """``by_event``: the event that ended what it waited for; None in what was cancelled before that was kept."""

    code: str
    subject: str
    child_ids: tuple[str, ...]
    at: datetime
    reason: str
    by: str
    by_event: str | None = None


ClockEvent = (
    ClockStarted | ClockRebased | ClockWarningWithdrawn | ClockWarned | ClockBreached | ClockStopped | ClockCancelled
)
