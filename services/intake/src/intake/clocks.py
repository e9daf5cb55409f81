"""The clocks that intake owns: the return home interview after a missing episode (domain brief §3.0, CK_RHI)."""

from collections.abc import Sequence

from intake.events import MissingEpisodeClosed
from shared.clocks import ClockCommand, StartClock, Warning
from shared.events import Recorded
from shared.working_time import elapsed, fraction_of

RETURN_INTERVIEW_HOURS = 72


def clocks(recorded: Recorded[object]) -> Sequence[ClockCommand]:
    """An independent interview within 72 elapsed hours of the return, whatever day it is."""
    match recorded.data:
        case MissingEpisodeClosed(occurred_at=found_at, received_at=received_at) as event:
            start = found_at or received_at
            due = elapsed(start, hours=RETURN_INTERVIEW_HOURS)
            thresholds = ((0.33, "MISSING_COORDINATOR"), (0.67, "FRONT_DOOR_MANAGER"))
            return [
                StartClock(
                    code="CK_RHI",
                    subject=recorded.stream,
                    child_ids=(event.child_id,),
                    started_at=start,
                    due_at=due,
                    warnings=tuple(
                        Warning(fraction=part, at=fraction_of(start, due, part), tell=role) for part, role in thresholds
                    ),
                )
            ]
        case _:
            return []
