"""What screening reads of a clock that was moved, warned, ran out or ended, whichever service's it is."""

from datetime import datetime

from shared.contracts import Reading


class ClockRebased(Reading):
    code: str
    subject: str
    new_due_at: datetime


class ClockFired(Reading):
    """A clock warned or ran out. ``subject`` is the stream that it is about."""

    code: str
    subject: str
    child_ids: tuple[str, ...] = ()
    tell: str
    fired_at: datetime
    late: bool


class ClockWarned(ClockFired):
    fraction: float
    due_at: datetime | None = None


class ClockBreached(ClockFired):
    """``at`` is the deadline."""

    at: datetime


class ClockEnded(Reading):
    """Stopped or cancelled."""

    code: str
    subject: str
    at: datetime
