"""Early help for people, on paper and in chromium: what is offered, the pack, the answer, the question back."""

from typing import Any

import pytest
from playwright.async_api import Page as Window

from shared.testing.browsing import look, open_as
from shared.testing.service import RunningService

from .early_help_story import CARTER, VOSS
from .html import Page
from .people import HALE, REYES, may
from .referral_story import NDLOVU
from .stepping import OFFER, offered, read_again, taken_up
from .test_pages import fill_in, open_page

TYPED: dict[str, Any] = {
    name: OFFER[name]
    for name in (
        "reason",
        "needs",
        "strengths",
        "focus",
        "risks",
        "agreement_evidence",
        "recipient_org",
        "recipient_name",
        "joint_visit_date",
        "changed_since_red",
    )
} | {
    "triggers": "He is seen at the address",
    "assumptions_tested": "That he has gone: police and school say the same",
    "consent.parents_informed": "YES",
    "consent.parental_agreement": "AGREED",
}


async def test_the_form_of_a_step_down_says_what_the_guards_want_and_keeps_what_was_typed(
    screening: RunningService, referral_id: str
) -> None:
    address = f"/referrals/{referral_id}/step-down"
    assert "a second manager has to agree" in (await open_page(screening, NDLOVU, address)).text
    vague = await fill_in(screening, NDLOVU, address, **TYPED, goals="Support the family")
    again = Page(vague.text)
    assert vague.status_code == 422
    assert "SCR-16 STEPDOWN_VAGUE" in again.text
    assert again.form(address).fields["needs"] == [OFFER["needs"]]
    goals = "Maisie sleeps in her own bed: her mother's diary for four weeks"
    taken = await fill_in(screening, NDLOVU, address, **TYPED, goals=goals)
    assert taken.status_code == 303, Page(taken.text).text
    assert taken.headers["location"].startswith("/screening/step-downs/")


async def test_early_help_reads_accepts_meets_and_asks_again(
    screening: RunningService, weekend: dict[str, Any], referral_id: str
) -> None:
    step_down_id = await offered(screening, referral_id)
    at = f"/step-downs/{step_down_id}"
    assert "Maisie Thornbeck" in (await open_page(screening, VOSS, "/early-help")).text
    purpose = ("Maisie feels safe at home", "He is seen at the address")
    page = await open_page(screening, VOSS, at)
    assert "A second manager of social care has to agree first" in page.text
    assert not [words for words in purpose if words in page.text]
    assert not (await screening.client(VOSS).get(f"/api/v1{at}")).json()["pack"]
    early = await fill_in(screening, VOSS, at, form=f"{at}/accept", lead_practitioner="Sam Carter")
    assert early.status_code == 422
    assert "SCR-10 DA_HIGH" in early.text
    agreed = await fill_in(screening, HALE, at, form=f"{at}/agree", rationale="The change has held.")
    assert agreed.status_code == 303
    page = await open_page(screening, VOSS, at)
    assert [words for words in purpose if words in page.text] == list(purpose)
    accepted = await fill_in(screening, VOSS, at, form=f"{at}/accept", lead_practitioner="Sam Carter")
    assert accepted.status_code == 303
    screening.clock.at = may(21, 17)
    met = await fill_in(
        screening, CARTER, at, form=f"{at}/family-contact", contacted_at="2026-05-21T15:00", joint_visit_made="Y"
    )
    assert met.status_code == 303, Page(met.text).text
    work = await open_page(screening, CARTER, "/early-help")
    [ask] = [link.removeprefix("/screening") for link in work.links if link.endswith("/step-up")]
    unsaid = await fill_in(screening, CARTER, ask, reason="He was at the door last night.")
    assert unsaid.status_code == 422
    assert (await fill_in(screening, CARTER, ask, reason="He was at the door.", urgent="Y")).status_code == 303
    board = await open_page(screening, REYES, "/early-help")
    [decide] = [link.removeprefix("/screening") for link in board.links if "/step-ups/" in link]
    answer = {"decision": "REFERRAL_S17", "rationale": "The trigger has happened."}
    untested = await fill_in(screening, REYES, decide, **answer)
    assert "SCR-04 ASSUMPTIONS" in untested.text
    await read_again(screening, weekend)
    answered = await fill_in(screening, REYES, decide, **answer, assumptions_tested="That he came once: she says so")
    assert answered.status_code == 303
    page = await open_page(screening, REYES, "/referrals")
    [accept] = [link for link in page.links if "step_up=" in link]
    form = accept.removeprefix("/screening")
    taken = await fill_in(screening, REYES, form, form="/referral", primary_need="N1", care_status="EH")
    assert taken.status_code == 303, Page(taken.text).text


async def test_what_became_of_a_step_down_stands_on_the_referral_and_says_why(
    screening: RunningService, referral_id: str
) -> None:
    step_down_id = await offered(screening, referral_id)
    at, referral = f"/step-downs/{step_down_id}", f"/referrals/{referral_id}"
    under_way = await open_page(screening, NDLOVU, referral)
    assert "to be answered" in under_way.text
    assert f"/screening{at}" in under_way.links
    assert f"/screening{referral}/step-down" not in under_way.links
    no = "Nobody can visit before July."
    assert (await fill_in(screening, VOSS, at, form=f"{at}/decline", reason=no)).status_code == 303
    assert "declined" in (await open_page(screening, NDLOVU, referral)).text
    answer = await open_page(screening, NDLOVU, at)
    for words in (no, OFFER["needs"], "The child stays with the social worker"):
        assert words in answer.text
    theirs = await open_page(screening, VOSS, at)
    assert no in theirs.text
    assert OFFER["needs"] not in theirs.text
    assert "Kerry" not in theirs.text
    document = (await screening.client(VOSS).get(f"/api/v1{at}")).json()
    assert (document["pack"], document["came_to_nothing_because"]) == (None, no)


async def test_early_help_is_warned_who_is_only_reached_safely_and_told_no_number(
    screening: RunningService, referral_id: str
) -> None:
    at = f"/step-downs/{await offered(screening, referral_id)}"
    await fill_in(screening, HALE, at, form=f"{at}/agree", rationale="The change has held.")
    page = await open_page(screening, VOSS, at)
    assert "Safe contact only" in page.text
    assert "Ask the social worker how before you ring, write or visit" in page.text
    assert "221" not in page.text
    assert "Worker Social care" in page.text


async def test_empty_lists_say_what_would_stand_there(screening: RunningService) -> None:
    assert "Children who are with us would stand here" in (await open_page(screening, VOSS, "/early-help")).text
    assert "until a practitioner is named" in (await open_page(screening, REYES, "/early-help")).text


@pytest.mark.browser
async def test_early_help_in_chromium(browser_page: Window, screening: RunningService, referral_id: str) -> None:
    await open_as(browser_page, screening, NDLOVU, f"/referrals/{referral_id}/step-down")
    await look(browser_page, "screening-step-down-form")
    step_down_id = await offered(screening, referral_id)
    for who, path, name in (
        (VOSS, "/early-help", "early-help-offered"),
        (VOSS, f"/step-downs/{step_down_id}", "step-down-for-early-help"),
        (HALE, f"/step-downs/{step_down_id}", "step-down-for-a-manager"),
    ):
        await open_as(browser_page, screening, who, path)
        await look(browser_page, f"screening-{name}")
    await taken_up(screening, step_down_id)
    episode_id = await screening.service.pool.fetchval("select episode_id from episodes")
    for path, name in (("/early-help", "early-help"), (f"/episodes/{episode_id}/step-up", "step-up-form")):
        await open_as(browser_page, screening, CARTER, path)
        await look(browser_page, f"screening-{name}")
    ask = {"reason": "He was at the door last night.", "urgent": True}
    await screening.client(CARTER).post(f"/api/v1/episodes/{episode_id}/step-ups", json=ask)
    step_up_id = await screening.service.pool.fetchval("select step_up_id from step_ups")
    for path, name in (("/early-help", "early-help-for-a-manager"), (f"/step-ups/{step_up_id}", "step-up")):
        await open_as(browser_page, screening, REYES, path)
        await look(browser_page, f"screening-{name}")
