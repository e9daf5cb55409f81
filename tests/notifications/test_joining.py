"""A child who joins a police report of domestic abuse later: its school is told once, of the same incident, in time."""

from datetime import datetime
from typing import Any

import pytest

from notifications.codes import Guard
from notifications.notification.doubts import doubts_about
from notifications.readings import SiblingAdded
from notifications.requests import encompass_requests_joined
from shared.testing.service import RunningService

from .conftest import sent, told_of
from .people import ADEYEMI, BELL, INCIDENT, OSEI, may
from .telling import MAISIE, POLICY, alert, meta, police_contact
from .test_turning_to_abuse import alerts, amended

SAID = ("contact_id", "contact_type", "source_code", "source_ref", "agency", "incident", "adults", "flags")


def joining(contact: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What intake tells when Maisie, whom the police did not name, joins the report."""
    child = {name: value for name, value in contact["children"][0].items() if name not in OF_THE_INCIDENT}
    said = {name: contact[name] for name in SAID}
    return said | {"child": child | {"temp_ref": "sibling-1"}, "by": "sw.adeyemi", "from_police": True} | changes


OF_THE_INCIDENT = ("present_at_incident", "seen_by_referrer", "seen_at", "child_words")


async def joined(service: RunningService, contact: dict[str, Any], **changes: Any) -> None:
    await service.publish(
        "contacts",
        "frontdoor.SiblingAdded.v1",
        joining(contact, **changes),
        key=f"Contact-{contact['contact_id']}",
        actor=ADEYEMI,
    )
    await sent(service)


def without_maisie(contact: dict[str, Any]) -> dict[str, Any]:
    return contact | {"children": contact["children"][1:]}


def request_at(at: datetime, **changes: Any) -> Any:
    reading = SiblingAdded.model_validate(joining(police_contact(), **changes))
    [command] = encompass_requests_joined(reading, meta(actor=ADEYEMI, received_at=at), POLICY)
    return command


async def test_her_school_is_told_that_something_happened_and_nothing_more(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, without_maisie(contact))
    assert await alerts(registered) == []
    await joined(registered, contact)
    [row] = await alerts(registered)
    assert (row["state"], row["contact_id"], row["child_id"]) == ("SENT", contact["contact_id"], MAISIE)
    [message] = (await registered.client(OSEI, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    words = message["payload"]
    assert (words["child"]["first_name"], words["incident_date"], words["incident_time"]) == (
        "Maisie",
        "2026-05-02",
        "23:20",
    )
    assert (words["child_present"], words["welfare_check_made"]) == ("NOT_KNOWN", "NK")


async def test_once_whoever_names_her_again_and_in_whichever_order(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, without_maisie(contact))
    await joined(registered, contact)
    await joined(registered, contact)
    await amended(registered, contact, "c1")
    assert len(await alerts(registered)) == 1


async def test_it_is_the_alert_that_the_police_s_own_naming_of_her_would_have_led_to() -> None:
    command = request_at(may(3, 9))
    assert command.about.notification_id == alert().about.notification_id
    assert (command.due_at, command.runs_from) == (BELL, may(3, 9))


async def test_after_the_bell_it_is_late_from_the_incident_on() -> None:
    command = request_at(may(6, 10))
    assert (command.due_at, command.runs_from) == (BELL, INCIDENT)


async def test_an_old_incident_still_waits_for_the_police() -> None:
    assert Guard.STALE_INCIDENT in doubts_about(request_at(may(21, 10)).encompass)
    assert Guard.STALE_INCIDENT not in doubts_about(request_at(may(6, 10)).encompass)


@pytest.mark.parametrize("changes", [{"from_police": False}, {"contact_type": "CHILD_CONCERN"}, {"contact_type": None}])
async def test_what_no_police_say_and_what_is_no_abuse_is_told_to_no_school(
    registered: RunningService, changes: dict[str, Any]
) -> None:
    contact = police_contact()
    await told_of(registered, without_maisie(contact))
    await joined(registered, contact, **changes)
    assert await alerts(registered) == []


async def test_what_is_in_doubt_is_held_for_her_as_for_any_other(registered: RunningService) -> None:
    contact = police_contact(flags=["INT-07"])
    await told_of(registered, without_maisie(contact))
    await joined(registered, contact)
    [row] = await alerts(registered)
    assert (row["state"], row["guard"]) == ("HELD", "INT-07")
    said = {"contact_id": contact["contact_id"], "victim_ref": "a1", "perpetrator_ref": "a2"}
    key = f"Contact-{contact['contact_id']}"
    await registered.publish("contacts", "frontdoor.VictimAndPerpetratorClarified.v1", said, key=key)
    await sent(registered)
    [row] = await alerts(registered)
    assert row["state"] == "SENT"


async def test_an_adult_who_works_with_children_holds_it_for_a_manager(registered: RunningService) -> None:
    contact = police_contact()
    contact["adults"][1]["works_with_children"] = "Y"
    await told_of(registered, without_maisie(contact))
    await joined(registered, contact)
    [row] = await alerts(registered)
    assert (row["state"], row["guard"]) == ("HELD", "NOT-05")


async def test_whoever_joined_before_it_was_abuse_is_told_of_when_it_is(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, without_maisie(contact) | {"contact_type": "CHILD_CONCERN"})
    await joined(registered, contact, contact_type="CHILD_CONCERN")
    said = joining(contact)["child"]
    await amended(registered, without_maisie(contact) | {"joined_before": [said]}, "c2")
    [row] = await alerts(registered)
    assert (row["state"], row["child_id"]) == ("SENT", MAISIE)
