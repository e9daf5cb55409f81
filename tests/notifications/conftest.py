"""Notifications as a whole: the service with all its workers, and what the other services tell it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest_asyncio

from notifications.main import build
from notifications.sender import send_what_is_owed
from shared.access.actor import Actor
from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running

from .people import FORCE, RECEIVED, WEIR

SCHOOL = {
    "urn": "999001",
    "org_id": "sch-999001",
    "name": "Larkfield Primary",
    "dsl": "Anita Osei",
    "deputy": "Jan Lyle",
    "valid_to": "2026-07-31",
}
PUPILS = [
    {"first_name": "Maisie", "surname": "Thornbeck", "dob": "2017-09-14"},
    {"first_name": "Noor", "surname": "Hadley", "dob": "2018-06-03", "upn": "A999001180013"},
]


@pytest_asyncio.fixture
async def notifications(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    """The service on Sunday 3 May at 01:05, with an empty register."""
    async with running(build, await service_database("notifications"), await new_database(), RECEIVED) as service:
        yield service


@pytest_asyncio.fixture
async def registered(notifications: RunningService) -> RunningService:
    """The same, with Larkfield Primary registered, verified, and its roll taken."""
    await register(notifications)
    return notifications


async def register(service: RunningService, **changes: Any) -> str:
    """Registers the school, verifies it and takes its roll; returns the recipient's id."""
    office = service.client(WEIR)
    answer = await office.post("/api/v1/recipients", json=SCHOOL | changes)
    assert answer.status_code == 201, answer.text
    recipient_id = answer.json()["recipient_id"]
    verified = {"spoken_to": "Anita Osei", "valid_to": "2026-07-31"}
    answer = await office.post(f"/api/v1/recipients/{recipient_id}/verification", json=verified)
    assert answer.status_code == 201, answer.text
    answer = await office.post("/api/v1/rolls", json={"urn": "999001", "pupils": PUPILS})
    assert answer.status_code == 201, answer.text
    return recipient_id


async def told_of(service: RunningService, contact: Mapping[str, Any], actor: Actor = FORCE) -> None:
    """Intake has received this contact, and the sender has done what it could."""
    child_ids = tuple(child["child_id"] for child in contact["children"])
    await service.publish(
        "contacts",
        "frontdoor.ContactReceived.v1",
        contact,
        key=f"Contact-{contact['contact_id']}",
        child_ids=child_ids,
        actor=actor,
        received_at=service.clock.now(),
    )
    await sent(service)


async def decided(service: RunningService, decision: Mapping[str, Any]) -> None:
    """Screening has authorised this decision, and the sender has done what it could."""
    await service.publish(
        "threshold-decisions",
        "frontdoor.ThresholdDecisionAuthorised.v1",
        decision,
        key=f"Screening-{decision['contact_id']}",
        child_ids=(decision["child_id"],),
    )
    await sent(service)


async def sent(service: RunningService) -> None:
    """All that may leave has left.

    Twice, because what was asked for in the first look leaves in the second.
    """
    await send_what_is_owed(service.service)
    await send_what_is_owed(service.service)
