"""The record: actions with owner and time, final only when nothing that was owed to it is missing."""

from dataclasses import replace

from strategy.codes import ActionOutcome, YesNo
from strategy.discussion.commands import CompleteAction, Reconvene, ScheduleReview
from strategy.discussion.decider import DISCUSSION

from .people import ADEYEMI, LUND, WRITTEN, may
from .spec import refused, when
from .story import (
    CHAIR,
    CONVENE,
    DECIDED,
    DECISION,
    DISCUSSED,
    FINALISE,
    INVITEES,
    MEET_AGAIN,
    PAEDIATRICIAN,
    REQUEST,
    SCHOOL_CLOSED,
    SERGEANT,
    attended,
)

DONE = CompleteAction(action_id="action-2", by=LUND, at=may(5, 11))


def test_an_action_has_a_named_owner() -> None:
    assert refused(DISCUSSION, replace(MEET_AGAIN, owner=None), given=DECIDED) == "STR-12"
    assert refused(DISCUSSION, replace(MEET_AGAIN, owner=" "), given=DECIDED) == "STR-12"


def test_an_action_has_a_time() -> None:
    assert refused(DISCUSSION, replace(MEET_AGAIN, due_at=None), given=DECIDED) == "STR-12"


def test_an_action_is_done_once() -> None:
    assert when(DISCUSSION, DONE, given=[*DECIDED, MEET_AGAIN])
    assert when(DISCUSSION, DONE, given=[*DECIDED, MEET_AGAIN, DONE]) == []


def test_an_action_is_handed_over_to_a_named_person_only() -> None:
    handing_over = replace(DONE, outcome=ActionOutcome.TRANSFERRED)
    assert refused(DISCUSSION, handing_over, given=[*DECIDED, MEET_AGAIN]) == "STR-12"
    to_ndlovu = replace(handing_over, transferred_to="sw.ndlovu")
    assert when(DISCUSSION, to_ndlovu, given=[*DECIDED, MEET_AGAIN])


def test_an_action_that_nobody_agreed_cannot_be_done() -> None:
    assert refused(DISCUSSION, DONE, given=DECIDED) == "STR-00"


def test_a_school_that_was_closed_is_heard_later_before_the_record_is_final() -> None:
    assert refused(DISCUSSION, FINALISE, given=DECIDED) == "STR-02"
    [final] = when(DISCUSSION, FINALISE, given=[*DECIDED, MEET_AGAIN])
    assert final.signed_by_chair


def test_a_scheduled_review_is_as_good_as_an_agreed_one() -> None:
    review = ScheduleReview(review_by=may(6, 10), reason="Hear the school", by=LUND, at=WRITTEN)
    assert when(DISCUSSION, FINALISE, given=[*DECIDED, review])


def test_a_school_that_sent_its_information_need_not_be_met_again() -> None:
    sent = replace(SCHOOL_CLOSED, sent_info=YesNo.Y)
    seats = attended(CHAIR, SERGEANT, PAEDIATRICIAN, sent)
    assert when(DISCUSSION, FINALISE, given=[REQUEST, CONVENE, seats, DECISION])


def test_a_record_without_decisions_is_not_final() -> None:
    assert refused(DISCUSSION, FINALISE, given=DISCUSSED) == "STR-05"


def test_a_provisional_record_is_not_final() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, SERGEANT), replace(DECISION, provisional=True)]
    assert refused(DISCUSSION, FINALISE, given=given) == "STR-01"


def test_every_record_has_the_one_format() -> None:
    other = replace(FINALISE, template_version="TEAM-B")
    assert refused(DISCUSSION, other, given=[*DECIDED, MEET_AGAIN]) == "STR-00"


def test_a_manager_signs_the_record() -> None:
    assert refused(DISCUSSION, replace(FINALISE, by=ADEYEMI), given=[*DECIDED, MEET_AGAIN]) == "STR-01"


def test_a_final_record_takes_nothing_more_until_the_discussion_meets_again() -> None:
    final = [*DECIDED, MEET_AGAIN, FINALISE]
    seats = attended(CHAIR, SERGEANT, PAEDIATRICIAN, at=may(5, 11))
    assert refused(DISCUSSION, seats, given=final) == "STR-00"
    again = Reconvene(
        held_at=may(5, 10),
        mode=CONVENE.mode,
        chair="edt.lund",
        chair_role=LUND.role,
        invitees=INVITEES,
        reason="Hear the school",
        by=LUND,
        at=may(5, 10),
    )
    assert when(DISCUSSION, seats, given=[*final, again])
