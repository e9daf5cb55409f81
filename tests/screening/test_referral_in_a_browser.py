"""The pages of a referral in chromium, at a desk and on a phone."""

from typing import Any

import pytest
from playwright.async_api import Page

from shared.testing.browser import SIZES, at_size
from shared.testing.browsing import look, open_as
from shared.testing.service import RunningService

from .conftest import arrive
from .people import HALE, may
from .referral_story import NDLOVU, PATEL
from .referring import accepted, allocated, decided

pytestmark = pytest.mark.browser


async def test_a_referral_from_the_list_to_its_second_worker(browser_page: Page, screening: RunningService) -> None:
    """Maisie is accepted in the browser, waits too long, gets a worker and is handed over; Alfie waits meanwhile."""
    contact: dict[str, Any] = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    maisie = await decided(screening, contact, care_status="UNKNOWN")
    await accepted(screening, contact, await decided(screening, contact, 1))
    page = browser_page
    await open_as(page, screening, HALE, "/referrals")
    await look(page, "screening-referrals")
    accept = f"/contacts/{contact['contact_id']}/children/{maisie['child_id']}/referral"
    for size in SIZES:
        await at_size(page, size)
        await open_as(page, screening, HALE, accept)
        await look(page, "screening-accept-referral", [size])
        await page.get_by_label("Closed or not known before").check()
        await send(page, "Accept this referral")
        assert await page.get_by_label("Closed or not known before").is_checked()
        await look(page, "screening-accept-referral-refused", [size])
    referral_id = await accepted(screening, contact, maisie, care_status="CLOSED")
    screening.clock.at = may(5, 12)
    for who, name in ((PATEL, "unallocated-for-a-leader"), (HALE, "unallocated")):
        await open_as(page, screening, who, "/unallocated")
        await look(page, f"screening-{name}")
    await open_as(page, screening, HALE, f"/referrals/{referral_id}/allocate")
    await look(page, "screening-allocate")
    screening.service.lists_staff = True
    await page.get_by_label("Which social worker?").fill("sw.ndlvou")
    await page.get_by_label("Which team?").fill("CASS-3")
    await send(page, "Allocate")
    assert await page.get_by_label("They are new, and not in the staff directory yet").is_visible()
    await look(page, "screening-allocate-refused")
    screening.service.lists_staff = False
    await allocated(screening, referral_id)
    for size in SIZES:
        await at_size(page, size)
        await open_as(page, screening, HALE, f"/referrals/{referral_id}/transfer")
        await page.get_by_label("Which social worker takes over?").fill("sw.moss")
        await page.get_by_label("Why does the case change hands?").fill("Thandi leaves the authority")
        await page.get_by_label("Yes").check()
        await send(page, "Hand over")
        assert await page.get_by_label("Which social worker takes over?").input_value() == "sw.moss"
        await look(page, "screening-transfer-refused", [size])
    for form in ("", "/assessment", "/end", "/no-further-action"):
        await open_as(page, screening, HALE, f"/referrals/{referral_id}{form}")
        await look(page, f"screening-referral{form.replace('/', '-')}")


async def test_whoever_has_a_child_reads_of_a_new_contact(browser_page: Page, screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin")
    told = {"contact_id": contact["contact_id"], "child_id": contact["children"][0]["child_id"]}
    told |= {"care_status": "CP", "allocated_worker": NDLOVU.user_id, "team": "CASS-3"}
    key = f"Contact-{contact['contact_id']}"
    await screening.publish("contacts", "frontdoor.CareStatusAtContactRecorded.v1", told, key=key)
    await open_as(browser_page, screening, NDLOVU, "/referrals")
    await look(browser_page, "screening-referrals-told")


async def send(page: Page, button: str) -> None:
    """Sends the form to where the page itself came from: the gateway's part of the path is not there in a test."""
    await page.evaluate("for (const form of document.forms) form.action = form.action.replace('/screening/', '/')")
    await page.get_by_role("button", name=button).click()
