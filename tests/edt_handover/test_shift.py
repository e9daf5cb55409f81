"""A shift ends only when nothing owed stays behind with it."""

from dataclasses import replace

import pytest

from edt_handover.codes import OohDecision, Safety, YesNo
from edt_handover.shift.commands import HoldHandoverMeeting, RecordOohDecision, RecordOohVisit
from edt_handover.shift.decider import SHIFT
from edt_handover.shift.events import EdtShiftClosed, HandoverItemEntered
from shared.decider import Conflict

from .people import CLOSES, LUND, OKAFOR, OPENED, PATEL, REYES, may
from .spec import refused, when
from .story import (
    ANSWER,
    CLOSE,
    ENTER_SAFE,
    ENTER_UNKNOWN,
    OPEN,
    SAFE_ITEM,
    UNKNOWN_ITEM,
    publish,
)

VISIT = RecordOohVisit(
    visited_at=may(4, 23),
    children_seen=("child-anon-1",),
    alone=YesNo.N,
    words="",
    conditions="Asleep, warm",
    is_child_safe_now=Safety.Y,
    by=OKAFOR,
    at=may(4, 23, 30),
)
INTERIM = RecordOohDecision(
    contact_id="contact-1",
    child_ids=("child-maisie",),
    decision=OohDecision.NFA,
    rationale="No concern",
    manager_consulted="hos.patel",
    by=LUND,
    at=may(3, 2),
)


def test_a_shift_with_an_item_that_was_not_handed_over_stays_open() -> None:
    assert refused(SHIFT, CLOSE, given=[OPEN, ENTER_SAFE]) == "EDT-01"
    [closed] = when(SHIFT, CLOSE, given=[OPEN, ENTER_SAFE, publish("HI-501")])
    assert isinstance(closed, EdtShiftClosed)
    assert (closed.counts.items, closed.counts.children) == (1, 2)


@pytest.mark.parametrize("safety", [Safety.NOT_KNOWN, Safety.N])
def test_a_child_not_known_to_be_safe_needs_the_manager_on_call(safety: Safety) -> None:
    entered = replace(ENTER_UNKNOWN, item=replace(UNKNOWN_ITEM, is_child_safe_now=safety))
    given = [OPEN, entered, publish("HI-504")]
    assert refused(SHIFT, CLOSE, given=given) == "EDT-01"
    assert when(SHIFT, CLOSE, given=[*given, ANSWER])


def test_nobody_else_answers_for_that_child() -> None:
    assert refused(SHIFT, replace(ANSWER, by=OKAFOR), given=[OPEN, ENTER_UNKNOWN]) == "EDT-01"
    assert refused(SHIFT, replace(ANSWER, by=REYES), given=[OPEN, ENTER_UNKNOWN]) == "EDT-01"
    assert refused(SHIFT, ANSWER, given=[replace(OPEN, manager_on_call="hos.other"), ENTER_UNKNOWN]) == "EDT-01"


def test_a_visit_that_finds_the_child_safe_settles_it() -> None:
    assert when(SHIFT, CLOSE, given=[OPEN, ENTER_UNKNOWN, publish("HI-504"), VISIT])


def test_a_visit_that_finds_the_child_unsafe_takes_the_managers_answer_back() -> None:
    unsafe = replace(VISIT, is_child_safe_now=Safety.N)
    assert refused(SHIFT, CLOSE, given=[OPEN, ENTER_UNKNOWN, ANSWER, publish("HI-504"), unsafe]) == "EDT-01"


def test_a_visit_to_one_of_two_children_settles_nothing_for_the_other() -> None:
    two = replace(ENTER_UNKNOWN, item=replace(UNKNOWN_ITEM, child_ids=("child-anon-1", "child-anon-2")))
    assert refused(SHIFT, CLOSE, given=[OPEN, two, publish("HI-504"), VISIT]) == "EDT-01"


def test_a_visit_is_not_written_down_ahead() -> None:
    assert refused(SHIFT, replace(VISIT, visited_at=may(5, 1)), given=[OPEN]) == "EDT-00"


def test_a_contact_does_not_end_out_of_hours() -> None:
    assert refused(SHIFT, INTERIM, given=[OPEN]) == "EDT-04"


def test_a_misdirected_contact_does() -> None:
    [made] = when(SHIFT, replace(INTERIM, misdirected=True), given=[OPEN])
    assert made.misdirected


def test_an_interim_decision_passes_the_contact_on() -> None:
    assert when(SHIFT, replace(INTERIM, decision=OohDecision.PASS_TO_DAY), given=[OPEN])


def test_what_was_open_comes_along_to_the_next_shift() -> None:
    carried = replace(OPEN, shift_id="EDT-2026-05-02", carried=(SAFE_ITEM, UNKNOWN_ITEM))
    _, *entered = when(SHIFT, carried)
    assert all(isinstance(event, HandoverItemEntered) and event.carried for event in entered)
    assert refused(SHIFT, CLOSE, given=[carried]) == "EDT-01"


def test_an_item_added_meanwhile_is_not_handed_over_unseen() -> None:
    with pytest.raises(Conflict):
        when(SHIFT, publish("HI-501"), given=[OPEN, ENTER_SAFE, ENTER_UNKNOWN])


def test_a_shift_may_hand_over_again_what_came_later() -> None:
    given = [OPEN, ENTER_SAFE, publish("HI-501"), ENTER_UNKNOWN]
    [published] = when(SHIFT, publish("HI-504"), given=given)
    assert published.child_ids == ("child-anon-1",)


def test_a_shift_to_which_nothing_happened_hands_over_nothing() -> None:
    assert when(SHIFT, publish(), given=[OPEN])
    assert refused(SHIFT, publish(), given=[OPEN, publish()]) == "EDT-00"


def test_a_closed_shift_takes_no_item() -> None:
    assert refused(SHIFT, ENTER_SAFE, given=[OPEN, CLOSE]) == "EDT-00"


def test_the_handover_meeting_may_follow_the_close() -> None:
    meeting = HoldHandoverMeeting(
        held_at=may(5, 8, 45), attendees=("fdm.reyes", "edt.lund"), items_discussed=("HI-501",), by=REYES, at=may(5, 9)
    )
    assert when(SHIFT, meeting, given=[OPEN, CLOSE])


def test_a_shift_is_opened_once_and_ends_after_it_begins() -> None:
    assert refused(SHIFT, OPEN, given=[OPEN]) == "EDT-00"
    assert refused(SHIFT, replace(OPEN, opened_at=CLOSES, closes_at=OPENED)) == "EDT-00"


def test_an_answer_is_about_an_item_of_the_shift() -> None:
    assert refused(SHIFT, replace(ANSWER, item_id="HI-999", by=PATEL), given=[OPEN]) == "EDT-00"
