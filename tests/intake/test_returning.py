"""Whoever reported a child missing says on a page that it is back: the same as over the API."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import MACHINE, POLICE, POLICE_MASH, SCHOOL, example
from .test_amending import fields
from .test_asked_of_a_child import HOME, ticked
from .test_pages import hidden

GONE = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
BACK = datetime(2026, 5, 10, 3, 0, tzinfo=UTC)
HIDDEN = ("csrf_token", "idempotency_key", "source_version", "addition")
FOUND = {
    "found_at": "2026-05-10T03:40",
    "found_how": "CARER_LOCATED",
    "found_where_type": "At a friend's",
    "injury_seen": "N",
    "prevention_interview_done": "N",
    "is_child_safe_now": "Y",
    "where": "In the home",
}


async def missing(service: RunningService) -> str:
    """A home has reported Tyler missing on a page; the contact's id."""
    service.clock.at = GONE
    browser = service.browser(HOME)
    typed = hidden((await browser.get("/send")).text) | {
        "child_1_first_name": "Tyler",
        "missing_since": "2026-05-09T18:30",
        "missing_from": "CARE",
    }
    sent = await browser.post("/send", data=typed)
    service.clock.at = BACK
    return sent.headers["location"].rpartition("/")[2]


async def say(service: RunningService, contact_id: str, who: Actor = HOME, **changes: str) -> Any:
    browser = service.browser(who)
    page = await browser.get(f"/send/{contact_id}/return")
    form = fields(page.text if page.status_code == 200 else (await browser.get("/send")).text)
    known = {name: form[name] for name in HIDDEN if name in form}
    return await browser.post(f"/send/{contact_id}/return", data=known | FOUND | changes)


async def test_a_home_says_on_a_page_that_the_child_is_back(intake: RunningService) -> None:
    contact_id = await missing(intake)
    assert f'href="/intake/send/{contact_id}/return"' in (await intake.browser(HOME).get(f"/send/{contact_id}")).text
    intake.clock.at = datetime(2026, 5, 10, 3, 0, tzinfo=UTC)
    stored = await say(intake, contact_id)
    assert (stored.status_code, stored.headers.get("location")) == (303, f"/intake/send/{contact_id}")
    [closed] = await intake.published("frontdoor.MissingEpisodeClosed.v1")
    assert (closed["found_how"], closed["meta"]["occurred_at"]) == ("CARER_LOCATED", "2026-05-10T02:40:00Z")
    [amended] = await intake.published("frontdoor.ContactAmended.v1")
    assert (amended["source_version"], amended["addition"], amended["contact_type"]) == (1, 1, "MISSING_RETURN")
    assert amended["children"][0]["first_name"] == "Tyler"
    started = [clock["code"] for clock in await intake.published("frontdoor.ClockStarted.v1")]
    assert "CK_RHI" in started


async def test_it_says_the_same_as_over_the_api(intake: RunningService) -> None:
    contact_id = await missing(intake)
    await say(intake, contact_id)
    [by_page] = await intake.published("frontdoor.MissingEpisodeClosed.v1")
    gone = {"source_system": "HOME", "source_ref": "M-1", "contact_type": "MISSING", "missing_from": "CARE"}
    child = {"child": {"first_name": "Tyler"}, "last_seen_at": "2026-05-09T18:30:00+01:00"}
    back = {name: FOUND[name] for name in ("found_how", "found_where_type", "injury_seen", "prevention_interview_done")}
    back |= {"contact_type": "MISSING_RETURN", "found_at": "2026-05-10T03:40:00+01:00", "source_version": 2}
    client = intake.client(HOME, "contacts:submit")
    for body in (gone | child, gone | back | {"immediate_safety": {"is_child_safe_now": "Y", "where": "In the home"}}):
        assert (await client.post("/api/v1/missing-reports", json=body)).status_code == 202
    _, by_api = await intake.published("frontdoor.MissingEpisodeClosed.v1")
    named = ("episode_id", "contact_id", "child_id", "meta")
    assert {n: v for n, v in by_page.items() if n not in named} == {n: v for n, v in by_api.items() if n not in named}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"found_at": ""}, "Say when the child came back"),
        ({"found_at": "2026-05-10T23:00"}, "before it has happened"),
        ({"found_at": "2026-05-09T12:00"}, "last seen after that"),
    ],
)
async def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    intake: RunningService, typed: dict[str, str], words: str
) -> None:
    contact_id = await missing(intake)
    refused = await say(intake, contact_id, **typed)
    assert (refused.status_code, words in refused.text) == (422, True)
    assert fields(refused.text)["found_where_type"] == FOUND["found_where_type"]
    assert await intake.published("frontdoor.MissingEpisodeClosed.v1") == []


async def test_what_was_said_of_the_return_is_put_right(intake: RunningService) -> None:
    contact_id = await missing(intake)
    await say(intake, contact_id)
    again = (await intake.browser(HOME).get(f"/send/{contact_id}/return")).text
    assert fields(again)["where"] == "In the home"
    assert ticked(again, "injury_seen") == ["N"]
    assert (await say(intake, contact_id, found_at="2026-05-10T02:10")).status_code == 303
    assert [c["meta"]["occurred_at"] for c in await intake.published("frontdoor.MissingEpisodeClosed.v1")] == [
        "2026-05-10T02:40:00Z",
        "2026-05-10T01:10:00Z",
    ]


async def test_sent_twice_it_is_one_return(intake: RunningService) -> None:
    contact_id = await missing(intake)
    browser = intake.browser(HOME)
    form = fields((await browser.get(f"/send/{contact_id}/return")).text)
    known = {name: form[name] for name in HIDDEN} | FOUND
    answers = [await browser.post(f"/send/{contact_id}/return", data=known) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await intake.published("frontdoor.MissingEpisodeClosed.v1")) == 1


async def test_an_officer_says_so_of_the_report_of_their_force(intake: RunningService) -> None:
    intake.clock.at = GONE
    gone = example("missing-child-and-return")[0]
    sent = await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=gone)
    contact_id = sent.json()["contact_id"]
    intake.clock.at = BACK
    assert (await say(intake, contact_id, POLICE_MASH)).status_code == 303
    assert len(await intake.published("frontdoor.MissingEpisodeClosed.v1")) == 1


async def test_what_an_officer_types_takes_no_number_of_the_forces_system(intake: RunningService) -> None:
    gone, back = example("missing-child-and-return")
    intake.clock.at = GONE
    force = intake.client(POLICE, MACHINE)
    contact_id = (await force.post("/api/v1/missing-reports", json=gone)).json()["contact_id"]
    intake.clock.at = BACK
    assert (await say(intake, contact_id, POLICE_MASH)).status_code == 303
    later = gone | {"source_version": 2, "circumstances": "Seen on a train at nine"}
    for version in (later, back | {"source_version": 3, "found_at": "2026-05-10T03:10:00+01:00"}):
        answer = await force.post("/api/v1/missing-reports", json=version)
        assert (answer.status_code, answer.json()["status"]) == (202, "AMENDED")
    amended = await intake.published("frontdoor.ContactAmended.v1")
    assert [(said["source_version"], said["addition"]) for said in amended] == [(1, 1), (2, 0), (3, 0)]
    assert [said["contact_type"] for said in amended] == ["MISSING_RETURN"] * 3
    assert len(await intake.published("frontdoor.MissingEpisodeClosed.v1")) == 2


async def test_what_was_typed_over_an_older_version_of_the_forces_system_is_opened_again(
    intake: RunningService,
) -> None:
    intake.clock.at = GONE
    gone, force = example("missing-child-and-return")[0], intake.client(POLICE, MACHINE)
    contact_id = (await force.post("/api/v1/missing-reports", json=gone)).json()["contact_id"]
    await force.post("/api/v1/missing-reports", json=gone | {"source_version": 2, "circumstances": "Seen on a train"})
    intake.clock.at = BACK
    overtaken = await say(intake, contact_id, POLICE_MASH, source_version="1")
    assert (overtaken.status_code, "INT-49 OVERTAKEN" in overtaken.text) == (422, True)
    assert (await say(intake, contact_id, POLICE_MASH)).status_code == 303


@pytest.mark.parametrize("who", [SCHOOL, POLICE_MASH], ids=lambda who: who.user_id)
async def test_another_organisations_report_is_not_found(intake: RunningService, who: Actor) -> None:
    contact_id = await missing(intake)
    assert (await intake.browser(who).get(f"/send/{contact_id}/return")).status_code == 404
    assert (await say(intake, contact_id, who)).status_code == 404
