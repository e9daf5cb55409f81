"""The out-of-hours pages in chromium: for tired people on a phone at 3 am, and at a desk on Tuesday morning."""

import pytest
from playwright.async_api import Page

from shared.testing.browsing import look, open_as
from shared.testing.service import RunningService

from .conftest import contact_received, ok, police_contact, told
from .people import HALE, LUND, OKAFOR, PATEL, REYES, may
from .weekend import SHIFT_ID, add_items, handed_over, open_shift

pytestmark = pytest.mark.browser


async def what_is_known(edt: RunningService) -> None:
    await police_contact(edt)
    await contact_received(edt, "child-corey", at=may(3, 19, 10), worries="Parents intoxicated, baby of 7 months")
    await contact_received(edt, "child-ellis", at=may(1, 15))
    held = {"child_ids": ["child-maisie", "child-alfie"], "held_at": "2026-05-03T11:00:00+01:00"}
    await told(edt, "StrategyDiscussionConvened", held, at=may(3, 12))
    await told(edt, "S47Started", {"child_id": "child-maisie"}, at=may(3, 15))


async def test_the_board_on_tuesday_morning(browser_page: Page, edt: RunningService) -> None:
    await what_is_known(edt)
    added = await handed_over(edt)
    edt.clock.at = may(5, 8, 50)
    await ok(await edt.client(HALE).post(f"/api/v1/items/{added['HI-501']}/accept", json={}))
    edt.clock.at = may(5, 9, 20)
    await open_as(browser_page, edt, REYES, "/board")
    await look(browser_page, "edt-board")
    for name, who, item in (("accept", HALE, "HI-502"), ("follow-up", HALE, "HI-501"), ("unknown", PATEL, "HI-504")):
        await open_as(browser_page, edt, who, f"/items/{added[item]}")
        await look(browser_page, f"edt-{name}")


async def test_the_shift_during_the_night(browser_page: Page, edt: RunningService) -> None:
    await what_is_known(edt)
    await open_shift(edt)
    await add_items(edt)
    edt.clock.at = may(5, 3)
    for name, who, path in (
        ("board-at-night", OKAFOR, "/board"),
        ("shift", LUND, f"/shifts/{SHIFT_ID}"),
        ("add-item", OKAFOR, f"/shifts/{SHIFT_ID}/items/new"),
        ("open-shift", LUND, "/shifts/new"),
    ):
        await open_as(browser_page, edt, who, path)
        await look(browser_page, f"edt-{name}")
