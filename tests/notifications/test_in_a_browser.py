"""The pages in chromium: for everybody, at a desk and on a phone."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import uvicorn
from playwright.async_api import Page

from shared.access.actor import Actor
from shared.access.session import cookie_name, signed_session
from shared.testing.browsing import look
from shared.testing.service import RunningService

from .conftest import decided, register, sent, told_of
from .owing import abuse_contact, allegation_contact, clock_told, marac_clock, told
from .people import AMIN, FORCE, OSEI, QUINN, RECEIVED, REYES, may
from .telling import MAISIE, NOOR, decision, police_contact, school_contact

pytestmark = pytest.mark.browser


@asynccontextmanager
async def served(service: RunningService) -> AsyncIterator[str]:
    """The running service on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(service.app, log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


async def sign_in(page: Page, address: str, service: RunningService, who: Actor) -> None:
    settings = service.service.settings
    await page.context.clear_cookies()
    await page.context.add_cookies(
        [{"name": cookie_name(settings), "value": signed_session(settings, who), "url": address}]
    )


async def open_and_look(page: Page, address: str, name: str) -> None:
    await page.goto(address)
    await look(page, f"notifications-{name}")


async def the_weekend(service: RunningService) -> str:
    """Two alerts, one of them held for a manager (its id is returned), receipts and an outcome for each agency."""
    await register(service)
    seen, held = police_contact(), police_contact(contact_id="held", source_ref="PPN-2026-0418900")
    held["incident"] = {"police_ref": "26*118950", "occurred_at": "2026-05-02T22:10:00+01:00"}
    held["adults"][1]["works_with_children"] = "Y"
    await told_of(service, seen)
    await told_of(service, held)
    school = school_contact()
    await told_of(service, school, OSEI)
    await service.publish(
        "contacts",
        "frontdoor.ContactQualityAssessed.v1",
        {"contact_id": school["contact_id"], "grade": "INADEQUATE", "failed": ["q2", "q5", "q6", "q9"]},
        key="Contact-x",
    )
    await decided(service, decision(school, NOOR))
    await decided(service, decision(seen, MAISIE, decision="REFERRAL_STRATEGY"))
    old = police_contact(contact_id="old", source_ref="PPN-2026-0400001")
    old["incident"] = {"police_ref": "26*100001", "occurred_at": "2026-04-14T20:00:00+01:00"}
    await told_of(service, old)
    return await service.service.pool.fetchval("select notification_id from sent where guard = 'NOT-05'")


async def test_every_page_is_accessible_and_fits(notifications: RunningService, browser_page: Page) -> None:
    held = await the_weekend(notifications)
    async with served(notifications) as address:
        await sign_in(browser_page, address, notifications, REYES)
        await open_and_look(browser_page, f"{address}/sent", "sent")
        await open_and_look(browser_page, f"{address}/sent/{held}", "held")
        await sign_in(browser_page, address, notifications, OSEI)
        await open_and_look(browser_page, f"{address}/agency", "agency-school")
        await sign_in(browser_page, address, notifications, AMIN)
        await open_and_look(browser_page, f"{address}/agency", "agency-police")


async def specialists_told(service: RunningService) -> str:
    """An allegation, a month of quality, and a referral to MARAC that waits for a manager (its id is returned)."""
    await told_of(service, abuse_contact(), FORCE)
    await clock_told(service, marac_clock())
    await told(service, "contacts", "ContactReceived", allegation_contact(), actor=OSEI)
    routed = {"contact_id": "contact-lado", "lado": "Bea Quinn", "occurred_at": RECEIVED.isoformat()}
    await told(service, "contacts", "LadoReferralRouted", routed)
    await told_of(service, school_contact(), OSEI)
    thin = {"contact_id": school_contact()["contact_id"], "grade": "INADEQUATE", "failed": ["q5", "q6"]}
    await told(service, "contacts", "ContactQualityAssessed", thin)
    service.clock.at = may(31, 23) + timedelta(hours=9)
    await sent(service)
    return await service.service.pool.fetchval("select notification_id from sent where guard = 'APPROVAL'")


async def test_the_pages_of_specialists_are_accessible_and_fit(
    notifications: RunningService, browser_page: Page
) -> None:
    waiting = await specialists_told(notifications)
    async with served(notifications) as address:
        await sign_in(browser_page, address, notifications, REYES)
        await open_and_look(browser_page, f"{address}/sent/{waiting}", "marac-to-approve")
        await sign_in(browser_page, address, notifications, QUINN)
        await open_and_look(browser_page, f"{address}/agency", "officer")
        await sign_in(browser_page, address, notifications, OSEI)
        await open_and_look(browser_page, f"{address}/agency", "lead")
