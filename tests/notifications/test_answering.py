"""An asked agency answers itself: its own requests alone, late or not, once however often it is sent."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .conftest import told_of
from .owing import information, told
from .people import ADEYEMI, AMIN, FARROW, FELL, FORCE, MARSH, OFFICE, OSEI, VOSS, may
from .telling import NOOR, school_contact
from .test_pages import hidden, read

HEALTH = Actor("health-system", "Example Health records", Role.HEALTH_SYSTEM, "health-example")
PORTAL = Actor("school-portal", "School portal", Role.SCHOOL_DSL, "sch-999001")
KNOWN = {"answer": "Two visits missed since February.", "answered_by": "Dr Farrow"}


async def asked(service: RunningService, agency: str = "HEALTH") -> str:
    """Screening has asked this agency about Noor; the id of the request that was sent."""
    contact = school_contact()
    await told_of(service, contact, OSEI)
    said = information(contact, NOOR, agency=agency)
    await told(service, "threshold-decisions", "InformationRequested", said)
    rows = (await service.client(ADEYEMI).get("/api/v1/sent")).json()["sent"]
    return next(row["notification_id"] for row in rows if row["profile"] == "INFO_REQUEST")


async def answer(service: RunningService, who: Actor, request_id: str, **said: Any) -> httpx2.Response:
    client = service.client(who, "contacts:submit contacts:read")
    headers = {"Idempotency-Key": said.pop("key")} if "key" in said else {}
    return await client.post(f"/api/v1/requests/{request_id}/answers", json=said, headers=headers)


async def answers(service: RunningService) -> list[dict[str, Any]]:
    return await service.published("frontdoor.InformationRequestAnswered.v1")


@pytest.mark.parametrize(
    ("agency", "who", "field"),
    [("HEALTH", HEALTH, "health"), ("POLICE", AMIN, "police"), ("EDUCATION", PORTAL, "education")],
)
async def test_an_agency_answers_with_its_own_credentials_and_screening_is_told(
    registered: RunningService, agency: str, who: Actor, field: str
) -> None:
    request_id = await asked(registered, agency)
    taken = await answer(registered, who, request_id, **KNOWN)
    assert taken.status_code == 201, taken.text
    [told_of_it] = await answers(registered)
    said = {
        "agency": agency,
        field: KNOWN["answer"],
        "answered_by": "Dr Farrow",
        "recipient_org": who.org_id,
        "late": False,
        "declined_because": "",
    }
    assert told_of_it | said == told_of_it


@pytest.mark.parametrize("who", [FELL, OSEI, OFFICE, AMIN, VOSS], ids=lambda who: who.user_id)
async def test_a_request_to_another_agency_does_not_exist(registered: RunningService, who: Actor) -> None:
    request_id = await asked(registered)
    client = registered.client(who, "contacts:submit contacts:read")
    page = registered.browser(who)
    nowhere = await client.get("/api/v1/requests/nowhere")
    seen = await client.get(f"/api/v1/requests/{request_id}")
    taken = await answer(registered, who, request_id, **KNOWN)
    assert [nowhere.status_code, seen.status_code, taken.status_code] == [404, 404, 404]
    assert seen.json()["detail"] == nowhere.json()["detail"]
    assert (await page.get(f"/agency/requests/{request_id}")).status_code == 404
    assert await answers(registered) == []


@pytest.mark.parametrize("who", [MARSH, ADEYEMI, FORCE], ids=lambda who: who.user_id)
async def test_nobody_answers_for_an_agency(registered: RunningService, who: Actor) -> None:
    request_id = await asked(registered)
    assert (await answer(registered, who, request_id, **KNOWN)).status_code in (403, 404)
    assert await answers(registered) == []


async def test_a_message_that_asks_nothing_cannot_be_answered(registered: RunningService) -> None:
    await told_of(registered, school_contact(), OSEI)
    [receipt] = (await registered.client(OSEI, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    assert (await answer(registered, OSEI, receipt["notification_id"], **KNOWN)).status_code == 404


async def test_what_is_sent_twice_is_one_answer(registered: RunningService) -> None:
    request_id = await asked(registered)
    first = await answer(registered, HEALTH, request_id, **KNOWN, key="k1")
    again = await answer(registered, HEALTH, request_id, **KNOWN, key="k1")
    without_a_key = await answer(registered, HEALTH, request_id, **KNOWN)
    assert (first.json(), without_a_key.status_code) == (again.json(), 201)
    other = await answer(registered, HEALTH, request_id, answer="Something else", key="k1")
    assert other.status_code == 422
    assert len(await answers(registered)) == 1


async def test_a_further_answer_stands_beside_the_first(registered: RunningService) -> None:
    request_id = await asked(registered)
    await answer(registered, HEALTH, request_id, **KNOWN)
    registered.clock.at = may(4, 9)
    await answer(registered, FARROW, request_id, answer="Three, not two.")
    seen = (await registered.client(FARROW).get(f"/api/v1/requests/{request_id}")).json()
    assert [(one["words"], one["answered_by"]) for one in seen["answers"]] == [
        (KNOWN["answer"], "Dr Farrow"),
        ("Three, not two.", "Dr Farrow"),
    ]
    assert [one["health"] for one in await answers(registered)] == [KNOWN["answer"], "Three, not two."]


async def test_a_late_answer_is_taken_and_marked(registered: RunningService) -> None:
    request_id = await asked(registered)
    registered.clock.at = may(5, 12) + timedelta(minutes=1)
    assert (await answer(registered, FARROW, request_id, **KNOWN)).status_code == 201
    [late] = await answers(registered)
    assert late["late"]


async def test_an_agency_that_does_not_share_says_why(registered: RunningService) -> None:
    request_id = await asked(registered)
    await answer(registered, FARROW, request_id, declined_because="Her mother would be found.")
    [declined] = await answers(registered)
    assert (declined["declined_because"], declined["health"]) == ("Her mother would be found.", "")


@pytest.mark.parametrize(
    "said",
    [{}, {"answer": " "}, {"answer": "x", "declined_because": "y"}, {"answer": "x", "org_id": "sch-999001"}],
    ids=str,
)
async def test_what_says_nothing_or_two_things_is_refused(registered: RunningService, said: dict[str, str]) -> None:
    request_id = await asked(registered)
    assert (await answer(registered, HEALTH, request_id, **said)).status_code == 422


async def test_who_answers_has_read_it(registered: RunningService) -> None:
    request_id = await asked(registered)
    await answer(registered, HEALTH, request_id, **KNOWN)
    [message] = (await registered.client(HEALTH, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    assert message["acknowledged_at"]
    assert message["answers"] == 1


async def test_a_request_that_was_only_acknowledged_still_waits_for_an_answer(registered: RunningService) -> None:
    request_id = await asked(registered)
    client = registered.client(FARROW, "contacts:submit")
    await client.post(f"/api/v1/notifications/{request_id}/acknowledge", json={})
    page = read((await registered.browser(FARROW).get("/agency")).text)
    assert "Please answer" in page
    assert "Acknowledged Sun 3 May, 01:05" in page


async def test_the_words_say_where_to_answer(registered: RunningService) -> None:
    request_id = await asked(registered)
    [message] = (await registered.client(FARROW, "contacts:read").get("/api/v1/inbox")).json()["messages"]
    where, _, who = message["payload"]["answer_to"].partition(", or ")
    assert where == f"{registered.service.settings.public_url}/notifications/agency/requests/{request_id}"
    assert who.startswith("Front door team, 01999 555000")


async def test_the_lead_answers_on_her_own_page(registered: RunningService) -> None:
    request_id = await asked(registered, "EDUCATION")
    browser = registered.browser(OSEI)
    address = f"/agency/requests/{request_id}"
    assert f'href="/notifications{address}"' in (await browser.get("/agency")).text
    page = (await browser.get(address)).text
    assert "1. Which visits were missed since February?" in page
    form = {name: hidden(page, name) for name in ("csrf_token", "idempotency_key")}
    refused = await browser.post(f"{address}/answers", data=form | {"shares": "Y", "answer": ""})
    assert (refused.status_code, "Say what your organisation knows" in refused.text) == (422, True)
    taken = await browser.post(f"{address}/answers", data=form | {"shares": "Y", "answer": "Late on Mondays."})
    assert (taken.status_code, taken.headers["location"]) == (303, f"/notifications{address}")
    after = read((await browser.get(address)).text)
    assert "Late on Mondays." in after
    assert "Anita Osei, Sun 3 May, 01:05" in after
    assert "Answered" in read((await browser.get("/agency")).text)
