"""Every clock of this service, whichever stream it belongs to."""

from screening.case.clocks import clocks as case_clocks
from screening.early_help.clocks import clocks as early_help_clocks
from screening.escalation.clocks import clocks as escalation_clocks
from screening.referral.clocks import clocks as referral_clocks
from shared.clocks import ClockCommand
from shared.events import Recorded


def clocks(recorded: Recorded[object]) -> list[ClockCommand]:
    """What this event starts and stops. Pure; carried out in the same transaction."""
    every = (case_clocks, escalation_clocks, referral_clocks, early_help_clocks)
    return [command for clocks_of in every for command in clocks_of(recorded)]
