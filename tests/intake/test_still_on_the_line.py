"""A call is recorded while the caller is still there: what was still to ask is added to it, not recorded as another."""

from dataclasses import replace
from typing import Any

import pytest

from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, SCREENER
from .test_amending import fields
from .test_pages import hidden

OTHER = replace(CALL_HANDLER, user_id="ch.other")
CALL = {
    "worries": "Two children left alone last night",
    "child_1_first_name": "Jay",
    "child_1_address": "14 Larkspur Way",
    "caller": "public",
    "identity": "confidential",
    "referrer_name": "Mrs Neighbour",
}


async def taken(intake: RunningService, **typed: str) -> str:
    """A call is recorded: the address of the page that says what is still to ask."""
    browser = intake.browser(CALL_HANDLER)
    page = (await browser.get("/telephone")).text
    stored = await browser.post("/telephone", data=hidden(page) | CALL | typed)
    assert stored.status_code == 303, stored.text
    return stored.headers["location"].removeprefix("/intake")


async def test_what_was_still_to_ask_is_added_as_another_version(intake: RunningService) -> None:
    recorded = await taken(intake)
    browser = intake.browser(CALL_HANDLER)
    assert f'href="/intake{recorded}/more"' in (await browser.get(recorded)).text
    page = (await browser.get(f"{recorded}/more")).text
    assert "own words or view" in page
    filled = fields(page)
    assert (filled["worries"], filled["child_1_address"]) == (CALL["worries"], CALL["child_1_address"])
    added = await browser.post(f"{recorded}/more", data=filled | {"child_1_child_words": "I was scared"})
    assert (added.status_code, added.headers["location"]) == (303, f"/intake{recorded}")
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert (amended["contact_id"], amended["addition"]) == (received["contact_id"], 1)
    assert amended["changes"] == ["children"]
    assert amended["children"][0]["child_words"] == "I was scared"
    assert amended["agency"]["org_id"] == "public"
    assert "own words" not in (await browser.get(recorded)).text


async def test_who_rang_stays_as_they_said(intake: RunningService) -> None:
    recorded = await taken(intake)
    browser = intake.browser(CALL_HANDLER)
    await browser.post(
        f"{recorded}/more", data=fields((await browser.get(f"{recorded}/more")).text) | {"where": "Home"}
    )
    stored = await intake.service.store.load(f"Contact-{recorded.rpartition('/')[2]}")
    [said] = [entry.data.account.referrer for entry in stored if type(entry.data).__name__ == "ContactAmended"]
    assert (said.name, said.keeps_identity_confidential) == ("Mrs Neighbour", True)


@pytest.mark.parametrize("who", [OTHER, SCREENER])
async def test_nobody_else_opens_what_one_person_typed(intake: RunningService, who: Any) -> None:
    recorded = await taken(intake)
    browser = intake.browser(who)
    assert "/more" not in (await browser.get(recorded)).text
    assert (await browser.get(f"{recorded}/more")).status_code == 404
    assert (await browser.post(f"{recorded}/more", data={"csrf_token": ""})).status_code in (403, 404)


async def test_an_allegation_is_not_shown_again(intake: RunningService) -> None:
    recorded = await taken(intake, contact_type="LADO")
    assert (await intake.browser(CALL_HANDLER).get(f"{recorded}/more")).status_code == 404


async def test_what_was_typed_survives_a_refusal_and_two_windows_lose_nothing(intake: RunningService) -> None:
    recorded = await taken(intake)
    browser = intake.browser(CALL_HANDLER)
    filled = fields((await browser.get(f"{recorded}/more")).text)
    refused = await browser.post(f"{recorded}/more", data=filled | {"occurred_at": "2031-01-01T10:00", "where": "Home"})
    assert (refused.status_code, fields(refused.text)["where"]) == (422, "Home")
    await browser.post(f"{recorded}/more", data=filled | {"where": "Home"})
    late = await browser.post(f"{recorded}/more", data=filled | {"where": "With his aunt"})
    assert (late.status_code, "INT-49" in late.text, "With his aunt" in late.text) == (422, True, True)
