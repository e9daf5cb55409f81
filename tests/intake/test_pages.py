"""Intake's pages, as the people at the front door see them."""

import re

from shared.testing.service import RunningService

from .conftest import MACHINE, SCHOOL, SCREENER, example


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's last form."""
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page))


async def test_a_submission_that_nobody_could_read_is_shown_and_dealt_with(intake: RunningService) -> None:
    await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", content=b'{"worries": "<b>Jay</b>"')
    browser = intake.browser(SCREENER)
    page = (await browser.get("/to-sort-out")).text
    address = re.search(r'href="/intake(/unreadable/[^"]+)"', page)
    assert address, page
    task = (await browser.get(address[1])).text
    assert "&lt;b&gt;Jay&lt;/b&gt;" in task
    refused = await browser.post(address[1], data=hidden(task) | {"what_was_done": "ok"})
    assert refused.status_code == 422
    assert "Say what was done" in refused.text
    done = await browser.post(address[1], data=hidden(task) | {"what_was_done": "Telephoned the school office"})
    assert (done.status_code, done.headers["location"]) == (303, "/intake/to-sort-out")
    assert "Telephoned the school office" in (await browser.get("/to-sort-out")).text


async def test_a_person_links_a_named_child_to_one_we_know(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    await school.post("/api/v1/contacts", json=example("school-contact-good"))
    again = example("school-contact-good") | {"source_ref": "SP-10399"}
    again["children"] = again["children"][1:]
    await school.post("/api/v1/contacts", json=again)
    browser = intake.browser(SCREENER)
    address = re.search(r'href="/intake(/contacts/[^"]+/identities/c2)"', (await browser.get("/to-sort-out")).text)
    assert address
    page = (await browser.get(address[1])).text
    assert (await browser.post(address[1], data=hidden(page))).status_code == 422
    known = re.search(r'name="child_id" type="radio" value="([0-9a-f-]{36})"', page)
    assert known, page
    assert (await browser.post(address[1], data=hidden(page) | {"child_id": known[1]})).status_code == 303
    [identified] = await intake.published("frontdoor.ChildIdentified.v1")
    assert (identified["child_id"], identified["method"]) == (known[1], "LINKED")


async def test_the_page_about_the_api_describes_what_a_police_system_posts(intake: RunningService) -> None:
    page = (await intake.nobody(accept="text/html").get("/api/docs")).text
    assert "POST /api/v1/police-notifications" in page
    assert "source_version" in page
    document = (await intake.nobody().get("/api/openapi.json")).text
    assert "$defs" not in document
