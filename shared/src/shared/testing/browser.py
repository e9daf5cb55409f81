"""Pages in a real browser: Debian's chromium where there is one, else a clear skip. Never downloads one.

Import `browser` and `browser_page` into a `conftest.py`, and mark such tests `browser`.
"""

import os
from collections.abc import AsyncIterator
from functools import cache
from importlib.resources import files
from typing import Any, cast

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking")
DESKTOP = (1280, 900)
PHONE = (360, 740)
SIZES = (DESKTOP, PHONE)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One chromium a test process."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium or set CHROMIUM")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser_page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh window without cookies, as wide as a desk's screen; `at_size` makes it a phone's."""
    context = await browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport=_viewport(DESKTOP))
    page = await context.new_page()
    yield page
    await page.unroute_all(behavior="ignoreErrors")
    await context.close()


async def at_size(page: Page, size: tuple[int, int]) -> None:
    """Gives the window this width and height in CSS pixels: `DESKTOP` or `PHONE`."""
    await page.set_viewport_size(_viewport(size))


def _viewport(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


async def assert_accessible(page: Page) -> None:
    """Fails with every breach of WCAG 2.1 AA or of axe's best practice that the page holds, and where."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    # Only what is wrong is brought here: what passes took longer to carry across than axe takes to look.
    run = "options => axe.run(options).then(found => found.violations)"
    found = cast(list[dict[str, Any]], await page.evaluate(run, options))
    breaches = [_in_a_line(violation) for violation in found]
    if breaches:
        pytest.fail("\n".join([f"{page.url} is not accessible:", *breaches]))


@cache
def _axe() -> str:
    return (files("axe_core_python") / "axe.min.js").read_text()


def _in_a_line(violation: dict[str, Any]) -> str:
    places = "; ".join(str(node["html"])[:200] for node in violation["nodes"])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}: {places}"


async def assert_fits(page: Page) -> None:
    """Fails when the page scrolls sideways at the window's width."""
    width, window = cast(
        tuple[int, int],
        await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]"),
    )
    if width > window:
        pytest.fail(f"{page.url} is {width} px wide in a window of {window} px")
