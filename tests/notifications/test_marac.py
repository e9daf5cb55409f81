"""A referral to MARAC says what is known until it has left, and a manager approves it as it is then (§3.5)."""

import asyncio
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from notifications.codes import Guard, Transport
from notifications.notification.commands import HoldNotification, RecordPhoneDelivery, ReleaseNotification
from notifications.notification.decider import NOTIFICATION
from notifications.notification.events import NotificationBuilt
from notifications.read_models import owed
from notifications.sender import send_what_is_owed
from shared.testing.service import RunningService

from .conftest import sent, told_of
from .owing import abuse_contact, clock_started, clock_told, marac_clock, published, told
from .people import AMIN, FORCE, RECEIVED, REYES, may
from .spec import when
from .telling import LARKFIELD, send
from .test_specialists import MARAC, VISIT, approve, inbox, marac_row

BEFORE = import_module("notifications.migrations.versions.0006_marac_put_together_again")


def changed() -> Any:
    """The same referral, put together from what is known since."""
    adults = [dict(adult) | {"name": "Kelly Rudd"} for adult in MARAC.payload["adults"]]
    return replace(MARAC, payload=dict(MARAC.payload) | {"adults": adults})


@pytest.mark.parametrize("given", [[MARAC], [MARAC, approve()]], ids=["held", "approved"])
def test_words_that_have_not_left_are_built_again_and_approved_again(given: list[Any]) -> None:
    built, held = when(NOTIFICATION, changed(), given=given)
    assert built.payload["adults"][0]["name"] == "Kelly Rudd"
    assert (held.guard, "has changed" in held.explanation) == (Guard.WANTS_APPROVAL, True)
    given = [*given, changed()]
    assert when(NOTIFICATION, send(recipient=None), given=given) == []
    [left] = when(NOTIFICATION, send(recipient=None), given=[*given, approve()])
    assert left.payload == changed().payload


def test_what_has_not_changed_or_has_left_is_not_built_again() -> None:
    assert when(NOTIFICATION, MARAC, given=[MARAC]) == []
    assert when(NOTIFICATION, changed(), given=[MARAC, approve(), send(recipient=None)]) == []
    assert when(NOTIFICATION, replace(VISIT, payload=dict(VISIT.payload) | {"team": "Another"}), given=[VISIT]) == []


def test_what_a_manager_holds_back_is_built_again_and_stays_held() -> None:
    hold = HoldNotification(reason="Ask the police first", by=REYES, at=RECEIVED)
    release = ReleaseNotification(reason="They say yes", by=REYES, at=RECEIVED)
    given = [MARAC, approve(), hold, changed()]
    assert [type(event) for event in when(NOTIFICATION, changed(), given=given[:-1])] == [NotificationBuilt]
    [_, again] = when(NOTIFICATION, release, given=given)
    assert again.guard == Guard.WANTS_APPROVAL


def test_what_could_not_be_sent_is_read_out_as_it_is_known_now() -> None:
    by_email = replace(LARKFIELD, transport=Transport.SECURE_EMAIL)
    failed = [MARAC, approve(), send(recipient=by_email)]
    rung = RecordPhoneDelivery(spoken_to="The coordinator", by=REYES, at=RECEIVED)
    left, _ = when(NOTIFICATION, rung, given=[*failed, changed(), approve()])
    assert left.payload == changed().payload


async def test_what_the_hub_grades_high_is_referred_with_its_grade(registered: RunningService) -> None:
    await told_of(registered, abuse_contact(grade="MEDIUM", ticks=9), FORCE)
    registered.clock.at = may(3, 9)
    await told(registered, "contacts", "PoliceRiskGradeAmended", {"contact_id": "contact-da", "grade": "HIGH"})
    await clock_told(registered, marac_clock() | {"started_at": may(3, 9).isoformat()})
    assert (await marac_row(registered))["payload"]["grade"] == "HIGH"
    again = {"contact_id": "contact-da", "children": [], "police": abuse_contact(grade="MEDIUM")["police"]}
    await told(registered, "contacts", "ContactAmended", again, actor=FORCE, received_at=may(3, 10))
    assert (await marac_row(registered))["payload"]["grade"] == "HIGH"


async def test_marac_reads_why_a_manager_judges_the_risk_high(registered: RunningService) -> None:
    await told_of(registered, abuse_contact(grade="STANDARD", ticks=3), FORCE)
    registered.clock.at = may(3, 9)
    await clock_told(registered, marac_clock() | {"started_at": may(3, 9).isoformat()})
    judged = {
        "contact_id": "contact-da",
        "reason": "She whispers on the telephone.",
        "judged_at": may(3, 9).isoformat(),
    }
    await told(registered, "contacts", "MaracJudgementRecorded", judged)
    payload = (await marac_row(registered))["payload"]
    assert (payload["grade"], payload["judgement"]) == ("STANDARD", "She whispers on the telephone.")


async def held_for_marac(registered: RunningService) -> dict[str, Any]:
    contact = abuse_contact()
    await told_of(registered, contact, FORCE)
    await clock_told(registered, marac_clock())
    return contact


async def said_amended(registered: RunningService, contact: dict[str, Any], surname: str) -> None:
    adults = [adult | {"surname": surname} for adult in contact["adults"]]
    said = {"contact_id": "contact-da", "children": [], "adults": adults, "police": contact["police"]}
    await published(registered, "contacts", "ContactAmended", said, actor=FORCE, received_at=may(3, 9))


async def amended(registered: RunningService, contact: dict[str, Any], surname: str) -> None:
    await said_amended(registered, contact, surname)
    await sent(registered)


async def approved(registered: RunningService) -> None:
    address = f"/api/v1/notifications/{(await marac_row(registered))['notification_id']}/approve"
    assert (await registered.client(REYES).post(address, json={})).status_code == 201
    await sent(registered)


async def test_who_is_amended_before_it_left_stands_in_it_and_is_approved_as_it_is_now(
    registered: RunningService,
) -> None:
    contact = await held_for_marac(registered)
    before = await marac_row(registered)
    await amended(registered, contact, "Amended")
    row = await marac_row(registered)
    assert {adult["name"].split()[-1] for adult in row["payload"]["adults"]} == {"Amended"}
    assert (row["state"], row["guard"], row["due_at"]) == ("HELD", "APPROVAL", before["due_at"])
    page = await registered.browser(REYES).get(f"/sent/{row['notification_id']}")
    assert "What is known has changed since these words were built" in page.text
    await approved(registered)
    [payload] = await inbox(registered, AMIN, "MARAC_REF")
    assert payload["adults"] == row["payload"]["adults"]


async def test_nobody_approves_words_that_have_been_built_again_since(registered: RunningService) -> None:
    contact = await held_for_marac(registered)
    old = await marac_row(registered)
    await amended(registered, contact, "Amended")
    address = f"/api/v1/notifications/{old['notification_id']}/approve"
    late = await registered.client(REYES).post(address, json={"expected_version": old["version"]})
    assert late.status_code == 409


async def test_who_hurt_whom_is_said_as_the_police_clarify_it_also_after(registered: RunningService) -> None:
    contact = await held_for_marac(registered)
    said = {"contact_id": "contact-da", "victim_ref": "a2", "perpetrator_ref": "a1"}
    await told(registered, "contacts", "VictimAndPerpetratorClarified", said)
    await amended(registered, contact, "Amended")
    named = {adult["temp_ref"]: f"{adult['first_name']} Amended" for adult in contact["adults"]}
    adults = {adult["name"]: adult["role"] for adult in (await marac_row(registered))["payload"]["adults"]}
    assert (adults[named["a2"]], adults[named["a1"]]) == ("VICTIM", "ALLEGED_PERPETRATOR")


async def test_what_has_left_says_what_was_known_when_it_left(registered: RunningService) -> None:
    contact = await held_for_marac(registered)
    await approved(registered)
    left = (await marac_row(registered))["payload"]
    await amended(registered, contact, "Amended")
    row = await marac_row(registered)
    assert (row["state"], row["payload"]) == ("SENT", left)
    assert await registered.service.pool.fetchval("select count(*) from owed") == 0


async def test_what_was_held_before_words_followed_what_is_known_is_put_together_again(
    registered: RunningService,
) -> None:
    contact = await held_for_marac(registered)
    before = await marac_row(registered)
    await registered.service.pool.execute("delete from owed")
    await amended(registered, contact, "Amended")
    assert (await marac_row(registered))["payload"] == before["payload"]
    await registered.service.pool.execute(BEFORE.STEP)
    await sent(registered)
    row = await marac_row(registered)
    assert {adult["name"].split()[-1] for adult in row["payload"]["adults"]} == {"Amended"}
    assert (row["state"], row["guard"], row["due_at"]) == ("HELD", "APPROVAL", before["due_at"])
    await registered.service.pool.execute(BEFORE.STEP)
    assert await registered.service.pool.fetchval("select count(*) from owed") == 1


async def causes(registered: RunningService) -> list[tuple[str, str]]:
    """The events of the referral, each with the id of the event that led to it."""
    rows = await registered.service.pool.fetch(
        "select type, convert_from(content, 'UTF8')::jsonb -> 'meta' ->> 'causation_id' as cause from events"
        " where stream = $1 order by version",
        f"Notification-{(await marac_row(registered))['notification_id']}",
    )
    return [(row["type"], row["cause"]) for row in rows]


async def test_what_is_put_together_again_names_what_has_changed(registered: RunningService) -> None:
    contact = await held_for_marac(registered)
    for surname in ("Amended", "Again"):
        await amended(registered, contact, surname)
    built = [cause for name, cause in await causes(registered) if name == "NotificationBuilt"]
    held = [cause for name, cause in await causes(registered) if name == "NotificationHeld"]
    assert len(set(built)) == 3
    assert held == built


async def test_what_changes_while_it_is_put_together_is_not_forgotten(registered: RunningService) -> None:
    contact = await held_for_marac(registered)
    pool = registered.service.pool
    await pool.execute("update owed set next_at = at")
    [looked_at] = await owed.due(pool, registered.clock.now())
    await said_amended(registered, contact, "Meanwhile")
    await owed.settle(pool, looked_at)
    await sent(registered)
    assert {adult["name"].split()[-1] for adult in (await marac_row(registered))["payload"]["adults"]} == {"Meanwhile"}
    assert await owed.waiting(pool, registered.clock.now()) == 0


async def test_a_second_report_of_the_incident_is_noted_once_whatever_is_interrupted(
    registered: RunningService,
) -> None:
    await held_for_marac(registered)
    second = abuse_contact() | {"contact_id": "contact-second"}
    await told_of(registered, second, FORCE)
    await clock_told(registered, marac_clock("contact-second"))
    assert [name for name, _ in await causes(registered)].count("DuplicateNotSent") == 1
    assert await registered.service.pool.fetchval("select count(*) from owed where contact_id = 'contact-second'") == 0


async def test_two_who_send_at_once_note_a_second_report_once(registered: RunningService) -> None:
    await held_for_marac(registered)
    for number in range(5):
        contact_id = f"contact-{number}"
        said = abuse_contact() | {"contact_id": contact_id}
        await published(registered, "contacts", "ContactReceived", said, actor=FORCE, received_at=RECEIVED)
        await clock_started(registered, marac_clock(contact_id))
    await asyncio.gather(*(send_what_is_owed(registered.service) for _ in range(4)))
    await sent(registered)
    assert [name for name, _ in await causes(registered)].count("DuplicateNotSent") == 5
