"""The police in the hub say how what their force reports is handled (domain brief §2.1)."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import PPN, ask, sent
from .conftest import CALL_HANDLER, MACHINE, POLICE, POLICE_MASH, REYES, SCREENER, example
from .test_steps import take

MIGRATION = import_module("intake.migrations.versions.0011_handling_of_intelligence")
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


async def test_the_page_of_questions_leads_to_every_report_and_says_what_was_said(
    intake: RunningService, concern: dict[str, Any]
) -> None:
    address = f"/intake/contacts/{concern['contact_id']}/intelligence-handling"
    browser = intake.browser(POLICE_MASH)
    page = (await browser.get("/police-questions")).text
    assert address in page
    assert "The report says nothing of it, the hub has not said" in page
    await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling=HANDLING)
    page = (await browser.get("/police-questions")).text
    assert "The report says nothing of it, the hub said it on" in page
    for who in (REYES, OTHER_FORCE):
        assert "intelligence-handling" not in (await intake.browser(who).get("/police-questions")).text


async def test_what_the_officer_says_of_it_counts_in_the_newest_version(
    intake: RunningService, concern: dict[str, Any]
) -> None:
    body = example("police-domestic-abuse-high") | {"contact_type": "CHILD_CONCERN"}
    for version, said in ((3, HANDLING), (2, "")):
        body["police"]["intelligence_handling"] = said
        await intake.client(POLICE, MACHINE).post(PPN, json=body | {"source_version": version})
    assert "The report says how it is handled" in (await intake.browser(POLICE_MASH).get("/police-questions")).text


async def test_whoever_reads_the_police_reads_it_beside_every_other_step(
    intake: RunningService, concern: dict[str, Any]
) -> None:
    await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling=HANDLING)
    steps = f"/contacts/{concern['contact_id']}/steps"
    assert HANDLING in (await intake.browser(SCREENER).get(steps)).text
    assert HANDLING not in (await intake.browser(CALL_HANDLER).get(steps)).text


async def test_reports_that_came_before_this_was_kept_are_listed_too(
    intake: RunningService, concern: dict[str, Any]
) -> None:
    await ask(intake, POLICE_MASH, concern, "intelligence-handling", handling=HANDLING)
    await sent(intake)
    kept = "select contact_id, officer_says, marked_at, received_at from police_reports"
    before = [tuple(row) for row in await intake.service.pool.fetch(kept)]
    await intake.service.pool.execute("drop table police_reports")
    for step in MIGRATION.STEPS:
        await intake.service.pool.execute(step)
    assert [tuple(row) for row in await intake.service.pool.fetch(kept)] == before
    assert len(before) == 1
