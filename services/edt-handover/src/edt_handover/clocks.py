"""Every clock of this service, whichever stream it belongs to."""

from edt_handover.item.clocks import clocks as item_clocks
from edt_handover.prep.clocks import clocks as prep_clocks
from edt_handover.shift.clocks import clocks as shift_clocks
from shared.clocks import RebaseClock, StartClock, StopClock
from shared.events import Recorded


def clocks(recorded: Recorded[object]) -> list[StartClock | StopClock | RebaseClock]:
    return [*shift_clocks(recorded), *item_clocks(recorded), *prep_clocks(recorded)]
