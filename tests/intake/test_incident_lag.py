"""How late we hear of domestic abuse, week by week, by force, by grade and by band (CK_LAG_DA, indicator I09)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import PPN
from .conftest import MACHINE, POLICE, POLICE_MASH, REYES, SCHOOL, SCREENER, example

REPORT = "/api/v1/incident-lag"
NAMES = import_module("intake.migrations.versions.0010_what_senders_are_called")
OTHER_FORCE = replace(POLICE, user_id="other-rms", org_id="force-other")
OTHER_POLICE = replace(POLICE_MASH, user_id="dc.other", org_id="force-other")
ANALYST = Actor(user_id="an.lowe", name="Ann Lowe", role=Role.PERFORMANCE_ANALYST, org_id="la-812")
FIRST_WEEK, SECOND_WEEK = datetime(2026, 4, 29, 12, tzinfo=UTC), datetime(2026, 5, 6, 12, tzinfo=UTC)


async def report(service: RunningService, ref: str, at: datetime, late_by: timedelta, **of: Any) -> None:
    """A force tells us at this moment of an incident of so long ago."""
    service.clock.at = at
    body = example("police-domestic-abuse-high") | {"source_ref": ref}
    body["incident"] |= {"occurred_at": (at - late_by).isoformat(), "police_ref": ref}
    body["reported_at"] = (at - late_by).isoformat()
    body["police"]["da"]["grade"] = of.get("grade", "HIGH")
    body["agency"]["name"] = of.get("called", "Example Police")
    answer = await service.client(of.get("by", POLICE), MACHINE).post(PPN, json=body)
    assert answer.status_code == 202, answer.text


@pytest.fixture
async def two_weeks(intake: RunningService) -> RunningService:
    await report(intake, "A", FIRST_WEEK, timedelta(hours=3))
    await report(intake, "B", FIRST_WEEK, timedelta(days=8), grade="STANDARD")
    await report(intake, "C", FIRST_WEEK, timedelta(days=9), by=OTHER_FORCE, called="Other Police")
    await report(intake, "D", SECOND_WEEK, timedelta(hours=20))
    return intake


async def weeks(service: RunningService, who: Actor, **asked: Any) -> list[dict[str, Any]]:
    answer = await service.client(who).get(REPORT, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["weeks"]


async def test_each_week_counts_by_band_the_newest_first(two_weeks: RunningService) -> None:
    newest, first = await weeks(two_weeks, REYES)
    assert (newest["week"], first["week"]) == ("2026-05-04", "2026-04-27")
    bands = [{name: week["all"][name] for name in ("reports", "in_time", "late", "stale")} for week in (newest, first)]
    assert bands == [
        {"reports": 1, "in_time": 0, "late": 1, "stale": 0},
        {"reports": 3, "in_time": 1, "late": 0, "stale": 2},
    ]
    assert (newest["all"]["within_24_hours"], newest["all"]["median_hours"]) == (1, 20.0)


async def test_a_week_is_told_by_force_and_by_grade(two_weeks: RunningService) -> None:
    _, first = await weeks(two_weeks, REYES)
    assert {lags["named"]: lags["stale"] for lags in first["by_force"]} == {"force-example": 1, "force-other": 1}
    assert {lags["named"]: lags["reports"] for lags in first["by_grade"]} == {"HIGH": 2, "STANDARD": 1}
    [worst] = [lags for lags in first["by_force"] if lags["named"] == "force-other"]
    assert (worst["median_hours"], worst["p90_hours"]) == (216.0, 216.0)


async def test_the_police_in_the_hub_read_of_their_own_force_alone(two_weeks: RunningService) -> None:
    [other] = await weeks(two_weeks, OTHER_POLICE)
    assert (other["all"]["reports"], [lags["named"] for lags in other["by_force"]]) == (1, ["force-other"])
    page = (await two_weeks.browser(POLICE_MASH).get("/incident-lag")).text
    assert "Other Police" not in page
    assert "Reports of your own force" in page


async def test_the_page_says_how_a_week_stands_to_the_one_before(two_weeks: RunningService) -> None:
    page = (await two_weeks.browser(REYES).get("/incident-lag")).text
    assert "Stale: 2 fewer than in the week of" in page
    assert "<strong>Other Police</strong>: 0 of 1 in time, 0 late, 1 stale" in page
    assert "force-other" not in page


async def test_a_force_is_called_what_it_called_itself_last(two_weeks: RunningService) -> None:
    for ref, called in (("E", "Neighbouring Police"), ("F", "")):
        at = two_weeks.clock.at + timedelta(hours=1)
        await report(two_weeks, ref, at, timedelta(hours=3), by=OTHER_FORCE, called=called)
    page = (await two_weeks.browser(REYES).get("/incident-lag")).text
    assert "Neighbouring Police" in page
    assert "Other Police" not in page


async def test_what_was_sent_before_names_were_kept_has_its_name(two_weeks: RunningService) -> None:
    kept = await names(two_weeks)
    await two_weeks.service.pool.execute("alter table submissions drop column agency_name")
    for step in NAMES.STEPS:
        await two_weeks.service.pool.execute(step)
    assert set(kept.values()) == {"Example Police", "Other Police"}
    assert await names(two_weeks) == kept


async def names(service: RunningService) -> dict[str, str]:
    rows = await service.service.pool.fetch("select source_ref, agency_name from submissions")
    return {row["source_ref"]: row["agency_name"] for row in rows}


async def test_a_week_of_long_ago_is_asked_for_by_number(two_weeks: RunningService) -> None:
    two_weeks.clock.at = SECOND_WEEK + timedelta(weeks=6)
    assert len(await weeks(two_weeks, ANALYST, weeks=6)) == 1
    assert len(await weeks(two_weeks, ANALYST, weeks=8)) == 2
    refused = await two_weeks.client(ANALYST).get(REPORT, params={"weeks": 0})
    assert (refused.status_code, refused.json()["field"]) == (422, "weeks")


@pytest.mark.parametrize("who", [SCREENER, SCHOOL], ids=lambda who: who.role.value)
async def test_the_report_is_the_managers_the_leaders_and_the_polices(intake: RunningService, who: Actor) -> None:
    assert (await intake.client(who).get(REPORT)).status_code == 403
