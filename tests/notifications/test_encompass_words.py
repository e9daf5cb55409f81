"""What a school is told of a domestic abuse incident: ENC_MIN and nothing else, whatever the police wrote."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.payloads import reference
from notifications.readings import Child, ContactReceived
from shared.access.actor import Actor, Role

from .people import ADEYEMI, BELL, OSEI
from .telling import alert, alerts, example, police_contact

CANARY = "CANARY"
ALLOWED = {
    "": {
        "profile",
        "profile_version",
        "alert_ref",
        "urn",
        "recipient_role",
        "child",
        "incident_date",
        "incident_time",
        "child_present",
        "welfare_check_made",
        "text_code",
    },
    "child": {"first_name", "surname", "date_of_birth"},
}
MEANT_TO_LEAVE = {
    ("children", "first_name"),
    ("children", "surname"),
    ("children", "school_urn"),
    ("children", "dob"),
    ("children", "present_at_incident"),
    ("children", "seen_by_referrer"),
    ("incident", "occurred_at"),
}
DECIDES = {("contact_type",), ("source_code",), ("children", "child_id")}


def test_the_alert_is_the_brief_s_example_word_for_word() -> None:
    command = alert()
    expected = example("encompass-alert-expected")
    assert command.payload == expected | {"alert_ref": reference("ENC", command.about.notification_id)}


def test_the_reference_can_be_said_on_the_phone() -> None:
    alert_ref = alert().payload["alert_ref"]
    assert isinstance(alert_ref, str)
    assert len(alert_ref) == len("ENC-7F3K2")
    assert not set("ILOU") & set(alert_ref.removeprefix("ENC-"))


READ_AS_A_DAY = ("adults", "dob")


def with_canaries(value: Any, path: tuple[str, ...] = ()) -> Any:
    """The same contact with a canary in every field that is not meant to leave."""
    if path in MEANT_TO_LEAVE | DECIDES | {READ_AS_A_DAY}:
        return value
    match value:
        case dict():
            return {name: with_canaries(inner, (*path, name)) for name, inner in value.items()}  # pyright: ignore
        case list():
            return [with_canaries(inner, path) for inner in value]  # pyright: ignore
        case str():
            return f"{CANARY} {value}"
        case _:
            return value


def test_no_other_field_of_a_police_notification_can_leave() -> None:
    [command] = alerts(with_canaries(police_contact()))
    words = json.dumps(command.payload)
    assert not [secret for secret in (CANARY, "1994-03-30", "1990-11-08") if secret in words]


@given(
    st.dictionaries(
        st.text(max_size=20).filter(lambda name: name not in {*ContactReceived.model_fields, *Child.model_fields}),
        st.recursive(st.text(max_size=20), st.lists, max_leaves=3),
    )
)
def test_what_nobody_thought_of_cannot_leave_either(unheard_of: dict[str, Any]) -> None:
    contact = unheard_of | police_contact()
    contact["children"][0] = unheard_of | contact["children"][0]
    [command] = alerts(contact)
    child = command.payload["child"]
    assert isinstance(child, dict)
    assert (set(command.payload), set(child)) == (ALLOWED[""], ALLOWED["child"])


@pytest.mark.parametrize(
    ("given_answer", "told"),
    [("Y", "PRESENT"), ("N", "NOT_PRESENT"), ("NK", "NOT_KNOWN"), (None, "NOT_KNOWN")],
)
def test_whether_the_child_was_there(given_answer: str | None, told: str) -> None:
    contact = police_contact()
    contact["children"][0]["present_at_incident"] = given_answer
    assert alerts(contact)[0].payload["child_present"] == told


@pytest.mark.parametrize(("seen", "told"), [("Y", "Y"), ("N", "N"), (None, "NK"), ("perhaps", "NK")])
def test_whether_somebody_saw_that_the_child_was_well(seen: str | None, told: str) -> None:
    contact = police_contact()
    contact["children"][0]["seen_by_referrer"] = seen
    assert alerts(contact)[0].payload["welfare_check_made"] == told


def test_an_incident_of_unknown_time_is_told_with_the_day_of_the_report() -> None:
    command = alerts(police_contact(incident={"police_ref": "26*118902"}))[0]
    assert (command.payload["incident_date"], command.payload["incident_time"]) == ("2026-05-03", None)


def test_it_is_due_at_the_bell_of_the_next_school_day_after_the_bank_holiday() -> None:
    assert alert().due_at == BELL


def test_a_little_brother_without_a_school_gets_no_alert() -> None:
    assert [command.payload["urn"] for command in alerts(police_contact())] == ["999001"]


def test_each_school_of_a_family_gets_its_own_alert() -> None:
    contact = police_contact()
    contact["children"][1] |= {"school_urn": "999014", "dob": "2013-12-02"}
    assert [command.payload["urn"] for command in alerts(contact)] == ["999001", "999014"]


@pytest.mark.parametrize(
    ("born", "told"),
    [
        ("2021-08-31", True),
        ("2021-09-01", False),
        ("2008-05-03", True),
        ("2008-05-02", False),
        ("2008-02-29", False),
        (None, True),
    ],
)
def test_alerts_are_for_children_from_reception_to_seventeen(born: str | None, told: bool) -> None:
    contact = police_contact()
    contact["children"][0]["dob"] = born
    assert bool(alerts(contact)) is told


def test_other_contacts_of_the_police_lead_to_no_alert() -> None:
    assert alerts(police_contact(contact_type="CHILD_CONCERN")) == []


def test_a_school_that_writes_about_domestic_abuse_leads_to_no_alert() -> None:
    assert alerts(police_contact(), actor=OSEI) == []


def test_a_call_of_the_police_taken_down_by_our_staff_leads_to_an_alert() -> None:
    assert len(alerts(police_contact(), actor=ADEYEMI)) == 1


def test_a_health_visitor_s_call_taken_down_by_our_staff_leads_to_no_alert() -> None:
    nurse = Actor("n", "N", Role.HEALTH_MASH, "health-example")
    assert alerts(police_contact(source_code="3B"), actor=ADEYEMI) == []
    assert alerts(police_contact(), actor=nurse) == []
