"""Pages that move by themselves, in chromium: a list is renewed where it stands, what is typed is never touched."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from shared.testing.browser import DESKTOP, assert_accessible, at_size
from shared.testing.browsing import keep_picture, open_as
from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .people import ADEYEMI, LUND, OKAFOR

pytestmark = pytest.mark.browser
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""What a browser says when somebody comes back to a tab: the page asks at once and waits for no interval."""


@pytest.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    return await arrive(screening, "police-domestic-abuse-high")


async def test_a_queue_that_somebody_looks_at_takes_in_what_arrives_and_keeps_the_focus(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await open_as(browser_page, screening, ADEYEMI, "/queue")
    link = browser_page.get_by_role("link", name="Maisie Thornbeck, Alfie Thornbeck-Rudd")
    await link.focus()
    await arrive(screening, "school-contact-thin")
    await browser_page.evaluate(LOOK)
    await expect(browser_page.locator(".fd-card")).to_have_count(2)
    await expect(link).to_be_focused()
    await expect(browser_page.locator("#live")).to_contain_text("The list has changed.")
    await assert_accessible(browser_page)


async def test_a_queue_from_which_the_focused_line_goes_keeps_the_focus_in_the_list(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await open_as(browser_page, screening, ADEYEMI, "/queue?nobodys=true")
    await browser_page.get_by_role("button", name="Take it").focus()
    await done(screening.client(OKAFOR), weekend, "screener", screener_id="edt.okafor")
    await browser_page.evaluate(LOOK)
    await expect(browser_page.locator(".fd-card")).to_have_count(0)
    await expect(browser_page.locator("#part")).to_be_focused()


async def test_a_form_is_told_that_its_case_has_changed_and_keeps_what_is_typed(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await at_size(browser_page, DESKTOP)
    await open_as(browser_page, screening, LUND, f"/contacts/{weekend['contact_id']}/direction")
    direction = browser_page.get_by_label("What do you direct?")
    await direction.fill("Visit tonight; speak to Maisie")
    await done(screening.client(LUND), weekend, "rag", rag="RED", reasons=["Strangulation"])
    await browser_page.evaluate(LOOK)
    await expect(browser_page.locator("#live")).to_contain_text("This contact has changed since you opened it.")
    await direction.press_sequentially(" alone.")
    assert await direction.input_value() == "Visit tonight; speak to Maisie alone."
    await keep_picture(browser_page, "form-told")
    await assert_accessible(browser_page)


async def test_a_page_that_nothing_has_changed_says_nothing(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await open_as(browser_page, screening, LUND, f"/contacts/{weekend['contact_id']}/direction")
    async with browser_page.expect_response("**/changes"):
        await browser_page.evaluate(LOOK)
    await expect(browser_page.locator("#live")).to_be_empty()


async def test_a_page_that_has_lost_its_connection_says_so_and_takes_it_back(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await open_as(browser_page, screening, ADEYEMI, "/queue")
    await browser_page.route("**/changes", lambda route: route.abort())
    for _ in range(2):
        async with browser_page.expect_event("requestfailed"):
            await browser_page.evaluate(LOOK)
    await expect(browser_page.locator("#live")).to_contain_text("this page may be out of date")
    await browser_page.unroute("**/changes")
    await browser_page.evaluate(LOOK)
    await expect(browser_page.locator("#live")).to_be_empty()


async def test_whoever_was_signed_out_is_told_and_keeps_what_is_typed(
    browser_page: Page, screening: RunningService, weekend: dict[str, Any]
) -> None:
    await open_as(browser_page, screening, LUND, f"/contacts/{weekend['contact_id']}/direction")
    await browser_page.get_by_label("What do you direct?").fill("Visit tonight")
    await browser_page.context.clear_cookies()
    await browser_page.evaluate(LOOK)
    await expect(browser_page.locator("#live")).to_contain_text("You have been signed out")
    assert await browser_page.get_by_label("What do you direct?").input_value() == "Visit tonight"


async def test_a_page_runs_our_own_script_and_no_other(screening: RunningService, weekend: dict[str, Any]) -> None:
    policies = {
        path: (await screening.browser(ADEYEMI).get(path)).headers["content-security-policy"]
        for path in ("/queue", "/domestic-abuse")
    }
    assert "script-src 'self'; connect-src 'self'" in policies["/queue"]
    assert "unsafe" not in policies["/queue"]
    assert "script-src" not in policies["/domestic-abuse"]
