"""Each guard before a step-down, over HTTP: it refuses by its code, on the API and on the page, until it is let past.

One referral offends every guard at once, and a manager lets its step-down past all of them but the one that is asked
about. A guard of the step-down without a line here fails the first test.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx2
import pytest

from screening.case.applicability import GUARDS, NEVER_OVERRIDDEN, STEPPING_DOWN
from shared.testing.service import RunningService

from .conftest import arrive
from .html import Page
from .people import ADEYEMI, REYES, may
from .referral_story import NDLOVU
from .referring import accepted, allocated
from .stepping import OFFER
from .test_api import history, strategy
from .test_guards_over_http import UNCLEAR, World, code_of
from .test_pages import fill_in

OFFENDING: Mapping[str, Any] = OFFER | {"consent": UNCLEAR, "assumptions_tested": [], "relies_on_safety_plan": True}
"""No agreement, consent unclear, nothing tested, a safety plan that nobody watches."""

BY_ANOTHER_PERSON = frozenset({"SCR-05"})
"""Early help accepts, a second manager agrees: test_early_help.py."""

GUARDED = sorted({*STEPPING_DOWN} - NEVER_OVERRIDDEN - BY_ANOTHER_PERSON)
Ask = Callable[[World, str], Awaitable[httpx2.Response]]


def test_no_guard_stands_before_a_step_down_without_its_line_here() -> None:
    assert set(GUARDED) == {
        *("SCR-01", "SCR-02", "SCR-03", "SCR-04", "SCR-07", "SCR-08", "SCR-09", "SCR-10", "SCR-12", "SCR-13"),
        *("SCR-15", "SCR-17"),
    }


async def offending(screening: RunningService, guard: str) -> tuple[World, str]:
    """A referral whose contact was rushed through for protection, let past every guard but this one."""
    world = World(screening, await arrive(screening, "police-domestic-abuse-high"))
    contact_id = world.contact["contact_id"]
    key = f"Contact-{contact_id}"
    thin = {"contact_id": contact_id, "grade": "INADEQUATE", "score": 2, "failed": ["q5"]}
    await screening.publish("contacts", "frontdoor.ContactQualityAssessed.v1", thin, key=key)
    found = {"contact_id": contact_id, "found": [{"child_id": "019df6a0-0000-7000-8000-0000000000f1"}]}
    await screening.publish("contacts", "frontdoor.SiblingsFound.v1", found, key=key)
    screening.clock.at = may(3, 1, 10)
    await world.done(REYES, "rag", rag="RED")
    if guard != "SCR-01":
        await world.done(REYES, "direction", text="Ask health.", checks_required=["HEALTH"])
    if guard != "SCR-02":
        for child in world.contact["children"]:
            await world.done(ADEYEMI, "history-reviews", **history(child, patterns=["NEGLECT"]))
    for child in world.contact["children"]:
        await world.done(ADEYEMI, "proposals", **strategy(child))
        await world.done(REYES, "authorisations", child_id=child["child_id"], manager_rationale="At once.")
    referral_id = await accepted(screening, world.contact, world.child, care_status="CLOSED")
    await allocated(screening, referral_id)
    for other in GUARDED:
        if other != guard:
            assert (await world.override(other)).status_code == 201
    return world, referral_id


async def over_the_api(world: World, referral_id: str) -> httpx2.Response:
    return await world.screening.client(NDLOVU).post(f"/api/v1/referrals/{referral_id}/step-downs", json=OFFENDING)


async def on_the_page(world: World, referral_id: str) -> httpx2.Response:
    words = ("reason", "needs", "strengths", "focus", "risks", "agreement_evidence", "changed_since_red")
    named = ("recipient_org", "recipient_name", "joint_visit_date")
    typed = {name: str(OFFENDING[name]) for name in (*words, *named)}
    [goal] = OFFENDING["goals"]
    return await fill_in(
        world.screening,
        NDLOVU,
        f"/referrals/{referral_id}/step-down",
        **typed,
        goals=f"{goal['change']}: {goal['seen_by']}",
        triggers="\n".join(OFFENDING["triggers"]),
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
    assert f"Rule {guard} {GUARDS[guard][0]}" in Page(refused.text).text
    assert (await world.override_on_the_page(guard)).status_code == 303
    passed = await on_the_page(world, referral_id)
    assert passed.status_code == 303, Page(passed.text).text
