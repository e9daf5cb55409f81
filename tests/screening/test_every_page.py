"""Every page about the screening of a contact, in every state of a case, readable by everybody.

The pages are listed by their routers, so that a new one cannot be forgotten.
"""

from collections.abc import Iterator
from http import HTTPStatus
from string import Formatter
from typing import Any

import pytest
from fastapi.responses import HTMLResponse
from fastapi.routing import iter_route_contexts
from playwright.async_api import Page

from screening.case.pages import ROUTERS
from shared.access.actor import Actor, Role
from shared.access.routes import Allowed, declared_access
from shared.testing.browser import PHONE, assert_accessible, assert_fits, at_size
from shared.testing.browsing import keep_picture, open_as
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, EVERYBODY, LUND, OKAFOR, may
from .test_api import done, history, strategy

pytestmark = pytest.mark.browser
AMIN = Actor("ds.amin", "Sam Amin", Role.POLICE_MASH, "force-example")
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


KNOWN_PARTS = {"contact_id", "child_id"}
"""What a path of the screening of a contact names. Pages about one thing of another room have tests of their own."""


def pages_of(screening: RunningService) -> Iterator[tuple[str, Actor]]:
    """The path of every list and of every page about a contact, with somebody who may read it."""
    pages = {route.path for router in ROUTERS for route in iter_route_contexts(router.routes) if _is_page(route)}
    for route in declared_access(screening.app):
        parts = {name for _, name, _, _ in Formatter().parse(route.path) if name}
        is_page = route.method == "GET" and route.path in pages and parts <= KNOWN_PARTS
        if is_page and isinstance(route.access, Allowed):
            yield route.path, _somebody(route.access.roles)


def _is_page(route: Any) -> bool:
    return getattr(getattr(route, "endpoint", None), "__annotations__", {}).get("return") is HTMLResponse


def _somebody(roles: frozenset[Role]) -> Actor:
    known = [one for one in (*EVERYBODY, AMIN) if one.role in roles]
    role = min(roles)
    return known[0] if known else Actor("some.body", "Sam Body", role, "la-812", registered_sw=True)


def standing_for(contact: dict[str, Any]) -> dict[str, str]:
    return {"contact_id": contact["contact_id"], "child_id": contact["children"][0]["child_id"]}


async def test_the_service_lists_its_pages(screening: RunningService) -> None:
    found = {path for path, _ in pages_of(screening)}
    assert {"/queue", "/morning", "/domestic-abuse", "/contacts/{contact_id}"} <= found
    assert len(found) >= 26


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
        if (await screening.browser(who).get(address)).status_code == HTTPStatus.NOT_FOUND:
            continue  # not this reader's, or not there yet
        await open_as(browser_page, screening, who, address)
        await keep_picture(browser_page, f"{state}{path.replace('/', '-')}-360")
        assert await browser_page.locator("h1").count() == 1, address
        title = await browser_page.title()
        assert title not in titles, f"{address} and {titles[title]} have one title: {title}"
        titles[title] = address
        await assert_accessible(browser_page)
        await assert_fits(browser_page)
    assert len(titles) >= (3 if contact is None else 24)
