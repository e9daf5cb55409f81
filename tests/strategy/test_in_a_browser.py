"""The strategy pages in chromium: readable by everybody, at a desk and on a phone."""

import pytest
from playwright.async_api import Page

from shared.testing.browser import DESKTOP, PHONE, assert_accessible, assert_fits, at_size
from shared.testing.browsing import keep_picture, open_as
from shared.testing.service import RunningService

from .conftest import DISCUSSION, STRATEGY, ok
from .people import AMIN, LUND, OSEI, REYES, may
from .story import MAISIE
from .weekend import agree_actions, body, convene, decide, finalise, see_child, start_s47

pytestmark = pytest.mark.browser
SIZES = [DESKTOP, PHONE]
PAGE = f"/discussions/{STRATEGY}"


async def look(page: Page, size: tuple[int, int], name: str) -> None:
    """The page is accessible and does not scroll sideways."""
    await keep_picture(page, f"strategy-{name}-{size[0]}")
    await assert_accessible(page)
    await assert_fits(page)


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_discussion(browser_page: Page, requested: RunningService, size: tuple[int, int]) -> None:
    await at_size(browser_page, size)
    for name, path in (("list", "/discussions"), ("owed", PAGE), ("convene", f"{PAGE}/convene")):
        await open_as(browser_page, requested, LUND, path)
        await look(browser_page, size, name)


@pytest.mark.parametrize("size", SIZES)
async def test_while_it_is_written_down(browser_page: Page, requested: RunningService, size: tuple[int, int]) -> None:
    await convene(requested)
    await at_size(browser_page, size)
    for name in ("attendance", "information", "decision", "action", "reconvene", "finalise"):
        await open_as(browser_page, requested, LUND, f"{PAGE}/{name}")
        await look(browser_page, size, name)


@pytest.mark.parametrize("size", SIZES)
async def test_the_record_and_its_enquiry(browser_page: Page, requested: RunningService, size: tuple[int, int]) -> None:
    told = {"agency": "POLICE", "content": "Third call-out since January; bail decision tonight."}
    await convene(requested)
    await ok(await requested.client(AMIN).post(f"{DISCUSSION}/information", json=told))
    await ok(await requested.client(LUND).post(f"{DISCUSSION}/decisions", json=body("StrategyDecisionRecorded")))
    await agree_actions(requested)
    await finalise(requested)
    s47_id = await start_s47(requested)
    await see_child(requested, s47_id)
    requested.clock.at = may(4, 13)
    await at_size(browser_page, size)
    for name, path in (("still-owed", "/discussions"), ("record", PAGE), ("start-s47", f"{PAGE}/s47?child={MAISIE}")):
        await open_as(browser_page, requested, REYES, path)
        await look(browser_page, size, name)
    for name, path in (("enquiry", ""), ("child-seen", "/child-seen"), ("outcome", "/outcome")):
        await open_as(browser_page, requested, REYES, f"/s47/{s47_id}{path}")
        await look(browser_page, size, name)


async def test_a_school_reads_its_invitation(browser_page: Page, requested: RunningService) -> None:
    await decide(requested)
    await at_size(browser_page, PHONE)
    await open_as(browser_page, requested, OSEI, PAGE)
    await look(browser_page, PHONE, "invitation")
