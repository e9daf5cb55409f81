"""The whole way of outbound words, over a real store and journal: told by intake, sent, seen, acknowledged."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from notifications.notification.events import NotificationHeld
from shared.disclosure import check
from shared.events import Recorded
from shared.testing.service import RunningService

from .conftest import SCHOOL, decided, register, sent, told_of
from .people import ADEYEMI, AMIN, BELL, FELL, FORCE, MARSH, OFFICE, OSEI, RECEIVED, REYES, WEIR, may
from .telling import ALFIE, MAISIE, NOOR, decision, police_contact, school_contact

SCHOOL_PORTAL = "contacts:submit contacts:read"


async def rows_of(service: RunningService, **asked: str) -> list[dict[str, Any]]:
    """What the front door is shown of what was sent."""
    return (await service.client(ADEYEMI).get("/api/v1/sent", params=asked)).json()["sent"]


async def alert_row(service: RunningService) -> dict[str, Any]:
    [row] = [row for row in await rows_of(service) if row["profile"] == "ENC_MIN"]
    return row


async def act(service: RunningService, what: str, body: dict[str, Any], who: Any = REYES) -> Any:
    row = await alert_row(service)
    return await service.client(who).post(f"/api/v1/notifications/{row['notification_id']}/{what}", json=body)


async def test_the_school_finds_the_alert_in_its_feed_and_acknowledges_it(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    school = registered.client(OSEI, SCHOOL_PORTAL)
    feed = (await school.get("/api/v1/inbox")).json()
    [message] = feed["messages"]
    assert message["payload"]["child"]["first_name"] == "Maisie"
    check("ENC_MIN", message["payload"])
    assert (await alert_row(registered))["state"] == "DELIVERED"
    answer = await school.post(f"/api/v1/notifications/{message['notification_id']}/acknowledge", json={})
    assert answer.status_code == 201, answer.text
    assert (await alert_row(registered))["state"] == "ACKNOWLEDGED"
    later = (await school.get("/api/v1/inbox", params={"after": feed["next_after"]})).json()
    assert later == {"messages": [], "next_after": feed["next_after"]}


async def test_no_other_organisation_and_no_other_role_is_shown_it(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    row = await alert_row(registered)
    for somebody in (FELL, OFFICE):
        client = registered.client(somebody)
        assert (await client.get("/api/v1/inbox")).json()["messages"] == []
        answer = await client.post(f"/api/v1/notifications/{row['notification_id']}/acknowledge", json={})
        assert answer.status_code == 404
    assert (await registered.client(OSEI).get("/api/v1/sent")).json()["code"] == "ACCESS-ROLE"


async def test_it_is_told_to_the_others_with_its_words(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    contracts = await registered.published("frontdoor.NotificationSent.v1")
    [contract] = [each for each in contracts if each["profile"] == "ENC_MIN"]
    assert (contract["recipient_org"], contract["child_id"], contract["late"]) == ("sch-999001", MAISIE, False)
    assert contract["meta"]["child_ids"] == [MAISIE]
    check("ENC_MIN", contract["payload"])


async def test_the_clock_runs_until_the_school_has_seen_it(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    [started] = await registered.published("frontdoor.ClockStarted.v1")
    assert (started["code"], started["due_at"]) == ("CK_ENC", "2026-05-05T07:30:00Z")
    await registered.client(OSEI).get("/api/v1/inbox")
    [stopped] = await registered.published("frontdoor.ClockStopped.v1")
    assert (stopped["by_event"], stopped["met"]) == ("NotificationDelivered", True)


async def until_fired(service: RunningService, contract_type: str) -> list[dict[str, Any]]:
    async with asyncio.timeout(10):
        while not (fired := await service.published(contract_type)):
            await asyncio.sleep(0.05)
    return fired


async def test_an_hour_before_the_bell_the_manager_is_told_at_the_bell_it_is_breached_and_later_is_late(
    registered: RunningService,
) -> None:
    await told_of(registered, police_contact())
    registered.clock.at = BELL - timedelta(minutes=60)
    [warned] = await until_fired(registered, "frontdoor.ClockWarned.v1")
    assert (warned["tell"], warned["at"]) == ("FRONT_DOOR_MANAGER", "2026-05-05T06:30:00Z")
    registered.clock.at = BELL
    assert len(await until_fired(registered, "frontdoor.ClockBreached.v1")) == 1
    registered.clock.at = BELL + timedelta(minutes=5)
    await registered.client(OSEI).get("/api/v1/inbox")
    [stopped] = await registered.published("frontdoor.ClockStopped.v1")
    assert (stopped["by_event"], stopped["met"]) == ("NotificationDelivered", False)


async def test_without_a_register_the_alert_is_held_and_leaves_when_the_roll_is_there(
    notifications: RunningService,
) -> None:
    await told_of(notifications, police_contact())
    row = await alert_row(notifications)
    assert (row["state"], row["hold_reason"]) == ("HELD", "RECIPIENT_UNVERIFIED")
    await register(notifications)
    await sent(notifications)
    assert (await alert_row(notifications))["state"] == "SENT"


async def test_each_hold_of_an_alert_that_the_register_keeps_back_again_has_a_cause_of_its_own(
    notifications: RunningService,
) -> None:
    await told_of(notifications, police_contact())
    office = notifications.client(WEIR)
    recipient_id = (await office.post("/api/v1/recipients", json=SCHOOL)).json()["recipient_id"]
    for day, valid_to in ((4, "2026-05-10"), (11, "2026-07-31")):
        notifications.clock.at = may(day, 10)
        verified = {"spoken_to": "Anita Osei", "valid_to": valid_to}
        await office.post(f"/api/v1/recipients/{recipient_id}/verification", json=verified)
        await sent(notifications)
        notifications.clock.at = may(11, 9)
        await notifications.service.pool.execute("update outstanding set next_at = $1", may(11, 9))
        await sent(notifications)
    held = [event.meta for event in await events_of(notifications) if isinstance(event.data, NotificationHeld)]
    assert len({meta.causation_id for meta in held}) == len(held) == 4


async def events_of(service: RunningService) -> Sequence[Recorded[object]]:
    """The whole story of the alert."""
    notification_id = (await alert_row(service))["notification_id"]
    return await service.service.store.load(f"Notification-{notification_id}")


async def test_a_second_report_of_the_same_incident_is_no_second_alert(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    await told_of(registered, police_contact(contact_id="again", source_ref="PPN-2026-0418999"))
    messages = (await registered.client(OSEI).get("/api/v1/inbox")).json()["messages"]
    assert len(messages) == 1
    assert len(await registered.published("frontdoor.DuplicateNotSent.v1")) == 1


async def test_an_alert_held_for_a_manager_is_suppressed_for_a_reason(registered: RunningService) -> None:
    contact = police_contact()
    contact["adults"][1]["works_with_children"] = "Y"
    await told_of(registered, contact)
    assert (await alert_row(registered))["guard"] == "NOT-05"
    refused = await act(registered, "suppress", {"reason": "He teaches there"})
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
        422,
        "NOT-13 REVIEW_DATE",
        "review_on",
    )
    done = await act(registered, "suppress", {"reason": "He teaches there", "review_on": "2026-06-01"})
    assert done.status_code == 201
    assert (await alert_row(registered))["state"] == "SUPPRESSED"
    assert (await registered.client(OSEI).get("/api/v1/inbox")).json()["messages"] == []


async def test_an_alert_held_for_a_manager_is_released(registered: RunningService) -> None:
    contact = police_contact()
    contact["adults"][1]["works_with_children"] = "Y"
    await told_of(registered, contact)
    answer = {"reason": "He drives a bus in another town", "staff_at_recipient": "N"}
    assert (await act(registered, "release", answer)).status_code == 201
    await sent(registered)
    assert (await alert_row(registered))["state"] == "SENT"


async def test_a_decision_on_what_has_changed_since_is_a_conflict(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    answer = await act(registered, "hold", {"reason": "Wait", "expected_version": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "STALE-VERSION")


async def test_a_manager_reads_it_out_before_the_bell(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    answer = await act(registered, "read-out", {"spoken_to": "Anita Osei"})
    assert answer.status_code == 201
    row = await alert_row(registered)
    assert (row["state"], row["transport"], row["delivered_to"]) == ("DELIVERED", "PHONE", "Anita Osei")


async def test_the_force_gets_its_receipt_and_then_the_code_alone(notifications: RunningService) -> None:
    contact = police_contact()
    await told_of(notifications, contact)
    await decided(notifications, decision(contact, MAISIE, decision="REFERRAL_STRATEGY"))
    feed = (await notifications.client(FORCE, SCHOOL_PORTAL).get("/api/v1/inbox")).json()
    assert [message["profile"] for message in feed["messages"]] == ["ACK_PRO", "POLICE_OUTCOME"]
    assert feed["messages"][1]["payload"]["children"] == [{"child_ref": "c1", "outcome_code": "REFERRAL_STRATEGY"}]


async def test_a_school_is_told_the_outcome_for_each_of_its_children(notifications: RunningService) -> None:
    contact = school_contact()
    await told_of(notifications, contact, OSEI)
    await decided(notifications, decision(contact, NOOR))
    [outcome] = [row for row in await rows_of(notifications) if row["profile"] == "OUTCOME_PRO"]
    assert (outcome["state"], outcome["recipient_org"]) == ("SENT", "sch-999001")
    assert outcome["payload"]["children"][0]["child_ref"] == "c1"
    assert "CANARY" not in str(outcome)


async def test_a_decision_that_is_known_before_its_contact_waits_for_it(notifications: RunningService) -> None:
    contact = school_contact()
    await decided(notifications, decision(contact, NOOR))
    assert await rows_of(notifications) == []
    await told_of(notifications, contact, OSEI)
    assert {row["profile"] for row in await rows_of(notifications)} == {"ACK_PRO", "OUTCOME_PRO"}


async def test_a_confirmed_identity_keeps_the_senders_name_for_the_child(notifications: RunningService) -> None:
    contact = school_contact()
    await told_of(notifications, contact, OSEI)
    await notifications.publish(
        "contacts",
        "frontdoor.ChildIdentified.v1",
        {"contact_id": contact["contact_id"], "temp_ref": "c1", "child_id": "confirmed"},
        key="Contact-x",
    )
    await decided(notifications, decision(contact, "confirmed"))
    [outcome] = [row for row in await rows_of(notifications) if row["profile"] == "OUTCOME_PRO"]
    assert outcome["payload"]["children"][0]["child_ref"] == "c1"


async def test_a_holding_decision_and_a_neighbour_s_contact_lead_to_no_outcome(
    notifications: RunningService,
) -> None:
    contact = school_contact()
    await told_of(notifications, contact, OSEI)
    await decided(notifications, decision(contact, NOOR, decision="PROCEED_TO_MASH_ENQUIRY"))
    call = school_contact(contact_id="call", source_code="1B", channel="PHONE")
    await told_of(notifications, call, MARSH)
    await decided(notifications, decision(call, NOOR))
    assert {row["profile"] for row in await rows_of(notifications)} == {"ACK_PRO", "ACK_PUBLIC"}
    assert await notifications.service.pool.fetchval("select count(*) from owed") == 0


async def test_what_our_own_staff_took_down_reaches_no_inbox_of_ours(notifications: RunningService) -> None:
    call = school_contact(channel="PHONE", agency={"org_id": "la-812", "name": "Dunmere"})
    await told_of(notifications, call, MARSH)
    await decided(notifications, decision(call, NOOR))
    assert {row["state"] for row in await rows_of(notifications)} == {"READY"}
    assert await notifications.service.pool.fetchval("select count(*) from inbox_messages") == 0


async def test_an_outcome_that_cannot_be_put_in_words_keeps_no_other_back(
    notifications: RunningService,
) -> None:
    contact = school_contact()
    await told_of(notifications, contact, OSEI)
    await decided(notifications, decision(contact, "somebody", decision="UNHEARD_OF"))
    await decided(notifications, decision(contact, NOOR))
    assert len([row for row in await rows_of(notifications) if row["profile"] == "OUTCOME_PRO"]) == 1
    assert await notifications.service.pool.fetchval("select count(*) from owed") == 1


async def test_who_was_told_is_found_by_contact_child_and_state(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, contact)
    assert len(await rows_of(registered, contact_id=contact["contact_id"])) == 2
    assert [row["profile"] for row in await rows_of(registered, child_id=MAISIE)] == ["ENC_MIN"]
    assert await rows_of(registered, child_id=ALFIE) == []
    assert await rows_of(registered, state="HELD") == []


async def test_the_information_officer_sees_that_but_not_what_was_told(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    answer = await registered.client(WEIR).get("/api/v1/sent")
    assert "Maisie" not in answer.text
    assert {row["child_id"] for row in answer.json()["sent"]} == {None}


async def test_every_look_at_a_childs_words_is_written_down(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    await registered.client(OSEI).get("/api/v1/inbox")
    await registered.client(OSEI).get("/api/v1/inbox")
    looks = await registered.service.pool.fetch(
        "select child_ids from audit where user_id = $1 and action = 'FetchInbox'", OSEI.user_id
    )
    assert [look["child_ids"] for look in looks] == [[MAISIE], [MAISIE]]


async def test_the_police_confirm_an_old_incident(registered: RunningService) -> None:
    old = police_contact(incident={"occurred_at": "2026-04-14T20:00:00+01:00", "police_ref": "26*1"})
    await told_of(registered, old)
    assert (await act(registered, "release", {"reason": "Sure"}, REYES)).status_code == 422
    next_door = replace(AMIN, user_id="ds.baines", org_id="force-next-door")
    assert (await act(registered, "release", {"reason": "Checked the log"}, next_door)).status_code == 404
    assert (await act(registered, "release", {"reason": "Checked the log"}, AMIN)).status_code == 201
    await sent(registered)
    row = await alert_row(registered)
    assert (row["state"], row["late"]) == ("SENT", True)


UNCLEAR = ["INT-07 VICTIM_PERP_SWAP"]


async def clarified(service: RunningService, contact_id: str) -> None:
    """The police have said, in intake, who did what to whom."""
    await service.publish(
        "contacts",
        "frontdoor.VictimAndPerpetratorClarified.v1",
        {"contact_id": contact_id},
        key=f"Contact-{contact_id}",
    )
    await sent(service)
    await sent(service)


async def test_nobody_is_told_until_the_police_have_said_who_did_what_to_whom(registered: RunningService) -> None:
    contact = police_contact(flags=UNCLEAR)
    await told_of(registered, contact)
    await decided(registered, decision(contact, MAISIE))
    rows = {row["profile"]: row for row in await rows_of(registered, contact_id=contact["contact_id"])}
    assert (rows["ENC_MIN"]["state"], rows["POLICE_OUTCOME"]["state"]) == ("HELD", "HELD")
    assert rows["ACK_PRO"]["state"] == "SENT"
    assert (await act(registered, "release", {"reason": "Sure"}, AMIN)).json()["code"] == "INT-07 SAFETY_RISK"
    await clarified(registered, contact["contact_id"])
    rows = {row["profile"]: row for row in await rows_of(registered, contact_id=contact["contact_id"])}
    assert (rows["ENC_MIN"]["state"], rows["POLICE_OUTCOME"]["state"]) == ("SENT", "SENT")


async def let_past(service: RunningService, contact_id: str, guard: str) -> None:
    """A manager has let the contact past a guard, in intake."""
    await service.publish(
        "contacts",
        "frontdoor.ContactGuardOverridden.v1",
        {"contact_id": contact_id, "guard": guard},
        key=f"Contact-{contact_id}",
    )
    await sent(service)
    await sent(service)


async def test_a_manager_answers_for_telling_before_the_police_have_said_who_did_what(
    registered: RunningService,
) -> None:
    contact = police_contact(flags=UNCLEAR)
    await told_of(registered, contact)
    await let_past(registered, contact["contact_id"], "INT-04")
    assert (await alert_row(registered))["state"] == "HELD"
    await let_past(registered, contact["contact_id"], "INT-07")
    assert (await alert_row(registered))["state"] == "SENT"


async def test_a_later_version_that_mixes_them_up_holds_the_outcome(registered: RunningService) -> None:
    contact = police_contact()
    await told_of(registered, contact)
    amended = {"contact_id": contact["contact_id"], "superseded": False, "flags": UNCLEAR}
    await registered.publish("contacts", "frontdoor.ContactAmended.v1", amended, key="Contact-x")
    await decided(registered, decision(contact, MAISIE))
    [outcome] = [row for row in await rows_of(registered) if row["profile"] == "POLICE_OUTCOME"]
    assert (outcome["state"], outcome["guard"]) == ("HELD", "INT-07")


async def test_a_school_may_give_its_own_roll_and_no_other(registered: RunningService) -> None:
    roll = {"urn": "999001", "pupils": []}
    assert (await registered.client(OSEI, SCHOOL_PORTAL).post("/api/v1/rolls", json=roll)).status_code == 201
    assert (await registered.client(FELL, SCHOOL_PORTAL).post("/api/v1/rolls", json=roll)).status_code == 404
    await told_of(registered, police_contact())
    assert (await alert_row(registered))["guard"] == "NOT-03"


@pytest.mark.parametrize("dob", [1_505_347_200, "1505347200", "1899-12-31", "2200-01-01"])
async def test_a_roll_whose_dates_nobody_could_mean_is_refused(registered: RunningService, dob: object) -> None:
    roll = {"urn": "999001", "pupils": [{"first_name": "Maisie", "surname": "Thornbeck", "dob": dob}]}
    answer = await registered.client(WEIR).post("/api/v1/rolls", json=roll)
    assert (answer.status_code, answer.json()["field"]) == (422, "pupils.0.dob")


async def test_an_unknown_field_and_an_unknown_notification_are_refused(registered: RunningService) -> None:
    office = registered.client(WEIR)
    answer = await office.post("/api/v1/rolls", json={"urn": "999001", "pupils": [], "nursery": True})
    assert (answer.status_code, answer.json()["field"]) == (422, "nursery")
    answer = await registered.client(REYES).post("/api/v1/notifications/none/hold", json={"reason": "x"})
    assert answer.status_code == 404


async def test_the_stores_names_of_pupils_are_keys_only(registered: RunningService) -> None:
    content = await registered.service.pool.fetch("select content from events")
    assert not any(b"Hadley" in row["content"] for row in content)


async def test_received_time_is_when_the_deadline_runs_from(registered: RunningService) -> None:
    await told_of(registered, police_contact())
    [started] = await registered.published("frontdoor.ClockStarted.v1")
    assert started["started_at"] == RECEIVED.isoformat().replace("+00:00", "Z")
