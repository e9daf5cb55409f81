"""The police in the hub say how what their force reports is handled (domain brief §2.1)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import PPN, ask, sent
from .conftest import MACHINE, POLICE, POLICE_MASH, REYES, example
from .test_steps import take

MARKED = "frontdoor.IntelligenceHandlingMarked.v1"
HANDLING = "No onward sharing without DS Amin. The family does not know of the source."
OTHER_FORCE = replace(POLICE_MASH, user_id="dc.other", org_id="force-other")


@pytest.fixture
async def concern(intake: RunningService) -> dict[str, Any]:
    """A police report that is not about abuse."""
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)
    body = example("police-domestic-abuse-high") | {"contact_type": "CHILD_CONCERN"}
    body["police"]["da"] = None
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_the_hub_marks_it_and_says_it_again_otherwise(intake: RunningService, concern: dict[str, Any]) -> None:
    await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling=HANDLING)
    again = await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling=f" {HANDLING} ")
    assert again["code"] == "INT-55 MARKED"
    await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling="Free to share")
    told = [(each["previous"], each["handling"]) for each in await intake.published(MARKED)]
    assert told == [(None, HANDLING), (HANDLING, "Free to share")]


async def test_nobody_else_does_and_not_for_another_force(intake: RunningService, concern: dict[str, Any]) -> None:
    assert (await ask(intake, REYES, concern, "intelligence-handling", handling=HANDLING))["code"] == "ACCESS-ROLE"
    address = f"/api/v1/contacts/{concern['contact_id']}/intelligence-handling"
    answer = await intake.client(OTHER_FORCE).post(address, json={"handling": HANDLING})
    assert answer.status_code == 404, answer.text


async def test_silence_is_refused_and_so_is_what_no_police_report(
    intake: RunningService, concern: dict[str, Any]
) -> None:
    refused = await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling=" ")
    assert (refused["code"], refused["field"]) == ("INT-54 HANDLING", "handling")
    own = replace(POLICE_MASH, org_id="sch-999001")
    refused = await ask(intake, own, await sent(intake), "intelligence-handling", handling=HANDLING)
    assert (refused["code"], refused["field"]) == ("INT-53 NO_REPORT", "handling")


async def test_it_is_marked_on_a_page_that_shows_what_was_said(intake: RunningService, concern: dict[str, Any]) -> None:
    contact_id = concern["contact_id"]
    where = f"/intake/contacts/{contact_id}/steps"
    assert await take(intake, POLICE_MASH, contact_id, "intelligence-handling", handling=HANDLING) == (303, where)
    page = await intake.browser(POLICE_MASH).get(f"/contacts/{contact_id}/intelligence-handling")
    assert HANDLING in page.text
    status, refused = await take(intake, POLICE_MASH, contact_id, "intelligence-handling", handling=HANDLING)
    assert (status, "INT-55 MARKED" in refused) == (422, True)


async def test_the_page_of_questions_leads_to_it(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)
    body = example("police-domestic-abuse-high")
    contact_id = (await intake.client(POLICE, MACHINE).post(PPN, json=body)).json()["contact_id"]
    page = await intake.browser(POLICE_MASH).get("/police-questions")
    assert f"/intake/contacts/{contact_id}/intelligence-handling" in page.text
    assert "intelligence-handling" not in (await intake.browser(REYES).get("/police-questions")).text
