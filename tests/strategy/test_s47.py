"""The enquiry: it rests on a discussion, one at a time for a child, and ends only when the child has been
seen."""

from dataclasses import replace
from datetime import date

import pytest

from strategy.codes import AbuseCategory, Decision, EnquiryMode, S47Outcome, YesNo
from strategy.register.commands import CloseEnquiry, OpenEnquiry
from strategy.register.decider import REGISTER
from strategy.s47.commands import BookICPC, Outstanding, RecordICPC, RecordICPCNotRequired
from strategy.s47.decider import S47
from strategy.s47.events import ICPCHeld, ICPCNotRequired, S47OutcomeRecorded

from .people import HALE, NDLOVU, PATEL, may
from .spec import refused, when
from .story import BASIS, MAISIE, OUTCOME, SEEN, START

ICPC_DAY = date(2026, 5, 21)
CONFERENCE = RecordICPC(date=ICPC_DAY, plan=YesNo.Y, category=AbuseCategory.EMO, by=HALE, at=may(21, 16))
CONCLUDED = (START, SEEN, OUTCOME)


def test_an_enquiry_starts_on_the_day_its_discussion_was_held() -> None:
    [started] = when(S47, START)
    assert started.start_date == date(2026, 5, 3)
    assert started.icpc_due == date(2026, 5, 26)
    assert started.mode is EnquiryMode.JOINT


@pytest.mark.parametrize("decision", [None, Decision.S17_ASSESSMENT, Decision.NFA_CP])
def test_an_enquiry_needs_the_discussion_s_decision(decision: Decision | None) -> None:
    assert refused(S47, replace(START, basis=replace(BASIS, decision=decision))) == "STR-11"


def test_an_enquiry_that_cannot_wait_starts_ahead_of_the_discussion() -> None:
    not_held = replace(BASIS, held_at=None, decision=None)
    urgent = replace(START, basis=not_held, urgent_because="Baby with fractures", at=may(3, 4))
    [started] = when(S47, urgent)
    assert started.started_at == may(3, 4)


def test_urgency_does_not_override_what_the_discussion_decided() -> None:
    decided_otherwise = replace(BASIS, decision=Decision.S17_ASSESSMENT)
    assert refused(S47, replace(START, basis=decided_otherwise, urgent_because="I disagree")) == "STR-11"


def test_the_child_is_to_be_seen_within_24_hours_unless_the_plan_says_why_not() -> None:
    [started] = when(S47, START)
    assert started.seen_by == may(4, 11)
    later = replace(START, seen_by=may(5, 11))
    assert refused(S47, later) == "STR-11"
    assert when(S47, replace(later, seen_by_because="In hospital with mother until Tuesday"))


def test_a_child_has_one_open_enquiry() -> None:
    first = OpenEnquiry(child_id=MAISIE, s47_id="S47-5521")
    second = OpenEnquiry(child_id=MAISIE, s47_id="S47-5599")
    assert refused(REGISTER, second, given=[first]) == "STR-08"
    assert when(REGISTER, second, given=[first, CloseEnquiry(child_id=MAISIE, s47_id="S47-5521")])


def test_no_outcome_before_the_child_was_seen() -> None:
    assert refused(S47, OUTCOME, given=[START]) == "STR-09"


@pytest.mark.parametrize(
    "unfinished",
    [
        replace(OUTCOME, child_view=""),
        replace(OUTCOME, outstanding=Outstanding(open_actions=1, police_position_stated=True)),
        replace(OUTCOME, outstanding=Outstanding(open_actions=0, police_position_stated=False)),
        replace(OUTCOME, by=NDLOVU),
    ],
    ids=["child's view", "open actions", "police position", "manager"],
)
def test_no_outcome_while_something_is_missing(unfinished: object) -> None:
    assert refused(S47, unfinished, given=[START, SEEN]) == "STR-09"


def test_the_position_of_the_police_may_be_stated_with_the_outcome() -> None:
    owed = Outstanding(open_actions=0, police_position_stated=False)
    stated = replace(OUTCOME, outstanding=owed, police_position="No further police action")
    assert when(S47, stated, given=[START, SEEN])


def test_harm_that_goes_on_leads_to_a_conference() -> None:
    without = replace(OUTCOME, outcome=S47Outcome.S17_SERVICES)
    assert refused(S47, without, given=[START, SEEN]) == "STR-10"
    by_service_manager = replace(without, by=PATEL, no_icpc_because="Child now lives with father in another LA")
    recorded, not_required = when(S47, by_service_manager, given=[START, SEEN])
    assert isinstance(recorded, S47OutcomeRecorded)
    assert isinstance(not_required, ICPCNotRequired)


def test_an_outcome_other_than_a_conference_needs_none() -> None:
    unfounded = replace(OUTCOME, harm_substantiated=YesNo.N, outcome=S47Outcome.NFA)
    recorded, not_required = when(S47, unfounded, given=[START, SEEN])
    assert recorded.authorised_by == not_required.by == "cass.tm1"


def test_after_its_end_an_enquiry_takes_nothing_more() -> None:
    unfounded = replace(OUTCOME, harm_substantiated=YesNo.N, outcome=S47Outcome.NFA)
    assert refused(S47, SEEN, given=[START, SEEN, unfounded]) == "STR-00"


@pytest.mark.parametrize(
    "day",
    [date(2026, 5, 23), date(2026, 5, 25), date(2026, 5, 1)],
    ids=["Saturday", "bank holiday", "before the enquiry"],
)
def test_a_conference_is_held_on_a_working_day_of_the_enquiry(day: date) -> None:
    assert refused(S47, BookICPC(date=day, by=HALE, at=may(14, 17)), given=CONCLUDED) == "STR-07"


def test_a_plan_starts_on_the_day_of_its_conference() -> None:
    earlier = replace(CONFERENCE, plan_start_date=date(2026, 5, 20))
    assert refused(S47, earlier, given=CONCLUDED) == "STR-07"


def test_a_plan_has_a_category() -> None:
    assert refused(S47, replace(CONFERENCE, category=None), given=CONCLUDED) == "STR-07"


def test_the_working_days_from_discussion_to_conference_are_counted() -> None:
    [held] = when(S47, CONFERENCE, given=CONCLUDED)
    assert isinstance(held, ICPCHeld)
    assert held.working_days_from_strategy == 13


def test_a_conference_is_not_recorded_before_it_was_held() -> None:
    assert refused(S47, replace(CONFERENCE, at=may(20, 9)), given=CONCLUDED) == "STR-07"


def test_a_conference_follows_an_outcome() -> None:
    assert refused(S47, CONFERENCE, given=[START, SEEN]) == "STR-00"


def test_only_a_service_manager_does_without_a_conference_while_harm_goes_on() -> None:
    without = RecordICPCNotRequired(reason="Child has moved abroad", by=HALE, at=may(15, 9))
    assert refused(S47, without, given=CONCLUDED) == "STR-10"
    assert when(S47, replace(without, by=PATEL), given=CONCLUDED)
