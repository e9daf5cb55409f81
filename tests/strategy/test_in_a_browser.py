"""The strategy pages in chromium: readable by everybody, at a desk and on a phone."""

import pytest
from playwright.async_api import Page

from shared.testing.browser import PHONE
from shared.testing.browsing import look, open_as
from shared.testing.service import RunningService

from .conftest import DISCUSSION, STRATEGY, ok
from .people import AMIN, LUND, OSEI, REYES, may
from .story import MAISIE
from .weekend import agree_actions, body, convene, decide, finalise, see_child, start_s47

pytestmark = pytest.mark.browser
PAGE = f"/discussions/{STRATEGY}"


async def test_before_the_discussion(browser_page: Page, requested: RunningService) -> None:
    for name, path in (("list", "/discussions"), ("owed", PAGE), ("convene", f"{PAGE}/convene")):
        await open_as(browser_page, requested, LUND, path)
        await look(browser_page, f"strategy-{name}")


async def test_while_it_is_written_down(browser_page: Page, requested: RunningService) -> None:
    await convene(requested)
    for name in ("attendance", "information", "decision", "action", "reconvene", "finalise"):
        await open_as(browser_page, requested, LUND, f"{PAGE}/{name}")
        await look(browser_page, f"strategy-{name}")


async def test_the_record_and_its_enquiry(browser_page: Page, requested: RunningService) -> None:
    told = {"agency": "POLICE", "content": "Third call-out since January; bail decision tonight."}
    await convene(requested)
    await ok(await requested.client(AMIN).post(f"{DISCUSSION}/information", json=told))
    await ok(await requested.client(LUND).post(f"{DISCUSSION}/decisions", json=body("StrategyDecisionRecorded")))
    await agree_actions(requested)
    await finalise(requested)
    s47_id = await start_s47(requested)
    await see_child(requested, s47_id)
    requested.clock.at = may(4, 13)
    for name, path in (("still-owed", "/discussions"), ("record", PAGE), ("start-s47", f"{PAGE}/s47?child={MAISIE}")):
        await open_as(browser_page, requested, REYES, path)
        await look(browser_page, f"strategy-{name}")
    for name, path in (("enquiry", ""), ("child-seen", "/child-seen"), ("outcome", "/outcome")):
        await open_as(browser_page, requested, REYES, f"/s47/{s47_id}{path}")
        await look(browser_page, f"strategy-{name}")


async def test_a_school_reads_its_invitation(browser_page: Page, requested: RunningService) -> None:
    await decide(requested)
    await open_as(browser_page, requested, OSEI, PAGE)
    await look(browser_page, "strategy-invitation", [PHONE])
