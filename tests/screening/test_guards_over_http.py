"""Every guard, over HTTP: it refuses by its code, on the API and on the page, and what a manager lets past it passes.

One contact is made to offend every guard at once, and a manager lets its decision past all of them but the one that is
asked about: so whatever still refuses is that guard. A guard without a line in ``GUARDED`` fails the first test.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import pytest

from screening.case.applicability import NAMES, NEVER_OVERRIDDEN
from shared.access.actor import SYSTEM, Actor
from shared.testing.service import RunningService

from .asking import done, history, post, strategy
from .conftest import arrive
from .html import Page
from .people import ADEYEMI, BROOK, REYES, may
from .rooms import AMIN, DISAGREEMENT
from .story import ANALYSIS, PLAIN, WORDS
from .test_pages import fill_in

UNREGISTERED = replace(ADEYEMI, user_id="sw.trainee", registered_sw=False)
OF_THE_STEP_DOWN = frozenset({"SCR-16"})
"""Proved in test_step_down_guards.py. SCR-19 refuses nothing."""


@dataclass(frozen=True)
class World:
    """The contact that offends, and who asks what of it."""

    screening: RunningService
    contact: dict[str, Any]

    @property
    def child(self) -> dict[str, Any]:
        return self.contact["children"][0]

    async def post(self, who: Actor, path: str, **body: Any) -> httpx2.Response:
        return await post(self.screening.client(who), self.contact, path, **body)

    async def done(self, who: Actor, path: str, **body: Any) -> None:
        await done(self.screening.client(who), self.contact, path, **body)

    async def override(self, guard: str, child: Mapping[str, Any] | None = None) -> httpx2.Response:
        about = child or self.child
        return await self.post(
            BROOK, "overrides", child_id=about["child_id"], guard=guard, reason=WORDS, review_by="2026-06-01"
        )

    async def override_on_the_page(self, guard: str, child: Mapping[str, Any] | None = None) -> httpx2.Response:
        about = f"/contacts/{self.contact['contact_id']}/children/{(child or self.child)['child_id']}"
        answers = {"guard": guard, "reason": WORDS, "review_by": "2026-06-01"}
        return await fill_in(self.screening, BROOK, f"{about}/override", **answers)


UNCLEAR = {"parents_informed": "UNKNOWN", "parental_agreement": "NOT_SOUGHT"}
OFFENDING: Mapping[str, Any] = {
    "decision": "EARLY_HELP",
    "need_level": 2,
    "rationale": WORDS,
    "plain_reason": PLAIN,
    **ANALYSIS,
    "relies_on_safety_plan": True,
    "consent": UNCLEAR,
}
"""No agreement, consent unclear, nothing tested, a safety plan that nobody watches."""

Asking = Callable[[World], Awaitable[httpx2.Response]]


def proposing(who: Actor = ADEYEMI) -> Asking:
    async def ask(world: World) -> httpx2.Response:
        return await world.post(who, "proposals", child_id=world.child["child_id"], **OFFENDING)

    return ask


def proposing_on_the_page(who: Actor = ADEYEMI) -> Asking:
    async def ask(world: World) -> httpx2.Response:
        about = f"/contacts/{world.contact['contact_id']}/children/{world.child['child_id']}"
        typed = {name: value for name, value in OFFENDING.items() if isinstance(value, str)}
        return await fill_in(
            world.screening,
            who,
            f"{about}/propose",
            **typed,
            need_level="2",
            relies_on_safety_plan="Y",
            **{f"consent.{name}": answer for name, answer in UNCLEAR.items()},
        )

    return ask


async def authorising(world: World) -> httpx2.Response:
    return await world.post(
        REYES, "authorisations", child_id=world.child["child_id"], manager_rationale="Tested and agreed."
    )


async def authorising_on_the_page(world: World) -> httpx2.Response:
    about = f"/contacts/{world.contact['contact_id']}/children/{world.child['child_id']}"
    return await fill_in(
        world.screening, REYES, f"{about}/authorise", manager_rationale="Tested and agreed.", late_reason=""
    )


async def closing(world: World) -> httpx2.Response:
    return await world.post(ADEYEMI, "closure")


async def closing_on_the_page(world: World) -> httpx2.Response:
    case = f"/contacts/{world.contact['contact_id']}"
    return await fill_in(world.screening, ADEYEMI, f"{case}/feedback", form="/close")


@dataclass(frozen=True)
class Guarded:
    """Where one guard refuses: over the API, and on the page."""

    api: Asking
    page: Asking


PROPOSAL = Guarded(proposing(), proposing_on_the_page())
AUTHORISATION = Guarded(authorising, authorising_on_the_page)
GUARDED: Mapping[str, Guarded] = {
    **dict.fromkeys(
        (
            "SCR-01",
            "SCR-02",
            "SCR-03",
            "SCR-04",
            "SCR-07",
            "SCR-08",
            "SCR-09",
            "SCR-10",
            "SCR-11",
            "SCR-13",
            "SCR-14",
            "SCR-15",
        ),
        PROPOSAL,
    ),
    "SCR-05": AUTHORISATION,
    "SCR-06": Guarded(proposing(UNREGISTERED), proposing_on_the_page(UNREGISTERED)),
    "SCR-12": AUTHORISATION,
    "SCR-17": Guarded(closing, closing_on_the_page),
    "SCR-18": Guarded(closing, closing_on_the_page),
    "SCR-20": Guarded(proposing(SYSTEM), proposing_on_the_page(SYSTEM)),
}
OVERRIDABLE = sorted(set(GUARDED) - NEVER_OVERRIDDEN)


def test_no_guard_is_added_without_its_line_here() -> None:
    assert set(GUARDED) == set(NAMES) - OF_THE_STEP_DOWN
    assert set(NAMES) == {f"SCR-{number:02}" for number in range(1, 21)} - {"SCR-19"}


def test_who_decides_alone_is_past_nobodys_overriding() -> None:
    """Domain brief §3.0 names these two of screening's, and no other."""
    assert {"SCR-06", "SCR-20"} == NEVER_OVERRIDDEN


async def offending(screening: RunningService, guard: str) -> World:
    """A contact that offends every guard, its decision let past all of them but this one."""
    world = World(screening, await arrive(screening, "police-domestic-abuse-high"))
    contact_id = world.contact["contact_id"]
    thin = {"contact_id": contact_id, "grade": "INADEQUATE", "score": 2, "failed": ["q5"]}
    await screening.publish("contacts", "frontdoor.ContactQualityAssessed.v1", thin, key=f"Contact-{contact_id}")
    is_open = {"contact_id": contact_id, "child_id": world.child["child_id"], "care_status": "CIN"}
    await screening.publish(
        "contacts", "frontdoor.CareStatusAtContactRecorded.v1", is_open, key=f"Contact-{contact_id}"
    )
    screening.clock.at = may(3, 1, 10)
    await world.done(REYES, "rag", rag="RED")
    if guard != "SCR-01":
        await world.done(REYES, "direction", text="Ask health.", checks_required=["HEALTH"])
    if guard != "SCR-02":
        for child in world.contact["children"]:
            await world.done(ADEYEMI, "history-reviews", **history(child, patterns=["NEGLECT"]))
    for other in OVERRIDABLE:
        if other != guard:
            assert (await world.override(other)).status_code == 201
    await READY.get(guard, nothing_more)(world)
    return world


async def nothing_more(world: World) -> None:
    del world


async def proposed_by_who_authorises(world: World) -> None:
    assert (await proposing(REYES)(world)).status_code == 201


async def proposed_alone(world: World) -> None:
    assert (await proposing()(world)).status_code == 201


async def decided_and_untold(world: World) -> None:
    await decided_and_let_past_all_but(world, "SCR-17")


async def decided_and_disputed(world: World) -> None:
    await decided_and_let_past_all_but(world, "SCR-18")
    await world.done(AMIN, "escalations", **DISAGREEMENT)


async def decided_and_let_past_all_but(world: World, guard: str) -> None:
    for child in world.contact["children"]:
        await world.done(ADEYEMI, "proposals", **strategy(child))
        await world.done(REYES, "authorisations", child_id=child["child_id"], manager_rationale="At once.")
        for other in OVERRIDABLE:
            if other != guard:
                assert (await world.override(other, child)).status_code == 201


READY: Mapping[str, Callable[[World], Awaitable[None]]] = {
    "SCR-05": proposed_by_who_authorises,
    "SCR-12": proposed_alone,
    "SCR-17": decided_and_untold,
    "SCR-18": decided_and_disputed,
}


def code_of(answer: httpx2.Response) -> str:
    return answer.json()["code"].split()[0]


@pytest.mark.parametrize("guard", OVERRIDABLE)
async def test_it_refuses_over_the_api_until_a_manager_lets_the_decision_past_it(
    screening: RunningService, guard: str
) -> None:
    world = await offending(screening, guard)
    refused = await GUARDED[guard].api(world)
    assert (refused.status_code, code_of(refused)) == (422, guard)
    assert refused.json()["detail"]
    for child in world.contact["children"]:
        assert (await world.override(guard, child)).status_code == 201
    passed = await GUARDED[guard].api(world)
    assert passed.status_code == 201, passed.text


@pytest.mark.parametrize("guard", OVERRIDABLE)
async def test_it_refuses_on_the_page_until_a_manager_lets_the_decision_past_it(
    screening: RunningService, guard: str
) -> None:
    world = await offending(screening, guard)
    refused = await GUARDED[guard].page(world)
    assert refused.status_code == 422
    assert f"Rule {guard} {NAMES[guard]}" in Page(refused.text).text
    for child in world.contact["children"]:
        assert (await world.override_on_the_page(guard, child)).status_code == 303
    passed = await GUARDED[guard].page(world)
    assert passed.status_code == 303, Page(passed.text).text


@pytest.mark.parametrize("guard", sorted(NEVER_OVERRIDDEN))
async def test_what_nobody_may_override_nobody_overrides(screening: RunningService, guard: str) -> None:
    world = await offending(screening, guard)
    over_the_api, on_the_page = await world.override(guard), await world.override_on_the_page(guard)
    assert (over_the_api.status_code, code_of(over_the_api)) == (422, guard)
    assert on_the_page.status_code == 422
    assert f"Rule {guard}" in Page(on_the_page.text).text


async def test_scr_06_somebody_who_is_not_registered_decides_nothing(screening: RunningService) -> None:
    world = await offending(screening, "SCR-06")
    assert code_of(await GUARDED["SCR-06"].api(world)) == "SCR-06"
    page = await GUARDED["SCR-06"].page(world)
    assert (page.status_code, "Rule SCR-06" in Page(page.text).text) == (422, True)


async def test_scr_20_the_machine_does_not_even_reach_the_rules(screening: RunningService) -> None:
    world = await offending(screening, "SCR-20")
    assert (await GUARDED["SCR-20"].api(world)).status_code == 403
    about = f"/contacts/{world.contact['contact_id']}/children/{world.child['child_id']}"
    assert (await screening.browser(SYSTEM).get(f"{about}/propose")).status_code == 403
