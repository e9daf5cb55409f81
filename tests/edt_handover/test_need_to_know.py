"""Every role before every page and every address of the API: nothing outside the need-to-know matrix (brief §2.2)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from edt_handover.main import build
from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity as S
from shared.testing.databases import Databases
from shared.testing.need_to_know import READERS, Parts, Told, canary, leaked, shown, telling, unread, words_for
from shared.testing.service import RunningService

from .conftest import contact_received, ok
from .people import HALE, LUND, OKAFOR, OPENED, PATEL, may
from .weekend import SHIFT, SHIFT_ID, body, open_shift

OWED = canary(S.EDT)
SAID = ("what_happened", "what_we_did", "child_words", "where_is_child_now", "who_is_child_with", "action_needed")
ASSESSMENT = (Role.ASSESSMENT_SW, Role.ASSESSMENT_MANAGER)
NAMED = {"first_name": canary(S.ID), "surname": canary(S.ID), "dob": "2017-09-14"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(databases: Databases) -> AsyncIterator[Told]:
    async with telling(databases, "edt_handover", build, handed_over, OPENED) as told:
        yield told


async def handed_over(edt: RunningService) -> Parts:
    """A contact about one child came in at night; of another it is handed over what is owed, accepted and done."""
    children = [{**NAMED, "child_id": "child-ellis"}]
    await contact_received(edt, "child-maisie", at=may(2, 23), worries=canary(S.SUB), children=children)
    item = dict.fromkeys(SAID, OWED) | {"people_told": [OWED], "outstanding_checks": [OWED], "contingency": OWED}
    await open_shift(edt)
    edt.clock.at = may(4, 22)
    duty, day = edt.client(OKAFOR), edt.client(HALE)
    added = (await ok(await duty.post(f"{SHIFT}/items", json=body("HI-501") | item)))["item_id"]
    unknown = (await ok(await duty.post(f"{SHIFT}/items", json=body("HI-504") | item)))["item_id"]
    edt.clock.at = may(5, 7, 50)
    entry = {"item_id": unknown, "text": OWED}
    await ok(await edt.client(PATEL).post(f"{SHIFT}/manager-entries", json=entry))
    edt.clock.at = may(5, 8)
    await ok(await edt.client(LUND).post(f"{SHIFT}/publish", json={}))
    edt.clock.at = may(5, 9)
    await ok(await day.post(f"/api/v1/items/{added}/accept", json={}))
    followed = {"followed_up_at": may(5, 8, 30).isoformat(), "what": OWED, "child_seen": "N", "outcome": OWED}
    await ok(await day.post(f"/api/v1/items/{added}/follow-up", json=followed))
    await ok(await day.post(f"/api/v1/items/{unknown}/reject", json={"reason": OWED, "suggest": OWED}))
    return {"item_id": [added, unknown], "shift_id": [SHIFT_ID]}


def may_be_shown(who: Actor) -> set[str]:
    """What was handed over is the team's own, that takes it on; the child of whom a contact waits is not."""
    words = words_for(who, own=True)
    return words - {"ID"} if who.role in ASSESSMENT else words


@pytest.mark.parametrize("who", READERS, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_nobody_is_shown_a_class_that_is_not_theirs(told: Told, who: Actor) -> None:
    assert await leaked(told, who, lambda _: may_be_shown(who)) == {}


async def test_whoever_may_is_shown_them(told: Told) -> None:
    [manager] = [who for who in READERS if who.role is LUND.role]
    assert set().union(*(await shown(told, manager)).values()) >= {"EDT", "ID", "SUB"}


def test_every_page_and_address_is_read(told: Told) -> None:
    assert unread(told) == set()
