"""What may be asked of a clock. A service's ``clocks.py`` answers its own events with these."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:
    """A threshold before the deadline: what fraction of the time has gone, at which instant, and which role is told."""

    fraction: float
    at: datetime
    tell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock:
    """Starts the clock ``code`` for ``subject`` (a stream). A running clock is only ever made shorter by it.

    ``once``: what it waits for happens once. A clock that has been stopped or cancelled stays so.
    """

    code: str
    subject: str
    started_at: datetime
    due_at: datetime
    child_ids: tuple[str, ...] = ()
    warnings: tuple[Warning, ...] = ()
    breach_tells: str = "HEAD_OF_SERVICE"
    policy_version: str = "2026-05"
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseClock:
    """Brings a running deadline forward. A later ``new_due_at`` changes nothing: no clock is ever lengthened."""

    code: str
    subject: str
    reason: str
    new_due_at: datetime
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawWarning:
    """What the warning at ``fraction`` would have asked about has been done, at ``at``. The deadline stands."""

    code: str
    subject: str
    fraction: float
    at: datetime
    by_event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopClock:
    """What the clock waited for has happened, at ``at``."""

    code: str
    subject: str
    at: datetime
    by_event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelClock:
    """What the clock waited for need not happen any more, for the reason of the event that says so (decision 34)."""

    code: str
    subject: str
    at: datetime
    reason: str
    by: str
    by_event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FireClock:
    """The scheduler looks at the clock at ``at``: whatever threshold has passed is due now."""

    code: str
    subject: str
    at: datetime


_CLOCK = "Clock-"

ClockCommand = StartClock | RebaseClock | WithdrawWarning | StopClock | CancelClock | FireClock


def clock_stream(command: ClockCommand) -> str:
    """The stream of the clock that a command is about: one a code and subject."""
    return f"{_CLOCK}{command.code}-{command.subject}"


def is_clock(stream: str) -> bool:
    """Whether this is the stream of a clock."""
    return stream.startswith(_CLOCK)
