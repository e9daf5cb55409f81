"""An officer's form has the police's own block: the page and the API say the same."""

from datetime import UTC, datetime
from typing import Any

from shared.testing.service import RunningService

from .conftest import MACHINE, POLICE, POLICE_MASH, SCHOOL, example
from .test_amending import fields
from .test_asked_of_a_child import ticked
from .test_pages import hidden

REPORT = example("police-domestic-abuse-high")
SUNDAY = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)
BLOCK: dict[str, Any] = REPORT["police"]
AMENDED = "/send/{}/amend"


def typed_of(block: dict[str, Any]) -> dict[str, Any]:
    """The block as an officer would type it."""
    da = block["da"]
    lists = {"police_high_risk_factors": da["high_risk_factors"], "police_protective_orders": ""}
    flat = {f"police_{name}": str(value) for name, value in (block | da).items() if isinstance(value, str | int)}
    children = {
        f"child_{number}_{name}": spoken[field]
        for number, spoken in enumerate(block["children_spoken_to"], 1)
        for name, field in (
            ("spoken", "spoken"),
            ("alone", "alone"),
            ("demeanour", "demeanour"),
            ("spoken_words", "words"),
        )
    }
    return flat | lists | children | {"police_supervisor_reviewed": "Y"}


TYPED = typed_of(BLOCK) | {
    "contact_type": "DOMESTIC_ABUSE",
    "occurred_at": "2026-05-02T23:20",
    "worries": REPORT["worries"],
    "child_1_first_name": "Maisie",
    "child_2_first_name": "Alfie",
    "adult_1_first_name": "Kerry",
    "adult_1_role": "VICTIM",
    "adult_2_first_name": "Shaun",
    "adult_2_role": "ALLEGED_PERPETRATOR",
}


async def by_page(service: RunningService, **changes: Any) -> str:
    service.clock.at = SUNDAY
    browser = service.browser(POLICE_MASH)
    form = hidden((await browser.get("/send")).text)
    answer = await browser.post("/send", data=form | TYPED | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


async def test_the_page_says_what_the_api_says(intake: RunningService) -> None:
    await by_page(intake)
    await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", json=REPORT)
    page, api = await intake.published("frontdoor.ContactReceived.v1")
    assert page["police"] == api["police"]
    assert page["police"]["grade"] == "HIGH"
    stored, sent = [await police_of(intake, each["contact_id"]) for each in (page, api)]
    assert stored == sent


async def police_of(service: RunningService, contact_id: str) -> Any:
    [received, *_] = await service.service.store.load(f"Contact-{contact_id}")
    return received.data.account.police  # pyright: ignore


async def test_a_school_is_not_asked_what_the_police_know(intake: RunningService) -> None:
    assert "police_grade" not in (await intake.browser(SCHOOL).get("/send")).text
    assert "police_grade" in (await intake.browser(POLICE_MASH).get("/send")).text


async def test_what_was_typed_survives_a_refusal(intake: RunningService) -> None:
    browser = intake.browser(POLICE_MASH)
    form = hidden((await browser.get("/send")).text) | TYPED
    refused = await browser.post("/send", data=form | {"police_ticks": "many"})
    assert refused.status_code == 422
    again = fields(refused.text)
    assert (again["police_risk_tool"], again["police_narrative"]) == ("DASH", BLOCK["narrative"])
    assert ticked(refused.text, "police_high_risk_factors") == BLOCK["da"]["high_risk_factors"]


async def test_what_is_amended_on_a_page_keeps_what_the_system_sent(intake: RunningService) -> None:
    intake.clock.at = SUNDAY
    sent = await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", json=REPORT)
    contact_id = sent.json()["contact_id"]
    browser = intake.browser(POLICE_MASH)
    page = (await browser.get(AMENDED.format(contact_id))).text
    form = fields(page)
    assert (form["police_ticks"], form["child_1_demeanour"]) == ("17", "Tearful, watchful")
    form |= {"police_high_risk_factors": ticked(page, "police_high_risk_factors"), "police_ticks": "19"}  # type: ignore
    assert (await browser.post(AMENDED.format(contact_id), data=form)).status_code == 303
    before = await police_of(intake, contact_id)
    now = next(
        each.data.account.police  # pyright: ignore
        for each in reversed(await intake.service.store.load(f"Contact-{contact_id}"))
        if each.type == "ContactAmended"
    )
    assert (now.da.ticks, now.da.victim_ref, now.da.high_risk_factors) == (19, "a1", before.da.high_risk_factors)
    assert now.children_spoken_to == before.children_spoken_to
    assert (now.narrative, now.force) == (before.narrative, "EXAMPLE")


async def test_a_grade_of_high_hurries_triage_as_from_a_system(intake: RunningService) -> None:
    await by_page(intake)
    codes = {clock["code"] for clock in await intake.published("frontdoor.ClockStarted.v1")}
    assert "CK_MARAC" in codes


async def test_a_contact_without_anything_of_the_police_has_no_block(intake: RunningService) -> None:
    browser = intake.browser(POLICE_MASH)
    form = hidden((await browser.get("/send")).text)
    typed = {"worries": "Left alone at night", "child_1_first_name": "Sam", "contact_type": "CHILD_CONCERN"}
    await browser.post("/send", data=form | typed)
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    assert received["police"] is None
