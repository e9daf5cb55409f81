"""Every role before every page and every address of the API: nothing outside the need-to-know matrix (brief §2.2)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from screening.main import build
from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity as S
from shared.testing.databases import Databases
from shared.testing.need_to_know import READERS, Parts, canary, shown, spoken, words_for
from shared.testing.service import RunningService, running

from .asking import done, history, strategy
from .conftest import arrive, contact_of
from .people import LUND, OKAFOR, may
from .rooms import AMIN, DISAGREEMENT

THOUGHT = f"{canary(S.SCR)} and what follows from it for each of the children."
WHY = f"{canary(S.SCR, '-role')} and what follows from it for each of the children."
"""The decision and its rationale: the police in the hub have these too."""
NEIGHBOUR = "1B"
OUT_OF_HOURS = (Role.EDT_WORKER, Role.EDT_MANAGER)


@dataclass(frozen=True)
class Told:
    screening: RunningService
    parts: Parts


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(databases: Databases) -> AsyncIterator[Told]:
    """The service after a police notification has been screened, every word of it of its class."""
    own, journal = await databases.create(await databases.template_for("screening")), await databases.create()
    async with running(build, own, journal, may(3, 1, 5)) as screening:
        yield Told(screening, await screened(screening))
    for url in (own, journal):
        await databases.drop(url)


async def screened(screening: RunningService) -> Parts:
    contact = await arrive(screening, "police-domestic-abuse-high", **spoken(contact_of("police-domestic-abuse-high")))
    lund, okafor = screening.client(LUND), screening.client(OKAFOR)
    await done(lund, contact, "rag", rag="RED", reasons=[THOUGHT])
    await done(lund, contact, "direction", text=THOUGHT, checks_required=["HEALTH"], screener_id="edt.okafor")
    await done(okafor, contact, "information-requests", agency="HEALTH", questions=["Seen when?"])
    await done(okafor, contact, "information", agency="HEALTH", summary=canary(S.HLT))
    for child in contact["children"]:
        await done(okafor, contact, "history-reviews", **history(child, care_status="CIN", summary=canary(S.HIS)))
        await done(okafor, contact, "proposals", **strategy(child) | {"rationale": THOUGHT})
        await done(lund, contact, "authorisations", child_id=child["child_id"], manager_rationale=WHY)
    neighbours = spoken(contact_of("school-contact-good"), public=True) | {"source_code": NEIGHBOUR}
    called = await arrive(screening, "school-contact-good", **neighbours)
    for child in called["children"]:
        await done(okafor, called, "history-reviews", **history(child, care_status="CIN", summary=canary(S.HIS)))
    raised = await done(screening.client(AMIN), contact, "escalations", **DISAGREEMENT)
    return {
        "contact_id": [contact["contact_id"], called["contact_id"]],
        "child_id": [child["child_id"] for child in contact["children"]],
        "escalation_id": [raised["escalation_id"]],
    }


def is_own(who: Actor) -> bool:
    """It is the force's own, and it is night: the shift is open. The children are on a plan: a team's own."""
    return who.org_id == AMIN.org_id or who.role in (*OUT_OF_HOURS, Role.ASSESSMENT_MANAGER)


@pytest.mark.parametrize("who", READERS, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_nobody_is_shown_a_class_that_is_not_theirs(told: Told, who: Actor) -> None:
    found = await shown(told.screening, who, told.parts)
    leaked = {address: words - words_for(who, own=is_own(who)) for address, words in found.items()}
    assert {address: words for address, words in leaked.items() if words} == {}


async def test_whoever_may_is_shown_them(told: Told) -> None:
    [screener] = [who for who in READERS if who.role is Role.SCREENER_SW]
    found = await shown(told.screening, screener, told.parts)
    everything = {"ID", "HH", "SUB", "POL", "HLT", "HIS", "SCR", "SCR-role", "REF", "REF-role", "ADR", "ADR-role"}
    assert set().union(*found.values()) >= everything
