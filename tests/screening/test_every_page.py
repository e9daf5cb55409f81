"""Every page of screening, in every state of a case and with something in every room, readable by everybody.

The pages are listed by their routers, so that a new one cannot be forgotten.
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from string import Formatter
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from fastapi.routing import iter_route_contexts
from playwright.async_api import Page

from screening import alerting
from screening.audit import briefing_pages
from screening.audit import pages as audit_pages
from screening.case.pages import ROUTERS
from screening.early_help import pages as early_help_pages
from screening.early_help import step_up_pages
from screening.escalation import pages as escalation_pages
from screening.indicators import pages as indicator_pages
from screening.referral import pages as referral_pages
from shared.access.actor import Actor, Role
from shared.access.routes import Allowed, declared_access
from shared.testing.browser import PHONE, assert_accessible, assert_fits, at_size
from shared.testing.browsing import keep_picture, open_as
from shared.testing.service import RunningService

from .asking import done, history, strategy
from .conftest import arrive
from .early_help_story import VOSS
from .people import ADEYEMI, EVERYBODY, LUND, OKAFOR, STONE, may
from .rooms import AMIN, referred_and_offered, with_early_help

pytestmark = pytest.mark.browser
STATES = ("nothing", "arrived", "directed", "proposed", "challenged", "decided", "closed")
HOLDS_NOTHING = "nothing"


async def bring_to(screening: RunningService, state: str) -> dict[str, Any]:
    """A domestic-abuse notification with two children, brought so far; the police's own words of the brief's §6.1."""
    contact = await arrive(screening, "police-domestic-abuse-high")
    lund, okafor, screener = screening.client(LUND), screening.client(OKAFOR), screening.client(ADEYEMI)
    children = contact["children"]
    screening.clock.at = may(3, 1, 30)
    if (far := STATES.index(state)) >= STATES.index("directed"):
        await done(lund, contact, "rag", rag="RED", reasons=["Strangulation"])
        await done(
            lund, contact, "direction", text="Visit tonight.", checks_required=["HEALTH"], screener_id="edt.okafor"
        )
        await done(okafor, contact, "information-requests", agency="HEALTH", questions=["Seen when?"])
    if far >= STATES.index("proposed"):
        for child in children:
            await done(okafor, contact, "history-reviews", **history(child, care_status="CIN"))
            await done(okafor, contact, "proposals", **strategy(child))
        override = {"guard": "SCR-10", "reason": "MARAC is closed until Tuesday; asked again at nine then."}
        await done(lund, contact, "overrides", child_id=children[0]["child_id"], review_by="2026-05-06", **override)
    if far >= STATES.index("challenged"):
        await done(lund, contact, "challenges", child_id=children[0]["child_id"], points=["Who saw Alfie?"])
    if far >= STATES.index("decided"):
        for child in children:
            await done(okafor, contact, "proposals", **strategy(child))
            await done(lund, contact, "authorisations", child_id=child["child_id"], manager_rationale="Agreed.")
    if far >= STATES.index("closed"):
        await finish(screening, contact)
        late = {"code": "CK_TRIAGE", "subject": f"Screening-{contact['contact_id']}"}
        why = {"code": "CAPACITY", "text": "Two calls at once, in a night with one worker."}
        await done(lund, contact, "breach-reasons", reason=why, **late)
        await done(screener, contact, "outcome-feedback", told_whom="PC Ward", method="PHONE")
        await done(screener, contact, "closure")
    return contact


async def finish(screening: RunningService, contact: dict[str, Any]) -> None:
    """What protection overtook is given afterwards, so that the case may close."""
    okafor = screening.client(OKAFOR)
    await done(okafor, contact, "information", agency="HEALTH", summary="Seen on Friday.")
    await done(okafor, contact, "information", agency="MARAC", summary="On the list for Thursday.")
    consent = {"parents_informed": "NOT_SAFE", "parental_agreement": "NOT_SAFE_TO_SEEK"}
    await done(okafor, contact, "conversations", who="Mother", spoken_at=may(3, 1, 20).isoformat(), consent=consent)
    for child in contact["children"]:
        analysis = {"incidents": ["Four notifications"], "themes": ["DA"], "trajectory": "WORSENING"}
        await done(okafor, contact, "cumulative-analyses", child_id=child["child_id"], so_what="Worse.", **analysis)
        tested = {"child_id": child["child_id"], "assumptions_tested": ["That the aunt stays: she does"]}
        await done(okafor, contact, "assumptions", **tested)


OTHER_ROOMS = (
    alerting.router,
    referral_pages.router,
    early_help_pages.router,
    step_up_pages.router,
    escalation_pages.router,
    audit_pages.router,
    briefing_pages.router,
    indicator_pages.router,
)
ASKED = {"/alerts/late": "?code={code}&subject={subject}", "/indicators": "?from=2026-05-01&to=2026-05-31"}
"""What a page has to be asked for besides its path."""

BRING_TO = {"referred": referred_and_offered, "with-early-help": with_early_help}
SHOWN_LATER = {"/episodes/{episode_id}/step-up", "/episodes/{episode_id}/close", "/step-ups/{step_up_id}"}
"""Pages about what there is only once early help has the child."""


def pages_of(screening: RunningService, routers: Iterable[APIRouter] = ROUTERS) -> Iterator[tuple[str, Actor]]:
    """The path of every page of these routers, with somebody who may read it."""
    pages = {route.path for router in routers for route in iter_route_contexts(router.routes) if _is_page(route)}
    for route in declared_access(screening.app):
        if route.method == "GET" and route.path in pages and isinstance(route.access, Allowed):
            yield route.path, _somebody(route.access.roles)


def _is_page(route: Any) -> bool:
    return getattr(getattr(route, "endpoint", None), "__annotations__", {}).get("return") is HTMLResponse


def _somebody(roles: frozenset[Role]) -> Actor:
    known = [one for one in (STONE, *EVERYBODY, AMIN, VOSS) if one.role in roles]
    role = min(roles)
    return known[0] if known else Actor("some.body", "Sam Body", role, "la-812", registered_sw=True)


def standing_for(contact: dict[str, Any]) -> dict[str, str]:
    return {"contact_id": contact["contact_id"], "child_id": contact["children"][0]["child_id"]}


async def test_the_service_lists_its_pages(screening: RunningService) -> None:
    found = {path for path, _ in pages_of(screening)}
    assert {"/queue", "/morning", "/domestic-abuse", "/contacts/{contact_id}"} <= found
    assert len(found) >= 26


@pytest.mark.parametrize("state", BRING_TO)
async def test_every_page_of_the_other_rooms_is_accessible_and_fits_a_phone(
    browser_page: Page, screening: RunningService, state: str
) -> None:
    await at_size(browser_page, PHONE)
    parts = await BRING_TO[state](screening)
    titles: dict[str, str] = {}
    for path, who in pages_of(screening, OTHER_ROOMS):
        named = {name for _, name, _, _ in Formatter().parse(path) if name}
        if not named <= parts.keys():
            assert path in SHOWN_LATER
            continue
        address = (path + ASKED.get(path, "")).format(**parts)
        assert await open_as(browser_page, screening, who, address) == HTTPStatus.OK, address
        await unfold(browser_page)
        await _is_readable(browser_page, titles, state, path)


async def unfold(page: Page) -> None:
    """What is folded away is looked at too."""
    await page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


@pytest.mark.parametrize("state", STATES)
async def test_every_page_is_accessible_and_fits_a_phone(
    browser_page: Page, screening: RunningService, state: str
) -> None:
    await at_size(browser_page, PHONE)
    contact = None if state == HOLDS_NOTHING else await bring_to(screening, state)
    titles: dict[str, str] = {}
    for path, who in pages_of(screening):
        if "{" in path and contact is None:
            continue
        address = path.format(**standing_for(contact)) if contact else path
        if await open_as(browser_page, screening, who, address) == HTTPStatus.NOT_FOUND:
            continue  # not this reader's, or not there yet
        await _is_readable(browser_page, titles, state, path)
    assert len(titles) >= (3 if contact is None else 24)


async def _is_readable(page: Page, titles: dict[str, str], state: str, path: str) -> None:
    """One heading, a title that no other page of ``titles`` has, nothing that axe finds, nothing too wide."""
    await keep_picture(page, f"{state}{path.replace('/', '-')}-360")
    assert await page.locator("h1").count() == 1, path
    title = await page.title()
    assert title not in titles, f"{path} and {titles[title]} have one title: {title}"
    titles[title] = path
    await assert_accessible(page)
    await assert_fits(page)
