"""Intake's pages, as the people at the front door see them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, REYES, SCHOOL, SCREENER, episode, example


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's last form."""
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page))


async def test_a_submission_that_nobody_could_read_is_shown_and_dealt_with(intake: RunningService) -> None:
    await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=example("school-contact-good"))
    await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", content=b'{"worries": "<b>Jay</b>"')
    browser = intake.browser(SCREENER)
    page = (await browser.get("/to-sort-out")).text
    address = re.search(r'href="/intake(/unreadable/[^"]+)"', page)
    assert address, page
    assert "From Larkfield Primary" in page
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


async def test_a_call_is_recorded_and_what_was_typed_survives_a_refusal(intake: RunningService) -> None:
    browser = intake.browser(CALL_HANDLER)
    page = (await browser.get("/telephone")).text
    typed = hidden(page) | {
        "worries": "Two children left alone last night",
        "caller": "public",
        "identity": "anonymous",
    }
    refused = await browser.post("/telephone", data=typed)
    assert (refused.status_code, "Two children left alone" in refused.text) == (422, True)
    assert "Give at least a child" in refused.text
    stored = await browser.post("/telephone", data=typed | {"child_1_first_name": "Jay", "child_1_dob": "2016-05-01"})
    assert stored.status_code == 303
    again = await browser.post("/telephone", data=typed | {"child_1_first_name": "Jay", "child_1_dob": "2016-05-01"})
    assert again.headers["location"] == stored.headers["location"]
    other = await browser.post("/telephone", data=typed | {"child_1_first_name": "Jay", "where": "With his aunt"})
    assert (other.status_code, "With his aunt" in other.text) == (422, True)
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert (contact["channel"], contact["source_code"], contact["children"][0]["first_name"]) == ("PHONE", "9", "Jay")
    recorded = (await browser.get(stored.headers["location"].removeprefix("/intake"))).text
    assert "Still to ask" in recorded
    assert "999" in recorded


async def test_a_sibling_is_left_out_on_the_page_for_a_reason(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    await school.post("/api/v1/contacts", json=example("school-contact-good"))
    again = example("school-contact-good") | {"source_ref": "SP-2"}
    again["children"] = again["children"][:1]
    await school.post("/api/v1/contacts", json=again)
    browser = intake.browser(SCREENER)
    address = re.search(r'href="/intake(/contacts/[^"]+/siblings)"', (await browser.get("/to-sort-out")).text)
    assert address
    page = (await browser.get(address[1])).text
    assert "Zed" in page
    unsaid = await browser.post(address[1], data=hidden(page))
    assert "Say whether this child is part of the contact" in unsaid.text
    refused = await browser.post(address[1], data=hidden(page) | {"belongs": "exclude", "reason": "No"})
    assert refused.status_code == 422
    reason = "Lives with his grandmother since March, says the health visitor"
    done = await browser.post(address[1], data=hidden(page) | {"belongs": "exclude", "reason": reason})
    assert done.status_code == 303
    assert "Every child of the household" in (await browser.get(address[1])).text


async def test_a_screener_corrects_the_quality_on_the_page(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    receipt = (await school.post("/api/v1/contacts", json=example("school-contact-thin"))).json()
    browser = intake.browser(SCREENER)
    address = f"/contacts/{receipt['contact_id']}/quality"
    page = (await browser.get(address)).text
    asked = re.findall(r'name="asked" value="(q\d+)"', page)
    answers = {**hidden(page), "asked": asked, "tests": ["q1", "q4", "q5"]}
    refused = await browser.post(address, data=answers)
    assert "why you answer otherwise" in refused.text
    done = await browser.post(address, data=answers | {"reason": "The worry is specific: dates are in the attachment"})
    assert done.status_code == 303
    assessed = await intake.published("frontdoor.ContactQualityAssessed.v1")
    assert (assessed[-1]["score"], assessed[-1]["meta"]["actor"]["user_id"]) == (3.0, "sw.adeyemi")


async def test_a_quarter_without_private_fostering_is_told_to_the_manager(intake: RunningService) -> None:
    words = "Nobody has told us of a privately fostered child"
    assert words in (await intake.browser(REYES).get("/to-sort-out")).text
    fostered = example("school-contact-thin") | {"contact_type": "PRIVATE_FOSTERING"}
    await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=fostered)
    assert words not in (await intake.browser(REYES).get("/to-sort-out")).text
    intake.clock.at += timedelta(days=92)
    assert f"{words} since" in (await intake.browser(REYES).get("/to-sort-out")).text


async def test_a_message_from_an_old_mailbox_is_brought_in_on_a_page(intake: RunningService) -> None:
    browser = intake.browser(CALL_HANDLER)
    typed = hidden((await browser.get("/inbox")).text) | {
        "inbox_id": "early-help@example",
        "message_ref": "3 May, worried about Jay",
        "worries": "Jay sleeps in class",
        "child_1_first_name": "Jay",
        "child_1_ethnicity": "MWBC",
        "caller": "public",
        "identity": "confidential",
    }
    answer = await browser.post("/inbox", data=typed)
    assert answer.status_code == 303, answer.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert (contact["channel"], contact["agency"]["org_id"]) == ("EMAIL_IMPORT", "public")
    assert (contact["children"][0]["ethnicity"], contact["referrer"]["keeps_identity_confidential"]) == ("MWBC", True)
    page = (await browser.get("/inbox")).text
    assert ("early-help@example" in page, "2026-05" in page) == (True, True)
    assert "Acknowledge the referrer" in (await browser.get(answer.headers["location"].removeprefix("/intake"))).text


async def test_who_is_missing_and_who_again_stands_on_a_page(intake: RunningService) -> None:
    report, found = episode()
    police = intake.client(POLICE, MACHINE)
    numbered = report | {"child": report["child"] | {"nhs": "9434765919"}}
    intake.clock.at = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
    for body in (numbered, found, numbered | {"source_ref": "MIS-2"}):
        await police.post("/api/v1/missing-reports", json=body)
    page = (await intake.browser(SCREENER).get("/missing")).text
    assert page.count("Last seen") == 1
    assert ("medium risk" in page, "2 episodes in 90 days" in page) == (True, True)
    assert "medium risk" not in (await intake.browser(MISSING).get("/missing")).text
    heard = (await intake.browser(CALL_HANDLER).get("/missing")).text
    assert ("The child is back" in heard, "medium risk" in heard, "in 90 days" in heard) == (True, False, False)


@pytest.mark.parametrize(("who", "room"), [(CALL_HANDLER, "/intake/to-sort-out"), (SCHOOL, "/intake/send")])
async def test_the_address_alone_leads_to_the_room_of_whoever_asks(
    intake: RunningService, who: Actor, room: str
) -> None:
    answer = await intake.browser(who).get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, room)


async def test_whoever_has_not_signed_in_is_asked_to(intake: RunningService) -> None:
    answer = await intake.nobody(accept="text/html").get("/")
    assert answer.status_code in (302, 303)
    assert "/login" in answer.headers["location"]


@pytest.mark.parametrize(
    ("said", "org_id"),
    [({}, "public"), ({"agency_name": "St Brendan's"}, "St Brendan's"), ({"caller": "professional"}, "la-812")],
)
async def test_whom_nobody_asked_for_whom_they_call_is_kept_apart_like_a_neighbour(
    intake: RunningService, said: dict[str, str], org_id: str
) -> None:
    browser = intake.browser(CALL_HANDLER)
    typed = hidden((await browser.get("/telephone")).text) | said
    typed |= {"worries": "Left alone", "child_1_first_name": "Jay", "referrer_name": "Mrs Neighbour"}
    assert (await browser.post("/telephone", data=typed)).status_code == 303
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert contact["agency"]["org_id"] == org_id
    assert contact["referrer"]["keeps_identity_confidential"] is True
