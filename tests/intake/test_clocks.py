"""Every clock that intake owns, from its trigger to its breach on a moved clock (domain brief §3.0, the register)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import PPN, ask, clock, missing, sent
from .conftest import CALL_HANDLER, MACHINE, POLICE, example

Trigger = Callable[[RunningService], Awaitable[object]]


async def letter(intake: RunningService) -> dict[str, Any]:
    body = example("school-contact-thin") | {"inbox_id": "early-help@example"}
    del body["source_system"], body["channel"]
    return (await intake.client(CALL_HANDLER).post("/api/v1/inbox-items", json=body)).json()


async def high_grade(intake: RunningService) -> object:
    return await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))


async def allegation(intake: RunningService) -> object:
    return await sent(intake, contact_type="LADO")


async def fostering(intake: RunningService) -> object:
    return await sent(intake, contact_type="PRIVATE_FOSTERING")


async def third_time(intake: RunningService) -> object:
    return await missing(intake, returned=False)


async def back(intake: RunningService) -> object:
    return await missing(intake, returned=True)


REGISTER = [
    ("CK_ACK", letter, [], "FRONT_DOOR_MANAGER"),
    ("CK_MARAC", high_grade, [], "FRONT_DOOR_MANAGER"),
    ("CK_LADO", allegation, [(0.5, "FRONT_DOOR_MANAGER")], "HEAD_OF_SERVICE"),
    ("CK_PF", fostering, [(0.5, "SCREENER_SW"), (0.8, "FRONT_DOOR_MANAGER")], "HEAD_OF_SERVICE"),
    ("CK_RHI", back, [(0.33, "MISSING_COORDINATOR"), (0.67, "FRONT_DOOR_MANAGER")], "HEAD_OF_SERVICE"),
    ("CK_MISS3", third_time, [], "FRONT_DOOR_MANAGER"),
]


async def fired(intake: RunningService, code: str, kind: str, count: int) -> list[dict[str, Any]]:
    """What the scheduler has said of this clock, once it has said it so often."""
    async with asyncio.timeout(30):
        while True:
            said = [each for each in await intake.published(f"frontdoor.{kind}.v1") if each["code"] == code]
            if len(said) >= count:
                return said
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(("code", "trigger", "warnings", "breach_tells"), REGISTER)
async def test_a_clock_warns_and_breaches_on_time_to_the_roles_of_the_register(
    intake: RunningService, code: str, trigger: Trigger, warnings: list[tuple[float, str]], breach_tells: str
) -> None:
    await trigger(intake)
    running = await clock(intake, code)
    for number, (fraction, role) in enumerate(warnings, 1):
        intake.clock.at = running["started_at"] + (running["due_at"] - running["started_at"]) * fraction
        intake.clock.at += timedelta(seconds=1)
        warned = (await fired(intake, code, "ClockWarned", number))[-1]
        assert (warned["fraction"], warned["tell"], warned["late"]) == (fraction, role, False)
    assert [each for each in await intake.published("frontdoor.ClockBreached.v1") if each["code"] == code] == []
    intake.clock.at = running["due_at"] + timedelta(seconds=1)
    [breached] = await fired(intake, code, "ClockBreached", 1)
    assert (breached["tell"], breached["late"]) == (breach_tells, False)


async def test_a_clock_that_fires_late_says_so_and_fires_once(intake: RunningService) -> None:
    await fostering(intake)
    intake.clock.at += timedelta(days=40)
    [breached] = await fired(intake, "CK_PF", "ClockBreached", 1)
    assert breached["late"] is True
    assert len(await fired(intake, "CK_PF", "ClockWarned", 2)) == 2


async def test_whoever_wrote_is_acknowledged_by_a_person(intake: RunningService) -> None:
    contact = await letter(intake)
    refused = await ask(intake, CALL_HANDLER, contact, "acknowledgement", by_means_of="PIGEON")
    assert refused["code"] == "INT-39 MEANS"
    await ask(intake, CALL_HANDLER, contact, "acknowledgement", by_means_of="PHONE")
    [stopped] = await intake.published("frontdoor.ClockStopped.v1")
    assert (stopped["code"], stopped["met"]) == ("CK_ACK", True)
    again = await ask(intake, CALL_HANDLER, contact, "acknowledgement", by_means_of="PHONE")
    assert again["code"] == "INT-38 ACKNOWLEDGED"


async def test_a_receipt_that_leaves_notifications_acknowledges_a_letter_once(intake: RunningService) -> None:
    contact = await letter(intake)
    receipt = {
        "profile": "ACK_PRO",
        "contact_id": contact["contact_id"],
        "transport": "PORTAL",
        "sent_at": "2026-05-01T13:01:00Z",
        "contact_channel": "EMAIL_IMPORT",
    }
    for _ in range(2):
        await intake.publish("notifications", "frontdoor.NotificationSent.v1", receipt, key="Notification-1")
    [acknowledged] = await intake.published("frontdoor.ReferrerAcknowledged.v1")
    assert acknowledged["by_means_of"] == "PORTAL"
    assert (await clock(intake, "CK_ACK"))["status"] == "MET"


async def test_whoever_gave_no_name_is_owed_no_letter(intake: RunningService) -> None:
    body = example("school-contact-thin") | {"inbox_id": "early-help@example", "referrer": {"anonymous": True}}
    del body["source_system"], body["channel"]
    await intake.client(CALL_HANDLER).post("/api/v1/inbox-items", json=body)
    assert await intake.service.pool.fetchval("select count(*) from clocks where code = 'CK_ACK'") == 0


@pytest.mark.parametrize(
    ("grade", "hours", "band"),
    [
        ("HIGH", 12, "IN_BAND"), ("HIGH", 12.1, "LATE"),
        ("MEDIUM", 24, "IN_BAND"), ("MEDIUM", 24.1, "LATE"),
        ("STANDARD", 48, "IN_BAND"), ("STANDARD", 48.1, "LATE"),
        ("HIGH", 169, "STALE"),
    ],
)  # fmt: skip
async def test_the_lag_of_domestic_abuse_is_banded_by_the_police_grade(
    intake: RunningService, grade: str, hours: float, band: str
) -> None:
    intake.clock.at = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
    body = example("police-domestic-abuse-high")
    body["police"]["da"]["grade"] = grade
    body["incident"]["occurred_at"] = (intake.clock.at - timedelta(hours=hours)).isoformat()
    await intake.client(POLICE, MACHINE).post(PPN, json=body)
    [lag] = await intake.published("frontdoor.IncidentLagMeasured.v1")
    assert lag["band"] == band
