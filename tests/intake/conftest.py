"""Intake as a whole, and the submissions of the domain brief's examples."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from intake.main import build
from shared.access.actor import Actor, Role
from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running

EXAMPLES = Path(__file__).parents[2] / "examples"
POLICE = Actor(user_id="expol-rms", name="Example Police", role=Role.POLICE_SYSTEM, org_id="force-example")
SCHOOL = Actor(user_id="school-portal-999001", name="Larkfield Primary", role=Role.SCHOOL_DSL, org_id="sch-999001")
OTHER_SCHOOL = Actor(user_id="school-portal-999014", name="Dunmere", role=Role.SCHOOL_DSL, org_id="sch-999014")
SCREENER = Actor(user_id="sw.adeyemi", name="Tola Adeyemi", role=Role.SCREENER_SW, org_id="la-812", registered_sw=True)
REYES = Actor(
    user_id="fdm.reyes", name="Marta Reyes", role=Role.FRONT_DOOR_MANAGER, org_id="la-812", registered_sw=True
)
MISSING = Actor(user_id="miss.coord", name="Missing", role=Role.MISSING_COORDINATOR, org_id="la-812")
POLICE_MASH = Actor(user_id="ds.amin", name="DS Amin", role=Role.POLICE_MASH, org_id="force-example")
CALL_HANDLER = Actor(user_id="ch.marsh", name="Lee Marsh", role=Role.CALL_HANDLER, org_id="la-812")
MACHINE = "contacts:submit contacts:read"


def example(name: str) -> dict[str, Any]:
    """One of the example payloads."""
    return json.loads((EXAMPLES / f"{name}.json").read_text())


def episode() -> tuple[dict[str, Any], dict[str, Any]]:
    """The report of a missing child, and the return."""
    report, found = json.loads((EXAMPLES / "missing-child-and-return.json").read_text())
    return report, found


@pytest_asyncio.fixture
async def intake(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[RunningService]:
    async with running(build, await service_database("intake"), await new_database()) as service:
        yield service
