"""Asking for a discussion: one for each contact, never later than the rules say, declined only by a
manager."""

from dataclasses import replace

import pytest

from strategy.codes import Agency, Concern, Immediacy
from strategy.discussion.commands import DeclineStrategyRequest
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.events import StrategyAskedForAgain, StrategyThresholdMet
from strategy.discussion.record import ReferringAgency
from strategy.discussion.state import Requested

from .people import ADEYEMI, LUND, SUNDAY_3, may
from .spec import refused, when
from .story import ALFIE, CONVENE, MAISIE, REQUEST


def test_a_request_out_of_hours_is_due_at_close_of_service_on_the_first_working_day() -> None:
    [met] = when(DISCUSSION, REQUEST)
    assert isinstance(met, StrategyThresholdMet)
    assert met.due_at == may(5, 17)


def test_a_request_for_the_same_day_is_due_by_its_end() -> None:
    [met] = when(DISCUSSION, replace(REQUEST, immediacy=Immediacy.SAME_DAY))
    assert met.due_at == may(3, 23, 59).replace(second=59)


def test_a_request_for_the_same_day_late_at_night_leaves_four_hours() -> None:
    [met] = when(DISCUSSION, replace(REQUEST, immediacy=Immediacy.IMMEDIATE, at=may(3, 23, 50)))
    assert met.due_at == may(4, 3, 50)


def test_a_second_child_of_the_same_contact_joins_the_discussion() -> None:
    for_alfie = replace(REQUEST, child_ids=(ALFIE,))
    [added] = when(DISCUSSION, for_alfie, given=[replace(REQUEST, child_ids=(MAISIE,))])
    assert added.child_id == ALFIE


def test_asking_again_for_a_child_who_is_covered_changes_nothing() -> None:
    assert when(DISCUSSION, REQUEST, given=[REQUEST]) == []


@pytest.mark.parametrize("convened", [False, True])
def test_who_asks_again_with_other_grounds_or_another_concern_is_heard(*, convened: bool) -> None:
    """What a second person knows decides, too, whether a medical has to be considered (STR-04)."""
    given = [REQUEST, CONVENE] if convened else [REQUEST]
    [again] = when(DISCUSSION, replace(REQUEST, grounds="She told her teacher.", by=LUND), given=given)
    assert isinstance(again, StrategyAskedForAgain)
    assert (again.grounds, again.asked_by, again.child_ids) == ("She told her teacher.", "edt.lund", REQUEST.child_ids)
    sexual = replace(REQUEST, concern=(Concern.SAB,))
    [again] = when(DISCUSSION, sexual, given=given)
    assert again.concern == (Concern.SAB,)
    assert when(DISCUSSION, sexual, given=[*given, sexual]) == []
    state = DISCUSSION.fold([*when(DISCUSSION, REQUEST), again])
    assert isinstance(state, Requested)
    assert state.concern >= {Concern.SAB, *REQUEST.concern}


def test_asking_again_more_urgently_brings_the_deadline_forward_and_keeps_what_was_said() -> None:
    sooner = replace(REQUEST, immediacy=Immediacy.SAME_DAY, grounds="He knows where they are.", concern=(Concern.SAB,))
    [hastened] = when(DISCUSSION, sooner, given=[REQUEST])
    assert hastened.due_at < may(5, 17)
    assert (hastened.grounds, hastened.concern) == (sooner.grounds, sooner.concern)
    state = DISCUSSION.fold([*when(DISCUSSION, REQUEST), hastened])
    assert isinstance(state, Requested)
    assert state.concern >= {Concern.SAB, *REQUEST.concern}


@pytest.mark.parametrize("child_open_to", [None, "CP", "CIN"])
def test_a_child_who_is_already_open_has_no_longer_to_wait(child_open_to: str | None) -> None:
    later = replace(REQUEST, child_open_to=child_open_to, hold_by=may(8, 17))
    assert refused(DISCUSSION, later) == "STR-06"
    [met] = when(DISCUSSION, replace(REQUEST, child_open_to=child_open_to))
    assert met.due_at == may(5, 17)


def test_a_discussion_may_be_asked_for_sooner() -> None:
    [met] = when(DISCUSSION, replace(REQUEST, hold_by=may(3, 11)))
    assert met.due_at == may(3, 11)


def test_only_a_manager_declines_a_request() -> None:
    declining = DeclineStrategyRequest(rationale="Police will visit first", by=ADEYEMI, at=SUNDAY_3)
    assert refused(DISCUSSION, declining, given=[REQUEST]) == "STR-01"
    [declined] = when(DISCUSSION, replace(declining, by=LUND), given=[REQUEST])
    assert declined.by == "edt.lund"


def test_a_declined_request_may_be_made_again() -> None:
    declining = DeclineStrategyRequest(rationale="Not yet", by=LUND, at=SUNDAY_3)
    [met] = when(DISCUSSION, REQUEST, given=[REQUEST, declining])
    assert isinstance(met, StrategyThresholdMet)


def test_whoever_told_us_is_invited_or_there_is_a_reason() -> None:
    without_police = replace(CONVENE, invitees=CONVENE.invitees[1:])
    assert refused(DISCUSSION, without_police, given=[REQUEST]) == "STR-03"
    because = replace(without_police, referrer_reason="Officer is a relative of the adult")
    assert when(DISCUSSION, because, given=[REQUEST])


def test_a_referrer_whose_agency_is_not_known_is_found_by_its_organisation() -> None:
    housing = ReferringAgency(org_id="housing-example", name="Example Homes")
    from_housing = replace(REQUEST, referrer=housing)
    assert refused(DISCUSSION, CONVENE, given=[from_housing]) == "STR-03"
    invited = replace(CONVENE.invitees[0], agency=Agency.HOUSING, org_id="housing-example")
    assert when(DISCUSSION, replace(CONVENE, invitees=(*CONVENE.invitees, invited)), given=[from_housing])


def test_a_discussion_that_nobody_asked_for_cannot_be_convened() -> None:
    assert refused(DISCUSSION, CONVENE) == "STR-00"


def test_the_chair_is_a_social_care_manager() -> None:
    assert refused(DISCUSSION, replace(CONVENE, chair_role=ADEYEMI.role), given=[REQUEST]) == "STR-01"
