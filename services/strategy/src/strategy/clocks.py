"""Every clock of this service, whichever stream it belongs to."""

from shared.clocks import CancelClock, RebaseClock, StartClock, StopClock
from shared.events import Recorded
from strategy.discussion.clocks import clocks as discussion_clocks
from strategy.s47.clocks import clocks as s47_clocks


def clocks(recorded: Recorded[object]) -> list[StartClock | RebaseClock | StopClock | CancelClock]:
    return discussion_clocks(recorded) + s47_clocks(recorded)
