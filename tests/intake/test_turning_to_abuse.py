"""A later version says that it is domestic abuse: measured, counted and told as if it had been said at first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import PPN
from .conftest import MACHINE, POLICE, REYES, example

AMENDED = "frontdoor.ContactAmended.v1"
NIGHT = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sunday(intake: RunningService) -> None:
    intake.clock.at = NIGHT


async def version(intake: RunningService, number: int, **changes: Any) -> None:
    body = example("police-domestic-abuse-high") | {"source_version": number} | changes
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert answer.status_code == 202, answer.text


async def told_anew(intake: RunningService) -> list[list[str]]:
    return [amended["told_anew"] for amended in await intake.published(AMENDED)]


async def test_its_children_are_told_anew_and_the_lateness_is_measured(intake: RunningService) -> None:
    await version(intake, 1, contact_type="CHILD_CONCERN")
    intake.clock.at = NIGHT + timedelta(hours=9)
    await version(intake, 2)
    [amended] = await intake.published(AMENDED)
    assert amended["told_anew"] == ["c1", "c2"]
    said = example("police-domestic-abuse-high")
    assert (amended["incident"]["police_ref"], amended["source_ref"], amended["agency"]["org_id"]) == (
        said["incident"]["police_ref"],
        said["source_ref"],
        said["agency"]["org_id"],
    )
    lags = await intake.published("frontdoor.IncidentLagMeasured.v1")
    assert [lag["domestic_abuse"] for lag in lags] == [False, True]
    assert lags[0]["lag_hours"] == lags[1]["lag_hours"]
    [week] = (await intake.client(REYES).get("/api/v1/incident-lag")).json()["weeks"]
    assert week["all"]["reports"] == 1


async def test_what_was_known_before_is_not_told_anew(intake: RunningService) -> None:
    await version(intake, 1)
    await version(intake, 2, worries="Another word.")
    assert await told_anew(intake) == [[]]
    assert len(await intake.published("frontdoor.IncidentLagMeasured.v1")) == 1


async def test_a_school_that_is_named_for_the_first_time_is(intake: RunningService) -> None:
    children = example("police-domestic-abuse-high")["children"]
    await version(intake, 1, children=[{**children[0], "school_urn": None}])
    await version(intake, 2, children=[{**children[0], "surname": "Thornbek"}, children[1]])
    assert await told_anew(intake) == [["c1", "c2"]]


async def test_a_version_that_came_late_tells_only_of_whom_nobody_named(intake: RunningService) -> None:
    children = example("police-domestic-abuse-high")["children"]
    await version(intake, 1, children=children[:1])
    await version(intake, 3, children=[{**children[0], "school_urn": "999014"}])
    await version(intake, 2, children=children)
    assert await told_anew(intake) == [["c1"], ["c2"]]


async def test_a_version_that_names_no_kind_takes_none_away(intake: RunningService) -> None:
    await version(intake, 1)
    await version(intake, 2, contact_type="OTHER")
    [amended] = await intake.published(AMENDED)
    assert (amended["contact_type"], amended["told_anew"]) == ("DOMESTIC_ABUSE", [])


async def test_the_lists_say_what_kind_it_is_now(intake: RunningService) -> None:
    await version(intake, 1, contact_type="CHILD_CONCERN")
    await version(intake, 3)
    await version(intake, 2, contact_type="CHILD_CONCERN")
    assert await intake.service.pool.fetchval("select contact_type from submissions") == "DOMESTIC_ABUSE"
