"""What those who wrote to us are told: a receipt, the outcome in the words of their profile, and no more."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from notifications.codes import Profile, RecipientRole
from notifications.notification.commands import RecordPhoneDelivery, RequestNotification
from notifications.notification.decider import NOTIFICATION
from notifications.notification.events import NotificationDelivered, NotificationSent
from notifications.owed.facts import Kind, KnownContact, Owed
from notifications.owed.outcomes import outcome as outcome_owed

from .people import ADEYEMI, FORCE, MARSH, OSEI, RECEIVED
from .spec import refused, when
from .telling import NOOR, POLICY, decision, police_contact, receipt, school_contact, send

DECIDED = decision(school_contact(), NOOR)
OWED = Owed(
    event_id="e1",
    kind=Kind.OUTCOME,
    contact_id=school_contact()["contact_id"],
    said=DECIDED,
    at=RECEIVED,
    correlation_id="c1",
)
FROM_SCHOOL = KnownContact(
    contact_id=OWED.contact_id,
    org_id="sch-999001",
    agency_name="Larkfield Primary",
    is_public=False,
    ppn_ref=None,
    child_refs={NOOR: "c1"},
    quality_failed=("q7",),
)


def outcome(owed: Owed = OWED, contact: KnownContact = FROM_SCHOOL) -> RequestNotification:
    [command] = outcome_owed(owed, contact, POLICY, RECEIVED)
    return command


def test_a_professional_is_told_who_has_it_and_by_when_it_is_decided() -> None:
    command = receipt(school_contact(), OSEI)
    assert command
    assert command.about.profile is Profile.ACK_PRO
    assert set(command.payload) == {
        "profile",
        "profile_version",
        "contact_ref",
        "received_at",
        "named_team",
        "decision_due_at",
        "if_worried_now",
    }
    assert command.payload["decision_due_at"] == "2026-05-05T17:00:00+01:00"


def test_a_receipt_goes_to_the_agency_that_signed_in_whatever_the_body_says() -> None:
    command = receipt(school_contact(agency={"org_id": "sch-999014", "name": "Dunmere"}), OSEI)
    assert command
    assert command.about.recipient_org == "sch-999001"


def test_a_contact_that_our_staff_took_down_is_receipted_to_the_agency_that_called() -> None:
    command = receipt(school_contact(channel="PHONE"), MARSH)
    assert command
    assert command.about.recipient_org == "sch-999001"


def test_a_neighbour_is_thanked_and_told_nothing_of_the_child() -> None:
    contact = school_contact(source_code="1B", channel="PHONE", agency={"org_id": "", "name": ""})
    command = receipt(contact, MARSH)
    assert command
    assert set(command.payload) == {"profile", "profile_version", "contact_ref", "received_at", "emergency_advice"}


def test_the_call_handler_reads_a_neighbour_s_receipt_out() -> None:
    command = receipt(school_contact(source_code="1B", channel="PHONE"), MARSH)
    assert when(NOTIFICATION, send(recipient=None), given=[command]) == []
    told = RecordPhoneDelivery(spoken_to="The caller", by=MARSH, at=RECEIVED)
    assert [type(event) for event in when(NOTIFICATION, told, given=[command])] == [
        NotificationSent,
        NotificationDelivered,
    ]


def test_somebody_without_a_name_gets_no_receipt() -> None:
    contact = school_contact(source_code="9", referrer={"anonymous": True})
    assert receipt(contact, MARSH) is None


def test_our_own_out_of_hours_team_gets_no_receipt() -> None:
    assert receipt(school_contact(channel="EDT"), ADEYEMI) is None


def test_a_reply_goes_to_the_inbox_of_whoever_wrote_without_a_register() -> None:
    command = receipt(police_contact(), FORCE)
    [sent] = when(NOTIFICATION, send(recipient=None, roll=None), given=[command])
    assert (sent.about.recipient_org, sent.late) == ("force-example", False)


def test_a_school_is_told_the_outcome_in_plain_words() -> None:
    payload = outcome().payload
    assert payload["children"] == [
        {
            "child_ref": "c1",
            "outcome_code": "REFERRAL_S17",
            "reason": "Noor is doing too much for her age. A social worker will visit.",
            "need_level": 4,
        }
    ]
    assert payload["quality_failed"] == ["q7"]


def test_the_outcome_is_due_within_one_working_day_of_the_decision() -> None:
    due_at = outcome().due_at
    assert due_at
    assert due_at.isoformat() == "2026-05-05T16:00:00+00:00"


def test_an_outcome_told_after_that_is_marked_late() -> None:
    command = outcome()
    assert command.due_at
    [sent] = when(NOTIFICATION, send(at=command.due_at + timedelta(seconds=1), roll=None), given=[command])
    assert sent.late


def test_a_long_reason_is_cut_to_what_the_profile_allows() -> None:
    [child] = outcome(replace(OWED, said=DECIDED | {"plain_reason": "word " * 200})).payload["children"]  # pyright: ignore
    assert len(child["reason"]) <= 500
    assert child["reason"].endswith("word…")


def test_the_police_are_told_the_code_and_none_of_the_reasons() -> None:
    command = outcome(contact=replace(FROM_SCHOOL, org_id="force-example", ppn_ref="PPN-2026-0418823"))
    assert command.about.profile is Profile.POLICE_OUTCOME
    assert command.payload == {
        "profile": "POLICE_OUTCOME",
        "profile_version": 1,
        "ppn_ref": "PPN-2026-0418823",
        "children": [{"child_ref": "c1", "outcome_code": "REFERRAL_S17"}],
        "decided_at": "2026-05-03T01:05:00+01:00",
    }
    assert "Noor" not in json.dumps(command.payload)


@pytest.mark.parametrize(
    ("owed", "contact"),
    [
        pytest.param(OWED, replace(FROM_SCHOOL, is_public=True), id="a member of the public"),
        pytest.param(
            replace(OWED, said=DECIDED | {"decision": "PROCEED_TO_MASH_ENQUIRY"}), FROM_SCHOOL, id="not final"
        ),
    ],
)
def test_some_are_told_nothing(owed: Owed, contact: KnownContact) -> None:
    assert outcome_owed(owed, contact, POLICY, RECEIVED) == []


def test_an_outcome_for_somebody_without_an_inbox_waits_for_a_voice() -> None:
    command = outcome(contact=replace(FROM_SCHOOL, org_id=None))
    assert when(NOTIFICATION, send(recipient=None), given=[command]) == []
    told = RecordPhoneDelivery(spoken_to="Dr Patel", by=MARSH, at=RECEIVED)
    assert when(NOTIFICATION, told, given=[command])[0].payload == command.payload


def test_an_outcome_for_a_member_of_the_public_is_refused() -> None:
    command = outcome()
    about = replace(command.about, recipient_role=RecipientRole.PUBLIC_REFERRER)
    assert refused(NOTIFICATION, replace(command, about=about)) == "NOT-07"


def test_the_same_decision_is_told_once() -> None:
    assert when(NOTIFICATION, outcome(), given=[outcome()]) == []


def test_a_later_decision_is_told_again() -> None:
    assert outcome(replace(OWED, event_id="e2")).about.notification_id != outcome().about.notification_id
