"""When a handover is due: vectors over the bank-holiday weekend, and the clocks that each event starts and stops."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from edt_handover.clocks import clocks
from edt_handover.codes import Category, Rag, Side
from edt_handover.deadlines import (
    accept_due,
    follow_up_due,
    inside_one_closure,
    last_working_day_before,
    next_prep_day,
    publish_due,
)
from edt_handover.item.decider import ITEM
from edt_handover.prep.commands import HoldPreClosurePrep
from edt_handover.prep.decider import PRE_CLOSURE_PREP
from edt_handover.shift.decider import SHIFT
from shared.access.actor import SYSTEM
from shared.clocks import RebaseClock, StartClock, StopClock
from shared.events import Meta, Recorded

from .people import CLOSES, LUND, PUBLISHED, may
from .spec import refused, when
from .story import ACCEPT, ACCEPTED, ADD, ENTER_SAFE, FOLLOW_UP, HAND_OVER, HANDED_OVER, OPEN, adding, publish
from .test_item import REJECT


def recorded(event: object, stream: str = "HandoverItem-HI-501") -> Recorded[object]:
    meta = Meta(recorded_at=datetime(2026, 5, 5, 12, tzinfo=UTC), actor=SYSTEM, correlation_id="c", causation_id="c")
    return Recorded(
        position=1,
        stream=stream,
        version=1,
        event_id="e",
        type=type(event).__name__,
        schema_version=1,
        data=event,
        meta=meta,
    )


@pytest.mark.parametrize(
    ("closes_at", "due_at"),
    [(may(5, 8, 30), may(5, 8, 30)), (may(5, 8), may(5, 8, 30)), (may(3, 8), may(3, 8)), (may(5, 17), may(5, 17))],
    ids=["as the day opens", "before it opens", "shift change on Sunday", "shift change in the day"],
)
def test_a_handover_is_published_when_the_day_opens_or_the_shift_changes(closes_at: datetime, due_at: datetime) -> None:
    assert publish_due(closes_at) == due_at


@pytest.mark.parametrize(
    ("published_at", "rag", "due_at"),
    [
        (may(5, 8), Rag.RED, may(5, 9)),
        (may(5, 8), Rag.GREEN, may(5, 10)),
        (may(4, 20), Rag.AMBER, may(5, 10)),
        (may(5, 9, 15), Rag.RED, may(5, 9, 45)),
        (may(5, 18), Rag.RED, may(6, 9)),
    ],
    ids=["red", "green", "on the bank holiday", "published late", "after close"],
)
def test_the_day_accepts_by_ten_red_by_nine(published_at: datetime, rag: Rag, due_at: datetime) -> None:
    assert accept_due(published_at, rag, Side.DAY) == due_at


def test_the_duty_team_accepts_in_the_time_that_the_day_has_from_its_opening() -> None:
    assert accept_due(may(1, 16), Rag.AMBER, Side.EDT) == may(1, 17, 30)
    assert accept_due(may(1, 16), Rag.RED, Side.EDT) == may(1, 16, 30)


def test_the_day_follows_up_by_its_close_the_duty_team_by_when_it_was_asked() -> None:
    assert follow_up_due(may(5, 8), may(5, 13), Side.DAY) == may(5, 17)
    assert follow_up_due(may(1, 16), may(2, 10), Side.EDT) == may(2, 10)
    assert follow_up_due(may(1, 17), None, Side.EDT) == may(5, 8, 30)


def test_the_weekend_is_one_closure_up_to_tuesday_morning() -> None:
    assert inside_one_closure(may(2, 8), may(4, 20))
    assert not inside_one_closure(may(4, 8), may(5, 17))


def test_the_meeting_before_a_closure_is_on_the_last_working_day() -> None:
    assert last_working_day_before(date(2026, 5, 2)) == date(2026, 5, 1)
    assert last_working_day_before(date(2027, 3, 26)) == date(2027, 3, 25)
    assert next_prep_day(date(2026, 5, 1)) == date(2026, 5, 8)
    assert next_prep_day(date(2027, 3, 22)) == date(2027, 3, 25)


def test_a_shift_owes_its_handover_with_a_reminder_half_an_hour_before() -> None:
    [opened] = when(SHIFT, OPEN)
    publishing, _ = clocks(recorded(opened, "EdtShift-x"))
    assert isinstance(publishing, StartClock)
    assert (publishing.code, publishing.due_at) == ("CK_EDT_PUB", CLOSES)
    assert [warning.at for warning in publishing.warnings] == [may(5, 8)]


def test_publishing_meets_it() -> None:
    [published] = when(SHIFT, publish("HI-501"), given=[OPEN, ENTER_SAFE])
    assert clocks(recorded(published)) == [
        StopClock(code="CK_EDT_PUB", subject="HandoverItem-HI-501", at=PUBLISHED, by_event="HandoverPublished")
    ]


def test_an_item_handed_over_is_to_be_accepted_and_followed_up() -> None:
    [published] = when(ITEM, HAND_OVER, given=[ADD])
    accept, follow_up = clocks(recorded(published))
    assert isinstance(accept, StartClock)
    assert isinstance(follow_up, StartClock)
    assert (accept.code, accept.due_at, accept.breach_tells) == ("CK_EDT_ACCEPT", may(5, 9), "FRONT_DOOR_MANAGER")
    assert (follow_up.code, follow_up.due_at) == ("CK_EDT_FU", may(5, 17))
    assert [warning.at for warning in follow_up.warnings] == [may(5, 12, 30)]


def test_information_is_to_be_accepted_only() -> None:
    [published] = when(ITEM, HAND_OVER, given=[adding(category=Category.INFO_ONLY)])
    assert [change.code for change in clocks(recorded(published))] == ["CK_EDT_ACCEPT"]


def test_a_rejection_brings_the_acceptance_forward() -> None:
    [rejected] = when(ITEM, REJECT, given=HANDED_OVER)
    [rebased] = clocks(recorded(rejected))
    assert isinstance(rebased, RebaseClock)
    assert rebased.new_due_at == may(5, 8, 40)


def test_acceptance_and_follow_up_stop_their_clocks() -> None:
    [accepted] = when(ITEM, ACCEPT, given=HANDED_OVER)
    [followed_up] = when(ITEM, FOLLOW_UP, given=ACCEPTED)
    stops = [*clocks(recorded(accepted)), *clocks(recorded(followed_up))]
    assert [(stop.code, getattr(stop, "at", None)) for stop in stops] == [
        ("CK_EDT_ACCEPT", may(5, 8, 50)),
        ("CK_EDT_FU", may(5, 11)),
    ]


PREP = HoldPreClosurePrep(
    closure_from=date(2026, 5, 2),
    closure_to=date(2026, 5, 4),
    held_at=may(1, 14),
    attendees=("fdm.reyes", "cass.tm1", "edt.lund"),
    items=(),
    alerts_reviewed=4,
    by=LUND,
    at=may(1, 14, 30),
)


def test_the_meeting_before_the_weekend_starts_the_clock_of_the_next() -> None:
    [held] = when(PRE_CLOSURE_PREP, PREP)
    stop, start = clocks(recorded(held, "PreClosurePrep-2026-05-01"))
    assert isinstance(stop, StopClock)
    assert isinstance(start, StartClock)
    assert (start.subject, start.due_at) == ("PreClosurePrep-2026-05-08", may(8, 14))
    assert [warning.at for warning in start.warnings] == [may(8, 12)]


def test_a_shift_over_a_weekend_starts_it_too_but_a_night_does_not() -> None:
    [weekend] = when(SHIFT, OPEN)
    [night] = when(SHIFT, replace(OPEN, opened_at=may(5, 17), closes_at=may(6, 8, 30)))
    assert [change.code for change in clocks(recorded(weekend))] == ["CK_EDT_PUB", "CK_PREP"]
    assert [change.code for change in clocks(recorded(night))] == ["CK_EDT_PUB"]


def test_the_meeting_is_held_once_by_both_sides() -> None:
    assert refused(PRE_CLOSURE_PREP, PREP, given=[PREP]) == "EDT-00"
    assert refused(PRE_CLOSURE_PREP, replace(PREP, attendees=("edt.lund",))) == "EDT-00"
