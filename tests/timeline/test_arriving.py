"""What follows from a contact's arrival by itself: told of the system, and of no sender and no call handler."""

from dataclasses import replace
from typing import Any

import pytest

from shared.access.actor import SYSTEM, Actor
from shared.disclosure import Sensitivity
from timeline.facts import Description, Entry, Kind, Significance

from .streams import Streams, may
from .telling import ADEYEMI, MARSH, POLICE, told_facts

CHILD = ("child-1",)
LATE = {
    "contact_id": "c",
    "occurred_at": "2026-04-20T12:00:00Z",
    "received_at": "2026-05-03T00:05:00Z",
    "band": "STALE",
    "domestic_abuse": True,
    "grade": "HIGH",
}


def entry(name: str, data: dict[str, Any], by: Actor, topic: str = "contacts") -> Entry:
    told = Streams().tell(topic, name, "Contact-c", may(3, 2), {"contact_id": "c"} | data, by, CHILD)
    [found] = [fact for fact in told_facts(told) if isinstance(fact, Entry)]
    return found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ContactQualityAssessed", {"grade": "GOOD"}),
        ("ReferrerAcknowledged", {"by_means_of": "API"}),
        ("ChildIdentified", {"provisional_child_id": "p", "child_id": "child-1", "method": "AUTO_NHS_DOB"}),
        ("CareStatusAtContactRecorded", {"child_id": "child-1", "care_status": "CLA"}),
        ("OpenCaseContactRouted", {"child_id": "child-1"}),
        ("SiblingsFound", {"found": [{"child_id": "other", "why": ["HOME"]}]}),
        ("ContactCompleted", {}),
        ("IncidentLagMeasured", LATE),
    ],
)
def test_what_a_polices_contact_set_off_is_not_recorded_by_the_police(name: str, data: dict[str, Any]) -> None:
    found = entry(name, data, POLICE)
    assert (found.by, found.by_org) == (SYSTEM.name, SYSTEM.org_id)


@pytest.mark.parametrize(
    ("name", "data"),
    [("ContactQualityAssessed", {"grade": "GOOD"}), ("ReferrerAcknowledged", {"by_means_of": "PHONE"})],
)
def test_a_call_handler_scores_nothing_by_typing_and_a_person_is_named_for_what_a_person_did(
    name: str, data: dict[str, Any]
) -> None:
    assert entry(name, data | {"by": "SYSTEM"}, MARSH).by == SYSTEM.name
    assert entry(name, data | {"by": "sw.adeyemi"}, ADEYEMI).by == "Tola Adeyemi"


def test_what_the_police_said_is_still_theirs() -> None:
    assert entry("PoliceRiskGradeAmended", {"grade": "HIGH"}, POLICE).by == POLICE.name


def test_an_incident_told_late_has_its_lag_beside_it_where_it_happened() -> None:
    found = entry("IncidentLagMeasured", LATE, POLICE)
    assert (found.kind, found.at.isoformat(), found.origin_org) == (
        Kind.DA_INCIDENT,
        "2026-04-20T12:00:00+00:00",
        "force-example",
    )
    assert [(part.label, part.text) for part in found.parts] == [
        ("Reached us", "12 days after the incident"),
        ("Which is", "More than 7 days after it happened"),
        ("Grade for the adult victim", "High"),
    ]


@pytest.mark.parametrize("changes", [{"band": "IN_BAND"}, {"domestic_abuse": False}])
def test_what_came_in_time_or_is_no_domestic_abuse_needs_no_entry(changes: dict[str, Any]) -> None:
    told = Streams().tell("contacts", "IncidentLagMeasured", "Contact-c", may(3, 2), LATE | changes, POLICE, CHILD)
    assert told_facts(told) == []


def test_children_of_the_household_are_counted_and_not_named() -> None:
    found = entry(
        "SiblingsFound", {"found": [{"child_id": "a", "why": ["HOME"]}, {"child_id": "b", "why": []}]}, POLICE
    )
    assert found.siblings_also == ()
    assert [part.text for part in found.parts] == ["2 children", "at the home"]


def test_each_child_that_a_referral_names_has_its_entry() -> None:
    data = {"notification_id": "n", "profile": "MARAC_REF", "recipient_name": "MARAC", "payload": {"text": "words"}}
    told = Streams().tell("notifications", "NotificationSent", "Notification-n", may(3, 2), data, child_ids=("a", "b"))
    entries = [fact for fact in told_facts(told) if isinstance(fact, Entry)]
    assert [(found.child_id, found.title) for found in entries] == [
        ("a", "Referral to MARAC sent"),
        ("b", "Referral to MARAC sent"),
    ]
    assert entries[0].entry_id != entries[1].entry_id


def test_a_redirect_belongs_to_the_childs_story() -> None:
    data = {"la": "811", "ack_ref": "ACK-7", "reason": "They live there since March"}
    found = entry("ContactRedirected", data, replace(ADEYEMI, user_id="fdm.reyes"))
    assert found.significance is Significance.CHRONOLOGY
    assert [part.text for part in found.parts] == ["811", "ACK-7", "They live there since March"]


def amended(**said: Any) -> Entry:
    incident = {"occurred_at": "2026-05-02T20:00:00Z"}
    children = [{"temp_ref": "c1", "child_id": "child-1"}]
    return entry("ContactAmended", {"children": children, "incident": incident, "worries": "A word."} | said, POLICE)


def test_what_turns_out_to_be_abuse_stands_where_it_happened_as_an_incident() -> None:
    found = amended(contact_type="DOMESTIC_ABUSE", changes=["contact_type"])
    assert (found.kind, found.at.isoformat(), found.title, found.significance) == (
        Kind.DA_INCIDENT,
        "2026-05-02T20:00:00+00:00",
        "Domestic abuse reported by a later version",
        Significance.CHRONOLOGY,
    )


def test_any_other_later_version_is_a_correction() -> None:
    found = amended(contact_type="DOMESTIC_ABUSE", changes=["worries"])
    assert (found.kind, found.title) == (Kind.CORRECTION, "Contact amended by its sender")


def test_what_the_police_find_out_of_an_absence_is_told_as_the_police_s() -> None:
    found_out = amended(contact_type="MISSING", missing={"circumstances": "Seen on a train at nine"})
    assert [part.cls for part in found_out.parts if part.text == "Seen on a train at nine"] == [Sensitivity.POL]


def test_a_later_version_of_an_allegation_is_read_by_the_designated_officer_alone() -> None:
    found = amended(contact_type="LADO", changes=["worries"])
    assert {found.base, *(part.cls for part in found.parts)} == {Sensitivity.LADO}


def test_a_version_that_came_late_renames_nobody() -> None:
    named = {"children": [{"temp_ref": "c1", "child_id": "child-1", "first_name": "Old"}], "contact_id": "c"}
    facts = [
        told_facts(Streams().tell("contacts", "ContactAmended", "Contact-c", may(3, 2), named | late, POLICE, CHILD))
        for late in ({"superseded": True}, {"superseded": False})
    ]
    assert [len(told) for told in facts] == [1, 2]
    [late] = facts[0]
    assert isinstance(late, Entry)
    assert late.title == "An earlier version of the contact came late"


def named_in(profile: str, *children: dict[str, str]) -> list[tuple[str, str]]:
    """Of which child the words of this profile about children a and b tell their reader which name."""
    data = {
        "notification_id": "n",
        "profile": profile,
        "recipient_org": "sch-999001",
        "payload": {"children": children},
    }
    told = Streams().tell("notifications", "NotificationSent", "Notification-n", may(3, 2), data, child_ids=("a", "b"))
    return [(fact.child_id, fact.first_name) for fact in told_facts(told) if isinstance(fact, Description)]


def test_whoever_is_asked_about_several_children_knows_each_by_its_own_name() -> None:
    noor, zed = {"first_name": "Noor", "surname": "Hadley"}, {"first_name": "Zed", "surname": "Hadley"}
    assert named_in("INFO_REQUEST", noor, zed) == [("a", "Noor"), ("b", "Zed")]


@pytest.mark.parametrize(("profile", "number"), [("MARAC_REF", 2), ("INFO_REQUEST", 1)])
def test_nobody_is_named_where_it_is_not_said_who_is_who(profile: str, number: int) -> None:
    assert named_in(profile, *[{"first_name": "Noor", "surname": "Hadley"}] * number) == []
