"""What the police say is theirs; what another agency says is that agency's, whatever it calls it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, POLICE, SCHOOL, SCREENER, episode, example
from .test_asked_of_a_child import HOME

CALLED = "Left after a phone call"


@pytest.fixture(autouse=True)
def saturday(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)


async def gone(intake: RunningService, who: Actor, **said: Any) -> dict[str, Any]:
    """The contact that this report of a missing child becomes."""
    report = episode()[0] | {"circumstances": CALLED} | said
    answer = await intake.client(who, MACHINE).post("/api/v1/missing-reports", json=report)
    assert answer.status_code == 202, answer.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    return contact


@pytest.mark.parametrize(("who", "source_code"), [(POLICE, "6"), (CALL_HANDLER, "6")])
async def test_in_what_circumstances_a_child_went_as_the_police_tell_it_is_police_narrative(
    intake: RunningService, who: Actor, source_code: str
) -> None:
    contact = await gone(intake, who, source_code=source_code)
    assert (contact["worries"], contact["missing"]["circumstances"]) == ("", CALLED)


@pytest.mark.parametrize(("who", "source_code"), [(HOME, "5A"), (CALL_HANDLER, "1A")])
async def test_as_anybody_else_tells_it_it_is_their_worry(intake: RunningService, who: Actor, source_code: str) -> None:
    assert (await gone(intake, who, source_code=source_code))["worries"] == CALLED


async def test_it_is_as_good_a_reason_to_look_as_a_worry(intake: RunningService) -> None:
    told = f"{CALLED} at nine; his second phone was found in the room, with new trainers that nobody had bought him."
    report = episode()[0] | {"circumstances": told}
    del report["contact_type"]
    answer = await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=report)
    assert answer.status_code == 202, answer.text
    assert "q5" not in [test["test"] for test in answer.json()["quality"]["missing"]]


async def test_whoever_reads_the_police_reads_it_beside_each_step_and_nobody_else(intake: RunningService) -> None:
    contact = await gone(intake, POLICE)
    address = f"/contacts/{contact['contact_id']}/steps"
    pages = [(await intake.browser(who).get(address)).text for who in (SCREENER, CALL_HANDLER)]
    assert [CALLED in page for page in pages] == [True, False]


REPORTED: dict[str, Any] = {
    "incident_ref": "26*118902",
    "narrative": "The officer told me of red marks to her neck",
    "intelligence_handling": "Not for the hub",
    "da": {"grade": "HIGH", "graded_by": "MASH", "ticks": 17, "victim_ref": "a1", "perpetrator_ref": "a1"},
}
"""What a school has filled in of the police's notification."""


async def of_a_school(intake: RunningService) -> dict[str, Any]:
    """The receipt of a school's contact about domestic abuse, with words of the police in it."""
    body: dict[str, Any] = example("school-contact-good") | {"contact_type": "DOMESTIC_ABUSE", "police": REPORTED}
    body |= {"incident": {"occurred_at": "2026-05-08T13:10:00+01:00"}}
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_a_school_grades_nothing_in_the_police_s_name(intake: RunningService) -> None:
    receipt = await of_a_school(intake)
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert (contact["police"], "INT-07 VICTIM_PERP_SWAP" in contact["flags"]) == (None, False)
    [lag] = await intake.published("frontdoor.IncidentLagMeasured.v1")
    assert lag["grade"] is None
    assert [clock["code"] for clock in await intake.published("frontdoor.ClockStarted.v1")] == []
    assert len((await intake.published("frontdoor.ContactQualityAssessed.v1"))[0]["tests"]) == 10
    assert receipt["quality"]["grade"] == "GOOD"


async def test_what_it_wrote_there_is_kept_as_its_own_words(intake: RunningService) -> None:
    receipt = await of_a_school(intake)
    kept = {"police.narrative": REPORTED["narrative"], "police.da.grade": "HIGH", "police.da.ticks": "17"}
    assert kept.keys() <= {*receipt["not_understood"]}
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert kept.items() <= contact["said_besides"].items()
    assert contact["incident"]["police_ref"] == "26*118902"
    page = await intake.browser(SCREENER).get(f"/contacts/{receipt['contact_id']}/steps")
    assert REPORTED["narrative"] in page.text


async def test_what_an_officer_says_by_telephone_is_the_police_s(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high") | {"source_ref": "CALL-1"}
    answer = await intake.client(CALL_HANDLER).post("/api/v1/telephone-contacts", json=body)
    assert answer.json()["not_understood"] == []
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert contact["police"]["grade"] == "HIGH"


@pytest.mark.parametrize(("sent", "read", "beside"), [(4, 4, []), ("3", 3, []), (5, None, ["5"]), ("4b", None, ["4b"])])
async def test_a_level_of_another_areas_scale_is_kept_and_no_reason_to_refuse(
    intake: RunningService, sent: object, read: int | None, beside: list[str]
) -> None:
    body = example("school-contact-good") | {"referrer_view_of_need_level": sent}
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=body)
    assert answer.status_code == 202, answer.text
    [contact] = await intake.published("frontdoor.ContactReceived.v1")
    assert (contact["referrer_view_of_need_level"], [*contact["said_besides"].values()]) == (read, beside)
