"""Intake's pages in chromium: readable by everybody, at a desk and on a phone."""

from typing import Any

import pytest
from playwright.async_api import Page

from shared.testing.browser import DESKTOP, PHONE, assert_accessible, assert_fits, at_size
from shared.testing.browsing import keep_picture, open_as
from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, SCHOOL, SCREENER, example

pytestmark = pytest.mark.browser
SIZES = [DESKTOP, PHONE]


async def look(page: Page, size: tuple[int, int], name: str) -> None:
    """The page is accessible and does not scroll sideways."""
    await keep_picture(page, f"intake-{name}-{size[0]}")
    await assert_accessible(page)
    await assert_fits(page)


@pytest.fixture
async def morning(intake: RunningService) -> dict[str, Any]:
    """A child misspelt, a sibling left out, and bytes that nobody could read. Answers the second contact's receipt."""
    school = intake.client(SCHOOL, MACHINE)
    await school.post("/api/v1/contacts", json=example("school-contact-good"))
    again: dict[str, Any] = example("school-contact-good") | {"source_ref": "SP-2"}
    noor = {name: value for name, value in again["children"][0].items() if name != "upn"}
    again["children"] = [noor | {"first_name": "Norr", "surname": "Hadly"}]
    await school.post("/api/v1/contacts", content=b'{"worries": "Jay"')
    return (await school.post("/api/v1/contacts", json=again)).json()


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_screener_sorts_out(
    browser_page: Page, intake: RunningService, morning: dict[str, Any], size: tuple[int, int]
) -> None:
    await at_size(browser_page, size)
    contact = f"/contacts/{morning['contact_id']}"
    for name, path in (
        ("to-sort-out", "/to-sort-out"),
        ("identity", f"{contact}/identities/c1"),
        ("siblings", f"{contact}/siblings"),
        ("quality", f"{contact}/quality"),
    ):
        await open_as(browser_page, intake, SCREENER, path)
        await look(browser_page, size, name)


@pytest.mark.parametrize("size", SIZES)
async def test_the_telephone_and_what_is_still_to_ask(
    browser_page: Page, intake: RunningService, size: tuple[int, int]
) -> None:
    await at_size(browser_page, size)
    await open_as(browser_page, intake, CALL_HANDLER, "/telephone")
    await look(browser_page, size, "telephone")
    await intake.client(CALL_HANDLER).post("/api/v1/telephone-contacts", json=example("school-contact-thin"))
    [stored] = await intake.published("frontdoor.ContactReceived.v1")
    await open_as(browser_page, intake, CALL_HANDLER, f"/telephone/{stored['contact_id']}")
    await look(browser_page, size, "telephone-recorded")


@pytest.mark.parametrize("size", SIZES)
async def test_how_an_agency_connects(browser_page: Page, intake: RunningService, size: tuple[int, int]) -> None:
    await at_size(browser_page, size)
    await open_as(browser_page, intake, SCHOOL, "/connect")
    await look(browser_page, size, "connect")
