"""CK_PREP: 14:00 on the last working day before a closure of two or more days (domain brief §3.0).

Each meeting, and each shift that spans such a closure, starts the clock of the next one, so that one is
always running.
"""

from datetime import date, datetime

from edt_handover.deadlines import (
    LONG_CLOSURE_DAYS,
    PREP_BY,
    PREP_REMINDER,
    closed_days_after,
    next_prep_day,
)
from edt_handover.prep.events import PreClosurePrepHeld
from edt_handover.shift.events import EdtShiftOpened
from edt_handover.streams import prep_stream
from shared.clocks import StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import elapsed_fraction, in_london
from shared.working_time.instants import london_moment

HELD = "CK_PREP"


def clocks(recorded: Recorded[object]) -> list[StartClock | StopClock]:
    event = recorded.data
    match event:
        case PreClosurePrepHeld():
            held = StopClock(code=HELD, subject=recorded.stream, at=event.held_at, by_event="PreClosurePrepHeld")
            return [held, _next(event.prep_on, event.held_at)]
        case EdtShiftOpened():
            opened_on = in_london(event.opened_at).date()
            spans_closure = closed_days_after(opened_on) >= LONG_CLOSURE_DAYS
            return [_next(opened_on, event.opened_at)] if spans_closure else []
        case _:
            return []


def _next(after: date, started_at: datetime) -> StartClock:
    prep_on = next_prep_day(after)
    due_at, remind_at = london_moment(prep_on, PREP_BY), london_moment(prep_on, PREP_REMINDER)
    return StartClock(
        code=HELD,
        subject=prep_stream(prep_on),
        started_at=started_at,
        due_at=due_at,
        warnings=(
            Warning(
                fraction=round(elapsed_fraction(started_at, due_at, remind_at), 4),
                at=remind_at,
                tell="FRONT_DOOR_MANAGER",
            ),
        ),
    )
