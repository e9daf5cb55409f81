"""The designated officer, private fostering and MARAC: golden words, who reads them, and who lets them leave."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from notifications.codes import Guard
from notifications.notification.commands import ApproveNotification, HoldNotification, ReleaseNotification
from notifications.notification.decider import NOTIFICATION
from notifications.notification.events import NotificationApproved, NotificationHeld, NotificationSent
from notifications.owed.asking import requests_for
from notifications.owed.facts import Kind, KnownAbuse, KnownAdult, KnownChild, KnownContact, Owed
from notifications.words import called, lines
from shared.access.actor import Actor
from shared.disclosure import check
from shared.testing.service import RunningService

from .conftest import sent, told_of
from .owing import (
    POLICE_WORDS,
    abuse_contact,
    allegation_contact,
    clock_told,
    fostering_contact,
    marac_clock,
    told,
)
from .people import ADEYEMI, AMIN, FORCE, HALE, OSEI, QUINN, RECEIVED, REYES, TATE, may
from .spec import refused, when
from .telling import POLICY, send
from .test_pages import hidden

KNOWN = KnownContact(
    contact_id="c-1",
    org_id="force-example",
    agency_name="Example Police",
    is_public=False,
    ppn_ref="PPN-1",
    child_refs={"child-1": "c1"},
    children={"c1": KnownChild(first_name="Maisie", surname="Thornbeck", dob=date(2017, 9, 14))},
    adults=(
        KnownAdult(name="Kelly Thornbeck", dob=date(1992, 3, 8), role="VICTIM", works_with_children="N"),
        KnownAdult(name="Shaun Rudd", role="ALLEGED_PERPETRATOR", works_with_children="Y"),
        KnownAdult(name="Jan Thornbeck", role="CARER", pr="N"),
    ),
    received_at=may(1, 10, 15),
    incident="force-example/26*118902",
    abuse=KnownAbuse(
        risk_tool="DASH", ticks=17, grade="HIGH", high_risk_factors=("STRANGULATION",), previous_incidents_12m=3
    ),
)


def asked(kind: Kind, **said: Any) -> Any:
    owed = Owed(
        event_id=f"event-{kind}",
        kind=kind,
        contact_id="c-1",
        said={"contact_id": "c-1"} | said,
        at=RECEIVED,
        correlation_id="c",
        child_ids=("child-1",),
    )
    [command] = requests_for(owed, KNOWN, POLICY, RECEIVED)
    return command


ALLEGATION = asked(Kind.ALLEGATION, lado="Bea Quinn", occurred_at="2026-05-03T00:30:00+01:00")
VISIT = asked(Kind.PRIVATE_FOSTERING, team="Fostering visits")
MARAC = asked(Kind.MARAC)


def test_the_officer_is_told_of_the_worker_and_of_nobody_else_of_the_family() -> None:
    payload = dict(ALLEGATION.payload)
    assert payload.pop("request_ref").startswith("LADO-")
    assert payload.pop("contact_ref").startswith("C-")
    assert payload == {
        "profile": "LADO_REF",
        "profile_version": 1,
        "children": [{"first_name": "Maisie", "surname": "Thornbeck", "date_of_birth": "2017-09-14"}],
        "workers": [{"name": "Shaun Rudd", "date_of_birth": None}],
        "told_by": "Example Police",
        "received_at": "2026-05-01T10:15:00+01:00",
        "told_at": "2026-05-03T00:30:00+01:00",
        "arrange_through": "Front door team, 01999 555000; out of hours 01999 555999",
    }


def test_a_visit_is_due_seven_working_days_after_we_were_told_and_not_after_it_was_passed_on() -> None:
    payload = VISIT.payload
    assert (payload["notified_at"], payload["visit_by"]) == ("2026-05-01T10:15:00+01:00", "2026-05-13T23:59:59+01:00")
    assert (VISIT.about.recipient_name, payload["team"]) == ("Fostering visits", "Fostering visits")
    assert payload["household"] == [{"name": "Jan Thornbeck", "relationship": "Carer", "parental_responsibility": "N"}]


def test_marac_is_told_the_risk_the_two_adults_and_the_children() -> None:
    payload = {name: value for name, value in MARAC.payload.items() if name not in ("request_ref", "contact_ref")}
    assert payload == {
        "profile": "MARAC_REF",
        "profile_version": 2,
        "ppn_ref": "PPN-1",
        "received_at": "2026-05-01T10:15:00+01:00",
        "adults": [
            {"name": "Kelly Thornbeck", "date_of_birth": "1992-03-08", "role": "VICTIM"},
            {"name": "Shaun Rudd", "date_of_birth": None, "role": "ALLEGED_PERPETRATOR"},
        ],
        "children": [{"first_name": "Maisie", "surname": "Thornbeck", "date_of_birth": "2017-09-14"}],
        "risk_tool": "DASH",
        "grade": "HIGH",
        "ticks": 17,
        "high_risk_factors": ["STRANGULATION"],
        "previous_incidents_12m": 3,
        "judgement": None,
        "police_have_referred": "NK",
        "confirm_by": "2026-05-05T17:00:00+01:00",
        "arrange_through": "Front door team, 01999 555000; out of hours 01999 555999",
    }


def test_two_reports_of_one_incident_are_one_referral() -> None:
    owed = Owed(event_id="again", kind=Kind.MARAC, contact_id="c-2", said={}, at=RECEIVED, correlation_id="c")
    [again] = requests_for(owed, replace(KNOWN, contact_id="c-2"), POLICY, RECEIVED)
    assert again.about.notification_id == MARAC.about.notification_id


def approve(by: Actor = REYES) -> ApproveNotification:
    return ApproveNotification(by=by, at=RECEIVED)


def test_a_referral_to_marac_waits_for_a_person_who_has_read_it() -> None:
    *_, held = when(NOTIFICATION, MARAC)
    assert (type(held), held.guard, held.reason) == (NotificationHeld, Guard.WANTS_APPROVAL, "AWAITING_APPROVAL")
    assert when(NOTIFICATION, send(recipient=None), given=[MARAC]) == []
    [approved] = when(NOTIFICATION, approve(), given=[MARAC])
    assert (type(approved), approved.approved_by) == (NotificationApproved, "fdm.reyes")
    [left] = when(NOTIFICATION, send(recipient=None), given=[MARAC, approve()])
    assert (type(left), left.payload) == (NotificationSent, MARAC.payload)


def test_only_a_manager_approves_and_only_once() -> None:
    assert refused(NOTIFICATION, approve(ADEYEMI), given=[MARAC]) == "NOT-13"
    assert refused(NOTIFICATION, approve(), given=[MARAC, approve()]) == "NOT-HELD"
    assert refused(NOTIFICATION, approve(), given=[VISIT]) == "NOT-HELD"


def test_to_release_is_not_to_approve() -> None:
    release = ReleaseNotification(reason="They are in a hurry", by=REYES, at=RECEIVED)
    assert refused(NOTIFICATION, release, given=[MARAC]) == "NOT-APPROVED"


def test_what_a_manager_held_back_still_waits_for_approval_after() -> None:
    hold = HoldNotification(reason="Ask the police first", by=REYES, at=RECEIVED)
    release = ReleaseNotification(reason="They say yes", by=REYES, at=RECEIVED)
    [_, again] = when(NOTIFICATION, release, given=[MARAC, hold])
    assert again.guard == Guard.WANTS_APPROVAL


def test_nothing_goes_to_marac_while_it_is_unclear_who_hurt_whom() -> None:
    [held] = when(NOTIFICATION, send(recipient=None, roles_unclear=True), given=[MARAC, approve()])
    assert held.guard == Guard.ROLES_UNCLEAR


@pytest.mark.parametrize("command", [ALLEGATION, VISIT, MARAC], ids=lambda command: command.about.profile)
def test_every_field_has_words(command: Any) -> None:
    check(command.about.profile, command.payload)
    assert all(label and text for label, text in lines(command.payload))


def test_two_children_stand_on_a_line_each() -> None:
    two = {"c1": KNOWN.children["c1"], "c2": KnownChild(first_name="Alfie", surname="Rudd")}
    owed = Owed(event_id="e", kind=Kind.MARAC, contact_id="c-1", said={}, at=RECEIVED, correlation_id="c")
    [command] = requests_for(owed, replace(KNOWN, children=two), POLICY, RECEIVED)
    assert [text for label, text in lines(command.payload) if label == "Child"] == [
        "Maisie Thornbeck, born 14 September 2017",
        "Alfie Rudd, date of birth not known",
    ]


def test_a_month_is_called_by_its_name() -> None:
    assert called({"profile": "QUALITY_FEEDBACK", "month": "2026-05"}) == "May 2026"


async def inbox(service: RunningService, who: Actor, profile: str) -> list[dict[str, Any]]:
    messages = (await service.client(who, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    return [message["payload"] for message in messages if message["profile"] == profile]


async def test_the_officer_alone_reads_an_allegation(registered: RunningService) -> None:
    await told(registered, "contacts", "ContactReceived", allegation_contact(), actor=OSEI)
    routed = {"contact_id": "contact-lado", "lado": "Bea Quinn", "occurred_at": RECEIVED.isoformat()}
    await told(registered, "contacts", "LadoReferralRouted", routed)
    for other in (HALE, TATE, OSEI, AMIN):
        assert await inbox(registered, other, "LADO_REF") == []
    [payload] = await inbox(registered, QUINN, "LADO_REF")
    assert [worker["name"] for worker in payload["workers"]] == ["Neil Coe"]
    assert "CANARY" not in json.dumps(payload)
    for reader in (REYES, ADEYEMI):
        rows = (await registered.client(reader).get("/api/v1/sent")).json()["sent"]
        [row] = [row for row in rows if row["profile"] == "LADO_REF"]
        assert (row["state"], row["payload"], row["child_id"]) == ("DELIVERED", None, None)
        page = await registered.browser(reader).get("/sent")
        assert "Neil Coe" not in page.text
    page = await registered.browser(QUINN).get("/agency")
    assert "Neil Coe" in page.text


async def test_the_assessment_service_is_asked_for_a_visit(registered: RunningService) -> None:
    await told(registered, "contacts", "ContactReceived", fostering_contact(), actor=OSEI)
    await told(registered, "contacts", "PrivateFosteringRouted", {"contact_id": "contact-pf", "team": "Fostering"})
    assert await inbox(registered, QUINN, "PF_VISIT") == []
    [payload] = await inbox(registered, HALE, "PF_VISIT")
    assert [adult["name"] for adult in payload["household"]] == ["Grace Obi"]
    assert "CANARY" not in json.dumps(payload)


async def marac_row(service: RunningService) -> dict[str, Any]:
    rows = (await service.client(REYES).get("/api/v1/sent")).json()["sent"]
    [row] = [row for row in rows if row["profile"] == "MARAC_REF"]
    return row


async def test_a_manager_approves_on_the_page_and_the_police_in_the_hub_read_it(registered: RunningService) -> None:
    await told_of(registered, abuse_contact(), FORCE)
    await clock_told(registered, marac_clock())
    row = await marac_row(registered)
    assert (row["state"], row["guard"]) == ("HELD", "APPROVAL")
    assert await inbox(registered, AMIN, "MARAC_REF") == []
    address = f"/sent/{row['notification_id']}"
    manager = registered.browser(REYES)
    page = (await manager.get(address)).text
    assert "Approve and send" in page
    assert "Approve and send" not in (await registered.browser(ADEYEMI).get(address)).text
    form = {name: hidden(page, name) for name in ("csrf_token", "idempotency_key", "expected_version")}
    done = await manager.post(f"{address}/approve", data=form)
    assert done.status_code == 303
    await sent(registered)
    [payload] = await inbox(registered, AMIN, "MARAC_REF")
    check("MARAC_REF", payload)
    assert POLICE_WORDS not in json.dumps(payload)
    [approved] = await registered.published("frontdoor.NotificationApproved.v1")
    assert approved["approved_by"] == "fdm.reyes"


async def test_a_referral_about_two_children_tells_the_others_of_both(registered: RunningService) -> None:
    await told_of(registered, abuse_contact(), FORCE)
    await clock_told(registered, marac_clock())
    held = [each for each in await registered.published("frontdoor.NotificationHeld.v1") if each["child_id"] is None]
    assert [(each["profile"], each["meta"]["child_ids"]) for each in held] == [("MARAC_REF", ["child-c1", "child-c2"])]


async def test_nobody_but_a_manager_approves_over_the_api(registered: RunningService) -> None:
    await told_of(registered, abuse_contact(), FORCE)
    await clock_told(registered, marac_clock())
    address = f"/api/v1/notifications/{(await marac_row(registered))['notification_id']}/approve"
    assert (await registered.client(ADEYEMI).post(address, json={})).status_code == 403
    assert (await registered.client(REYES).post(address, json={})).status_code == 201


async def test_no_referral_is_put_together_before_the_police_say_who_hurt_whom(registered: RunningService) -> None:
    contact = abuse_contact() | {"flags": ["INT-07 VICTIM_PERP_SWAP"]}
    await told_of(registered, contact, FORCE)
    await clock_told(registered, marac_clock())
    rows = (await registered.client(REYES).get("/api/v1/sent")).json()["sent"]
    assert "MARAC_REF" not in {row["profile"] for row in rows}
    said = {"contact_id": "contact-da", "victim_ref": "a2", "perpetrator_ref": "a1"}
    await told(registered, "contacts", "VictimAndPerpetratorClarified", said)
    adults = (await marac_row(registered))["payload"]["adults"]
    named = {adult["temp_ref"]: adult["first_name"] for adult in contact["adults"]}
    victim, accused = (next(a["name"] for a in adults if a["role"] == r) for r in ("VICTIM", "ALLEGED_PERPETRATOR"))
    assert (victim.split()[0], accused.split()[0]) == (named["a2"], named["a1"])


async def test_a_regrade_is_referred_with_the_grade_that_led_to_it(registered: RunningService) -> None:
    await told_of(registered, abuse_contact(grade="MEDIUM", ticks=9), FORCE)
    registered.clock.at = may(3, 9)
    await clock_told(registered, marac_clock() | {"started_at": may(3, 9).isoformat()})
    rows = (await registered.client(REYES).get("/api/v1/sent")).json()["sent"]
    assert "MARAC_REF" not in {row["profile"] for row in rows}
    amended = {"contact_id": "contact-da", "children": [], "police": abuse_contact()["police"]}
    await told(registered, "contacts", "ContactAmended", amended, actor=FORCE, received_at=may(3, 9))
    assert (await marac_row(registered))["payload"]["grade"] == "HIGH"


async def test_what_marac_has_confirmed_already_is_not_referred(registered: RunningService) -> None:
    await clock_told(registered, marac_clock())
    await told(registered, "contacts", "MaracReferralRecorded", {"contact_id": "contact-da"})
    await told_of(registered, abuse_contact(), FORCE)
    rows = (await registered.client(REYES).get("/api/v1/sent")).json()["sent"]
    assert "MARAC_REF" not in {row["profile"] for row in rows}
