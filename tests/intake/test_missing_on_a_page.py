"""Whoever reports a child missing on a page tells what a system tells: of exploitation, and an officer of the risk."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, POLICE_MASH, SCHOOL, SCREENER
from .test_amending import fields
from .test_asked_of_a_child import HOME, ticked
from .test_pages import hidden

GONE = {
    "child_1_first_name": "Tyler",
    "missing_since": "2026-05-09T18:30",
    "missing_exploitation_flags": ["CCE", "COUNTY_LINES"],
    "caller": "professional",
}
RISK = {"missing_police_risk": "HIGH"}


@pytest.fixture(autouse=True)
def saturday(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)


async def reported(intake: RunningService, who: Actor, form: str, **typed: Any) -> Any:
    browser = intake.browser(who)
    answer = await browser.post(form, data=hidden((await browser.get(form)).text) | GONE | typed)
    assert answer.status_code == 303, answer.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    return contact


async def test_an_officer_says_how_high_the_risk_is_and_whether_the_child_is_exploited(intake: RunningService) -> None:
    contact = await reported(intake, POLICE_MASH, "/send", **RISK)
    [opened] = await intake.published("frontdoor.MissingEpisodeOpened.v1")
    for said in (contact["missing"], opened):
        assert (said["police_risk"], said["exploitation_flags"]) == ("HIGH", ["CCE", "COUNTY_LINES"])
    assert contact["urgent_flag"]


@pytest.mark.parametrize(("who", "form"), [(HOME, "/send"), (SCHOOL, "/send"), (CALL_HANDLER, "/telephone")])
async def test_everybody_else_is_asked_of_exploitation_alone(intake: RunningService, who: Actor, form: str) -> None:
    page = (await intake.browser(who).get(form)).text
    assert ("missing_police_risk" in page, "missing_exploitation_flags" in page) == (False, True)
    contact = await reported(intake, who, form)
    assert contact["missing"]["exploitation_flags"] == ["CCE", "COUNTY_LINES"]
    assert contact["missing"]["police_risk"] is None


@pytest.mark.parametrize(("who", "form"), [(HOME, "/send"), (SCHOOL, "/send")])
async def test_nobody_else_says_the_polices_risk_by_hand(intake: RunningService, who: Actor, form: str) -> None:
    """What a home writes of it is kept beside, and read; it is not the police's, and makes nothing urgent."""
    contact = await reported(intake, who, form, **RISK)
    assert (contact["missing"]["police_risk"], contact["urgent_flag"]) == (None, False)
    page = await intake.browser(SCREENER).get(f"/contacts/{contact['contact_id']}/consent")
    assert "missing.police_risk" in page.text


async def test_a_home_cannot_say_it_over_the_api(intake: RunningService) -> None:
    report = {"source_system": "HOME", "source_ref": "M-1", "child": {"first_name": "Tyler"}}
    report |= {"contact_type": "MISSING", "police_risk": "HIGH"}
    answer = await intake.client(HOME, "contacts:submit").post("/api/v1/missing-reports", json=report)
    assert (answer.status_code, answer.json()["not_understood"]) == (202, ["police_risk"])
    [opened] = await intake.published("frontdoor.MissingEpisodeOpened.v1")
    assert opened["police_risk"] is None


async def test_whoever_hears_it_from_the_police_by_telephone_writes_it_down(intake: RunningService) -> None:
    contact = await reported(intake, CALL_HANDLER, "/telephone", **RISK)
    assert (contact["missing"]["police_risk"], contact["urgent_flag"]) == ("HIGH", True)


async def test_what_was_ticked_survives_a_refusal_unfolded(intake: RunningService) -> None:
    browser = intake.browser(POLICE_MASH)
    form = hidden((await browser.get("/send")).text) | GONE | RISK
    refused = await browser.post("/send", data=form | {"child_1_dob": "never", "missing_since": ""})
    assert refused.status_code == 422
    assert ticked(refused.text, "missing_exploitation_flags") == ["CCE", "COUNTY_LINES"]
    assert ticked(refused.text, "missing_police_risk") == ["HIGH"]
    assert '<details class="govuk-details" open><summary' in refused.text.partition("A child is missing")[0]


async def test_what_is_added_to_the_call_later_keeps_it(intake: RunningService) -> None:
    contact = await reported(intake, CALL_HANDLER, "/telephone")
    browser, address = intake.browser(CALL_HANDLER), f"/telephone/{contact['contact_id']}/more"
    typed = fields((await browser.get(address)).text) | {"worries": "He left with an older boy"}
    assert (await browser.post(address, data=typed)).status_code == 303
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert amended["worries"] == "He left with an older boy"
    assert amended["missing"] == contact["missing"]
