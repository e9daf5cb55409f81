"""When strategy work is due: the brief's vectors, and the clocks that each event starts and stops."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shared.access.actor import SYSTEM
from shared.clocks import CancelClock, RebaseClock, StartClock, StopClock
from shared.events import Meta, Recorded
from strategy.clocks import clocks
from strategy.codes import Immediacy, S47Outcome, YesNo
from strategy.deadlines import icpc_due_on
from strategy.discussion.commands import DeclineStrategyRequest
from strategy.discussion.decider import DISCUSSION
from strategy.s47.decider import S47

from .people import HELD, LUND, SUNDAY_3, may
from .spec import when
from .story import (
    ATTENDANCE,
    BASIS,
    CHAIR,
    CONVENE,
    DECIDED,
    DECISION,
    FINALISE,
    MEET_AGAIN,
    OUTCOME,
    REQUEST,
    SEEN,
    SERGEANT,
    START,
    attended,
)

STREAM = "StrategyDiscussion-SD-9102"


def started_and_stopped(event: object, stream: str = STREAM) -> list[object]:
    meta = Meta(recorded_at=datetime(2026, 5, 3, 15, tzinfo=UTC), actor=SYSTEM, correlation_id="c", causation_id="c")
    recorded = Recorded(
        position=1,
        stream=stream,
        version=1,
        event_id="e",
        type=type(event).__name__,
        schema_version=1,
        data=event,
        meta=meta,
    )
    return list(clocks(recorded))


@pytest.mark.parametrize(
    ("start_on", "due_on"),
    [
        (date(2026, 5, 3), date(2026, 5, 26)),
        (date(2026, 5, 1), date(2026, 5, 26)),
        (date(2026, 12, 23), date(2027, 1, 18)),
    ],
)
def test_the_conference_is_due_15_working_days_after_the_discussion(start_on: date, due_on: date) -> None:
    assert icpc_due_on(start_on) == due_on


def test_a_request_starts_the_time_to_the_discussion_with_its_warnings() -> None:
    [met] = when(DISCUSSION, REQUEST)
    [clock] = started_and_stopped(met)
    assert isinstance(clock, StartClock)
    assert (clock.code, clock.started_at, clock.due_at) == ("CK_STRAT", SUNDAY_3, may(5, 17))
    assert [(warning.fraction, warning.tell) for warning in clock.warnings] == [
        (0.5, "CHAIR"),
        (0.8, "SERVICE_MANAGER"),
    ]
    assert clock.breach_tells == "HEAD_OF_SERVICE"


def test_more_urgency_brings_it_forward() -> None:
    [hastened] = when(DISCUSSION, replace(REQUEST, immediacy=Immediacy.SAME_DAY), given=[REQUEST])
    [rebased] = started_and_stopped(hastened)
    assert isinstance(rebased, RebaseClock)
    assert rebased.new_due_at < may(5, 17)


def test_declining_ends_it_with_the_managers_reason() -> None:
    declining = DeclineStrategyRequest(rationale="Police visit first", by=LUND, at=SUNDAY_3)
    [declined] = when(DISCUSSION, declining, given=[REQUEST])
    [cancelled] = started_and_stopped(declined)
    assert isinstance(cancelled, CancelClock)
    assert (cancelled.reason, cancelled.by) == ("Police visit first", "edt.lund")


def test_a_discussion_that_was_held_meets_it_and_owes_its_record() -> None:
    [convened] = when(DISCUSSION, CONVENE, given=[REQUEST])
    stop, record = started_and_stopped(convened)
    assert stop == StopClock(code="CK_STRAT", subject=STREAM, at=HELD, by_event="StrategyDiscussionConvened")
    assert isinstance(record, StartClock)
    assert (record.code, record.due_at) == ("CK_STRAT_REC", may(5, 17))


def test_a_discussion_that_is_only_planned_does_not_until_people_came() -> None:
    planned = replace(CONVENE, held_at=may(3, 14))
    [convened] = when(DISCUSSION, planned, given=[REQUEST])
    assert started_and_stopped(convened) == []
    [came] = when(DISCUSSION, replace(ATTENDANCE, at=may(3, 15)), given=[REQUEST, planned])
    stop, _ = started_and_stopped(came)
    assert isinstance(stop, StopClock)
    assert stop.at == may(3, 14)


def test_a_provisional_decision_owes_another_discussion_within_a_working_day() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, SERGEANT)]
    *_, review = when(DISCUSSION, replace(DECISION, provisional=True), given=given)
    [clock] = started_and_stopped(review)
    assert isinstance(clock, StartClock)
    assert (clock.code, clock.due_at) == ("CK_STRAT", may(5, 17))


def test_the_final_record_meets_its_deadline() -> None:
    [final] = when(DISCUSSION, FINALISE, given=[*DECIDED, MEET_AGAIN])
    [stop] = started_and_stopped(final)
    assert isinstance(stop, StopClock)
    assert (stop.code, stop.at) == ("CK_STRAT_REC", may(3, 15, 20))


def test_an_enquiry_is_to_see_the_child_in_24_hours_and_to_hold_its_conference_in_15_working_days() -> None:
    [started] = when(S47, START)
    seen, icpc = started_and_stopped(started, "S47-5521")
    assert isinstance(seen, StartClock)
    assert isinstance(icpc, StartClock)
    assert (seen.code, seen.due_at) == ("CK_S47_SEEN", may(4, 11))
    assert (icpc.code, icpc.due_at) == ("CK_ICPC", may(26, 23, 59).replace(second=59))
    assert [(warning.fraction, warning.tell) for warning in icpc.warnings] == [
        (0.33, "TEAM_MANAGER"),
        (0.67, "SERVICE_MANAGER"),
    ]


def test_an_enquiry_ahead_of_its_discussion_brings_that_to_within_24_hours() -> None:
    ahead = replace(START, basis=replace(BASIS, held_at=None, decision=None), urgent_because="Injury", at=SUNDAY_3)
    [started] = when(S47, ahead)
    *_, rebased = started_and_stopped(started, "S47-5521")
    assert isinstance(rebased, RebaseClock)
    assert (rebased.subject, rebased.new_due_at) == (STREAM, may(4, 3))


def test_seeing_the_child_and_the_conference_meet_their_deadlines() -> None:
    [seen] = when(S47, SEEN, given=[START])
    [stop] = started_and_stopped(seen, "S47-5521")
    assert isinstance(stop, StopClock)
    assert (stop.code, stop.at) == ("CK_S47_SEEN", may(3, 14))


def test_an_outcome_without_conference_ends_its_clock_with_the_reason() -> None:
    unfounded = replace(OUTCOME, harm_substantiated=YesNo.N, outcome=S47Outcome.NFA)
    *_, not_required = when(S47, unfounded, given=[START, SEEN])
    [cancelled] = started_and_stopped(not_required, "S47-5521")
    assert isinstance(cancelled, CancelClock)
    assert (cancelled.code, cancelled.by) == ("CK_ICPC", "cass.tm1")
