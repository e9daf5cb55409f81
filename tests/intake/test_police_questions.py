"""What the police in the hub are asked: who did what to whom (INT-07), and why reports come late (CK_LAG_DA)."""

import copy
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import PPN, REASON
from .conftest import MACHINE, POLICE, POLICE_MASH, REYES, SCREENER, example
from .test_pages import hidden

NEXT_DOOR = replace(POLICE_MASH, user_id="ds.baines", org_id="force-next-door")
UNCLEAR = "INT-07 VICTIM_PERP_SWAP"


@pytest.fixture(autouse=True)
def saturday_night(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)


def mixed_up(**changes: Any) -> dict[str, Any]:
    """The notification of Saturday night with the mother in both parts."""
    body = copy.deepcopy(example("police-domestic-abuse-high")) | changes
    body["police"]["da"]["perpetrator_ref"] = "a1"
    return body


async def sent(intake: RunningService, body: dict[str, Any]) -> dict[str, Any]:
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def clarify(intake: RunningService, contact_id: str, who: Any = POLICE_MASH, **answer: Any) -> dict[str, Any]:
    body = {"victim_ref": "a1", "perpetrator_ref": "a2", "reason": REASON} | answer
    return (await intake.client(who).post(f"/api/v1/contacts/{contact_id}/clarification", json=body)).json()


async def test_one_adult_in_both_parts_is_accepted_and_flagged(intake: RunningService) -> None:
    assert (await sent(intake, mixed_up()))["flags"] == [UNCLEAR]


async def test_a_counter_allegation_is_no_mistake(intake: RunningService) -> None:
    body = mixed_up()
    body["police"]["da"]["counter_allegation"] = True
    assert (await sent(intake, body))["flags"] == []


async def test_only_the_police_in_the_hub_say_who_did_what(intake: RunningService) -> None:
    receipt = await sent(intake, mixed_up())
    assert (await clarify(intake, receipt["contact_id"], SCREENER))["code"] == "ACCESS-ROLE"
    await clarify(intake, receipt["contact_id"])
    [told] = await intake.published("frontdoor.VictimAndPerpetratorClarified.v1")
    assert (told["victim_ref"], told["perpetrator_ref"]) == ("a1", "a2")
    assert (await clarify(intake, receipt["contact_id"]))["code"] == "INT-35 CLEAR"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"perpetrator_ref": "a1"}, UNCLEAR),
        ({"perpetrator_ref": "a9"}, "INT-36 NO_SUCH_ADULT"),
        ({"reason": "Because"}, "INT-20 REASON"),
    ],
)
async def test_an_answer_that_clears_nothing_up_is_refused(
    intake: RunningService, answer: dict[str, str], code: str
) -> None:
    receipt = await sent(intake, mixed_up())
    assert (await clarify(intake, receipt["contact_id"], **answer))["code"] == code


async def test_a_perpetrator_whom_the_report_does_not_name_is_an_answer(intake: RunningService) -> None:
    receipt = await sent(intake, mixed_up())
    assert "code" not in await clarify(intake, receipt["contact_id"], perpetrator_ref="SOMEBODY_ELSE")


async def test_a_later_version_may_mix_them_up_and_is_asked_about_once(intake: RunningService) -> None:
    first = example("police-domestic-abuse-high")
    receipt = await sent(intake, first)
    await sent(intake, mixed_up(source_version=2))
    await clarify(intake, receipt["contact_id"])
    await sent(intake, mixed_up(source_version=3, worries="He was released this morning"))
    flags = [amended["flags"] for amended in await intake.published("frontdoor.ContactAmended.v1")]
    assert flags == [[UNCLEAR], []]


async def test_the_police_answer_on_a_page_and_what_they_typed_is_kept(intake: RunningService) -> None:
    receipt = await sent(intake, mixed_up())
    browser = intake.browser(POLICE_MASH)
    page = (await browser.get("/police-questions")).text
    address = re.search(r'href="/intake(/contacts/[^"]+/clarification)"', page)
    assert address, page
    form = (await browser.get(address[1])).text
    assert "Kerry Thornbeck" in form
    typed = hidden(form) | {"victim_ref": "a1", "perpetrator_ref": "a1", "reason": REASON}
    refused = await browser.post(address[1], data=typed)
    assert (refused.status_code, REASON in refused.text) == (422, True)
    done = await browser.post(address[1], data=hidden(refused.text) | typed | {"perpetrator_ref": "a2"})
    assert done.status_code == 303, done.text
    assert "No report waits for the police" in (await browser.get("/police-questions")).text
    looks = await intake.service.pool.fetch("select child_ids from audit where user_id = $1", POLICE_MASH.user_id)
    assert {child["child_id"] for child in receipt["children"]} <= set(looks[0]["child_ids"])


async def test_an_officer_of_another_force_is_asked_nothing_and_finds_nothing(intake: RunningService) -> None:
    body = mixed_up()
    body["incident"]["occurred_at"] = "2026-04-20T23:00:00Z"
    receipt = await sent(intake, body)
    for page, words in (("/police-questions", body["source_ref"]), ("/owed", "Maisie Thornbeck")):
        assert words not in (await intake.browser(NEXT_DOOR).get(page)).text
        assert words in (await intake.browser(POLICE_MASH).get(page)).text
        assert words in (await intake.browser(REYES).get(page)).text
    for page in ("clarification", "police-grade"):
        address = f"/contacts/{receipt['contact_id']}/{page}"
        assert (await intake.browser(NEXT_DOOR).get(address)).status_code == 404
        assert (await intake.browser(POLICE_MASH).get(address)).status_code == 200
    assert (await clarify(intake, receipt["contact_id"], NEXT_DOOR))["code"] == "NOT-FOUND"
    grade = {"grade": "MEDIUM", "reason": REASON}
    address = f"/api/v1/contacts/{receipt['contact_id']}/police-grade"
    assert (await intake.client(NEXT_DOOR).post(address, json=grade)).status_code == 404


@pytest.mark.parametrize(
    ("occurred_at", "words"),
    [
        ("2026-05-02T22:20:00Z", "1 of 1 in time"),
        ("2026-04-30T23:00:00Z", "1 late"),
        ("2026-04-20T23:00:00Z", "1 stale"),
    ],
)
async def test_how_late_domestic_abuse_is_reported_is_shown_week_by_week_to_managers_and_the_police(
    intake: RunningService, occurred_at: str, words: str
) -> None:
    body = example("police-domestic-abuse-high")
    body["incident"]["occurred_at"] = occurred_at
    await sent(intake, body)
    for who in (POLICE_MASH, REYES):
        assert words in (await intake.browser(who).get("/incident-lag")).text
        assert "/intake/incident-lag" in (await intake.browser(who).get("/police-questions")).text
