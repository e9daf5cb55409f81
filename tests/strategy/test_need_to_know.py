"""Every role before every page and every address of the API: nothing outside the need-to-know matrix (brief §2.2)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity as S
from shared.testing.databases import Databases
from shared.testing.need_to_know import READERS, Parts, Told, canary, leaked, shown, telling, unread, words_for
from shared.testing.service import RunningService
from strategy.main import build

from .conftest import CHILDREN, CONTACT, DISCUSSION, STRATEGY, decided, ok
from .people import AMIN, FARROW, HALE, LUND, OKAFOR, OSEI, SUNDAY_3, may
from .story import ALFIE, MAISIE
from .weekend import ORGANISATIONS, STEPS, body, start_s47

THOUGHT = canary(S.STR)
SECTIONS = {LUND: ("CSC", canary(S.HIS)), AMIN: ("POLICE", canary(S.POL)), FARROW: ("HEALTH", canary(S.HLT))}
THEIRS = (Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
"""Whose a discussion and its enquiry are: the assessment team's, and in the night theirs who are on duty."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(databases: Databases) -> AsyncIterator[Told]:
    async with telling(databases, "strategy", build, discussed, SUNDAY_3) as told:
        yield told


async def discussed(strategy: RunningService) -> Parts:
    """The police came and the school did not; an enquiry follows, and another discussion to which nobody is asked."""
    named = [child | {"first_name": canary(S.ID), "surname": canary(S.ID)} for child in CHILDREN]
    contact = {"contact_id": CONTACT, "children": named}
    await strategy.publish("contacts", "frontdoor.ContactReceived.v1", contact, key=f"Contact-{CONTACT}")
    for child_id in (MAISIE, ALFIE):
        await decided(strategy, child_id, manager_rationale=THOUGHT)
    await _held(strategy)
    action = STEPS["StrategyActionAgreed"]["actions"][0] | {"what": THOUGHT}
    agreed = await ok(await strategy.client(LUND).post(f"{DISCUSSION}/actions", json=action))
    done = {"note": THOUGHT}
    await ok(await strategy.client(LUND).post(f"{DISCUSSION}/actions/{agreed['action_id']}/complete", json=done))
    await ok(await strategy.client(LUND).post(f"{DISCUSSION}/actions", json=action))
    asked = {"contact_id": "another", "child_ids": [MAISIE], "grounds": THOUGHT}
    another = await ok(await strategy.client(LUND).post("/api/v1/discussions", json=asked))
    return {"strategy_id": [STRATEGY, another["strategy_id"]], "s47_id": [await _enquiry(strategy)]}


async def _held(strategy: RunningService) -> None:
    strategy.clock.at = may(3, 12)
    lund = strategy.client(LUND)
    invitees = [{"agency": agency, "org_id": org_id} for agency, org_id in ORGANISATIONS.items()]
    convening = body("StrategyDiscussionConvened", "child_ids") | {"invitees": invitees}
    await ok(await lund.post(f"{DISCUSSION}/convene", json=convening))
    await ok(await lund.post(f"{DISCUSSION}/attendance", json=body("AttendanceRecorded")))
    for who, (agency, content) in (SECTIONS | {OSEI: ("EDUCATION", canary(S.EDU))}).items():
        told = {"agency": agency, "content": content}
        await ok(await strategy.client(who).post(f"{DISCUSSION}/information", json=told))
    intelligence = {"agency": "POLICE", "content": canary(S.POL), "handling": "Ask the force first"}
    await ok(await strategy.client(AMIN).post(f"{DISCUSSION}/information", json=intelligence))
    views = [{"agency": agency, "view": view} for agency, view in SECTIONS.values()]
    deciding = body("StrategyDecisionRecorded") | {"threshold_analysis": THOUGHT, "each_agency_view": views}
    await ok(await lund.post(f"{DISCUSSION}/decisions", json=deciding))


async def _enquiry(strategy: RunningService) -> str:
    """Maisie was seen, and what the enquiry found is written down."""
    s47_id = await start_s47(strategy)
    strategy.clock.at = may(3, 16)
    seen = {"seen_at": may(3, 14).isoformat(), "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y", "words": THOUGHT}
    await ok(await strategy.client(OKAFOR).post(f"/api/v1/s47/{s47_id}/child-seen", json=seen))
    return s47_id


def may_be_shown(who: Actor) -> set[str]:
    """Whoever came reads the record as an attendee; whoever was asked to come is told of whom."""
    invited = who.org_id in ORGANISATIONS.values()
    came = invited and who.org_id != OSEI.org_id
    words = words_for(who, own=who.role in THEIRS, attended=came)
    told = [word for word, holds in (("ID", invited), ("EDU", who.org_id == OSEI.org_id)) if holds]
    return words | set(told)


@pytest.mark.parametrize("who", READERS, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_nobody_is_shown_a_class_that_is_not_theirs(told: Told, who: Actor) -> None:
    assert await leaked(told, who, lambda _: may_be_shown(who)) == {}


async def test_whoever_may_is_shown_them(told: Told) -> None:
    [manager] = [who for who in READERS if who.role is HALE.role]
    assert set().union(*(await shown(told, manager)).values()) >= {"ID", "STR", "POL", "HLT", "EDU", "HIS"}


def test_every_page_and_address_is_read(told: Told) -> None:
    assert unread(told) == set()
