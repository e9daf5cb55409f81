"""A professional disagreement: whoever decided never answers it, and nobody's silence ends it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.case.commands import (
    CloseScreening,
    NoteEscalation,
    NoteEscalationEnded,
    OverrideGuard,
    SendOutcomeFeedback,
)
from screening.case.events import EscalationEndNoted, EscalationNoted, ScreeningClosed, ScreeningReopened
from screening.case.facts import Agency
from screening.clock_readings import ClockBreached
from screening.codes import Decision, Method, Upheld
from screening.escalation.clocks import clocks
from screening.escalation.commands import (
    AnswerEscalation,
    EscalationCommand,
    MoveEscalationUp,
    RaiseEscalation,
    WithdrawEscalation,
)
from screening.escalation.decider import ESCALATION
from screening.escalation.events import (
    ESCALATION_EVENTS,
    EscalationAnswered,
    EscalationEvent,
    EscalationMovedUp,
    EscalationRaised,
    EscalationWithdrawn,
)
from screening.escalation.publishing import CONTRACT_OF, publish
from screening.own_clocks import move_escalation_up
from screening.streams import stage_of_subject
from shared.access.actor import SYSTEM, Actor
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock
from shared.contracts import Unclassified, classes_of
from shared.decider import Refused
from shared.events import Meta, Recorded

from .people import ADEYEMI, BROOK, OSEI, PATEL, REYES, may
from .spec import NOON, after, refusal, the, when
from .story import CONTACT, NOOR, NOOR_READY, WEDNESDAY, ZED, authorised, proposed
from .test_listening import message

ESCALATION_ID = "019df6a0-0000-7000-8000-0000000000f1"
SCHOOL = Agency(org_id="sch-999001", name="Larkfield Primary", urn="999001")

RAISED = RaiseEscalation(
    by=OSEI,
    at=may(13, 11),
    escalation_id=ESCALATION_ID,
    contact_id=CONTACT,
    child_ids=(NOOR,),
    by_agency=SCHOOL,
    words="She has said three times that she is afraid to go home.",
    wants="Somebody speaks to her this week.",
)
ANSWER = AnswerEscalation(
    by=REYES,
    at=may(13, 15),
    upheld=Upheld.N,
    reason="We spoke to her on Tuesday, and her aunt now collects her.",
    decided_by=frozenset({"sw.adeyemi", "fdm.brook"}),
)
SILENCE = MoveEscalationUp(by=SYSTEM, at=may(14, 11), stage=1, due_at=may(14, 11))
SILENCE_AGAIN = MoveEscalationUp(by=SYSTEM, at=may(15, 11), stage=2, due_at=may(15, 11))


def happened(command: EscalationCommand, *given: EscalationCommand) -> list[EscalationEvent]:
    state = ESCALATION.initial
    for earlier in given:
        state = ESCALATION.fold(ESCALATION.decide(earlier, state), state)
    return list(ESCALATION.decide(command, state))


def no(command: EscalationCommand, *given: EscalationCommand) -> Refused:
    with pytest.raises(Refused) as caught:
        happened(command, *given)
    return caught.value


def recorded(event: object) -> Recorded[object]:
    kind = ESCALATION_EVENTS.kind_of(event)
    meta = Meta(recorded_at=NOON, actor=SYSTEM, correlation_id="c", causation_id="c")
    return Recorded(
        position=1,
        stream=f"Escalation-{ESCALATION_ID}",
        version=1,
        event_id="019df6a0-0000-7000-8000-0000000000ff",
        type=kind.name,
        schema_version=1,
        data=event,
        meta=meta,
    )


def started_and_stopped(command: EscalationCommand, *given: EscalationCommand) -> list[ClockCommand]:
    return [clock for event in happened(command, *given) for clock in clocks(recorded(event))]


def test_an_agency_disagrees_in_its_own_words_and_is_owed_an_answer_in_a_working_day() -> None:
    raised = the(EscalationRaised, happened(RAISED))
    assert (raised.by_agency, raised.stage, raised.tier) == (SCHOOL, 1, "FRONT_DOOR_MANAGER")
    assert raised.due_at == may(14, 11)


@pytest.mark.parametrize("field", ["words", "wants"])
def test_a_disagreement_says_what_is_wrong_and_what_should_happen(field: str) -> None:
    refused = no(replace(RAISED, **{field: ""}))
    assert (refused.code, refused.field) == ("ESC-05 MISSING_WORDS", field)


def test_a_manager_who_had_no_part_in_the_decision_answers() -> None:
    answered = the(EscalationAnswered, happened(ANSWER, RAISED))
    assert (answered.upheld, answered.answered_by, answered.late) == (Upheld.N, "fdm.reyes", False)


@pytest.mark.parametrize("who", [BROOK, replace(REYES, user_id="sw.adeyemi")])
def test_whoever_proposed_or_authorised_the_decision_does_not_answer(who: Actor) -> None:
    assert no(replace(ANSWER, by=who), RAISED).code == "ESC-03 OWN_DECISION"


def test_whoever_wrote_it_down_for_the_agency_does_not_answer() -> None:
    by_phone = replace(RAISED, by=REYES, on_behalf_of="Anita Osei, DSL")
    assert no(ANSWER, by_phone).code == "ESC-03 OWN_DECISION"


def test_an_answer_gives_its_reason() -> None:
    refused = no(replace(ANSWER, reason=""), RAISED)
    assert (refused.code, refused.field) == ("ESC-05 MISSING_WORDS", "reason")


def test_a_screener_answers_at_no_stage() -> None:
    assert no(replace(ANSWER, by=ADEYEMI, decided_by=frozenset()), RAISED).code == "ESC-04 NOT_YOUR_TIER"


def test_silence_goes_one_tier_up_and_counts_from_the_deadline_that_was_missed() -> None:
    late = replace(SILENCE, at=may(17, 8))
    moved = the(EscalationMovedUp, happened(late, RAISED))
    assert (moved.from_stage, moved.stage, moved.tier) == (1, 2, "SERVICE_MANAGER")
    assert moved.due_at == may(15, 11)


def test_what_has_gone_up_is_answered_from_above() -> None:
    assert no(replace(ANSWER, at=may(14, 12)), RAISED, SILENCE).code == "ESC-04 NOT_YOUR_TIER"
    answered = the(EscalationAnswered, happened(replace(ANSWER, by=PATEL, at=may(14, 12)), RAISED, SILENCE))
    assert (answered.stage, answered.late) == (2, True)


def test_above_the_head_of_service_there_is_nobody_to_go_to_and_it_stays_open() -> None:
    top = (RAISED, SILENCE, SILENCE_AGAIN)
    assert happened(replace(SILENCE, stage=3, due_at=may(18, 11)), *top) == []
    assert happened(replace(ANSWER, by=PATEL, at=may(19, 9)), *top)


def test_a_silence_is_heard_once_however_often_it_is_told() -> None:
    assert happened(SILENCE, RAISED, SILENCE) == []
    assert happened(SILENCE, RAISED, ANSWER) == []
    assert happened(SILENCE) == []


def test_an_escalation_that_has_ended_is_not_answered_or_withdrawn_again() -> None:
    withdrawn = WithdrawEscalation(by=OSEI, at=may(13, 12), reason="They rang and explained")
    assert isinstance(happened(withdrawn, RAISED)[0], EscalationWithdrawn)
    for ended in (ANSWER, withdrawn):
        assert no(ANSWER, RAISED, ended).code == "ESC-06 NOT_OPEN"
        assert no(withdrawn, RAISED, ended).code == "ESC-06 NOT_OPEN"
    assert no(replace(withdrawn, reason=""), RAISED).field == "reason"


def test_each_tier_has_a_clock_whose_breach_alerts_the_next() -> None:
    first = the(StartClock, started_and_stopped(RAISED))
    assert (first.code, first.due_at, first.breach_tells) == ("CK_ESC", may(14, 11), "SERVICE_MANAGER")
    second = the(StartClock, started_and_stopped(SILENCE, RAISED))
    assert (second.due_at, second.breach_tells) == (may(15, 11), "HEAD_OF_SERVICE")
    third = the(StartClock, started_and_stopped(SILENCE_AGAIN, RAISED, SILENCE))
    assert third.breach_tells == "DIRECTOR_OF_CHILDRENS_SERVICES"
    assert [stage_of_subject(clock.subject) for clock in (first, second, third)] == [
        (ESCALATION_ID, stage) for stage in (1, 2, 3)
    ]


def test_an_answer_stops_the_clocks_of_every_tier_that_was_asked() -> None:
    stops = started_and_stopped(replace(ANSWER, by=PATEL, at=may(14, 12)), RAISED, SILENCE)
    assert [(type(stop), stage_of_subject(stop.subject)) for stop in stops] == [
        (StopClock, (ESCALATION_ID, 1)),
        (StopClock, (ESCALATION_ID, 2)),
    ]


def test_a_withdrawn_escalation_is_owed_no_answer_but_what_was_missed_stays_missed() -> None:
    withdrawn = WithdrawEscalation(by=OSEI, at=may(14, 12), reason="They rang and explained")
    stops = started_and_stopped(withdrawn, RAISED, SILENCE)
    assert [type(stop) for stop in stops] == [StopClock, CancelClock]


def test_our_own_breach_moves_it_up_and_no_other_clocks_does() -> None:
    at = may(14, 11)
    breached = ClockBreached(
        code="CK_ESC", subject=f"Escalation-{ESCALATION_ID}/1", at=at, fired_at=at, tell="SENIOR_LEADER", late=False
    )
    [step] = move_escalation_up(message(breached))
    assert step.stream == f"Escalation-{ESCALATION_ID}"
    assert isinstance(step.command, MoveEscalationUp)
    assert (step.command.stage, step.command.due_at) == (1, may(14, 11))
    for other in ("Screening-x/HEALTH", "Escalation-x", "Escalation-x/one"):
        assert move_escalation_up(message(replace_subject(breached, other))) == []
    assert move_escalation_up(message(breached.model_copy(update={"code": "CK_RED"}))) == []


def replace_subject(breached: ClockBreached, subject: str) -> ClockBreached:
    return breached.model_copy(update={"subject": subject})


def test_every_event_of_an_escalation_is_published_with_each_field_classed() -> None:
    for event in (*happened(RAISED), *happened(SILENCE, RAISED), *happened(ANSWER, RAISED)):
        [contract] = publish(recorded(event))
        assert contract.contract_type == f"frontdoor.{type(event).__name__}.v1"
    for contract_type in CONTRACT_OF.values():
        assert not [each for each in classes_of(contract_type).values() if isinstance(each, Unclassified)]


def test_an_agency_does_not_learn_who_answered() -> None:
    assert "answered_by" not in CONTRACT_OF[EscalationAnswered].model_fields


NOTED = NoteEscalation(
    by=OSEI,
    at=may(13, 11),
    escalation_id=ESCALATION_ID,
    child_ids=(NOOR,),
    agency_org_id=SCHOOL.org_id,
    agency_name=SCHOOL.name,
)
TOLD = SendOutcomeFeedback(by=ADEYEMI, at=WEDNESDAY, told_whom="Anita Osei", method=Method.PHONE)
DECIDED = (
    *NOOR_READY,
    proposed(NOOR, Decision.NFA),
    proposed(ZED, Decision.NFA),
    authorised(NOOR),
    authorised(ZED),
    TOLD,
)
CLOSE = CloseScreening(by=ADEYEMI, at=WEDNESDAY)
ENDED = NoteEscalationEnded(by=REYES, at=may(13, 15), escalation_id=ESCALATION_ID, how="Answered: not upheld")


def test_a_case_does_not_close_while_an_agency_waits_for_its_answer() -> None:
    assert refusal(CLOSE, given=(*DECIDED, NOTED)).code == "SCR-18 ESC_OPEN"
    assert isinstance(when(CLOSE, given=(*DECIDED, NOTED, ENDED))[0], ScreeningClosed)


def test_a_manager_lets_the_child_past_it_about_whom_they_disagree() -> None:
    let_past = OverrideGuard(
        by=BROOK,
        at=WEDNESDAY,
        child_id=NOOR,
        guard="SCR-18",
        reason="The school rang: it has moved, and will withdraw this when its post is back.",
        review_by=date(2026, 5, 20),
    )
    assert isinstance(when(CLOSE, given=(*DECIDED, NOTED, let_past))[0], ScreeningClosed)
    about_zed = replace(let_past, child_id=ZED)
    assert refusal(CLOSE, given=(*DECIDED, NOTED, about_zed)).code == "SCR-18 ESC_OPEN"


def test_there_has_to_be_a_decision_to_disagree_with() -> None:
    refused = refusal(NOTED, given=NOOR_READY)
    assert (refused.code, refused.field) == ("ESC-08 NOTHING_DECIDED", "child_ids")
    half = (*NOOR_READY, proposed(NOOR, Decision.NFA), proposed(ZED, Decision.NFA), authorised(NOOR))
    assert refusal(replace(NOTED, child_ids=(NOOR, ZED)), given=half).code == "ESC-08 NOTHING_DECIDED"
    assert the(EscalationNoted, when(replace(NOTED, child_ids=()), given=half)).child_ids == (NOOR,)


def test_one_agency_has_one_open_disagreement_about_one_child() -> None:
    assert refusal(NOTED, given=(*DECIDED, NOTED)).code == "ESC-02 ALREADY_OPEN"
    at_night = replace(NOTED, at=may(14, 0, 30))
    assert "14 May" in refusal(NOTED, given=(*DECIDED, at_night)).reason
    assert when(replace(NOTED, child_ids=(ZED,)), given=(*DECIDED, NOTED))
    assert when(replace(NOTED, agency_org_id="health-example"), given=(*DECIDED, NOTED))


def test_an_upheld_disagreement_opens_the_decision_again_also_of_a_closed_case() -> None:
    upheld = replace(ENDED, how="Answered: upheld", reopen_because="Larkfield Primary disagreed and is right")
    for decided in ((*DECIDED, NOTED), (*DECIDED, CLOSE, NOTED)):
        ended, reopened = when(upheld, given=decided)
        assert isinstance(ended, EscalationEndNoted)
        assert isinstance(reopened, ScreeningReopened)
        assert reopened.child_ids == (NOOR,)


def test_what_was_opened_again_meanwhile_is_not_opened_twice() -> None:
    again = (*DECIDED, NOTED, replace(ENDED, escalation_id="another"))
    case = after(*again)
    assert [one.escalation_id for one in case.escalations] == [ESCALATION_ID]
    assert when(ENDED, given=(*again, ENDED)) == []


people = st.sampled_from([OSEI, REYES, BROOK, ADEYEMI, PATEL, SYSTEM])
hours = st.integers(0, 200).map(lambda count: may(13, 11) + timedelta(hours=count))
asked = st.one_of(
    st.builds(lambda who, at: replace(ANSWER, by=who, at=at), people, hours),
    st.builds(lambda who, at: WithdrawEscalation(by=who, at=at, reason="Explained"), people, hours),
    st.builds(lambda at, stage: replace(SILENCE, at=at, stage=stage, due_at=at), hours, st.integers(1, 3)),
    st.just(RAISED),
)


@settings(max_examples=200)
@given(st.lists(asked, max_size=8))
def test_in_whatever_order_it_ends_once_and_never_by_somebody_who_decided(
    commands: Sequence[EscalationCommand],
) -> None:
    state, events = ESCALATION.initial, []
    for command in (RAISED, *commands):
        try:
            new = ESCALATION.decide(command, state)
        except Refused:
            continue
        state = ESCALATION.fold(new, state)
        events += new
    ends = [event for event in events if isinstance(event, EscalationAnswered | EscalationWithdrawn)]
    assert len(ends) <= 1
    assert not ends or events[-1] is ends[0]
    assert all(end.answered_by not in ANSWER.decided_by for end in ends if isinstance(end, EscalationAnswered))
    stages = [event.stage for event in events if isinstance(event, EscalationMovedUp)]
    assert stages == list(range(2, 2 + len(stages)))
