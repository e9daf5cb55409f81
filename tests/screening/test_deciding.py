"""Proposed by one, tested by another: what an authorised decision carries, and how it is questioned."""

from dataclasses import replace
from datetime import date

import pytest

from screening.case.commands import (
    ChallengeDecision,
    OverrideGuard,
    RecordAssumptionsTested,
    ReopenScreening,
    ReviewAuthorisation,
)
from screening.case.events import (
    AssumptionsTested,
    AuthorisationReviewed,
    DecisionChallenged,
    GuardOverridden,
    ThresholdDecisionAuthorised,
)
from screening.case.facts import HistorySeen, KnownOfChild, LateReason
from screening.codes import BreachReason, Decision

from .people import ADEYEMI, BROOK, LUND, REYES, may
from .spec import after, refusal, refused, the, when
from .story import (
    ALFIE,
    EARLIER,
    GROUNDS,
    MAISIE,
    NOOR,
    NOOR_READY,
    PLAIN,
    WEDNESDAY,
    WEEKEND_READY,
    WORDS,
    ZED,
    authorised,
    proposed,
    reviewed,
)

S17 = Decision.REFERRAL_S17
BOTH = (*NOOR_READY, proposed(NOOR, S17), proposed(ZED, S17))


def test_an_authorised_decision_carries_what_others_need() -> None:
    stands = the(ThresholdDecisionAuthorised, when(authorised(NOOR), given=BOTH))
    assert (stands.decision, stands.need_level, stands.plain_reason) == (S17, 4, PLAIN)
    assert (stands.proposed_by, stands.authorised_by) == (ADEYEMI.user_id, BROOK.user_id)
    assert stands.contact.source_ref == "SP-10301"
    assert (stands.agrees, stands.changed_from) == (True, None)


def test_it_counts_the_children_who_still_wait() -> None:
    first = the(ThresholdDecisionAuthorised, when(authorised(NOOR), given=BOTH))
    assert (first.without_response, first.without_decision) == (1, 1)
    second = the(ThresholdDecisionAuthorised, when(authorised(ZED), given=(*BOTH, authorised(NOOR))))
    assert (second.without_response, second.without_decision) == (0, 0)


def test_a_holding_decision_is_a_response_and_no_decision() -> None:
    holding = Decision.PROCEED_TO_MASH_ENQUIRY
    given = (*NOOR_READY, proposed(NOOR, holding), proposed(ZED, holding), authorised(ZED))
    held = the(ThresholdDecisionAuthorised, when(authorised(NOOR), given=given))
    assert (held.without_response, held.without_decision) == (0, 2)
    assert when(proposed(NOOR, S17), given=(*given, authorised(NOOR)))


def test_nothing_is_authorised_that_nobody_proposed() -> None:
    assert refused(authorised(NOOR), given=NOOR_READY) == "SCREENING"


def test_a_manager_puts_a_decision_higher_and_answers_for_it() -> None:
    higher = authorised(NOOR, change_to=Decision.REFERRAL_STRATEGY, strategy=GROUNDS, plain_reason="More.")
    stands = the(ThresholdDecisionAuthorised, when(higher, given=BOTH))
    assert (stands.agrees, stands.changed_from, stands.decision) == (False, S17, Decision.REFERRAL_STRATEGY)
    assert (stands.plain_reason, stands.strategy) == ("More.", GROUNDS)


def test_what_a_manager_puts_higher_is_said_in_words_for_the_referrer() -> None:
    """What they were to be told of the lower decision is not what they are told; protection waits for no words."""
    no_more = (*NOOR_READY, proposed(NOOR, Decision.NFA), proposed(ZED, Decision.NFA))
    refusing = refusal(authorised(NOOR, change_to=S17), given=no_more)
    assert (refusing.code, refusing.field) == ("SCREENING MISSING_WORDS", "plain_reason")
    assert when(authorised(NOOR, change_to=S17, plain_reason="A social worker will visit."), given=no_more)
    assert when(authorised(NOOR, change_to=Decision.REFERRAL_STRATEGY, strategy=GROUNDS), given=no_more)


def test_a_challenge_asks_for_an_answer_by_a_time_to_come() -> None:
    refusing = refusal(replace(CHALLENGE, due_at=WEDNESDAY), given=BOTH)
    assert (refusing.code, refusing.field) == ("SCREENING CHALLENGE_DUE", "due_at")


def test_a_manager_puts_nothing_lower_alone() -> None:
    assert refused(authorised(NOOR, change_to=Decision.NFA), given=BOTH) == "SCR-05"


CHALLENGE = ChallengeDecision(by=BROOK, at=WEDNESDAY, child_id=NOOR, points=("Who saw the baby today?",))


def test_a_challenge_sends_the_case_back_to_the_screener() -> None:
    assert the(DecisionChallenged, when(CHALLENGE, given=BOTH)).challenged_by == BROOK.user_id
    assert refused(authorised(NOOR), given=(*BOTH, CHALLENGE)) == "SCREENING"
    again = proposed(NOOR, S17, rationale=WORDS + " The health visitor saw the baby at noon.")
    assert when(authorised(NOOR), given=(*BOTH, CHALLENGE, again))


def test_a_challenge_never_holds_up_protection() -> None:
    given = (*NOOR_READY, proposed(NOOR, Decision.REFERRAL_STRATEGY), CHALLENGE)
    assert when(authorised(NOOR), given=given)


def test_a_short_rationale_does_not_close_a_contact() -> None:
    refusing = refusal(proposed(NOOR, Decision.NFA, rationale="Fine."), given=NOOR_READY)
    assert refusing.field == "rationale"


def test_a_level_that_the_decision_cannot_stand_on_is_refused() -> None:
    assert refusal(proposed(NOOR, Decision.NFA, need_level=4), given=NOOR_READY).field == "need_level"


@pytest.mark.parametrize("plain", ["", "x" * 501])
def test_the_words_for_the_referrer_are_there_and_short(plain: str) -> None:
    assert refusal(proposed(NOOR, S17, plain_reason=plain), given=NOOR_READY).field == "plain_reason"


@pytest.mark.parametrize("field", ["harm_analysis", "what_if_wrong"])
@pytest.mark.parametrize("decision", [Decision.NFA, Decision.EARLY_HELP, S17])
def test_a_decision_says_what_harm_there_is_and_what_happens_if_it_is_wrong(decision: Decision, field: str) -> None:
    silent = replace(proposed(NOOR, decision), **{field: "  "})
    assert refusal(silent, given=NOOR_READY).field == field


@pytest.mark.parametrize("decision", [Decision.REFERRAL_STRATEGY, Decision.PROCEED_TO_MASH_ENQUIRY])
def test_protection_and_asking_first_wait_for_no_analysis(decision: Decision) -> None:
    assert when(proposed(NOOR, decision, harm_analysis="", what_if_wrong=""), given=NOOR_READY)


def test_a_decision_that_stands_is_not_proposed_over() -> None:
    assert refused(proposed(NOOR, S17), given=(*BOTH, authorised(NOOR))) == "SCREENING"


def test_a_decision_after_its_deadline_is_marked_late_and_says_why() -> None:
    late = authorised(NOOR, at=may(14, 9, 41))
    assert refusal(late, given=BOTH).field == "late_reason"
    reason = LateReason(code=BreachReason.WAITING_FOR_PARTNER, text="The GP rang back at nine.")
    stands = the(ThresholdDecisionAuthorised, when(replace(late, late_reason=reason), given=BOTH))
    assert (stands.late, stands.late_reason) == (True, reason)


def test_a_decision_in_time_is_not_late() -> None:
    assert not the(ThresholdDecisionAuthorised, when(authorised(NOOR, at=may(14, 9, 39)), given=BOTH)).late


def test_protection_does_not_wait_for_the_reason_why_it_is_late() -> None:
    strategy = proposed(MAISIE, Decision.REFERRAL_STRATEGY, at=may(3, 8))
    late = authorised(MAISIE, by=LUND, at=may(3, 8, 10))
    stands = the(ThresholdDecisionAuthorised, when(late, given=(*WEEKEND_READY, strategy)))
    assert stands.late


OVERRIDE = OverrideGuard(
    by=BROOK,
    at=WEDNESDAY,
    child_id=NOOR,
    guard="SCR-07",
    reason="The pattern was analysed on paper in yesterday's meeting.",
    review_by=date(2026, 5, 20),
)


def test_a_named_manager_overrides_a_guard_with_a_reason_and_a_day_to_look_again() -> None:
    assert the(GuardOverridden, when(OVERRIDE, given=NOOR_READY)).overridden_by == BROOK.user_id
    assert refused(replace(OVERRIDE, reason="Busy"), given=NOOR_READY) == "SCREENING"
    assert refused(replace(OVERRIDE, review_by=date(2026, 5, 1)), given=NOOR_READY) == "SCREENING"
    assert refused(replace(OVERRIDE, guard="SCR-99"), given=NOOR_READY) == "SCREENING"


def test_an_overridden_guard_lets_this_child_pass_and_no_other() -> None:
    unread = (NOOR_READY[0], NOOR_READY[1], NOOR_READY[2])
    history = replace(OVERRIDE, guard="SCR-02")
    assert when(proposed(NOOR, S17), given=(*unread, history))
    assert refused(proposed(ZED, S17), given=(*unread, history)) == "SCR-02"


def test_an_authorisation_tells_which_guards_it_was_let_past() -> None:
    pattern = (*NOOR_READY[:3], reviewed(NOOR, contacts_counted_12m=3), NOOR_READY[4])
    given = (*pattern, OVERRIDE, proposed(NOOR, S17), proposed(ZED, S17))
    assert the(ThresholdDecisionAuthorised, when(authorised(NOOR), given=given)).guards_overridden == ("SCR-07",)
    unneeded = (*NOOR_READY, OVERRIDE, proposed(NOOR, S17), proposed(ZED, S17))
    assert the(ThresholdDecisionAuthorised, when(authorised(NOOR), given=unneeded)).guards_overridden == ()


def test_a_decision_keeps_what_could_be_read_and_what_was_opened() -> None:
    read = reviewed(
        NOOR,
        items_available=EARLIER,
        items_opened=EARLIER[:1],
        timeline_read_at=may(13, 9, 50),
        entries_opened=("entry-7",),
    )
    known = KnownOfChild(position=97, items=EARLIER, contacts_12m=2, abuse_contacts_12m=0)
    given = (*NOOR_READY, read, proposed(NOOR, S17, known=known), proposed(ZED, S17))
    stands = the(ThresholdDecisionAuthorised, when(authorised(NOOR, known=replace(known, position=99)), given=given))
    assert stands.history == HistorySeen(
        position=99,
        items_available=EARLIER,
        items_opened=EARLIER[:1],
        timeline_read_at=may(13, 9, 50),
        entries_opened=("entry-7",),
    )


def test_an_override_does_not_outlive_the_decision_that_it_was_given_for() -> None:
    pattern = (*NOOR_READY[:3], reviewed(NOOR, contacts_counted_12m=3), NOOR_READY[4], OVERRIDE)
    decided = (*pattern, proposed(NOOR, S17), proposed(ZED, S17), authorised(NOOR))
    reopen = ReopenScreening(by=REYES, at=WEDNESDAY, reason="The school rang again", child_ids=(NOOR,))
    assert refused(proposed(NOOR, S17), given=(*decided, reopen)) == "SCR-07"


def test_what_one_person_decided_alone_is_looked_at_by_a_front_door_manager() -> None:
    alone = (*NOOR_READY, proposed(NOOR, Decision.REFERRAL_STRATEGY, by=REYES), authorised(NOOR, by=REYES))
    look = ReviewAuthorisation(by=LUND, at=WEDNESDAY, child_id=NOOR, agrees=True, text="Agreed.")
    assert refused(look, given=alone) == "SCR-05"


@pytest.mark.parametrize("guard", ["SCR-06", "SCR-20"])
def test_who_decides_is_never_overridden(guard: str) -> None:
    assert refused(replace(OVERRIDE, guard=guard), given=NOOR_READY) == guard


def test_a_screener_overrides_nothing() -> None:
    assert refused(replace(OVERRIDE, by=ADEYEMI), given=NOOR_READY) == "SCR-07"


def test_nobody_overrides_the_second_pair_of_eyes_for_themselves() -> None:
    own = (*NOOR_READY, proposed(NOOR, S17, by=REYES), proposed(ZED, S17))
    second_pair = replace(OVERRIDE, guard="SCR-05")
    assert refused(replace(second_pair, by=REYES), given=own) == "SCR-05"
    assert when(authorised(NOOR, by=REYES), given=(*own, second_pair))
    before = (*NOOR_READY, replace(second_pair, by=REYES), *own[len(NOOR_READY) :])
    assert refused(authorised(NOOR, by=REYES), given=before) == "SCR-05"


def test_a_decision_made_alone_waits_for_another_managers_look() -> None:
    alone = (*NOOR_READY, proposed(NOOR, Decision.REFERRAL_STRATEGY, by=REYES), authorised(NOOR, by=REYES))
    look = ReviewAuthorisation(by=BROOK, at=WEDNESDAY, child_id=NOOR, agrees=True, text="Read it all. Agreed.")
    assert refused(replace(look, by=REYES), given=alone) == "SCR-05"
    assert the(AuthorisationReviewed, when(look, given=alone)).reviewed_by == BROOK.user_id
    assert refused(look, given=(*alone, look)) == "SCREENING"


def test_a_look_at_what_was_decided_alone_takes_no_protection_back() -> None:
    alone = (*NOOR_READY, proposed(NOOR, Decision.REFERRAL_STRATEGY, by=REYES), authorised(NOOR, by=REYES))
    look = ReviewAuthorisation(by=BROOK, at=WEDNESDAY, child_id=NOOR, agrees=False, text="Nobody saw the baby.")
    assert [type(event) for event in when(look, given=alone)] == [AuthorisationReviewed]


def test_assumptions_can_be_tested_after_a_decision_that_protected() -> None:
    quick = proposed(MAISIE, Decision.REFERRAL_STRATEGY, assumptions_tested=())
    given = (*WEEKEND_READY, quick, authorised(MAISIE, by=LUND))
    tested = RecordAssumptionsTested(
        by=ADEYEMI, at=WEDNESDAY, child_id=MAISIE, assumptions_tested=("That the aunt stays",)
    )
    the(AssumptionsTested, when(tested, given=given))
    case = after(*given, tested)
    child = case.find(MAISIE)
    assert child is not None
    assert child.decided_on is not None
    assert child.decided_on.assumptions_tested == ("That the aunt stays",)


def test_a_child_whom_the_contact_does_not_name_is_refused() -> None:
    assert refusal(proposed(ALFIE, S17), given=NOOR_READY).field == "child_id"
