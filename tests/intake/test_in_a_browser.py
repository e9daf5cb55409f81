"""Intake's pages in chromium: readable by everybody, at a desk and on a phone."""

from typing import Any

import pytest
from playwright.async_api import Page

from shared.testing.browsing import look, open_as
from shared.testing.service import RunningService

from .asking import REASON, ask, missing, sent
from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, POLICE_MASH, REYES, SCHOOL, SCREENER, episode, example
from .test_incident_lag import two_weeks as two_weeks
from .test_police_questions import mixed_up

pytestmark = pytest.mark.browser


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


async def test_what_a_screener_sorts_out(browser_page: Page, intake: RunningService, morning: dict[str, Any]) -> None:
    contact = f"/contacts/{morning['contact_id']}"
    for name, path in (
        ("to-sort-out", "/to-sort-out"),
        ("identity", f"{contact}/identities/c1"),
        ("siblings", f"{contact}/siblings"),
        ("quality", f"{contact}/quality"),
    ):
        await open_as(browser_page, intake, SCREENER, path)
        await look(browser_page, f"intake-{name}")


async def test_the_telephone_and_what_is_still_to_ask(browser_page: Page, intake: RunningService) -> None:
    await open_as(browser_page, intake, CALL_HANDLER, "/telephone")
    await look(browser_page, "intake-telephone")
    await intake.client(CALL_HANDLER).post("/api/v1/telephone-contacts", json=example("school-contact-thin"))
    [stored] = await intake.published("frontdoor.ContactReceived.v1")
    await open_as(browser_page, intake, CALL_HANDLER, f"/telephone/{stored['contact_id']}")
    await look(browser_page, "intake-telephone-recorded")
    call = example("school-contact-thin") | {"source_system": "TELEPHONE", "source_ref": "call-1"}
    taken = (await intake.client(CALL_HANDLER).post("/api/v1/telephone-contacts", json=call)).json()
    await open_as(browser_page, intake, CALL_HANDLER, f"/telephone/{taken['contact_id']}/more")
    await look(browser_page, "intake-telephone-more")
    await open_as(browser_page, intake, CALL_HANDLER, "/find?ref=C-00000")
    await look(browser_page, "intake-find")


async def test_how_an_agency_connects(browser_page: Page, intake: RunningService) -> None:
    await open_as(browser_page, intake, SCHOOL, "/connect")
    await look(browser_page, "intake-connect")


async def test_what_else_a_contact_asks_for(browser_page: Page, intake: RunningService) -> None:
    contact = await missing(intake, returned=True)
    address = f"/contacts/{contact['contact_id']}"
    for name in ("steps", "return-interview-offer", "return-interview", "return-interview-declined", "missing-pattern"):
        await open_as(browser_page, intake, MISSING, f"{address}/{name}")
        await look(browser_page, f"intake-{name}")
    await open_as(browser_page, intake, MISSING, "/owed")
    await look(browser_page, "intake-owed")
    for name in ("steps", "consent", "care-status", "name-child", "duplicate", "redirect", "not-about-a-child"):
        await open_as(browser_page, intake, REYES, f"{address}/{name}")
        await look(browser_page, f"intake-manager-{name}")


async def test_the_ways_of_special_contacts(browser_page: Page, intake: RunningService) -> None:
    for number, (kind, steps) in enumerate(
        {"LADO": ["lado"], "PRIVATE_FOSTERING": ["private-fostering", "private-fostering-visit"]}.items()
    ):
        contact = await sent(intake, source_ref=f"SP-{number}", contact_type=kind)
        for step in steps:
            await open_as(browser_page, intake, SCREENER, f"/contacts/{contact['contact_id']}/{step}")
            await look(browser_page, f"intake-{step}")


async def test_what_the_police_are_asked(browser_page: Page, intake: RunningService) -> None:
    late = mixed_up(incident={"occurred_at": "2026-04-10T23:20:00+01:00"})
    contact = (await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", json=late)).json()
    for name, path in (
        ("police-questions", "/police-questions"),
        ("clarification", f"/contacts/{contact['contact_id']}/clarification"),
        ("marac", f"/contacts/{contact['contact_id']}/marac"),
        ("police-grade", f"/contacts/{contact['contact_id']}/police-grade"),
        ("intelligence-handling", f"/contacts/{contact['contact_id']}/intelligence-handling"),
        ("police-steps", f"/contacts/{contact['contact_id']}/steps"),
    ):
        await open_as(browser_page, intake, POLICE_MASH, path)
        await look(browser_page, f"intake-{name}")
    for name in ("override", "marac-judgement"):
        await open_as(browser_page, intake, REYES, f"/contacts/{contact['contact_id']}/{name}")
        await look(browser_page, f"intake-{name}")
    await ask(intake, REYES, contact, "overrides", guard="INT-07", reason=REASON, review_by="2026-05-06")
    await open_as(browser_page, intake, REYES, f"/contacts/{contact['contact_id']}/override-review")
    await look(browser_page, "intake-override-review")


async def test_a_wrong_child_and_a_sealed_record(browser_page: Page, intake: RunningService) -> None:
    first, again = await sent(intake), await sent(intake, source_ref="SP-2")
    await open_as(browser_page, intake, REYES, f"/contacts/{again['contact_id']}/identities/c1/correction")
    await look(browser_page, "intake-correction")
    await open_as(browser_page, intake, REYES, f"/identities/{first['children'][0]['child_id']}/seal")
    await look(browser_page, "intake-seal")


async def test_a_professional_tells_us_of_a_child(browser_page: Page, intake: RunningService) -> None:
    await open_as(browser_page, intake, SCHOOL, "/send")
    await look(browser_page, "intake-send")
    contact = await sent(intake, "school-contact-thin")
    await open_as(browser_page, intake, SCHOOL, f"/send/{contact['contact_id']}")
    await look(browser_page, "intake-sent")
    await open_as(browser_page, intake, SCHOOL, f"/send/{contact['contact_id']}/amend")
    await look(browser_page, "intake-amend")


async def test_missing_children_and_old_mailboxes(browser_page: Page, intake: RunningService) -> None:
    report, _ = episode()
    numbered = report | {"child": report["child"] | {"nhs": "9434765919"}}
    await missing(intake, returned=True)
    for ref in ("MIS-2", "MIS-3"):
        await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=numbered | {"source_ref": ref})
    await open_as(browser_page, intake, SCREENER, "/missing")
    await look(browser_page, "intake-missing")
    letter = example("school-contact-thin") | {"inbox_id": "early-help@example", "safeguarding_log": "Seen on 3 May"}
    del letter["source_system"], letter["channel"]
    brought = (await intake.client(CALL_HANDLER).post("/api/v1/inbox-items", json=letter)).json()
    await open_as(browser_page, intake, CALL_HANDLER, "/inbox")
    await look(browser_page, "intake-inbox")
    await open_as(browser_page, intake, SCREENER, f"/contacts/{brought['contact_id']}/steps")
    await look(browser_page, "intake-also-sent")


async def test_how_late_the_front_door_hears(browser_page: Page, two_weeks: RunningService) -> None:
    await open_as(browser_page, two_weeks, REYES, "/incident-lag")
    await look(browser_page, "intake-incident-lag")
