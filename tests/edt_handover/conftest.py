"""EDT handover as a whole, with what the other services would have told it."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest_asyncio

from edt_handover.main import build
from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running

from .people import OPENED, may

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = {
    "child-maisie": ("Maisie", "Thornbeck", "2017-09-14"),
    "child-alfie": ("Alfie", "Thornbeck-Rudd", "2023-12-02"),
    "child-corey": ("Corey", "Bright", "2025-09-30"),
    "child-ellis": ("Ellis", "Ward", "2016-02-11"),
}


def example(name: str) -> dict[str, Any]:
    """One of the example payloads."""
    return json.loads((EXAMPLES / f"{name}.json").read_text())


@pytest_asyncio.fixture
async def edt(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    async with running(build, await service_database("edt_handover"), await new_database(), at=OPENED) as service:
        yield service


async def contact_received(edt: RunningService, *child_ids: str, at: datetime, **more: Any) -> None:
    """A contact about these children came in."""
    named = [
        {
            "child_id": child_id,
            "first_name": NAMES[child_id][0],
            "surname": NAMES[child_id][1],
            "dob": NAMES[child_id][2],
        }
        for child_id in child_ids
    ]
    contact_id = f"contact-{child_ids[0]}"
    contact = {"contact_id": contact_id, "contact_type": "DOMESTIC_ABUSE", "children": named} | more
    await edt.publish(
        "contacts",
        "frontdoor.ContactReceived.v1",
        contact,
        key=f"Contact-{contact_id}",
        child_ids=child_ids,
        received_at=at,
    )


async def police_contact(edt: RunningService) -> None:
    """The notification of Saturday night, received on Sunday at 01:05."""
    await contact_received(
        edt,
        "child-maisie",
        "child-alfie",
        at=may(3, 1, 5),
        agency={"name": "Example Police"},
        worries="Strangulation of mother with both children in the home",
        police={"grade": "HIGH"},
        immediate_safety={"is_child_safe_now": "Y"},
    )


async def told(edt: RunningService, name: str, data: dict[str, Any], *, at: datetime) -> None:
    """Screening or strategy has said this."""
    topic = "threshold-decisions" if name in {"RagAssigned", "ThresholdDecisionAuthorised"} else "strategy-meetings"
    await edt.publish(topic, f"frontdoor.{name}.v1", data, key=f"{name}-1", recorded_at=at, occurred_at=at)


async def ok(answer: httpx2.Response) -> Any:
    """What was answered to a request that was carried out."""
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()
