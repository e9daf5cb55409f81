"""A referral: who may have one, whose it is, how it changes hands, and what its clocks do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from screening.codes import CareStatus, Decision
from screening.events import EVENTS
from screening.referral.clocks import clocks
from screening.referral.codes import ClosureReason, PrimaryNeed
from screening.referral.commands import (
    AuthoriseAssessment,
    CloseReferral,
    Command,
    FlagUnallocated,
    HandToEarlyHelp,
    RecordReferralNFA,
)
from screening.referral.deadlines import is_re_referral
from screening.referral.decider import REFERRAL
from screening.referral.events import (
    AssessmentAuthorised,
    CaseTransferred,
    Event,
    ReferralAccepted,
    ReferralClosed,
    ReferralNFA,
    ReferralUnallocated,
    WorkerAllocated,
)
from screening.referral.factors import FACTOR_WORDS, AssessmentFactor
from screening.referral.register import REGISTER, EndReferral, Referrals
from shared.access.actor import SYSTEM
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock
from shared.decider import Refused
from shared.events import Meta, Recorded

from .people import HALE, LUND, REYES, may
from .referral_story import (
    ACCEPT,
    ACCEPT_S47,
    ALLOCATE,
    BASIS,
    DECIDED,
    NDLOVU,
    REFERRAL_ID,
    TRANSFER,
    decided_at,
    opening,
)
from .spec import the
from .story import NOOR

ALLOCATED: tuple[Command, ...] = (ACCEPT, ALLOCATE)
ASSESSED = AuthoriseAssessment(by=HALE, at=may(29, 10), authorised_on=date(2026, 5, 28))
MOVED = "The family moved to another authority, which has the facts."
NFA = RecordReferralNFA(by=HALE, at=may(14, 9), reason=MOVED, why_unseen="Their health visitor there saw her today.")
CLOSE = CloseReferral(
    by=HALE,
    at=may(30, 9),
    closure_reason=ClosureReason.RC8,
    reason="The assessment found no need",
    seen_in_enquiry=True,
)


def when(command: Command, *, given: Sequence[Command] = ()) -> list[Event]:
    state = REFERRAL.initial
    for earlier in given:
        state = REFERRAL.fold(REFERRAL.decide(earlier, state), state)
    return list(REFERRAL.decide(command, state))


def refusal(command: Command, *, given: Sequence[Command] = ()) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        when(command, given=given)
    return caught.value.code, caught.value.field


def test_a_decision_for_section_17_is_accepted_with_the_childs_need() -> None:
    accepted = the(ReferralAccepted, when(ACCEPT))
    assert (accepted.primary_need, accepted.nfa, accepted.source_code) == (PrimaryNeed.N1, False, "2A")


def test_a_referral_dates_from_its_decision_however_late_it_is_accepted() -> None:
    late = replace(ACCEPT, at=may(20, 9))
    assert the(ReferralAccepted, when(late)).referral_date == date(2026, 5, 13)


def test_a_decision_of_late_evening_in_summer_belongs_to_its_london_day() -> None:
    basis = decided_at(datetime(2026, 5, 13, 23, 30, tzinfo=UTC))
    assert the(ReferralAccepted, when(replace(ACCEPT, basis=basis))).referral_date == date(2026, 5, 14)


def test_a_referral_needs_a_primary_need() -> None:
    assert refusal(replace(ACCEPT, primary_need=None)) == ("REFERRAL PRIMARY_NEED", "primary_need")


@pytest.mark.parametrize("decision", [Decision.NFA, Decision.EARLY_HELP, Decision.LINK_OPEN_CASE])
def test_only_a_decision_for_a_referral_leads_to_one(decision: Decision) -> None:
    basis = replace(BASIS, decision=decision)
    assert refusal(replace(ACCEPT, basis=basis)) == ("REFERRAL NOT_DECIDED", "contact_id")


def test_the_machine_accepts_nothing() -> None:
    assert refusal(replace(ACCEPT, by=SYSTEM))[0] == "SCR-20 DECIDED_BY_MACHINE"


def test_a_referral_is_accepted_once() -> None:
    assert refusal(ACCEPT, given=[ACCEPT])[0] == "REFERRAL OUT_OF_ORDER"


@pytest.mark.parametrize("status", [CareStatus.CIN, CareStatus.CP, CareStatus.CLA])
def test_an_open_child_never_gets_a_new_referral(status: CareStatus) -> None:
    with pytest.raises(Refused) as caught:
        REGISTER.decide(opening(care_status=status), Referrals())
    assert (caught.value.code, caught.value.field) == ("REFERRAL OPEN_CHILD", "care_status")


def test_a_child_of_whom_nobody_has_looked_whether_they_are_open_waits_for_that_look() -> None:
    with pytest.raises(Refused) as caught:
        REGISTER.decide(opening(care_status=CareStatus.UNKNOWN), Referrals())
    assert (caught.value.code, caught.value.field) == ("REFERRAL CARE_STATUS", "care_status")


def test_a_child_with_an_open_referral_gets_no_second_one() -> None:
    known = REGISTER.fold(REGISTER.decide(opening(), Referrals()))
    with pytest.raises(Refused) as caught:
        REGISTER.decide(opening(date(2026, 5, 20), referral_id="another"), known)
    assert caught.value.code == "REFERRAL OPEN_CHILD"


def test_of_two_referrals_on_one_day_the_first_counts_even_when_it_has_ended() -> None:
    known = REGISTER.fold(REGISTER.decide(opening(), Referrals()))
    ended = REGISTER.fold(REGISTER.decide(EndReferral(child_id=NOOR, referral_id=REFERRAL_ID), known), known)
    with pytest.raises(Refused) as caught:
        REGISTER.decide(opening(referral_id="another"), ended)
    assert caught.value.code == "REFERRAL SAME_DAY"


def test_a_child_whose_referral_has_ended_can_be_referred_again() -> None:
    known = REGISTER.fold(REGISTER.decide(opening(), Referrals()))
    ended = REGISTER.fold(REGISTER.decide(EndReferral(child_id=NOOR, referral_id=REFERRAL_ID), known), known)
    again = REGISTER.decide(opening(date(2026, 9, 1), referral_id="another"), ended)
    assert [event.referral_id for event in again] == ["another"]


def test_a_referral_under_another_identity_of_the_same_child_counts() -> None:
    elsewhere = Referrals(open_id="under the provisional id", starts=(date(2026, 5, 1),))
    with pytest.raises(Refused) as caught:
        REGISTER.decide(opening(elsewhere=elsewhere), Referrals())
    assert caught.value.code == "REFERRAL OPEN_CHILD"


@pytest.mark.parametrize(
    ("previous", "again"),
    [(date(2025, 5, 13), True), (date(2025, 5, 12), False), (date(2026, 5, 1), True), (None, False)],
)
def test_a_re_referral_is_within_12_months_from_start_to_start(previous: date | None, again: bool) -> None:
    accepted = the(ReferralAccepted, when(replace(ACCEPT, previous_start=previous)))
    assert (accepted.re_referral, accepted.previous_start) == (again, previous)


def test_the_referral_before_is_the_last_that_began_earlier() -> None:
    known = Referrals(starts=(date(2025, 1, 7), date(2026, 5, 1), date(2026, 6, 1)))
    assert known.start_before(date(2026, 5, 13)) == date(2026, 5, 1)
    assert known.start_before(date(2025, 1, 7)) is None


def test_a_year_after_a_leap_day_is_the_first_of_march() -> None:
    assert is_re_referral(date(2025, 3, 1), date(2024, 2, 29))
    assert not is_re_referral(date(2025, 3, 2), date(2024, 2, 29))


def test_a_worker_is_a_person_in_a_team() -> None:
    allocated = the(WorkerAllocated, when(ALLOCATE, given=[ACCEPT]))
    assert (allocated.worker, allocated.team) == (NDLOVU.user_id, "CASS-3")
    assert refusal(replace(ALLOCATE, worker=" "), given=[ACCEPT]) == ("REFERRAL NEEDED", "worker")
    assert refusal(replace(ALLOCATE, team=""), given=[ACCEPT]) == ("REFERRAL NEEDED", "team")


def test_a_referral_is_allocated_once() -> None:
    assert refusal(ALLOCATE, given=ALLOCATED)[0] == "REFERRAL OUT_OF_ORDER"


def test_a_transfer_needs_a_handover_note() -> None:
    assert refusal(replace(TRANSFER, handover_note="  "), given=ALLOCATED) == (
        "REFERRAL HANDOVER_NOTE",
        "handover_note",
    )
    assert refusal(replace(TRANSFER, reason=""), given=ALLOCATED) == ("REFERRAL NEEDED", "reason")


def test_each_transfer_counts_a_handover_and_a_new_social_worker() -> None:
    first = the(CaseTransferred, when(TRANSFER, given=ALLOCATED))
    again = replace(TRANSFER, to_worker="sw.reed")
    second = the(CaseTransferred, when(again, given=[*ALLOCATED, TRANSFER]))
    assert (first.handover_count, first.social_worker_count) == (1, 2)
    assert (second.handover_count, second.social_worker_count) == (2, 3)


def test_a_worker_who_changes_teams_is_handed_over_but_is_no_new_face() -> None:
    moved = the(CaseTransferred, when(replace(TRANSFER, to_worker=NDLOVU.user_id), given=ALLOCATED))
    assert (moved.handover_count, moved.social_worker_count) == (1, 1)


def test_a_worker_who_has_the_child_again_is_no_new_face() -> None:
    back = replace(TRANSFER, to_worker=NDLOVU.user_id)
    again = the(CaseTransferred, when(back, given=[*ALLOCATED, TRANSFER]))
    assert (again.handover_count, again.social_worker_count) == (2, 2)


def test_nobody_is_handed_over_who_has_nobody() -> None:
    assert refusal(TRANSFER, given=[ACCEPT])[0] == "REFERRAL OUT_OF_ORDER"


def test_a_case_is_not_handed_to_whoever_has_it() -> None:
    same = replace(TRANSFER, to_worker=NDLOVU.user_id, to_team="CASS-3")
    assert refusal(same, given=ALLOCATED) == ("REFERRAL OUT_OF_ORDER", "to_worker")


def test_a_breach_says_how_long_the_child_has_had_nobody() -> None:
    flag = FlagUnallocated(by=SYSTEM, at=may(14, 11, 30), due_at=may(14, 11, 30))
    assert the(ReferralUnallocated, when(flag, given=[ACCEPT])).hours == 24.0
    assert when(flag, given=[ACCEPT, flag]) == []
    assert when(flag, given=ALLOCATED) == []


def test_no_further_action_is_told_with_who_and_why() -> None:
    told = the(ReferralNFA, when(NFA, given=[ACCEPT]))
    assert (told.decided_by, told.reason) == (HALE.user_id, NFA.reason)
    assert refusal(replace(NFA, reason=""), given=[ACCEPT]) == ("REFERRAL NEEDED", "reason")


def test_what_has_been_assessed_is_closed_and_not_called_no_further_action() -> None:
    assert refusal(NFA, given=[*ALLOCATED, ASSESSED])[0] == "REFERRAL OUT_OF_ORDER"
    assert the(ReferralClosed, when(CLOSE, given=[*ALLOCATED, ASSESSED])).closure_reason is ClosureReason.RC8


def test_a_closure_after_assessment_needs_the_assessment() -> None:
    assert refusal(CLOSE, given=ALLOCATED) == ("REFERRAL NOT_ASSESSED", "closure_reason")


def test_nobody_is_let_go_out_of_hours() -> None:
    for ending, given in ((NFA, [ACCEPT]), (CLOSE, [*ALLOCATED, ASSESSED])):
        assert refusal(replace(ending, by=LUND), given=given)[0] == "EDT-04 NO_NFA_OUT_OF_HOURS"


def test_early_help_takes_over_by_a_step_down_and_not_by_closing() -> None:
    to_early_help = replace(CLOSE, closure_reason=ClosureReason.RC9)
    assert refusal(to_early_help, given=[*ALLOCATED, ASSESSED]) == ("REFERRAL STEP_DOWN", "closure_reason")


@pytest.mark.parametrize(("given", "reason"), [([ASSESSED], ClosureReason.RC9), ([], ClosureReason.RC7)])
def test_a_step_down_ends_the_referral_with_the_censuss_reason(given: list[Command], reason: ClosureReason) -> None:
    ends = HandToEarlyHelp(by=HALE, at=may(30, 9), step_down_id="one")
    assert the(ReferralClosed, when(ends, given=[*ALLOCATED, *given])).closure_reason is reason


def test_nothing_happens_to_a_referral_that_has_ended() -> None:
    for command in (ALLOCATE, TRANSFER, ASSESSED, NFA, CLOSE):
        assert refusal(command, given=[ACCEPT, NFA])[0] == "REFERRAL OUT_OF_ORDER"
    with pytest.raises(Refused):
        when(ALLOCATE)


def test_an_assessment_is_authorised_neither_before_its_referral_nor_in_the_future() -> None:
    for day in (date(2026, 5, 12), date(2026, 5, 30)):
        assert refusal(replace(ASSESSED, authorised_on=day), given=ALLOCATED) == ("REFERRAL DATE", "authorised_on")


def follows(command: Command, given: Sequence[Command] = ()) -> list[ClockCommand]:
    """What the clocks are asked when this command is carried out."""
    return [asked for event in when(command, given=given) for asked in clocks(recorded(event))]


def recorded(event: Event) -> Recorded[object]:
    kind = EVENTS.kind_of(event)
    meta = Meta(recorded_at=may(30, 9), actor=REYES, correlation_id="c", causation_id="c")
    return Recorded(
        position=1,
        stream=f"Referral-{REFERRAL_ID}",
        version=1,
        event_id="019df6a0-0000-7000-8000-0000000000ff",
        type=kind.name,
        schema_version=kind.version,
        data=event,
        meta=meta,
    )


def started(code: str, command: Command) -> StartClock:
    [found] = [clock for clock in follows(command) if isinstance(clock, StartClock) and clock.code == code]
    return found


def test_a_child_in_need_has_a_worker_within_one_working_day() -> None:
    assert started("CK_ALLOC", ACCEPT).due_at == may(14, 11, 30)


def test_a_child_at_risk_of_significant_harm_has_one_within_two_hours_of_service() -> None:
    assert started("CK_ALLOC", ACCEPT_S47).due_at == may(13, 13, 30)
    in_the_night = replace(ACCEPT_S47, at=may(3, 2), basis=replace(ACCEPT_S47.basis, decided_at=may(3, 2)))
    assert started("CK_ALLOC", in_the_night).due_at == may(5, 10, 30)


def test_an_assessment_of_the_brief_is_due_on_the_16th_of_july() -> None:
    clock = started("CK_ASSESS", ACCEPT)
    assert clock.due_at == datetime(2026, 7, 16, 22, 59, 59, tzinfo=UTC)
    told = [warning.tell for warning in clock.warnings]
    assert told == ["ASSESSMENT_MANAGER", "ASSESSMENT_MANAGER", "SERVICE_MANAGER"]
    assert clock.warnings[0].at == datetime(2026, 5, 28, 22, 59, 59, tzinfo=UTC)


def test_accepting_late_gives_the_assessment_no_more_time() -> None:
    assert started("CK_ASSESS", replace(ACCEPT, at=may(27, 9))).due_at == started("CK_ASSESS", ACCEPT).due_at
    assert started("CK_ASSESS", ACCEPT).started_at == DECIDED


def test_a_named_worker_stops_the_clock_of_allocation() -> None:
    [stop] = [clock for clock in follows(ALLOCATE, given=[ACCEPT]) if isinstance(clock, StopClock)]
    assert (stop.code, stop.at) == ("CK_ALLOC", may(13, 14))


def test_a_transfer_touches_no_clock() -> None:
    assert follows(TRANSFER, given=ALLOCATED) == []


def test_an_assessment_stops_its_clock_on_the_day_that_the_manager_gives() -> None:
    [stop] = follows(ASSESSED, given=ALLOCATED)
    assert isinstance(stop, StopClock)
    assert (stop.code, stop.at) == ("CK_ASSESS", datetime(2026, 5, 28, 22, 59, 59, tzinfo=UTC))


def test_what_ends_a_referral_cancels_its_clocks_with_the_reason() -> None:
    for command, given in ((NFA, [ACCEPT]), (CLOSE, [*ALLOCATED, ASSESSED])):
        cancelled = [clock for clock in follows(command, given) if isinstance(clock, CancelClock)]
        assert {(clock.code, clock.by) for clock in cancelled} == {
            (code, "cass.tm1") for code in ("CK_ALLOC", "CK_VISIT17", "CK_ASSESS")
        }


def test_an_assessment_says_what_it_found_and_none_stands_alone() -> None:
    found = (AssessmentFactor.F16A, AssessmentFactor.F1B, AssessmentFactor.F7A)
    assert the(AssessmentAuthorised, when(replace(ASSESSED, factors=found), given=ALLOCATED)).factors == found
    both = replace(ASSESSED, factors=(AssessmentFactor.F21, AssessmentFactor.F16A))
    assert refusal(both, given=ALLOCATED) == ("REFERRAL FACTORS", "factors")


def test_the_factors_are_those_of_the_census_without_the_two_that_are_retired() -> None:
    six_of_three = {f"{number}{letter}" for number in range(1, 7) for letter in "ABC"}
    rest = "7A 8B 8C 8D 8E 8F 9A 10A 11A 12A 13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A"
    assert {factor.value for factor in AssessmentFactor} == six_of_three | {*rest.split()}
    assert set(FACTOR_WORDS) == set(AssessmentFactor)
