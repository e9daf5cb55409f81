"""Deadlines on a child's timeline: what other services' clocks tell, folded into bars that the picture
draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from shared.clocks.rows import ClockStatus
from shared.contracts import Reading
from shared.disclosure import Sensitivity
from shared.subscriptions import Message
from timeline.entries.making import fact_id
from timeline.facts import ClockTurn, Fact, Lane, Turn

TOPIC_LANES = {
    "contacts": Lane.CONTACT,
    "threshold-decisions": Lane.SCREENING,
    "strategy-meetings": Lane.STRATEGY,
    "handovers": Lane.OUT_OF_HOURS,
    "notifications": Lane.NOTIFICATIONS,
}
MISSING_CLOCKS = frozenset({"CK_RHI", "CK_MISS3"})
CLASS_OF_LANE = {
    Lane.CONTACT: Sensitivity.SCR,
    Lane.SCREENING: Sensitivity.SCR,
    Lane.STRATEGY: Sensitivity.STR,
    Lane.OUT_OF_HOURS: Sensitivity.EDT,
    Lane.NOTIFICATIONS: Sensitivity.SCR,
    Lane.MISSING: Sensitivity.SCR,
}
"""The class that one must read in full to see the deadlines of a lane: they say what work is being done."""


class ClockSaid(Reading):
    """Any contract of a clock; which of the times it has depends on what happened."""

    code: str
    subject: str
    child_ids: tuple[str, ...] = ()
    started_at: datetime | None = None
    due_at: datetime | None = None
    new_due_at: datetime | None = None
    at: datetime | None = None
    fraction: float = 0
    by_event: str | None = None


TURNS = {
    "frontdoor.ClockStarted.v1": Turn.STARTED,
    "frontdoor.ClockRebased.v1": Turn.REBASED,
    "frontdoor.ClockWarned.v1": Turn.WARNED,
    "frontdoor.ClockBreached.v1": Turn.BREACHED,
    "frontdoor.ClockStopped.v1": Turn.STOPPED,
    "frontdoor.ClockCancelled.v1": Turn.CANCELLED,
}


def clock_turned(message: Message[ClockSaid]) -> list[Fact]:
    """One turn for each child that the clock is about."""
    said, turn = message.data, TURNS[message.type]
    return [
        ClockTurn(
            fact_id=fact_id(message, "clock", child_id),
            child_id=child_id,
            clock=message.meta.stream,
            version=message.meta.version,
            code=said.code,
            lane=Lane.MISSING if said.code in MISSING_CLOCKS else TOPIC_LANES[message.topic],
            turn=turn,
            at=said.started_at or said.at or message.meta.recorded_at,
            known_at=message.meta.recorded_at,
            due_at=said.new_due_at or said.due_at,
            fraction=said.fraction,
            ended_by=said.by_event if turn is Turn.CANCELLED else None,
        )
        for child_id in said.child_ids
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One run of one clock, as the pages' clock macro also reads it. Without ``stopped_at`` it still runs."""

    code: str
    lane: Lane
    started_at: datetime
    due_at: datetime
    status: ClockStatus = "RUNNING"
    warned_fraction: float = 0
    stopped_at: datetime | None = None
    ended_by: str | None = None


def bars_of(turns: Iterable[ClockTurn]) -> list[Bar]:
    """The runs that these turns make, in order of start.

    The order in which the turns arrived does not matter.
    """
    ordered = sorted(
        {(turn.clock, turn.version): turn for turn in turns}.values(),
        key=lambda turn: (turn.clock, turn.version),
    )
    bars: list[Bar] = []
    for _, of_one_clock in groupby(ordered, key=lambda turn: turn.clock):
        bars += _runs(list(of_one_clock))
    return sorted(bars, key=lambda bar: (bar.started_at, bar.due_at, bar.code))


def _runs(turns: Sequence[ClockTurn]) -> list[Bar]:
    runs: list[Bar] = []
    for turn in turns:
        if turn.turn is Turn.STARTED and turn.due_at:
            runs.append(Bar(code=turn.code, lane=turn.lane, started_at=turn.at, due_at=turn.due_at))
        elif runs and runs[-1].stopped_at is None:
            runs[-1] = _after(runs[-1], turn)
    return runs


def _after(bar: Bar, turn: ClockTurn) -> Bar:
    match turn.turn:
        case Turn.REBASED:
            return replace(bar, due_at=turn.due_at or bar.due_at, status="RUNNING")
        case Turn.WARNED:
            return replace(bar, warned_fraction=turn.fraction)
        case Turn.BREACHED:
            return replace(bar, status="BREACHED")
        case Turn.STOPPED:
            met = turn.at <= bar.due_at
            return replace(bar, status="MET" if met else "MET_LATE", stopped_at=turn.at)
        case Turn.CANCELLED:
            return replace(bar, status="CANCELLED", stopped_at=turn.at, ended_by=turn.ended_by)
        case Turn.STARTED:
            return bar
