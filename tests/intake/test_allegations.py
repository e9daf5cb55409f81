"""What is said in an allegation is read by the designated officer, and not by the front door."""

from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import sent
from .conftest import CALL_HANDLER, REYES, SCREENER

OFFICER = Actor(user_id="lado.frost", name="Ines Frost", role=Role.LADO, org_id="la-812")
SAID = "CANARY-LADO: he took her phone and locked the door"
WORDS = ("worries", "working_well", "impact_on_child", "analysis", "requested_outcome")


async def alleged(intake: RunningService, **changes: str) -> str:
    said = dict.fromkeys(WORDS, SAID) | {"contact_type": "LADO"} | changes
    return (await sent(intake, **said))["contact_id"]


async def test_the_front_door_finds_the_step_and_not_the_words(intake: RunningService) -> None:
    contact_id = await alleged(intake)
    for who in (SCREENER, REYES, CALL_HANDLER):
        page = await intake.browser(who).get(f"/contacts/{contact_id}/steps")
        assert page.status_code == 200
        assert "CANARY-LADO" not in page.text
    quality = await intake.browser(SCREENER).get(f"/contacts/{contact_id}/quality")
    assert "CANARY-LADO" not in quality.text
    assert "What was said is with the designated officer (LADO): ask them." in quality.text


async def test_the_officer_reads_them(intake: RunningService) -> None:
    contact_id = await alleged(intake)
    assert "CANARY-LADO" in (await intake.browser(OFFICER).get(f"/contacts/{contact_id}/steps")).text


async def test_of_any_other_contact_the_front_door_reads_what_was_said(intake: RunningService) -> None:
    contact_id = await alleged(intake, contact_type="CHILD_CONCERN")
    assert "CANARY-LADO" in (await intake.browser(SCREENER).get(f"/contacts/{contact_id}/steps")).text
    looks = await intake.service.pool.fetchval("select count(*) from audit")
    assert "CANARY-LADO" in (await intake.browser(SCREENER).get(f"/contacts/{contact_id}/quality")).text
    assert await intake.service.pool.fetchval("select count(*) from audit") == looks + 1
