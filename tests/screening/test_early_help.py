"""Step down and step up: what stands before a step-down, who answers, and what the clocks do."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from screening.case.events import EscalationNoted
from screening.case.facts import Consent, KnownOfChild, SafetyPlan
from screening.codes import Agreement, Decision, ParentsInformed, Rag
from screening.early_help.clocks import clocks
from screening.early_help.commands import CloseEpisode, Command, OpenEpisode
from screening.early_help.decider import EARLY_HELP
from screening.early_help.events import (
    EarlyHelpEpisodeClosed,
    EarlyHelpEpisodeOpened,
    Event,
    StepDownAccepted,
    StepDownDeclined,
    StepDownFamilyContacted,
    StepDownProposed,
    StepUpDecided,
    StepUpRequested,
)
from screening.early_help.facts import Goal, Recipient
from screening.events import EVENTS
from shared.access.actor import SYSTEM
from shared.clocks import ClockCommand, StartClock, StopClock
from shared.decider import Refused
from shared.events import Meta, Recorded

from .early_help_story import (
    ACCEPT,
    AGREE,
    CARTER,
    DECIDE,
    DECLINE,
    ELSEWHERE,
    MET,
    REFERRED,
    STEP_DOWN,
    STEP_UP,
    VOSS,
    step_down,
)
from .people import BROOK, HALE, LA, MARSH, REYES, may
from .referral_story import NDLOVU
from .spec import the
from .story import CONTACT, NOOR, ZED

MEET = date(2026, 5, 29)
WITH_EARLY_HELP: tuple[Command, ...] = (STEP_DOWN, ACCEPT, MET)
HIGH_RISK = replace(REFERRED, contact=replace(REFERRED.contact, contact_type="DOMESTIC_ABUSE", police_grade="HIGH"))
ANSWERED_BY_MARAC = replace(HIGH_RISK, checks_received=frozenset({"MARAC"}))


def when(command: Command, *, given: Sequence[Command] = ()) -> list[Event]:
    state = EARLY_HELP.initial
    for earlier in given:
        state = EARLY_HELP.fold(EARLY_HELP.decide(earlier, state), state)
    return list(EARLY_HELP.decide(command, state))


def refusal(command: Command, *, given: Sequence[Command] = ()) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        when(command, given=given)
    return caught.value.code, caught.value.field


def test_a_step_down_says_focus_goals_triggers_agreement_and_the_joint_visit() -> None:
    offered = the(StepDownProposed, when(STEP_DOWN))
    assert offered.focus == "Getting Noor to school fed and rested"
    assert offered.goals == STEP_DOWN.goals
    assert (offered.agreement, offered.joint_visit_date) == (STEP_DOWN.agreement_evidence, date(2026, 5, 28))
    assert offered.second_manager_wanted is False


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"focus": " "}, "focus"),
        ({"goals": ()}, "goals"),
        ({"goals": (Goal(change="Support the family"),)}, "goals"),
        ({"triggers": ()}, "triggers"),
        ({"agreement_evidence": ""}, "agreement_evidence"),
        ({"recipient": Recipient(org_id=LA, name="")}, "recipient_name"),
        ({"recipient": Recipient(org_id="", name="Sam Carter")}, "recipient_org"),
    ],
)
def test_a_vague_step_down_is_refused(changes: dict[str, object], field: str) -> None:
    assert refusal(step_down(**changes)) == ("SCR-16 STEPDOWN_VAGUE", field)


def test_a_joint_visit_is_planned_and_still_to_come() -> None:
    assert refusal(step_down(joint_visit_date=None)) == ("STEPDOWN JOINT_VISIT", "joint_visit_date")
    assert refusal(step_down(joint_visit_date=date(2026, 5, 26))) == ("STEPDOWN JOINT_VISIT", "joint_visit_date")


@pytest.mark.parametrize("missing", ["reason", "needs", "strengths", "risks"])
def test_early_help_is_told_why_what_is_needed_what_goes_well_and_what_could_go_wrong(missing: str) -> None:
    assert refusal(step_down(**{missing: " "})) == ("REFERRAL NEEDED", missing)


@pytest.mark.parametrize("agreement", [a for a in Agreement if a is not Agreement.AGREED])
def test_a_step_down_needs_the_familys_agreement(agreement: Agreement) -> None:
    consent = Consent(parents_informed=ParentsInformed.YES, parental_agreement=agreement)
    assert refusal(step_down(consent=consent)) == ("SCR-08 EH_NO_AGREEMENT", "consent.parental_agreement")


def test_a_step_down_knows_whether_the_parents_know() -> None:
    consent = Consent(parental_agreement=Agreement.AGREED)
    assert refusal(step_down(consent=consent)) == ("SCR-09 CONSENT_UNCLEAR", "consent.parents_informed")


def test_a_step_down_says_which_assumptions_were_tested() -> None:
    assert refusal(step_down(assumptions_tested=())) == ("SCR-04 ASSUMPTIONS", "assumptions_tested")


def test_a_step_down_that_relies_on_a_safety_plan_says_who_watches_it() -> None:
    assert refusal(step_down(relies_on_safety_plan=True)) == ("SCR-15 SAFETY_PLAN", "safety_plan")
    watched = SafetyPlan(
        who_monitors="Sam", how_tested="Visited twice", contingency="Step up", review_on=date(2026, 6, 30)
    )
    assert when(step_down(relies_on_safety_plan=True, safety_plan=watched))


def test_only_a_registered_social_worker_proposes_and_never_the_machine() -> None:
    assert refusal(step_down(by=MARSH))[0] == "SCR-06 NOT_SW"
    assert refusal(step_down(by=SYSTEM))[0] == "SCR-20 DECIDED_BY_MACHINE"


def test_the_guards_of_the_contact_stand_before_a_step_down_too() -> None:
    thin = replace(REFERRED, quality="INADEQUATE")
    assert refusal(step_down(screening=thin))[0] == "SCR-03 THIN_INFO"
    undirected = replace(REFERRED, directed=False)
    assert refusal(step_down(screening=undirected))[0] == "SCR-01 NO_DIRECTION"
    unanswered = replace(REFERRED, checks_required=frozenset({"HEALTH"}))
    assert refusal(step_down(screening=unanswered))[0] == "SCR-13 OUTSTANDING"


def test_an_agency_that_disagrees_is_answered_before_a_step_down() -> None:
    about_noor = EscalationNoted(
        contact_id=CONTACT,
        child_ids=(NOOR,),
        escalation_id="escalation-1",
        agency_org_id="sch-999001",
        agency_name="Larkfield Primary",
        noted_at=may(26, 9),
    )
    disputed = replace(REFERRED, escalations=(about_noor,))
    assert refusal(step_down(screening=disputed))[0] == "SCR-18 ESC_OPEN"
    assert when(step_down(screening=replace(REFERRED, escalations=(replace(about_noor, child_ids=(ZED,)),))))
    known_otherwise = replace(REFERRED, escalations=(replace(about_noor, child_ids=("another-identity",)),))
    assert refusal(step_down(screening=known_otherwise))[0] == "SCR-18 ESC_OPEN"


def test_a_contact_that_was_red_is_stepped_down_when_something_has_changed() -> None:
    red = replace(REFERRED, rag=Rag.RED)
    assert refusal(step_down(screening=red)) == ("SCR-14 RED_CLOSE", "changed_since_red")
    assert when(step_down(screening=red, changed_since_red="He has moved out; the order holds."))


def test_high_risk_abuse_is_stepped_down_after_marac_and_with_a_second_manager() -> None:
    assert refusal(step_down(screening=HIGH_RISK))[0] == "SCR-10 DA_HIGH"
    offer = step_down(screening=ANSWERED_BY_MARAC)
    assert the(StepDownProposed, when(offer)).second_manager_wanted
    assert refusal(ACCEPT, given=[offer])[0] == "SCR-10 DA_HIGH"
    assert the(StepDownAccepted, when(ACCEPT, given=[offer, AGREE]))


def test_abuse_that_our_own_record_counts_is_of_high_risk_too() -> None:
    known = KnownOfChild(position=1, items=(), contacts_12m=3, abuse_contacts_12m=3)
    assert refusal(step_down(known=known))[0] in ("SCR-07 REPEAT", "SCR-10 DA_HIGH")


def test_the_second_manager_is_another_registered_manager() -> None:
    offer = step_down(by=BROOK, screening=ANSWERED_BY_MARAC)
    assert refusal(AGREE, given=[offer])[0] == "SCR-05 SELF_AUTH"
    assert refusal(replace(AGREE, by=NDLOVU), given=[offer])[0] == "SCR-10 DA_HIGH"
    assert refusal(replace(AGREE, by=REYES, rationale=""), given=[offer]) == ("REFERRAL NEEDED", "rationale")


def test_early_help_accepts_with_a_named_practitioner_and_its_episode_opens() -> None:
    happened = when(ACCEPT, given=[STEP_DOWN])
    assert the(StepDownAccepted, happened).lead_practitioner == "Sam Carter"
    assert the(EarlyHelpEpisodeOpened, happened).org_id == LA
    assert refusal(replace(ACCEPT, lead_practitioner=""), given=[STEP_DOWN]) == (
        "REFERRAL NEEDED",
        "lead_practitioner",
    )


def test_a_step_down_is_answered_once_and_by_the_one_to_whom_it_was_offered() -> None:
    assert refusal(replace(ACCEPT, by=ELSEWHERE), given=[STEP_DOWN])[0] == "STEPDOWN RECIPIENT"
    assert refusal(replace(ACCEPT, by=HALE), given=[STEP_DOWN])[0] == "STEPDOWN RECIPIENT"
    assert refusal(ACCEPT, given=[STEP_DOWN, ACCEPT])[0] == "STEPDOWN OUT_OF_ORDER"
    assert refusal(DECLINE, given=[STEP_DOWN, ACCEPT])[0] == "STEPDOWN OUT_OF_ORDER"
    assert refusal(ACCEPT)[0] == "STEPDOWN OUT_OF_ORDER"
    assert refusal(STEP_DOWN, given=[STEP_DOWN])[0] == "STEPDOWN OUT_OF_ORDER"


def test_a_refusal_says_why_and_a_better_step_down_can_follow() -> None:
    assert the(StepDownDeclined, when(DECLINE, given=[STEP_DOWN])).reason == DECLINE.reason
    assert refusal(replace(DECLINE, reason=""), given=[STEP_DOWN]) == ("REFERRAL NEEDED", "reason")
    assert when(STEP_DOWN, given=[STEP_DOWN, DECLINE])


def test_the_family_is_met_after_the_acceptance_and_not_in_the_future() -> None:
    assert the(StepDownFamilyContacted, when(MET, given=[STEP_DOWN, ACCEPT])).contacted_at == may(28, 14)
    assert refusal(MET, given=[STEP_DOWN])[0] == "STEPDOWN OUT_OF_ORDER"
    early, late = replace(MET, contacted_at=may(20, 9)), replace(MET, contacted_at=may(29, 9))
    for wrong in (early, late):
        assert refusal(wrong, given=[STEP_DOWN, ACCEPT]) == ("STEPDOWN DATE", "contacted_at")


def test_early_help_asks_for_a_step_up_and_stays_whatever_is_decided() -> None:
    asked = the(StepUpRequested, when(STEP_UP, given=WITH_EARLY_HELP))
    assert (asked.urgent, asked.decide_by) == (False, datetime(2026, 6, 1, 8, 0, tzinfo=UTC))
    for decision in (Decision.REFERRAL_S17, Decision.EARLY_HELP):
        answer = replace(DECIDE, decision=decision)
        assert the(StepUpDecided, when(answer, given=[*WITH_EARLY_HELP, STEP_UP])).decision is decision
        again = replace(STEP_UP, step_up_id="step-up-2")
        assert when(again, given=[*WITH_EARLY_HELP, STEP_UP, answer])


def test_an_urgent_step_up_is_answered_within_two_hours_of_service() -> None:
    asked = the(StepUpRequested, when(replace(STEP_UP, urgent=True), given=WITH_EARLY_HELP))
    assert asked.decide_by == may(29, 11)


def test_a_step_up_is_for_whoever_has_the_child_and_says_why() -> None:
    assert refusal(STEP_UP)[0] == "EARLYHELP NOT_OPEN"
    assert refusal(replace(STEP_UP, by=ELSEWHERE), given=WITH_EARLY_HELP)[0] == "EARLYHELP NOT_OPEN"
    assert refusal(replace(STEP_UP, reason=" "), given=WITH_EARLY_HELP) == ("REFERRAL NEEDED", "reason")
    assert refusal(STEP_UP, given=[*WITH_EARLY_HELP, STEP_UP])[0] == "STEPUP OUT_OF_ORDER"


def test_a_person_who_is_a_registered_social_worker_answers_a_step_up_once() -> None:
    given = [*WITH_EARLY_HELP, STEP_UP]
    assert refusal(replace(DECIDE, by=SYSTEM), given=given)[0] == "SCR-20 DECIDED_BY_MACHINE"
    assert refusal(replace(DECIDE, by=replace(REYES, registered_sw=False)), given=given)[0] == "SCR-06 NOT_SW"
    assert refusal(replace(DECIDE, decision=Decision.NFA), given=given) == ("STEPUP ANSWER", "decision")
    assert refusal(replace(DECIDE, rationale=""), given=given) == ("REFERRAL NEEDED", "rationale")
    assert refusal(DECIDE, given=[*given, DECIDE])[0] == "STEPUP OUT_OF_ORDER"


def test_early_help_begins_after_a_decision_for_it_and_ends_with_a_reason() -> None:
    opening = OpenEpisode(
        by=REYES,
        at=may(14, 9),
        episode_id="episode-1",
        child_id=NOOR,
        contact_id=CONTACT,
        decision=Decision.EARLY_HELP,
        recipient=Recipient(org_id=LA, name="Sam Carter"),
    )
    assert the(EarlyHelpEpisodeOpened, when(opening)).lead_practitioner == "Sam Carter"
    assert refusal(replace(opening, decision=Decision.NFA)) == ("EARLYHELP NOT_DECIDED", "contact_id")
    assert refusal(opening, given=[opening]) == ("EARLYHELP OPEN", "child_id")
    ending = CloseEpisode(by=CARTER, at=may(20, 9), reason="The goals are met")
    assert when(ending, given=[opening])
    assert refusal(replace(ending, reason=""), given=[opening]) == ("REFERRAL NEEDED", "reason")
    assert refusal(replace(ending, by=ELSEWHERE), given=[opening])[0] == "EARLYHELP NOT_OPEN"


def test_two_organisations_help_one_child_and_each_ends_its_own_part() -> None:
    hub = Recipient(org_id=ELSEWHERE.org_id, name="Ines Roe")
    beside = replace(STEP_DOWN, at=may(28, 18), step_down_id="step-down-2", recipient=hub, joint_visit_date=MEET)
    taken = replace(ACCEPT, by=ELSEWHERE, at=may(28, 19), episode_id="episode-2", lead_practitioner="Ines Roe")
    met = replace(MET, at=may(29, 17), contacted_at=may(29, 14))
    given = [*WITH_EARLY_HELP, beside, taken, replace(met, by=ELSEWHERE)]
    assert the(StepUpRequested, when(STEP_UP, given=given)).org_id == LA
    ending = CloseEpisode(by=CARTER, at=may(30, 9), reason="The goals are met")
    assert the(EarlyHelpEpisodeClosed, when(ending, given=given)).episode_id == "episode-1"
    theirs = replace(ending, by=ELSEWHERE)
    assert the(EarlyHelpEpisodeClosed, when(theirs, given=[*given, ending])).episode_id == "episode-2"


def test_nobody_ends_early_help_for_a_child_whom_nobody_else_has_yet() -> None:
    ending = CloseEpisode(by=CARTER, at=may(29, 10), reason="The goals are met")
    assert refusal(ending, given=[STEP_DOWN, ACCEPT])[0] == "EARLYHELP TAKING_OVER"
    assert refusal(ending, given=[*WITH_EARLY_HELP, STEP_UP])[0] == "EARLYHELP ASKED"
    assert when(ending, given=WITH_EARLY_HELP)
    assert when(replace(ending, at=may(29, 12)), given=[*WITH_EARLY_HELP, STEP_UP, DECIDE])


def follows(command: Command, given: Sequence[Command] = ()) -> list[ClockCommand]:
    return [asked for event in when(command, given=given) for asked in clocks(recorded(event))]


def recorded(event: Event) -> Recorded[object]:
    kind = EVENTS.kind_of(event)
    meta = Meta(recorded_at=may(30, 9), actor=REYES, correlation_id="c", causation_id="c")
    return Recorded(
        position=1,
        stream=f"EarlyHelp-{NOOR}",
        version=1,
        event_id="019df6a0-0000-7000-8000-0000000000ff",
        type=kind.name,
        schema_version=kind.version,
        data=event,
        meta=meta,
    )


def test_a_step_down_is_answered_within_two_working_days_and_both_managers_are_told() -> None:
    [clock] = follows(STEP_DOWN)
    assert isinstance(clock, StartClock)
    assert (clock.code, clock.due_at) == ("CK_STEPDOWN", datetime(2026, 5, 29, 22, 59, 59, tzinfo=UTC))
    assert [(warning.tell, warning.at) for warning in clock.warnings] == [("EARLY_HELP_MANAGER", clock.due_at)]
    assert clock.breach_tells == "ASSESSMENT_MANAGER"


def test_the_family_is_met_within_five_working_days_of_the_proposal() -> None:
    stop, start = follows(ACCEPT, [STEP_DOWN])
    assert isinstance(stop, StopClock)
    assert isinstance(start, StartClock)
    assert start.due_at == datetime(2026, 6, 3, 22, 59, 59, tzinfo=UTC)
    late = follows(replace(ACCEPT, at=may(29, 16)), [STEP_DOWN])[1]
    assert isinstance(late, StartClock)
    assert late.due_at == start.due_at


def test_an_answer_or_the_meeting_stops_the_clock() -> None:
    for command, given, at in ((DECLINE, [STEP_DOWN], may(27, 15)), (MET, [STEP_DOWN, ACCEPT], may(28, 14))):
        [stop] = follows(command, given)
        assert isinstance(stop, StopClock)
        assert (stop.code, stop.at) == ("CK_STEPDOWN", at)


def test_a_step_up_has_a_clock_and_an_urgent_one_tells_the_manager_at_once() -> None:
    [calm] = follows(STEP_UP, WITH_EARLY_HELP)
    [urgent] = follows(replace(STEP_UP, urgent=True), WITH_EARLY_HELP)
    assert isinstance(calm, StartClock)
    assert isinstance(urgent, StartClock)
    assert (calm.code, calm.warnings, calm.breach_tells) == ("CK_STEPUP", (), "FRONT_DOOR_MANAGER")
    assert [(warning.at, warning.tell) for warning in urgent.warnings] == [(may(29, 9), "FRONT_DOOR_MANAGER")]
    [stop] = follows(DECIDE, [*WITH_EARLY_HELP, STEP_UP])
    assert isinstance(stop, StopClock)


ANYTHING: tuple[Command, ...] = (STEP_DOWN, AGREE, ACCEPT, DECLINE, MET, STEP_UP, DECIDE)


@settings(deadline=None)
@given_any(
    st.lists(st.tuples(st.sampled_from(ANYTHING), st.sampled_from((VOSS, CARTER, ELSEWHERE, HALE))), max_size=14)
)
def test_no_order_of_commands_accepts_one_step_down_twice_or_lets_another_organisation_answer(
    asked: list[tuple[Command, object]],
) -> None:
    happened: list[Event] = []
    for command, by in asked:
        answers = isinstance(command, type(ACCEPT) | type(DECLINE))
        tried = replace(command, by=by) if answers else command
        try:
            happened += EARLY_HELP.decide(tried, EARLY_HELP.fold(happened))
        except Refused:
            continue
    offered = sum(isinstance(event, StepDownProposed) for event in happened)
    answers = [event for event in happened if isinstance(event, StepDownAccepted | StepDownDeclined)]
    assert len(answers) <= offered
    assert all(event.recipient_org == LA for event in answers)
    accepted = [event for event in happened if isinstance(event, StepDownAccepted)]
    assert all(event.accepted_by in (VOSS.user_id, CARTER.user_id) for event in accepted)


def test_a_step_down_carries_nothing_but_what_the_pack_may_hold() -> None:
    """The words of the event are the proposer's own: no field takes the police's, health's or a strategy record's."""
    names = {field.name for field in fields(StepDownProposed)}
    assert not {name for name in names if "police" in name or "narrative" in name or "strategy" in name}
