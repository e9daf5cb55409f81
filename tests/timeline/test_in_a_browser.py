"""The timeline looked at: accessible, no wider than its window, drawn wide on a desk and tall on a phone."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Page
from starlette.applications import Starlette
from starlette.routing import Mount

from shared.access.actor import Actor
from shared.access.session import cookie_name, signed_session
from shared.testing.browsing import look
from shared.testing.service import RunningService

from .telling import ADEYEMI, OSEI, PATEL

pytestmark = pytest.mark.browser
MAISIE = "/timeline/children/child-maisie"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(told_weekend: RunningService) -> AsyncIterator[str]:
    """The weekend's timeline on a free port of this machine, where the host would put it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = Starlette(routes=[Mount("/timeline", told_weekend.app)])
        server = uvicorn.Server(uvicorn.Config(host, log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


async def opened(page: Page, timeline: RunningService, who: Actor, address: str) -> None:
    """The page as this person, signed in, sees it."""
    settings = timeline.service.settings
    cookie = {"name": cookie_name(settings), "value": signed_session(settings, who), "url": address}
    await page.context.add_cookies([cookie])  # pyright: ignore[reportArgumentType]
    await page.goto(address)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (ADEYEMI, MAISIE),
        (ADEYEMI, f"{MAISIE}?order=known&as_known_at=2026-05-03T12:05"),
        (ADEYEMI, "/timeline/children"),
        (OSEI, MAISIE),
        (PATEL, MAISIE),
    ],
)
async def test_everybody_can_use_the_pages(
    browser_page: Page,
    told_weekend: RunningService,
    address: str,
    who: Actor,
    path: str,
) -> None:
    await opened(browser_page, told_weekend, who, address + path)
    await look(browser_page, f"timeline-{who.role.value}{path.replace('/', '-')}")


async def test_a_mark_leads_to_its_entry(browser_page: Page, told_weekend: RunningService, address: str) -> None:
    await opened(browser_page, told_weekend, ADEYEMI, address + MAISIE)
    mark = browser_page.locator(".fd-picture--across a[aria-label^='Followed up']")
    await mark.click()
    target = browser_page.locator(":target .moj-timeline__title")
    assert await target.inner_text() == "Followed up"


async def test_on_paper_nothing_is_folded_away_and_no_id_is_told(
    browser_page: Page, told_weekend: RunningService, address: str
) -> None:
    await opened(browser_page, told_weekend, ADEYEMI, address + MAISIE)
    await browser_page.emulate_media(media="print")
    link = browser_page.locator("main a.govuk-link").first
    assert await link.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    assert not await browser_page.locator("form[method=get]").first.is_visible()
    folded = browser_page.locator("details:not([open]) dl, details:not([open]) ul, details:not([open]) p").first
    assert await folded.evaluate("part => part.checkVisibility({contentVisibilityAuto: true})")
