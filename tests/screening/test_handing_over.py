"""Who has a screening, and the look that an override promised: nothing is lost between two people."""

from dataclasses import replace

from screening.case.commands import AssignScreener, OverrideGuard, ReviewOverride
from screening.case.events import OverrideReviewed, ScreenerAssigned, ScreeningReopened
from screening.codes import Decision

from .people import ADEYEMI, BROOK, OKAFOR, REYES, may
from .spec import after, refusal, the, when
from .story import AMBER, DIRECTION, NOOR, NOOR_READY, NOORS_CONTACT, WEDNESDAY, ZED, authorised, proposed, reviewed

TAKE = AssignScreener(by=ADEYEMI, at=WEDNESDAY, screener_id=ADEYEMI.user_id)
HAND_OVER = AssignScreener(
    by=ADEYEMI, at=WEDNESDAY, screener_id=OKAFOR.user_id, handover_note="The school rings back at four."
)
PASSED = OverrideGuard(
    by=BROOK,
    at=WEDNESDAY,
    child_id=NOOR,
    guard="SCR-07",
    reason="The pattern was analysed on paper this morning; it is scanned tonight.",
    review_by=may(15, 12).date(),
)
LOOK = ReviewOverride(by=REYES, at=WEDNESDAY, child_id=NOOR, guard="SCR-07", agrees=True, text="Read the paper.")


def test_a_screening_that_nobody_has_is_taken_without_a_word() -> None:
    taken = the(ScreenerAssigned, when(TAKE, given=[NOORS_CONTACT]))
    assert (taken.screener_id, taken.previous) == (ADEYEMI.user_id, None)


def test_whoever_has_it_already_takes_nothing() -> None:
    assert when(TAKE, given=[NOORS_CONTACT, TAKE]) == []


def test_a_screening_changes_hands_only_with_what_the_next_one_has_to_know() -> None:
    wanted = refusal(replace(HAND_OVER, handover_note=""), given=[NOORS_CONTACT, TAKE])
    assert wanted.field == "handover_note"
    assert the(ScreenerAssigned, when(HAND_OVER, given=[NOORS_CONTACT, TAKE])).previous == ADEYEMI.user_id


def test_a_direction_names_the_screener_and_the_first_to_read_the_history_is_it_otherwise() -> None:
    directed = replace(DIRECTION, screener_id=OKAFOR.user_id)
    assert after(NOORS_CONTACT, AMBER, directed).screener_id == OKAFOR.user_id
    assert after(NOORS_CONTACT, AMBER, DIRECTION, reviewed(NOOR)).screener_id == ADEYEMI.user_id
    assert after(NOORS_CONTACT, AMBER, directed, reviewed(NOOR)).screener_id == OKAFOR.user_id


def test_another_manager_looks_at_an_override() -> None:
    assert the(OverrideReviewed, when(LOOK, given=[*NOOR_READY, PASSED])).reviewed_by == REYES.user_id
    assert "OVERRIDE_SELF_REVIEW" in refusal(replace(LOOK, by=BROOK), given=[*NOOR_READY, PASSED]).code
    assert refusal(replace(LOOK, text=""), given=[*NOOR_READY, PASSED]).field == "text"


def test_one_who_does_not_agree_opens_again_what_was_closed_past_the_guard() -> None:
    closed = [*NOOR_READY, PASSED, proposed(NOOR, Decision.NFA), proposed(ZED, Decision.NFA), authorised(NOOR)]
    doubts = replace(LOOK, agrees=False, text="The paper says nothing of the burns.")
    opened = the(ScreeningReopened, when(doubts, given=closed))
    assert (opened.child_ids, opened.reason) == (
        (NOOR,),
        "Another manager does not agree that SCR-07 was let pass: The paper says nothing of the burns.",
    )
    referred = [
        *NOOR_READY,
        PASSED,
        proposed(NOOR, Decision.REFERRAL_S17),
        proposed(ZED, Decision.NFA),
        authorised(NOOR),
    ]
    for nothing_closed in ([*NOOR_READY, PASSED], referred):
        assert [type(event) for event in when(doubts, given=nothing_closed)] == [OverrideReviewed]
    assert [type(event) for event in when(LOOK, given=closed)] == [OverrideReviewed]


def test_where_nothing_was_overridden_there_is_nothing_to_look_at() -> None:
    assert refusal(LOOK, given=NOOR_READY).field == "guard"
