"""The gallery in chromium: for everybody, on a phone, without styles, on paper."""

import pytest
from playwright.async_api import Page, Route

from shared.access.actor import Actor
from shared.testing.browser import SIZES, at_size
from shared.testing.browsing import keep_picture, look
from shared.testing.gallery import ANITA, MARTA, cookie_of

pytestmark = pytest.mark.browser


async def sign_in(page: Page, address: str, actor: Actor) -> None:
    for name, value in cookie_of(actor).items():
        await page.context.add_cookies([{"name": name, "value": value, "url": address}])


@pytest.mark.parametrize("path", ["page", "problem/409", "plain/Queue"])
async def test_a_page_is_accessible_and_fits(browser_page: Page, address: str, path: str):
    await sign_in(browser_page, address, MARTA)
    await browser_page.goto(f"{address}/gallery/{path}")
    await look(browser_page, path.replace("/", "-"))


@pytest.mark.parametrize("size", SIZES)
async def test_a_refused_form_is_accessible_and_fits(browser_page: Page, address: str, size: tuple[int, int]):
    await at_size(browser_page, size)
    await browser_page.goto(f"{address}/gallery/page")
    await browser_page.get_by_role("button", name="Record direction").click()
    await look(browser_page, "refused", [size])


async def test_the_refusal_brings_one_to_the_field(browser_page: Page, address: str):
    await browser_page.goto(f"{address}/gallery/page")
    await browser_page.get_by_role("button", name="Record direction").click()
    await browser_page.get_by_role("link", name="Say what the screener must find out").click()
    assert browser_page.url.endswith("#text")


async def test_the_first_tab_stop_leads_past_the_navigation(browser_page: Page, address: str):
    await sign_in(browser_page, address, ANITA)
    await browser_page.goto(f"{address}/gallery/page")
    await browser_page.keyboard.press("Tab")
    assert await browser_page.evaluate("document.activeElement.textContent") == "Skip to main content"


async def test_a_page_can_be_used_without_its_style_sheet(browser_page: Page, address: str):
    async def refuse(route: Route) -> None:
        await route.abort()

    await browser_page.route("**/*.css*", refuse)
    await browser_page.goto(f"{address}/gallery/page")
    await keep_picture(browser_page, "without-styles")
    await browser_page.get_by_role("button", name="Record direction").click()
    assert await browser_page.get_by_role("alert").is_visible()


async def test_paper_shows_no_navigation(browser_page: Page, address: str):
    await sign_in(browser_page, address, MARTA)
    await browser_page.goto(f"{address}/gallery/page")
    await browser_page.emulate_media(media="print")
    await keep_picture(browser_page, "paper")
    assert not await browser_page.get_by_role("navigation", name="Your pages").is_visible()
