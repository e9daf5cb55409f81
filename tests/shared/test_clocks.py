"""A clock fires each threshold once, says when it fires late, and is never made longer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clocks import CancelClock, ClockCommand, RebaseClock, StartClock, StopClock, Warning, WithdrawWarning
from shared.clocks.commands import FireClock
from shared.clocks.decider import CLOCK, LATE_AFTER
from shared.clocks.events import ClockBreached, ClockEvent, ClockRebased, ClockStarted, ClockStopped, ClockWarned

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
RED = "CK_RED"
CASE = "Screening-1"


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def started(hours: float = 4) -> StartClock:
    warnings = tuple(
        Warning(fraction=fraction, at=after(hours * fraction), tell="FRONT_DOOR_MANAGER") for fraction in (0.5, 0.75)
    )
    return StartClock(code=RED, subject=CASE, started_at=START, due_at=after(hours), warnings=warnings)


def rebased(hours: float) -> RebaseClock:
    half = Warning(fraction=0.5, at=after(hours / 2), tell="FRONT_DOOR_MANAGER")
    return RebaseClock(code=RED, subject=CASE, reason="Rated again", new_due_at=after(hours), warnings=(half,))


def fired(hours: float) -> FireClock:
    return FireClock(code=RED, subject=CASE, at=after(hours))


def stopped(hours: float) -> StopClock:
    return StopClock(code=RED, subject=CASE, at=after(hours), by_event="ThresholdDecisionAuthorised")


def cancelled(hours: float) -> CancelClock:
    return CancelClock(
        code=RED, subject=CASE, at=after(hours), reason="Wrong child", by="fdm.reyes", by_event="ReferralClosed"
    )


def happens(commands: Sequence[ClockCommand]) -> list[ClockEvent]:
    """Everything that follows from these commands, one after another."""
    state, events = CLOCK.initial, list[ClockEvent]()
    for command in commands:
        decided = CLOCK.decide(command, state)
        state = CLOCK.fold(decided, state)
        events += decided
    return events


def names(events: Sequence[ClockEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_each_threshold_fires_once_however_often_it_is_looked_at() -> None:
    looks = [fired(hours) for hours in (1, 2, 2, 2.5, 3, 3, 4, 4, 5)]
    fractions = [event.fraction for event in happens([started(), *looks]) if isinstance(event, ClockWarned)]
    assert fractions == [0.5, 0.75]
    assert names(happens([started(), *looks])).count("ClockBreached") == 1


def test_nothing_fires_early() -> None:
    assert names(happens([started(), fired(1.999)])) == ["ClockStarted"]


def test_after_a_long_silence_everything_owed_fires_in_order() -> None:
    assert names(happens([started(), fired(9)]))[1:] == ["ClockWarned", "ClockWarned", "ClockBreached"]


@pytest.mark.parametrize(("delay", "late"), [(timedelta(), False), (LATE_AFTER, False), (timedelta(seconds=61), True)])
def test_what_fires_late_says_so_and_says_when_it_was_owed(delay: timedelta, late: bool) -> None:
    look = FireClock(code=RED, subject=CASE, at=after(2) + delay)
    [warned] = [event for event in happens([started(), look]) if isinstance(event, ClockWarned)]
    assert (warned.late, warned.at, warned.fired_at) == (late, after(2), after(2) + delay)


def test_a_running_clock_is_made_shorter_but_never_longer() -> None:
    events = happens([started(4), rebased(6), rebased(4), rebased(2), rebased(3), started(24)])
    assert [event.new_due_at for event in events if isinstance(event, ClockRebased)] == [after(2)]


def test_starting_a_running_clock_again_can_only_bring_it_forward() -> None:
    assert names(happens([started(4), started(2)])) == ["ClockStarted", "ClockRebased"]


def test_a_shorter_clock_warns_at_its_own_thresholds() -> None:
    events = happens([started(4), rebased(2), fired(1)])
    assert [event.at for event in events if isinstance(event, ClockWarned)] == [after(1)]


@pytest.mark.parametrize("end", [stopped(1), cancelled(1)])
def test_a_clock_that_has_ended_never_fires_and_ends_once(end: ClockCommand) -> None:
    assert len(happens([started(), end, fired(3), fired(9), stopped(9), cancelled(9)])) == 2


@pytest.mark.parametrize(("hours", "met"), [(3.9, True), (4, True), (4.1, False)])
def test_a_clock_is_met_up_to_its_deadline(hours: float, met: bool) -> None:
    [end] = [event for event in happens([started(), stopped(hours)]) if isinstance(event, ClockStopped)]
    assert end.met is met


def test_a_breached_clock_can_still_be_stopped_late() -> None:
    assert names(happens([started(), fired(4), stopped(5)]))[-1] == "ClockStopped"


def test_a_breached_clock_gets_no_new_deadline() -> None:
    assert names(happens([started(), fired(5), rebased(3)]))[-1] == "ClockBreached"


def test_what_was_never_started_neither_fires_nor_ends() -> None:
    assert happens([fired(9), stopped(9), cancelled(9), rebased(1)]) == []


def test_a_clock_that_has_ended_can_be_started_afresh() -> None:
    assert names(happens([started(), stopped(1), started(), fired(4)])).count("ClockBreached") == 1


@pytest.mark.parametrize("end", [stopped(1), cancelled(1)])
def test_what_happens_once_is_never_owed_again(end: ClockCommand) -> None:
    assert names(happens([replace(started(), once=True), end, replace(started(), once=True), fired(9)]))[1:] == [
        "ClockStopped" if isinstance(end, StopClock) else "ClockCancelled"
    ]


def withdrawn(fraction: float) -> WithdrawWarning:
    return WithdrawWarning(code=RED, subject=CASE, fraction=fraction, at=after(1), by_event="RhiOffered")


def test_what_was_done_in_time_is_not_warned_of_and_the_rest_stands() -> None:
    events = happens([started(), withdrawn(0.5), withdrawn(0.5), fired(3), fired(4)])
    assert names(events) == ["ClockStarted", "ClockWarningWithdrawn", "ClockWarned", "ClockBreached"]
    assert [event.fraction for event in events if isinstance(event, ClockWarned)] == [0.75]


def test_a_shorter_deadline_brings_no_withdrawn_warning_back() -> None:
    assert names(happens([started(4), withdrawn(0.5), rebased(2), fired(1.5)]))[2:] == ["ClockRebased"]


def test_a_warning_that_was_given_is_not_withdrawn() -> None:
    assert names(happens([started(), fired(2), withdrawn(0.5)]))[1:] == ["ClockWarned"]


HOURS = st.floats(0, 12, allow_nan=False)
COMMANDS = st.lists(
    st.one_of(
        HOURS.map(started),
        st.sampled_from([0.5, 0.75]).map(withdrawn),
        HOURS.map(rebased),
        HOURS.map(fired),
        HOURS.map(stopped),
        HOURS.map(cancelled),
    ),
    max_size=12,
)


@given(COMMANDS)
def test_whatever_is_asked_each_run_breaches_once_at_most_and_its_deadline_only_comes_nearer(
    commands: list[ClockCommand],
) -> None:
    breaches, due = 0, START
    for event in happens(commands):
        match event:
            case ClockStarted():
                breaches, due = 0, event.due_at
            case ClockRebased():
                assert event.new_due_at < due
                due = event.new_due_at
            case ClockBreached():
                breaches += 1
                assert breaches == 1
                assert event.fired_at >= event.at == due
            case _:
                pass
