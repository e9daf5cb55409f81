"""A threshold of a clock that has fired, whichever service's clock it is: what the list of alerts keeps a row of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clocks.events import ClockBreached, ClockWarned

BREACH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """A threshold that fired, of whichever service's clock."""

    code: str
    subject: str
    child_ids: Sequence[str]
    tell: str
    fraction: float
    due_at: datetime | None
    fired_at: datetime
    late: bool


def warning_of(event: ClockWarned) -> Fired:
    return Fired(
        code=event.code,
        subject=event.subject,
        child_ids=event.child_ids,
        tell=event.tell,
        fraction=event.fraction,
        due_at=event.due_at,
        fired_at=event.fired_at,
        late=event.late,
    )


def breach_of(event: ClockBreached) -> Fired:
    return Fired(
        code=event.code,
        subject=event.subject,
        child_ids=event.child_ids,
        tell=event.tell,
        fraction=BREACH,
        due_at=event.at,
        fired_at=event.fired_at,
        late=event.late,
    )
