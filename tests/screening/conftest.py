"""Screening as a whole, and the contacts of the domain brief as intake would publish them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from screening.main import build
from shared.ids import derived_id
from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running

from .people import may
from .stepping import with_a_worker

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest_asyncio.fixture
async def screening(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    async with running(build, await service_database("screening"), await new_database(), may(3, 1, 5)) as service:
        yield service


@pytest_asyncio.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    """The Sunday's contact, an hour later. Where a test tells it otherwise, it has a ``weekend`` of its own."""
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    return contact


@pytest_asyncio.fixture
async def referral_id(screening: RunningService, weekend: dict[str, Any]) -> str:
    """The referral of the weekend's child, accepted and with its worker."""
    return await with_a_worker(screening, weekend)


def contact_of(name: str) -> dict[str, Any]:
    """An example submission as the contract that intake makes of it: each child with a provisional id."""
    sent = json.loads((EXAMPLES / f"{name}.json").read_text())
    contact_id = derived_id("contact", sent["source_ref"])
    children = [{**child, "child_id": derived_id(contact_id, child["temp_ref"])} for child in sent["children"]]
    police = sent.get("police")
    if police:
        police = {**police, **police.pop("da")}
    return {**sent, "contact_id": contact_id, "children": children, "police": police}


async def arrive(screening: RunningService, name: str, **changes: Any) -> dict[str, Any]:
    """The contact of this example arrives; its quality is told where the example says so."""
    contact = contact_of(name) | changes
    child_ids = tuple(child["child_id"] for child in contact["children"])
    await screening.publish(
        "contacts",
        "frontdoor.ContactReceived.v1",
        contact,
        key=f"Contact-{contact['contact_id']}",
        child_ids=child_ids,
        received_at=screening.clock.now(),
    )
    return contact
