"""The police in the hub confirm or change the grade of the adult victim's risk, and their word stands (§2.1)."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import PPN, REASON, ask, clock, sent
from .conftest import MACHINE, POLICE, POLICE_MASH, REYES, SCREENER, example
from .test_pages import hidden
from .test_steps import take

GRADED = "frontdoor.PoliceRiskGradeAmended.v1"


@pytest.fixture(autouse=True)
def saturday_night(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)


async def reported(intake: RunningService, grade: str, version: int = 1, by: str = "OFFICER") -> dict[str, Any]:
    """The notification of Saturday night, graded so."""
    body = copy.deepcopy(example("police-domestic-abuse-high")) | {"source_version": version}
    body["police"]["da"] |= {"grade": grade, "graded_by": by, "ticks": 9}
    body["incident"]["occurred_at"] = "2026-05-02T10:05:00Z"
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def say(intake: RunningService, contact: dict[str, Any], grade: str, who: Actor = POLICE_MASH) -> dict[str, Any]:
    return await ask(intake, who, contact, "police-grade", grade=grade, reason=REASON)


async def grades(intake: RunningService) -> list[tuple[str | None, str, str]]:
    told = await intake.published(GRADED)
    return [(each["previous"], each["grade"], each["graded_by"]) for each in told]


async def test_the_hub_raises_a_grade_and_marac_is_owed_a_referral(intake: RunningService) -> None:
    contact = await reported(intake, "STANDARD")
    await say(intake, contact, "HIGH")
    assert await grades(intake) == [("STANDARD", "HIGH", "MASH")]
    assert (await clock(intake, "CK_MARAC"))["due_at"] == datetime(2026, 5, 5, 16, 0, tzinfo=UTC)


JUDGED = "She whispers on the telephone, and he drives her to work and waits outside."


async def judged(intake: RunningService, contact: dict[str, Any], who: Actor = REYES, why: str = JUDGED) -> Any:
    return await ask(intake, who, contact, "marac-judgement", reason=why)


async def test_a_manager_judges_that_it_goes_to_marac_whatever_the_grade(intake: RunningService) -> None:
    contact = await reported(intake, "STANDARD")
    await judged(intake, contact)
    [told] = await intake.published("frontdoor.MaracJudgementRecorded.v1")
    assert (told["contact_id"], told["reason"], told["by"]) == (contact["contact_id"], JUDGED, "fdm.reyes")
    assert (await clock(intake, "CK_MARAC"))["due_at"] == datetime(2026, 5, 5, 16, 0, tzinfo=UTC)


async def test_a_manager_judges_of_what_a_school_tells_too(intake: RunningService) -> None:
    contact = await sent(intake, contact_type="DOMESTIC_ABUSE")
    steps = f"/contacts/{contact['contact_id']}/steps"
    assert "/marac-judgement" in (await intake.browser(REYES).get(steps)).text
    assert "/marac-judgement" not in (await intake.browser(SCREENER).get(steps)).text
    status, _ = await take(intake, REYES, contact["contact_id"], "marac-judgement", reason=JUDGED)
    assert (status, (await clock(intake, "CK_MARAC"))["status"]) == (303, "RUNNING")
    page = (await intake.browser(REYES).get(steps)).text
    assert ("/marac-judgement" in page, f'/intake/contacts/{contact["contact_id"]}/marac"' in page) == (False, True)


async def test_only_a_manager_judges_with_a_reason_and_until_marac_has_it(intake: RunningService) -> None:
    contact = await reported(intake, "MEDIUM")
    assert (await judged(intake, contact, SCREENER))["code"] == "ACCESS-ROLE"
    assert (await judged(intake, contact, why="She is afraid"))["code"] == "INT-20 REASON"
    await judged(intake, contact)
    assert (await judged(intake, contact))["code"] == "INT-51 WITH_MARAC"
    confirmed = {"by_agency": "Example Police", "confirmed_at": "2026-05-03T00:04:00+00:00"}
    await ask(intake, SCREENER, contact, "marac", **confirmed)
    again = await judged(intake, contact)
    assert (again["code"], "confirmed" in again["detail"]) == ("INT-51 WITH_MARAC", True)


async def test_the_hub_confirms_a_grade_once(intake: RunningService) -> None:
    contact = await reported(intake, "MEDIUM")
    await say(intake, contact, "MEDIUM")
    assert await grades(intake) == [("MEDIUM", "MEDIUM", "MASH")]
    assert (await say(intake, contact, "MEDIUM"))["code"] == "INT-45 GRADED"


@pytest.mark.parametrize(
    ("grade", "by", "told"),
    [
        ("STANDARD", "OFFICER", []),
        ("STANDARD", "MASH", [("MEDIUM", "STANDARD", "MASH")]),
        ("HIGH", "OFFICER", [("MEDIUM", "HIGH", "OFFICER")]),
    ],
)
async def test_an_officers_later_version_raises_what_the_hub_has_said_and_never_lowers_it(
    intake: RunningService, grade: str, by: str, told: list[tuple[str, str, str]]
) -> None:
    contact = await reported(intake, "HIGH" if grade == "STANDARD" else "STANDARD")
    await say(intake, contact, "MEDIUM")
    await reported(intake, grade, version=2, by=by)
    assert (await grades(intake))[1:] == told


async def test_a_graver_grade_makes_the_report_later(intake: RunningService) -> None:
    contact = await reported(intake, "STANDARD")
    await say(intake, contact, "HIGH")
    bands = [lag["band"] for lag in await intake.published("frontdoor.IncidentLagMeasured.v1")]
    assert bands == ["IN_BAND", "LATE"]


@pytest.mark.parametrize("who", [SCREENER, REYES, POLICE])
async def test_nobody_else_grades_for_the_police(intake: RunningService, who: Actor) -> None:
    contact = await reported(intake, "STANDARD")
    assert (await say(intake, contact, "HIGH", who))["code"] == "ACCESS-ROLE"


@pytest.mark.parametrize(
    ("said", "code"),
    [({"grade": "GRAVE"}, "INT-44 GRADE"), ({"reason": "Because"}, "INT-20 REASON")],
)
async def test_a_grade_that_says_nothing_is_refused(intake: RunningService, said: dict[str, str], code: str) -> None:
    contact = await reported(intake, "STANDARD")
    body = {"grade": "HIGH", "reason": REASON} | said
    assert (await ask(intake, POLICE_MASH, contact, "police-grade", **body))["code"] == code


async def test_a_contact_without_a_police_report_of_abuse_has_no_grade(intake: RunningService) -> None:
    body = copy.deepcopy(example("police-domestic-abuse-high"))
    del body["police"]["da"]
    contact = (await intake.client(POLICE, MACHINE).post(PPN, json=body)).json()
    assert (await say(intake, contact, "HIGH"))["code"] == "INT-43 NOT_ABUSE"


async def test_the_hub_finds_the_report_and_confirms_it_on_a_page(intake: RunningService) -> None:
    contact = await reported(intake, "STANDARD")
    browser = intake.browser(POLICE_MASH)
    address = f"/contacts/{contact['contact_id']}/police-grade"
    assert f'href="/intake{address}"' in (await browser.get("/police-questions")).text
    form = (await browser.get(address)).text
    typed = hidden(form) | {"grade": "HIGH", "reason": "Because"}
    refused = await browser.post(address, data=typed)
    assert (refused.status_code, "Because" in refused.text) == (422, True)
    done = await browser.post(address, data=typed | hidden(refused.text) | {"reason": REASON})
    assert done.status_code == 303, done.text
    assert f'href="/intake{address}"' not in (await browser.get("/police-questions")).text
    assert "High, confirmed by the hub" in (await browser.get(address)).text
    assert (await intake.browser(SCREENER).get(address)).status_code == 403
