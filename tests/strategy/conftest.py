"""Strategy as a whole, with what intake and screening would have told it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest_asyncio

from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running
from strategy.main import build
from strategy.streams import discussion_of_contact

from .people import LUND, SUNDAY_3
from .story import ALFIE, MAISIE

EXAMPLES = Path(__file__).parents[2] / "examples"
CONTACT = "contact-1"
STRATEGY = discussion_of_contact(CONTACT)
DISCUSSION = f"/api/v1/discussions/{STRATEGY}"

CHILDREN = [
    {
        "child_id": MAISIE,
        "first_name": "Maisie",
        "surname": "Thornbeck",
        "dob": "2017-09-14",
        "school_urn": "999001",
    },
    {"child_id": ALFIE, "first_name": "Alfie", "surname": "Thornbeck-Rudd", "dob": "2023-12-02"},
]


def example(name: str) -> list[dict[str, Any]]:
    """The events of one of the example files."""
    return json.loads((EXAMPLES / f"{name}.json").read_text())


@pytest_asyncio.fixture
async def strategy(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    async with running(build, await service_database("strategy"), await new_database(), at=SUNDAY_3) as service:
        yield service


async def contact_received(strategy: RunningService) -> None:
    await strategy.publish(
        "contacts",
        "frontdoor.ContactReceived.v1",
        {"contact_id": CONTACT, "children": CHILDREN},
        key=f"Contact-{CONTACT}",
    )


async def decided(strategy: RunningService, child_id: str, decision: str = "REFERRAL_STRATEGY", **changes: Any) -> None:
    """Screening has authorised a decision for this child."""
    await strategy.publish(
        "threshold-decisions",
        "frontdoor.ThresholdDecisionAuthorised.v1",
        {
            "contact_id": CONTACT,
            "child_id": child_id,
            "decision": decision,
            "manager_rationale": "Strangulation with both children in the home",
            "agency": {"org_id": "force-example", "name": "Example Police"},
            "source_code": "6",
            "decided_at": SUNDAY_3.isoformat(),
        }
        | changes,
        key=f"Screening-{CONTACT}",
        child_ids=(child_id,),
        actor=LUND,
    )


@pytest_asyncio.fixture
async def requested(strategy: RunningService) -> RunningService:
    """Strategy, with the discussion about Maisie and Alfie owed."""
    await contact_received(strategy)
    await decided(strategy, MAISIE)
    await decided(strategy, ALFIE)
    return strategy


async def ok(answer: httpx2.Response) -> dict[str, Any]:
    """The receipt of a command that was carried out."""
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()
