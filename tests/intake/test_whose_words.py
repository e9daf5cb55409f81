"""What the police say is theirs to read and to judge by; what another agency says is that agency's, whatever it calls it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, POLICE, SCREENER, episode
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
