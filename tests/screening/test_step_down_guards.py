"""Each guard before a step-down, over HTTP: it refuses by its code, on the API and on the page, until it is let past.

One referral offends every guard at once, and a manager lets its step-down past all of them but the one that is asked
about. A guard of the step-down without a line here fails the first test.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx2
import pytest

from screening.case.applicability import NAMES, NEVER_OVERRIDDEN, STEPPING_DOWN
from shared.testing.service import RunningService

from .asking import history, strategy
from .conftest import arrive
from .html import Page
from .people import ADEYEMI, REYES, may
from .referral_story import NDLOVU
from .referring import accepted, allocated, problem
from .rooms import AMIN, DISAGREEMENT
from .stepping import OFFER
from .test_guards_over_http import UNCLEAR, World, code_of
from .test_pages import fill_in

VAGUE: Mapping[str, Any] = {
    "changed_since_red": "",
    "focus": "",
    "goals": [],
    "triggers": [],
    "agreement_evidence": "",
    "recipient_name": "",
}
OFFENDING: Mapping[str, Any] = (
    OFFER | VAGUE | {"consent": UNCLEAR, "assumptions_tested": [], "relies_on_safety_plan": True}
)
"""No agreement, consent unclear, nothing tested, a safety plan that nobody watches, nothing of what it is for."""

BY_ANOTHER_PERSON = frozenset({"SCR-05"})
"""Early help accepts, a second manager agrees: test_early_help.py."""

IN_ITS_OWN_WORDS = frozenset({"SCR-14", "SCR-16"})
GUARDED = sorted({*STEPPING_DOWN, *IN_ITS_OWN_WORDS} - NEVER_OVERRIDDEN - BY_ANOTHER_PERSON)
Ask = Callable[[World, str], Awaitable[httpx2.Response]]


def test_no_guard_stands_before_a_step_down_without_its_line_here() -> None:
    assert set(GUARDED) == {
        *("SCR-01", "SCR-02", "SCR-03", "SCR-04", "SCR-07", "SCR-08", "SCR-09", "SCR-10", "SCR-12", "SCR-13"),
        *("SCR-14", "SCR-15", "SCR-16", "SCR-17", "SCR-18"),
    }
    assert set(GUARDED) == set(NAMES) - NEVER_OVERRIDDEN - BY_ANOTHER_PERSON - {"SCR-11"}


async def offending(screening: RunningService, guard: str, rag: str = "RED") -> tuple[World, str]:
    """A referral whose contact was rushed through for protection, let past every guard but this one."""
    world = World(screening, await arrive(screening, "police-domestic-abuse-high"))
    contact_id = world.contact["contact_id"]
    key = f"Contact-{contact_id}"
    thin = {"contact_id": contact_id, "grade": "INADEQUATE", "score": 2, "failed": ["q5"]}
    await screening.publish("contacts", "frontdoor.ContactQualityAssessed.v1", thin, key=key)
    found = {"contact_id": contact_id, "found": [{"child_id": "019df6a0-0000-7000-8000-0000000000f1"}]}
    await screening.publish("contacts", "frontdoor.SiblingsFound.v1", found, key=key)
    screening.clock.at = may(3, 1, 10)
    await world.done(REYES, "rag", rag=rag)
    if guard != "SCR-01":
        await world.done(REYES, "direction", text="Ask health.", checks_required=["HEALTH"])
    if guard != "SCR-02":
        for child in world.contact["children"]:
            await world.done(ADEYEMI, "history-reviews", **history(child, patterns=["NEGLECT"]))
    for child in world.contact["children"]:
        await world.done(ADEYEMI, "proposals", **strategy(child))
        await world.done(REYES, "authorisations", child_id=child["child_id"], manager_rationale="At once.")
    await world.done(AMIN, "escalations", **DISAGREEMENT)
    referral_id = await accepted(screening, world.contact, world.child, care_status="CLOSED")
    await allocated(screening, referral_id)
    for other in GUARDED:
        if other != guard:
            assert (await world.override(other)).status_code == 201
    return world, referral_id


async def over_the_api(world: World, referral_id: str) -> httpx2.Response:
    return await world.screening.client(NDLOVU).post(f"/api/v1/referrals/{referral_id}/step-downs", json=OFFENDING)


async def on_the_page(world: World, referral_id: str) -> httpx2.Response:
    words = ("reason", "needs", "strengths", "risks", "recipient_org", "joint_visit_date")
    return await fill_in(
        world.screening,
        NDLOVU,
        f"/referrals/{referral_id}/step-down",
        **{name: str(OFFENDING[name]) for name in words},
        relies_on_safety_plan="Y",
        **{f"consent.{name}": answer for name, answer in UNCLEAR.items()},
    )


@pytest.mark.parametrize("guard", GUARDED)
async def test_it_refuses_a_step_down_over_the_api_until_a_manager_lets_it_past(
    screening: RunningService, guard: str
) -> None:
    world, referral_id = await offending(screening, guard)
    refused = await over_the_api(world, referral_id)
    assert (refused.status_code, code_of(refused)) == (422, guard)
    assert (await world.override(guard)).status_code == 201
    passed = await over_the_api(world, referral_id)
    assert passed.status_code == 201, passed.text


@pytest.mark.parametrize("guard", GUARDED)
async def test_it_refuses_a_step_down_on_the_page_until_a_manager_lets_it_past(
    screening: RunningService, guard: str
) -> None:
    world, referral_id = await offending(screening, guard)
    refused = await on_the_page(world, referral_id)
    assert refused.status_code == 422
    assert f"Rule {guard} {NAMES[guard]}" in Page(refused.text).text
    assert (await world.override_on_the_page(guard)).status_code == 303
    passed = await on_the_page(world, referral_id)
    assert passed.status_code == 303, Page(passed.text).text


async def test_what_was_let_past_is_kept_with_the_offer_and_shown_to_who_weighs_it(screening: RunningService) -> None:
    world, referral_id = await offending(screening, "")
    step_down_id = (await over_the_api(world, referral_id)).json()["step_down_id"]
    page = Page((await screening.browser(REYES).get(f"/step-downs/{step_down_id}")).text)
    assert "A manager let it past " in page.text
    assert "SCR-14, SCR-16" in page.text


async def test_a_step_down_to_nobody_is_offered_whoever_lets_it_past(screening: RunningService) -> None:
    world, referral_id = await offending(screening, "")
    at = f"/api/v1/referrals/{referral_id}/step-downs"
    refused = await screening.client(NDLOVU).post(at, json=OFFENDING | {"recipient_org": ""})
    assert problem(refused) == (422, "STEPDOWN RECIPIENT", "recipient_org")
    assert world.contact


async def test_a_manager_who_meets_a_refusal_finds_where_it_is_let_past(screening: RunningService) -> None:
    world, referral_id = await offending(screening, "SCR-16")
    address = f"/referrals/{referral_id}/step-down"
    page = Page((await screening.browser(REYES).get(address)).text)
    child_id = world.child["child_id"]
    assert f"/screening/contacts/{world.contact['contact_id']}/children/{child_id}/override" in page.links
    refused = Page((await on_the_page(world, referral_id)).text)
    assert "A front door manager can let a step-down past this rule" in refused.text
