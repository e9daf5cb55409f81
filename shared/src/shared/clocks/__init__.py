"""Durable deadlines: a deadline is a row and an event stream, never a timer in memory."""

from shared.clocks.commands import CancelClock as CancelClock
from shared.clocks.commands import ClockCommand as ClockCommand
from shared.clocks.commands import RebaseClock as RebaseClock
from shared.clocks.commands import StartClock as StartClock
from shared.clocks.commands import StopClock as StopClock
from shared.clocks.commands import Warning as Warning
from shared.clocks.commands import WithdrawWarning as WithdrawWarning
from shared.clocks.rows import ClockView as ClockView
from shared.clocks.rows import clocks_of as clocks_of
from shared.clocks.rows import clocks_running as clocks_running
