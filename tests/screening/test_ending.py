"""The referrer is told, the case closes with nothing owed behind it, new information opens it again."""

from dataclasses import replace
from datetime import date

from screening.case.commands import (
    AssignRag,
    CloseScreening,
    NoteEnding,
    NoteOutcomeSent,
    NoteSibling,
    OverrideGuard,
    RecordBreachReason,
    ReopenScreening,
    RequestInformation,
    ReviewAuthorisation,
    SendOutcomeFeedback,
)
from screening.case.events import (
    BreachReasonRecorded,
    GuardOverridden,
    OutcomeFeedbackSent,
    QualityFeedbackGiven,
    RagAssigned,
    ScreeningClosed,
    ScreeningReopened,
    ThresholdDecisionAuthorised,
)
from screening.case.facts import ClockOf, LateReason
from screening.codes import BreachReason, CheckedAgency, Decision, Ending, Method, Rag
from screening.streams import screening_of
from shared.access.actor import SYSTEM

from .people import ADEYEMI, BROOK, LUND, REYES, may
from .spec import after, refusal, refused, the, when
from .story import (
    AMBER,
    CONTACT,
    DIRECTION,
    EARLIER,
    MAISIE,
    NOOR,
    NOOR_READY,
    NOORS_CONTACT,
    RED,
    THE_WEEKEND,
    THIN,
    WEDNESDAY,
    ZED,
    analysed,
    answered,
    authorised,
    proposed,
    reviewed,
)

S17 = Decision.REFERRAL_S17
CAPACITY = LateReason(code=BreachReason.CAPACITY, text="Two people on duty.")
DECIDED = (*NOOR_READY, proposed(NOOR, S17), proposed(ZED, S17), authorised(NOOR), authorised(ZED))
TOLD = SendOutcomeFeedback(by=ADEYEMI, at=WEDNESDAY, told_whom="Anita Osei", method=Method.PHONE)
CLOSE = CloseScreening(by=ADEYEMI, at=WEDNESDAY)
LET_PAST = OverrideGuard(
    by=BROOK,
    at=WEDNESDAY,
    child_id=ZED,
    guard="SCR-12",
    reason="Zed is with his father, and the other authority decides about him.",
    review_by=date(2026, 5, 20),
)
ENDED = NoteEnding(
    by=SYSTEM,
    at=WEDNESDAY,
    contact_id=CONTACT,
    because=Ending.REDIRECTED,
    reason="Lives there.",
    ended_by=REYES.user_id,
)
SENT = NoteOutcomeSent(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, notification_id=EARLIER[0], child_id=NOOR)


def test_scr_17_a_professional_is_told_before_the_case_closes() -> None:
    assert refused(CLOSE, given=DECIDED) == "SCR-17"
    assert the(ScreeningClosed, when(CLOSE, given=(*DECIDED, TOLD))).closed_by == ADEYEMI.user_id


def test_telling_can_be_recorded_as_unsafe_with_the_reason() -> None:
    untold = SendOutcomeFeedback(
        by=ADEYEMI, at=WEDNESDAY, told_whom="", method=None, not_told_because="He is the alleged perpetrator"
    )
    assert when(CLOSE, given=(*DECIDED, untold))
    assert refused(replace(untold, not_told_because=""), given=DECIDED) == "SCREENING"


def test_what_the_notifications_sent_counts_for_the_child_it_was_about() -> None:
    first = the(OutcomeFeedbackSent, when(SENT, given=DECIDED))
    assert (first.child_ids, first.complete) == ((NOOR,), False)
    assert refused(CLOSE, given=(*DECIDED, SENT)) == "SCR-17"
    rest = replace(SENT, child_id=None)
    second = the(OutcomeFeedbackSent, when(rest, given=(*DECIDED, SENT)))
    assert (second.child_ids, second.complete) == ((ZED,), True)
    assert when(rest, given=(*DECIDED, SENT, rest)) == []


def test_a_thin_contact_is_told_where_it_fell_short() -> None:
    events = when(TOLD, given=(*DECIDED, THIN))
    assert the(QualityFeedbackGiven, events).criteria_failed == ("q2", "q5")


def test_a_case_does_not_close_over_an_undecided_child() -> None:
    assert refusal(CLOSE, given=(*DECIDED[:-1], LET_PAST)).code == "SCREENING UNDECIDED"


def test_what_a_step_down_is_let_past_is_recorded_also_when_its_screening_is_closed() -> None:
    closed = (*DECIDED, TOLD, CLOSE)
    vague = replace(LET_PAST, guard="SCR-16")
    assert the(GuardOverridden, when(vague, given=closed)).guard == "SCR-16"
    assert refusal(vague, given=(*closed, ENDED)).code == "SCREENING ENDED"


def test_a_contact_that_names_no_child_does_not_close_without_one() -> None:
    nobody = replace(NOORS_CONTACT, children=())
    assert "names no child" in refusal(CLOSE, given=[nobody]).reason
    named = NoteSibling(by=SYSTEM, at=WEDNESDAY, contact_id=CONTACT, child=NOORS_CONTACT.children[0])
    assert refusal(CLOSE, given=[nobody, named]).code == "SCREENING UNDECIDED"
    decided = (AMBER, DIRECTION, reviewed(NOOR), proposed(NOOR, S17), authorised(NOOR), TOLD)
    assert when(CLOSE, given=[nobody, named, *decided])


def test_a_case_does_not_close_over_what_protection_left_owed() -> None:
    strategy = (proposed(MAISIE, Decision.REFERRAL_STRATEGY), authorised(MAISIE, by=LUND))
    alone = replace(THE_WEEKEND, children=THE_WEEKEND.children[:1])
    assert refused(CLOSE, given=(alone, *strategy, TOLD)) == "SCR-01"
    ready = (NOOR_READY[1], NOOR_READY[2], reviewed(MAISIE), analysed(MAISIE))
    said = tuple(late(code) for code in ("CK_1WD", "CK_TRIAGE"))
    assert when(CLOSE, given=(alone, *strategy, TOLD, *ready, *said))


def late(code: str) -> RecordBreachReason:
    return RecordBreachReason(by=BROOK, at=WEDNESDAY, code=code, subject=screening_of(CONTACT), reason=CAPACITY)


def test_what_was_late_is_explained_by_a_manager_before_the_case_closes() -> None:
    slow = (NOORS_CONTACT, NOOR_READY[1], replace(NOOR_READY[2], at=may(13, 10, 41)), *DECIDED[3:], TOLD)
    refusing = refusal(CLOSE, given=slow)
    assert (refusing.code, "CK_TRIAGE" in refusing.reason) == ("SCREENING BREACH_REASON", True)
    assert refused(replace(late("CK_TRIAGE"), by=ADEYEMI), given=slow) == "SCREENING"
    assert refused(late("CK_RED"), given=slow) == "SCREENING"
    said = the(BreachReasonRecorded, when(late("CK_TRIAGE"), given=slow))
    assert (said.reason, said.recorded_by) == (CAPACITY, BROOK.user_id)
    assert when(CLOSE, given=(*slow, late("CK_TRIAGE")))


def test_an_answer_that_came_late_wants_a_reason_and_one_in_time_does_not() -> None:
    asked = RequestInformation(by=ADEYEMI, at=WEDNESDAY, agency=CheckedAgency.HEALTH, questions=("Seen when?",))
    told = replace(TOLD, at=may(14, 9))
    in_time = (*NOOR_READY, asked, answered(CheckedAgency.HEALTH), *DECIDED[5:], told)
    assert when(CLOSE, given=in_time)
    answer = replace(answered(CheckedAgency.HEALTH), at=may(13, 15, 41))
    refusing = refusal(CLOSE, given=(*NOOR_READY, asked, answer, *DECIDED[5:], told))
    assert "CK_PARTNER" in refusing.reason


def test_nobody_waits_for_an_answer_when_the_case_has_closed() -> None:
    asked = RequestInformation(by=ADEYEMI, at=WEDNESDAY, agency=CheckedAgency.HEALTH, questions=("Seen when?",))
    closed = the(ScreeningClosed, when(CLOSE, given=(*DECIDED, TOLD, asked)))
    assert closed.unanswered == (ClockOf("CK_PARTNER", f"{screening_of(CONTACT)}/HEALTH"),)


def test_a_case_does_not_close_before_another_manager_has_looked() -> None:
    alone = (
        *NOOR_READY,
        proposed(NOOR, Decision.REFERRAL_STRATEGY, by=REYES),
        proposed(ZED, S17),
        authorised(NOOR, by=REYES),
        authorised(ZED),
        TOLD,
    )
    assert refused(CLOSE, given=alone) == "SCR-05"
    look = ReviewAuthorisation(by=BROOK, at=WEDNESDAY, child_id=NOOR, agrees=True, text="Agreed.")
    assert when(CLOSE, given=(*alone, look))


CLOSED = (*DECIDED, TOLD, CLOSE)


def test_a_closed_case_takes_no_more_work_until_it_is_opened_again() -> None:
    rated = AssignRag(by=REYES, at=WEDNESDAY, rag=Rag.RED, reasons=("New",))
    assert refused(rated, given=CLOSED) == "SCREENING"
    reopen = ReopenScreening(by=REYES, at=may(20, 10), reason="The school rang again")
    assert the(ScreeningReopened, when(reopen, given=CLOSED)).decision_due_at == may(21, 10)
    assert when(rated, given=(*CLOSED, reopen))
    assert when(proposed(NOOR, S17), given=(*CLOSED, reopen))


def test_one_child_is_opened_again_without_the_other() -> None:
    reopen = ReopenScreening(by=REYES, at=may(20, 10), reason="The baby was not seen", child_ids=(ZED,))
    case = after(*DECIDED, reopen)
    assert [child.is_decided for child in case.children] == [True, False]


def test_a_decision_made_in_the_time_after_reopening_is_not_late() -> None:
    reopen = ReopenScreening(by=REYES, at=may(20, 10), reason="The school rang again")
    again = (reopen, proposed(NOOR, S17, at=may(21, 9)), proposed(ZED, S17, at=may(21, 9)))
    in_time = the(ThresholdDecisionAuthorised, when(authorised(NOOR, at=may(21, 9)), given=(*CLOSED, *again)))
    assert not in_time.late
    assert refused(authorised(NOOR, at=may(21, 11)), given=(*CLOSED, *again)) == "SCREENING"


def test_opening_one_child_again_gives_the_other_no_more_time() -> None:
    reopen = ReopenScreening(by=REYES, at=may(14, 9), reason="Noor's aunt rang", child_ids=(NOOR,))
    waiting = (*NOOR_READY, proposed(NOOR, S17), proposed(ZED, S17), authorised(NOOR))
    assert after(*waiting, reopen).decision_due_at == may(14, 9, 40)
    rated_red = replace(RED, at=may(14, 9, 5), reasons=("Her aunt saw her father hit her",))
    assert the(RagAssigned, when(rated_red, given=(*waiting, reopen))).decision_due_at == may(13, 13, 40)


def test_what_was_never_decided_is_not_opened_again() -> None:
    reopen = ReopenScreening(by=REYES, at=WEDNESDAY, reason="Something new")
    assert refused(reopen, given=NOOR_READY) == "SCREENING"


def test_the_outcome_that_is_sent_says_once_where_the_contact_fell_short() -> None:
    decided = (NOORS_CONTACT, THIN, *DECIDED[1:])
    first = when(SENT, given=decided)
    assert the(QualityFeedbackGiven, first).criteria_failed == ("q2", "q5")
    second = when(replace(SENT, child_id=ZED), given=[*decided, SENT])
    assert [type(event) for event in second] == [OutcomeFeedbackSent]
