"""Every form of screening sent without an answer, on a phone: refused in words, with a way on, and nothing lost."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from shared.access.actor import Actor
from shared.testing.browser import PHONE, assert_accessible, assert_fits, at_size
from shared.testing.browsing import keep_picture, open_as
from shared.testing.service import RunningService

from .people import ADEYEMI, BROOK, HALE, LUND, OKAFOR, may
from .story import PLAIN, WORDS
from .test_every_page import bring_to

pytestmark = pytest.mark.browser

FORMS: tuple[tuple[Actor, str, str, str], ...] = (
    (LUND, "arrived", "rag", "Record the rating"),
    (OKAFOR, "arrived", "direction", "Record the direction"),
    (ADEYEMI, "directed", "screener", "Record who has it"),
    (ADEYEMI, "arrived", "clarification-attempt", "Record the attempt"),
    (ADEYEMI, "arrived", "clarification-answer", "Record the answer"),
    (ADEYEMI, "arrived", "information", "Record that you asked"),
    (ADEYEMI, "arrived", "information-answer", "Record the answer"),
    (ADEYEMI, "arrived", "information-refusal", "Record the refusal"),
    (LUND, "arrived", "information-without", "Go on without"),
    (ADEYEMI, "arrived", "conversation", "Record the conversation"),
    (ADEYEMI, "arrived", "children/{child}/history", "Record the review"),
    (ADEYEMI, "arrived", "children/{child}/cumulative", "Record the analysis"),
    (ADEYEMI, "arrived", "children/{child}/voice", "Record what the child said"),
    (ADEYEMI, "arrived", "children/{child}/propose", "Propose this decision"),
    (ADEYEMI, "proposed", "children/{child}/assumptions", "Record what you tested"),
    (BROOK, "proposed", "children/{child}/authorise", "Authorise"),
    (BROOK, "proposed", "children/{child}/authorise", "Send it back"),
    (BROOK, "proposed", "children/{child}/override", "Override this guard"),
    (BROOK, "proposed", "children/{child}/override-review", "Record your look"),
    (BROOK, "arrived", "children/{child}/review", "Record your look"),
    (HALE, "proposed", "children/{child}/acknowledge", "Acknowledge"),
    (ADEYEMI, "decided", "feedback", "Record that they were told"),
    (ADEYEMI, "decided", "feedback", "Close"),
    (ADEYEMI, "decided", "reopen", "Reopen"),
)


async def send(page: Page, button: str) -> None:
    """Sends the form as a browser would; the test's service stands at the root of its address."""
    await page.evaluate("for (const form of document.forms) form.action = form.action.replace('/screening/', '/')")
    await page.get_by_role("button", name=button, exact=True).click()


async def clear(page: Page, button: str) -> None:
    """Takes out of the form whatever was filled in for its reader."""
    await page.evaluate(
        """name => {
          const button = [...document.querySelectorAll("main button")].find(one => one.innerText.trim() === name);
          for (const field of button.form.elements) {
            if (["radio", "checkbox"].includes(field.type)) field.checked = false;
            else if (field.type !== "hidden" && field.type !== "submit") field.value = "";
          }
        }""",
        button,
    )


@pytest.mark.parametrize(("who", "state", "form", "button"), FORMS)
async def test_a_form_without_an_answer_is_refused_in_words_and_leads_on(
    browser_page: Page, screening: RunningService, who: Actor, state: str, form: str, button: str
) -> None:
    await at_size(browser_page, PHONE)
    contact = await bring_to(screening, state)
    address = f"/contacts/{contact['contact_id']}/{form.format(child=contact['children'][0]['child_id'])}"
    await open_as(browser_page, screening, who, address)
    await clear(browser_page, button)
    await send(browser_page, button)
    summary = browser_page.get_by_role("alert")
    await expect(summary).to_be_focused()
    assert (await browser_page.title()).startswith("Error: ")
    for link in await summary.get_by_role("link").all():
        target = str(await link.get_attribute("href"))
        if target.startswith("#"):
            assert await browser_page.locator(f'[id="{target[1:]}"]').count() == 1, target
    name = f"refused-{form.replace('/', '-').replace('{child}-', '')}-{button.replace(' ', '-')}"
    await keep_picture(browser_page, name)
    await assert_accessible(browser_page)
    await assert_fits(browser_page)


async def test_a_guard_that_refuses_a_proposal_leads_to_the_form_that_satisfies_it(
    browser_page: Page, screening: RunningService
) -> None:
    contact = await bring_to(screening, "directed")
    screening.clock.at = may(3, 2)
    child = contact["children"][0]["child_id"]
    await open_as(browser_page, screening, OKAFOR, f"/contacts/{contact['contact_id']}/children/{child}/propose")
    await browser_page.get_by_label("No further action").check()
    await browser_page.get_by_label("1 Universal").check()
    await browser_page.get_by_label("Why?", exact=True).fill(WORDS)
    await browser_page.get_by_label("What may the referrer be told?").fill(PLAIN)
    await send(browser_page, "Propose this decision")
    way: Any = browser_page.get_by_role("alert").get_by_role("link", name="Review the history")
    assert await way.get_attribute("href") == f"/screening/contacts/{contact['contact_id']}/children/{child}/history"
    assert await browser_page.get_by_label("What may the referrer be told?").input_value() == PLAIN
