"""What is owed to others: the pack, the interview, the questions, the answer. Golden words, and nothing beside them."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from notifications.codes import Guard, Profile
from notifications.notification.decider import NOTIFICATION
from notifications.notification.events import NotificationHeld
from notifications.owed.asking import ASKING, requests_for
from notifications.owed.facts import Kind, KnownAbsence, KnownAdult, KnownChild, KnownContact, Owed, ScoredMonth
from shared.disclosure import Sensitivity
from shared.disclosure.profiles import PROFILES

from .owing import (
    HUB,
    clarification,
    clarification_missed,
    escalation_answer,
    information,
    returned,
    step_down,
    step_up_decided,
)
from .people import RECEIVED, may
from .spec import when
from .telling import LARKFIELD, MAISIE, NOOR, POLICY, school_contact, send

ZED = school_contact()["children"][1]["child_id"]
KNOWN = KnownContact(
    contact_id=school_contact()["contact_id"],
    org_id="sch-999001",
    agency_name="Larkfield Primary",
    is_public=False,
    ppn_ref=None,
    child_refs={NOOR: "c1", ZED: "c2"},
    source_ref="SP-10301",
    quality_failed=("q7",),
    children={
        "c1": KnownChild(first_name="Noor", surname="Hadley", dob=date(2018, 6, 3), school_urn="999001"),
        "c2": KnownChild(first_name="Zed", surname="Hadley", dob=date(2025, 8, 19)),
    },
    adults=(
        KnownAdult(name="Daniel Hadley", dob=date(1991, 2, 17), role="PARENT", pr="Y", works_with_children="N"),
        KnownAdult(name="CANARY Rudd", role="ALLEGED_PERPETRATOR"),
    ),
)
MISSING = replace(
    KNOWN,
    child_refs={MAISIE: "c1"},
    missing=KnownAbsence(missing_from="CARE", last_seen_at=may(2, 18, 30), episode_no_90d=5),
)
CONTACT = school_contact()


def owed(kind: Kind, said: dict[str, Any]) -> Owed:
    return Owed(
        event_id=f"event-{kind}", kind=kind, contact_id=said["contact_id"], said=said, at=RECEIVED, correlation_id="c"
    )


PACK = owed(Kind.STEP_DOWN, step_down(CONTACT, NOOR))
INTERVIEW = owed(Kind.RETURN_INTERVIEW, returned())
ANSWER = owed(Kind.ESCALATION_ANSWER, escalation_answer(CONTACT, NOOR))
TO_SENDER = owed(Kind.CLARIFICATION, clarification(CONTACT, NOOR))
TO_HEALTH = owed(Kind.INFORMATION, information(CONTACT, NOOR, ZED))
TO_SCHOOL = owed(Kind.INFORMATION, information(CONTACT, NOOR, ZED, agency="EDUCATION"))

STEP_UP = owed(Kind.STEP_UP_ANSWER, step_up_decided(CONTACT, NOOR))
MISSED = owed(Kind.CLARIFICATION_MISSED, clarification_missed(CONTACT, NOOR))


def asked(one: Owed, contact: KnownContact = KNOWN) -> Any:
    [command] = requests_for(one, contact, POLICY, RECEIVED)
    return command


def test_early_help_is_sent_the_pack_and_nothing_else() -> None:
    assert asked(PACK).payload == {
        "profile": "STEPDOWN_PACK",
        "profile_version": 1,
        "child": {"first_name": "Noor", "surname": "Hadley", "date_of_birth": "2018-06-03"},
        "household": [
            {"name": "Daniel Hadley", "relationship": "Parent", "parental_responsibility": "Y"},
            {"name": "CANARY Rudd", "relationship": "Adult in the family", "parental_responsibility": "NK"},
        ],
        "reason": "The assessment found needs that early help can meet.",
        "needs": "A morning routine.",
        "strengths": "Grandmother collects on Fridays.",
        "focus_for_intervention": "Getting to school.\nNoor is at school by 08:45: the register",
        "risks": "Father drinks again.",
        "step_up_triggers": ["Two missed weeks"],
        "agreement_evidence": "Father agreed on 12 May in person.",
        "lead_practitioner": "Helen Voss",
        "joint_visit_on": "2026-05-08",
    }


def test_the_pack_goes_to_the_service_that_is_asked_and_is_due_when_it_must_answer() -> None:
    command = asked(PACK)
    assert (command.about.recipient_org, command.about.recipient_role, command.due_at) == (
        HUB,
        "EARLY_HELP",
        may(6, 17),
    )


def test_a_return_interview_is_asked_for_without_a_word_of_the_police() -> None:
    assert asked(INTERVIEW, MISSING).payload == {
        "profile": "RHI_REQUEST",
        "profile_version": 1,
        "request_ref": asked(INTERVIEW, MISSING).payload["request_ref"],
        "child": {"first_name": "Noor", "surname": "Hadley", "date_of_birth": "2018-06-03"},
        "missing_from": "CARE",
        "missing_since": "2026-05-02T18:30:00+01:00",
        "returned_at": "2026-05-03T01:05:00+01:00",
        "prevention_interview_done": "Y",
        "episode_no_90d": 5,
        "offer_by": "2026-05-04T01:05:00+01:00",
        "complete_by": "2026-05-06T01:05:00+01:00",
        "arrange_through": "Front door team, 01999 555000; out of hours 01999 555999",
    }


def test_the_interview_is_owed_within_a_day_and_asked_for_once_an_episode() -> None:
    command = asked(INTERVIEW, MISSING)
    assert command.due_at == RECEIVED + timedelta(hours=24)
    again = asked(replace(INTERVIEW, event_id="reported again"), MISSING)
    assert command.about.notification_id == again.about.notification_id


def test_who_disagreed_is_sent_the_answer_by_the_names_it_knows() -> None:
    command = asked(ANSWER)
    assert (command.about.recipient_org, command.payload["child_refs"]) == ("sch-999001", ["c1"])
    assert (command.payload["upheld"], command.payload["reason"]) == (
        "PART",
        "You are right that the history was thin; the level stands.",
    )


def test_an_agency_that_did_not_send_the_contact_learns_no_reference_of_its_sender() -> None:
    assert asked(ANSWER, replace(KNOWN, org_id="force-example")).payload["child_refs"] == []


def test_the_sender_is_asked_by_initials_and_its_own_reference() -> None:
    payload = asked(TO_SENDER).payload
    assert (payload["child_initials"], payload["local_ref"], payload["quality_failed"]) == (
        "NH, ZH",
        "SP-10301",
        ["q7"],
    )
    assert payload["questions"] == [
        {"number": 1, "text": "What exactly did you see on 6 May?"},
        {"number": 2, "text": "Who else lives there?"},
    ]


def test_a_member_of_the_public_is_rung_and_never_written_to() -> None:
    assert requests_for(TO_SENDER, replace(KNOWN, is_public=True), POLICY, RECEIVED) == []


def test_health_is_asked_about_the_children_with_enough_of_the_adults_to_search() -> None:
    command = asked(TO_HEALTH)
    assert command.about.recipient_org == "health-example"
    assert command.payload["household"] == [
        {"name": "Daniel Hadley", "date_of_birth": "1991-02-17"},
        {"name": "CANARY Rudd", "date_of_birth": None},
    ]


def test_a_school_is_asked_about_its_own_pupil_and_about_no_adult() -> None:
    command = asked(TO_SCHOOL)
    assert (command.about.recipient_urn, command.about.child_id) == ("999001", NOOR)
    assert [child["first_name"] for child in command.payload["children"]] == ["Noor"]
    assert command.payload["household"] == []


def test_two_schools_are_each_asked_about_their_own() -> None:
    children = {**KNOWN.children, "c2": replace(KNOWN.children["c2"], school_urn="999014")}
    found = requests_for(TO_SCHOOL, replace(KNOWN, children=children), POLICY, RECEIVED)
    assert [(each.about.recipient_urn, each.about.child_id) for each in found] == [("999001", NOOR), ("999014", ZED)]


def test_an_agency_without_an_inbox_is_rung() -> None:
    command = asked(owed(Kind.INFORMATION, information(CONTACT, NOOR, agency="PROBATION")))
    assert (command.about.recipient_org, command.about.recipient_name) == (None, "Probation")
    assert when(NOTIFICATION, send(recipient=None), given=[command]) == []


def test_a_school_is_asked_only_when_it_is_verified_and_the_child_on_its_roll() -> None:
    [held] = when(NOTIFICATION, send(recipient=replace(LARKFIELD, verified_at=None)), given=[asked(TO_SCHOOL)])
    assert (type(held), held.guard) == (NotificationHeld, Guard.UNVERIFIED)
    [held] = when(NOTIFICATION, send(roll=None), given=[asked(TO_SCHOOL)])
    assert held.guard == Guard.NOT_ON_ROLL


def test_a_school_where_an_adult_of_the_family_may_work_is_asked_after_a_manager_has_looked() -> None:
    adults = (replace(KNOWN.adults[0], works_with_children="Y"),)
    events = when(NOTIFICATION, asked(TO_SCHOOL, replace(KNOWN, adults=adults)))
    assert events[-1].guard == Guard.ADULT_IS_STAFF


def test_early_help_learns_what_was_decided_and_what_to_do_and_no_reason_of_a_manager() -> None:
    command = asked(STEP_UP)
    assert (command.about.recipient_org, command.payload["outcome_code"]) == (HUB, "REFERRAL_S17")
    assert command.payload["what_happens_next"].startswith("A social worker will call you.")
    assert "CANARY" not in json.dumps(command.payload)


def test_the_lead_of_the_agency_that_signed_in_is_told_that_nobody_answered() -> None:
    command = asked(MISSED)
    assert (command.about.recipient_org, command.about.recipient_role) == ("sch-999001", "SAFEGUARDING_LEAD")
    assert (command.payload["local_ref"], command.payload["child_initials"]) == ("SP-10301", "NH, ZH")
    assert command.payload["questions"] == [{"number": 1, "text": "What exactly did you see on 6 May?"}]


def test_a_member_of_the_public_has_no_lead() -> None:
    assert requests_for(MISSED, replace(KNOWN, is_public=True), POLICY, RECEIVED) == []
    caller = replace(MISSED, said={**MISSED.said, "professional_referrer": False})
    assert requests_for(caller, KNOWN, POLICY, RECEIVED) == []


SCORED = (("GOOD", ("q10",)), ("INADEQUATE", ("q5", "q6", "q10")), ("ADEQUATE", ("q6", "q10")))
APRIL = owed(Kind.QUALITY, {"contact_id": CONTACT["contact_id"]})


def test_a_month_is_told_in_numbers_with_the_tests_most_often_missed_first() -> None:
    counted = ScoredMonth(org_id="sch-999001", month="2026-04", failed_by_grade=SCORED)
    command = asked(replace(APRIL, month=counted))
    assert (command.about.contact_id, command.about.child_id) == ("", None)
    payload = dict(command.payload)
    assert "level 3" in payload.pop("exemplar")
    assert payload == {
        "profile": "QUALITY_FEEDBACK",
        "profile_version": 1,
        "month": "2026-04",
        "scored": 3,
        "good": 1,
        "adequate": 1,
        "inadequate": 1,
        "percent_good": 33,
        "most_failed": [
            {"test": "q10", "contacts": 3},
            {"test": "q6", "contacts": 2},
            {"test": "q5", "contacts": 1},
        ],
    }


def test_a_month_without_a_fault_needs_no_exemplar_and_one_without_a_contact_no_word() -> None:
    perfect = ScoredMonth(org_id="sch-999001", month="2026-04", failed_by_grade=(("GOOD", ()),))
    assert asked(replace(APRIL, month=perfect)).payload["exemplar"] is None
    empty = replace(APRIL, month=replace(perfect, failed_by_grade=()))
    assert requests_for(empty, KNOWN, POLICY, RECEIVED) == []


@pytest.mark.parametrize("one", [PACK, INTERVIEW, TO_SENDER, TO_HEALTH, TO_SCHOOL], ids=lambda one: one.kind)
def test_who_is_said_to_have_hurt_whom_is_in_no_words_of_ours(one: Owed) -> None:
    assert "PERPETRATOR" not in json.dumps(asked(one).payload)


@pytest.mark.parametrize(
    ("profile", "classes"),
    [
        (Profile.CLARIFY, {Sensitivity.ID, Sensitivity.SUB}),
        (Profile.INFO_REQUEST, {Sensitivity.ID, Sensitivity.HH, Sensitivity.SUB}),
        (Profile.STEPDOWN_PACK, {Sensitivity.ID, Sensitivity.HH, Sensitivity.SCR}),
        (Profile.ESCALATION_ANSWER, {Sensitivity.SCR}),
        (Profile.RHI_REQUEST, {Sensitivity.ID, Sensitivity.SUB}),
        (Profile.STEP_UP_ANSWER, {Sensitivity.ID, Sensitivity.SCR}),
        (Profile.CLARIFY_MISSED, {Sensitivity.ID, Sensitivity.SUB}),
        (Profile.QUALITY_FEEDBACK, set()),
        (Profile.LADO_REF, {Sensitivity.ID, Sensitivity.LADO}),
        (Profile.PF_VISIT, {Sensitivity.ID, Sensitivity.HH, Sensitivity.HIS}),
    ],
)
def test_no_profile_carries_what_the_police_health_or_a_strategy_discussion_told(
    profile: Profile, classes: set[Sensitivity]
) -> None:
    assert PROFILES[profile].classes() - {Sensitivity.PUBLIC} == classes


def test_every_kind_of_debt_has_somebody_who_knows_its_words() -> None:
    assert set(ASKING) == set(Kind)
