"""A threshold of a clock that has fired, whichever service's clock it is: what the list of alerts keeps a row of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screening import clock_readings
from shared.clocks.events import ClockBreached, ClockWarned

BREACH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """Of our own clocks we have the event, of the others' the contract: both say the same."""

    code: str
    subject: str
    child_ids: Sequence[str]
    tell: str
    fraction: float
    due_at: datetime | None
    fired_at: datetime
    late: bool


def warning_of(said: ClockWarned | clock_readings.ClockWarned) -> Fired:
    return _fired(said, said.fraction, said.due_at)


def breach_of(said: ClockBreached | clock_readings.ClockBreached) -> Fired:
    return _fired(said, BREACH, said.at)


def _fired(
    said: ClockWarned | clock_readings.ClockWarned | ClockBreached | clock_readings.ClockBreached,
    fraction: float,
    due_at: datetime | None,
) -> Fired:
    return Fired(
        code=said.code,
        subject=said.subject,
        child_ids=said.child_ids,
        tell=said.tell,
        fraction=fraction,
        due_at=due_at,
        fired_at=said.fired_at,
        late=said.late,
    )
