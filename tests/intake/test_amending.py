"""A sender puts its own contact right on a page: another version, filled in with what was sent, never in its place."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx2 import AsyncClient

from shared.testing.service import RunningService

from .asking import PPN, sent
from .conftest import MACHINE, OTHER_SCHOOL, POLICE, POLICE_MASH, SCHOOL, example
from .test_pages import hidden

AMENDED = "frontdoor.ContactAmended.v1"
TICKED = 'type="(radio|checkbox)"'


@pytest.fixture(autouse=True)
def wednesday(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 13, 9, 0, tzinfo=UTC)


def fields(page: str) -> dict[str, str]:
    """What the form on the page holds: every line, text, choice and hidden value."""
    found = hidden(page)
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and (not re.search(TICKED, tag) or " checked" in tag):
            found[name[1]] = value[1].replace("&#39;", "'")
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = value.replace("&#39;", "'")
    for name, choices in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', choices)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def school(intake: RunningService) -> AsyncClient:
    return intake.browser(SCHOOL)


async def opened(school: AsyncClient, contact: dict[str, Any]) -> dict[str, str]:
    page = await school.get(f"/send/{contact['contact_id']}/amend")
    assert page.status_code == 200, page.text
    return fields(page.text)


async def amend(school: AsyncClient, contact: dict[str, Any], typed: dict[str, str]) -> tuple[int, str]:
    answer = await school.post(f"/send/{contact['contact_id']}/amend", data=typed)
    return answer.status_code, answer.headers.get("location", answer.text)


async def test_the_form_holds_what_was_sent(intake: RunningService, school: AsyncClient) -> None:
    filled = await opened(school, await sent(intake))
    said = example("school-contact-good")
    assert (filled["worries"], filled["child_1_dob"]) == (said["worries"], "2018-06-03")
    assert (filled["child_2_first_name"], filled["adult_1_role"]) == ("Zed", "PARENT")
    assert (filled["parental_agreement"], filled["addition"]) == ("AGREED", "1")


async def test_what_is_not_changed_stays_word_for_word(intake: RunningService, school: AsyncClient) -> None:
    contact = await sent(intake)
    filled = await opened(school, contact)
    where = f"/intake/send/{contact['contact_id']}"
    assert await amend(school, contact, filled | {"analysis": "Worse since Monday."}) == (303, where)
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    [amended] = await intake.published(AMENDED)
    assert amended["changes"] == ["analysis"]
    assert amended["children"] == received["children"]
    assert (amended["source_version"], amended["addition"]) == (1, 1)


async def test_a_child_is_added_and_nobody_who_was_named_is_left_out(
    intake: RunningService, school: AsyncClient
) -> None:
    contact = await sent(intake)
    filled = await opened(school, contact)
    gone = {name: "" for name in filled if name.startswith("child_1_")}
    await amend(school, contact, filled | gone | {"child_3_first_name": "Ada", "child_3_surname": "Hadley"})
    [amended] = await intake.published(AMENDED)
    assert [child["first_name"] for child in amended["children"]] == ["Noor", "Zed", "Ada"]
    assert [child["child_id"] for child in amended["children"]][:2] == [c["child_id"] for c in contact["children"]]


async def test_a_name_is_put_right_under_the_senders_own_reference(intake: RunningService, school: AsyncClient) -> None:
    child = {"temp_ref": "pupil-7", "first_name": "Jay", "surname": "Holrod", "upn": "A999014013007"}
    contact = await sent(intake, "school-contact-thin", children=[child])
    filled = await opened(school, contact)
    await amend(school, contact, filled | {"child_1_surname": "Holroyd"})
    [amended] = await intake.published(AMENDED)
    [named] = amended["children"]
    assert (named["temp_ref"], named["surname"], named["upn"]) == ("pupil-7", "Holroyd", "A999014013007")


async def test_what_was_typed_is_kept_when_it_is_refused(intake: RunningService, school: AsyncClient) -> None:
    contact = await sent(intake)
    filled = await opened(school, contact)
    status, page = await amend(school, contact, filled | {"occurred_at": "2026-06-01T10:00", "analysis": "Kept."})
    assert (status, "INT-03 TIME_ORDER" in page, "Kept." in page) == (422, True, True)


async def test_who_amends_after_a_colleague_is_told_and_then_both_are_kept(
    intake: RunningService, school: AsyncClient
) -> None:
    contact = await sent(intake)
    mine, theirs = await opened(school, contact), await opened(school, contact)
    assert (await amend(school, contact, theirs | {"analysis": "From the head."}))[0] == 303
    status, page = await amend(school, contact, mine | {"analysis": "From the office."})
    assert (status, "INT-49 OVERTAKEN" in page, "From the office." in page) == (422, True, True)
    assert (await amend(school, contact, fields(page)))[0] == 303
    assert [amended["addition"] for amended in await intake.published(AMENDED)] == [1, 2]


async def test_what_a_system_sends_after_a_page_is_kept_beside_it(intake: RunningService, school: AsyncClient) -> None:
    contact = await sent(intake)
    await amend(school, contact, await opened(school, contact) | {"analysis": "From the head."})
    system = intake.client(SCHOOL, "contacts:submit")
    answer = await system.post(
        "/api/v1/contacts",
        json=example("school-contact-good") | {"source_version": 2, "worries": "Worse since Monday."},
    )
    assert (answer.status_code, answer.json()["status"]) == (202, "AMENDED")
    said = [(each["source_version"], each["addition"]) for each in await intake.published(AMENDED)]
    assert said == [(1, 1), (2, 0)]
    again = await opened(school, contact)
    assert (again["worries"], again["source_version"], again["addition"]) == ("Worse since Monday.", "2", "2")
    assert (await amend(school, contact, again | {"analysis": "From the head."}))[0] == 303


async def test_a_second_click_is_the_same_version(intake: RunningService, school: AsyncClient) -> None:
    contact = await sent(intake)
    typed = await opened(school, contact) | {"analysis": "Once."}
    assert [(await amend(school, contact, typed))[0] for _ in range(2)] == [303, 303]
    assert len(await intake.published(AMENDED)) == 1


async def test_another_organisations_contact_and_an_allegation_are_not_found(intake: RunningService) -> None:
    contact = await sent(intake)
    allegation = await sent(intake, source_ref="SP-2", contact_type="LADO")
    assert (await intake.browser(OTHER_SCHOOL).get(f"/send/{contact['contact_id']}/amend")).status_code == 404
    assert (await intake.browser(SCHOOL).get(f"/send/{allegation['contact_id']}/amend")).status_code == 404
    assert "/amend" not in (await intake.browser(SCHOOL).get(f"/send/{allegation['contact_id']}")).text
    assert "/amend" in (await intake.browser(SCHOOL).get(f"/send/{contact['contact_id']}")).text


async def test_what_the_form_has_no_field_for_stays(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    contact = (await intake.client(POLICE, MACHINE).post(PPN, json=body)).json()
    browser = intake.browser(POLICE_MASH)
    filled = fields((await browser.get(f"/send/{contact['contact_id']}/amend")).text)
    ticked = {"police_high_risk_factors": body["police"]["da"]["high_risk_factors"], "analysis": "He was released."}
    answer = await browser.post(f"/send/{contact['contact_id']}/amend", data=filled | ticked)
    assert answer.status_code == 303, answer.text
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    [amended] = await intake.published(AMENDED)
    assert amended["police"] == received["police"]
    assert amended["children"] == received["children"]
