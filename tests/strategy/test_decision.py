"""Deciding: with those who must be there, for each child, having asked about school, medical and other
children."""

from dataclasses import replace

import pytest

from strategy.codes import Agency, Concern, Decision, Mode, YesNo
from strategy.discussion.commands import ChildDecision, Reconvene, ShareAgencyInformation
from strategy.discussion.decider import DISCUSSION
from strategy.discussion.events import StrategyDecisionRecorded, StrategyReviewScheduled
from strategy.discussion.record import Medical

from .people import FARROW, FELL, HELD, LUND, OKAFOR, REYES, WRITTEN, may
from .spec import refused, when
from .story import (
    ALFIE,
    ATTENDANCE,
    BOTH_JOINT,
    CHAIR,
    CONVENE,
    DECIDED,
    DECISION,
    DISCUSSED,
    EVERYBODY,
    FINDINGS,
    INVITEES,
    MAISIE,
    PAEDIATRICIAN,
    REQUEST,
    SCHOOL_CLOSED,
    SERGEANT,
    attended,
    with_findings,
)


def test_each_child_gets_a_decision_of_its_own() -> None:
    events = when(DISCUSSION, DECISION, given=DISCUSSED)
    assert [(event.child_id, event.decision) for event in events] == [
        (MAISIE, Decision.S47_JOINT),
        (ALFIE, Decision.S47_JOINT),
    ]
    assert not any(event.provisional for event in events)


@pytest.mark.parametrize(
    "present",
    [(SERGEANT, PAEDIATRICIAN), (CHAIR, PAEDIATRICIAN), (CHAIR, SERGEANT), ()],
    ids=["no manager", "no police", "no health", "nobody"],
)
def test_no_decision_without_manager_police_and_health(present: tuple[object, ...]) -> None:
    seats = attended(*present)  # pyright: ignore[reportArgumentType]
    assert refused(DISCUSSION, DECISION, given=[REQUEST, CONVENE, seats]) == "STR-01"


def test_an_agency_without_a_named_person_was_not_there() -> None:
    seats = attended(CHAIR, SERGEANT, replace(PAEDIATRICIAN, person=None))
    assert refused(DISCUSSION, DECISION, given=[REQUEST, CONVENE, seats]) == "STR-01"


def test_only_a_manager_records_the_decision() -> None:
    assert refused(DISCUSSION, replace(DECISION, by=OKAFOR), given=DISCUSSED) == "STR-01"


def test_out_of_hours_a_decision_to_protect_may_be_provisional_without_health() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, SERGEANT)]
    *decisions, review = when(DISCUSSION, replace(DECISION, provisional=True), given=given)
    assert all(isinstance(event, StrategyDecisionRecorded) and event.provisional for event in decisions)
    assert isinstance(review, StrategyReviewScheduled)
    assert review.full_quorum_needed
    assert review.review_by == may(5, 17)


def test_the_day_service_has_no_provisional_decisions() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, SERGEANT)]
    assert refused(DISCUSSION, replace(DECISION, provisional=True, by=REYES), given=given) == "STR-01"


def test_a_provisional_decision_still_needs_the_police() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, PAEDIATRICIAN)]
    assert refused(DISCUSSION, replace(DECISION, provisional=True), given=given) == "STR-01"


def test_without_quorum_nobody_decides_that_nothing_is_needed() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, SERGEANT)]
    nothing = tuple(ChildDecision(child_id=child, decision=Decision.NFA_CP) for child in (MAISIE, ALFIE))
    assert refused(DISCUSSION, replace(DECISION, provisional=True, decisions=nothing), given=given) == "STR-01"


def test_a_provisional_decision_is_taken_again_with_full_quorum() -> None:
    given = [REQUEST, CONVENE, attended(CHAIR, SERGEANT), replace(DECISION, provisional=True)]
    again = Reconvene(
        held_at=may(5, 10),
        mode=Mode.VIDEO,
        chair="edt.lund",
        chair_role=LUND.role,
        invitees=INVITEES,
        reason="Full quorum",
        by=LUND,
        at=may(5, 10),
    )
    seats = attended(*EVERYBODY, at=may(5, 11))
    events = when(DISCUSSION, replace(DECISION, at=may(5, 11)), given=[*given, again, seats])
    assert [event.provisional for event in events] == [False, False]


def test_a_decision_that_stands_is_changed_only_by_reconvening() -> None:
    assert refused(DISCUSSION, DECISION, given=DECIDED) == "STR-00"


def test_a_decision_is_not_recorded_before_the_discussion_is_held() -> None:
    planned = replace(CONVENE, held_at=may(3, 14))
    assert refused(DISCUSSION, ATTENDANCE, given=[REQUEST, planned]) == "STR-00"


def test_the_school_is_invited_or_heard_or_there_is_a_reason() -> None:
    without_school = replace(CONVENE, invitees=INVITEES[:2])
    given = [REQUEST, without_school, attended(CHAIR, SERGEANT, PAEDIATRICIAN)]
    assert refused(DISCUSSION, DECISION, given=given) == "STR-02"
    assert when(DISCUSSION, with_findings(education_reason="Both under school age"), given=given)


def test_what_the_school_sent_counts_as_heard() -> None:
    without_school = replace(CONVENE, invitees=INVITEES[:2])
    sent = replace(SCHOOL_CLOSED, sent_info=YesNo.Y)
    given = [REQUEST, without_school, attended(CHAIR, SERGEANT, PAEDIATRICIAN, sent)]
    assert when(DISCUSSION, DECISION, given=given)


@pytest.mark.parametrize("concern", [(), (Concern.PHY,), (Concern.EMO, Concern.SAB)])
def test_a_physical_or_sexual_or_unnamed_concern_needs_a_medical_decision(
    concern: tuple[Concern, ...],
) -> None:
    without = replace(with_findings(medical=None), concern=concern)
    assert refused(DISCUSSION, without, given=DISCUSSED) == "STR-04"


def test_no_medical_needs_a_reason() -> None:
    unexplained = with_findings(medical=Medical(needed=YesNo.N))
    assert refused(DISCUSSION, unexplained, given=DISCUSSED) == "STR-04"


def test_a_medical_decision_needs_the_paediatric_view() -> None:
    without_health = with_findings(each_agency_view=FINDINGS.each_agency_view[:1])
    assert refused(DISCUSSION, without_health, given=DISCUSSED) == "STR-04"
    section = ShareAgencyInformation(agency=Agency.HEALTH, content="No injury seen", by=FARROW, at=WRITTEN)
    assert when(DISCUSSION, without_health, given=[*DISCUSSED, section])


def test_a_concern_that_is_neither_physical_nor_sexual_needs_no_medical_decision() -> None:
    neglect = replace(with_findings(medical=None), concern=(Concern.NEG,))
    assert when(DISCUSSION, neglect, given=DISCUSSED)


def test_no_child_of_the_discussion_is_left_out() -> None:
    only_maisie = replace(DECISION, decisions=BOTH_JOINT[:1])
    assert refused(DISCUSSION, only_maisie, given=DISCUSSED) == "STR-05"


def test_a_child_outside_the_discussion_is_not_decided_for_in_it() -> None:
    stranger = replace(DECISION, decisions=(*BOTH_JOINT, replace(BOTH_JOINT[0], child_id="child-kian")))
    assert refused(DISCUSSION, stranger, given=DISCUSSED) == "STR-05"


def test_other_children_are_thought_of_even_if_there_are_none() -> None:
    assert refused(DISCUSSION, with_findings(other_children=None), given=DISCUSSED) == "STR-05"
    assert when(DISCUSSION, with_findings(other_children=()), given=DISCUSSED)


def test_a_child_who_joins_later_gets_a_decision_later() -> None:
    only_maisie = replace(REQUEST, child_ids=(MAISIE,))
    first = replace(DECISION, decisions=BOTH_JOINT[:1])
    given = [only_maisie, CONVENE, ATTENDANCE, first, REQUEST]
    [event] = when(DISCUSSION, replace(DECISION, decisions=BOTH_JOINT[1:]), given=given)
    assert event.child_id == ALFIE


def test_an_agency_writes_its_own_section_only() -> None:
    as_police = ShareAgencyInformation(agency=Agency.POLICE, content="x", by=FARROW, at=HELD)
    assert refused(DISCUSSION, as_police, given=DISCUSSED) == "STR-00"


def test_a_school_that_was_not_invited_writes_nothing() -> None:
    other_school = ShareAgencyInformation(agency=Agency.EDUCATION, content="x", by=FELL, at=HELD)
    assert refused(DISCUSSION, other_school, given=DISCUSSED) == "STR-00"
