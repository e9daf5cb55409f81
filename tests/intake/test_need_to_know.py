"""Every role before every page and every address of the API: nothing outside the need-to-know matrix (brief §2.2)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from intake.main import build
from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity as S
from shared.testing.databases import Databases
from shared.testing.need_to_know import (
    ABSENCE,
    CHILD,
    READERS,
    Parts,
    Told,
    canary,
    leaked,
    shown,
    spoken,
    telling,
    unread,
    words_for,
)
from shared.testing.service import RunningService

from .asking import HELD
from .conftest import MACHINE, MISSING, POLICE, SCHOOL, SCREENER, episode, example


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(databases: Databases) -> AsyncIterator[Told]:
    async with telling(databases, "intake", build, sent_in) as told:
        yield told


async def sent_in(intake: RunningService) -> Parts:
    """The police and a school have sent a contact each; a child went missing, came back, and was spoken to."""
    receipts = [
        await _receipt(intake, POLICE, "police-notifications", "police-domestic-abuse-high"),
        await _receipt(intake, SCHOOL, "contacts", "school-contact-good"),
        await _back(intake),
    ]
    for who, word in ((SCHOOL, canary(S.SUB)), (POLICE, canary(S.POL))):
        await intake.client(who, MACHINE).post(
            "/api/v1/police-notifications" if who is POLICE else "/api/v1/contacts", content=word
        )
    tasks = (await intake.client(SCREENER).get("/api/v1/unreadable")).json()
    return {
        "contact_id": [receipt["contact_id"] for receipt in receipts],
        "ref": [receipt[ref] for receipt in receipts for ref in ("reference", "source_ref")],
        "child_id": [child["child_id"] for receipt in receipts for child in receipt["children"]],
        "temp_ref": ["c1"],
        "task_id": [task["task_id"] for task in tasks],
    }


async def _receipt(intake: RunningService, who: Actor, path: str, name: str) -> dict[str, Any]:
    answer = await intake.client(who, MACHINE).post(f"/api/v1/{path}", json=spoken(example(name)))
    assert answer.status_code == 202, answer.text
    return answer.json()


async def _back(intake: RunningService) -> dict[str, Any]:
    """The receipt of a child who was missing: found, offered an interview, and heard."""
    gone, found = episode()
    police, coordinator = intake.client(POLICE, MACHINE), intake.client(MISSING)
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
    receipt = (await police.post("/api/v1/missing-reports", json=gone | ABSENCE | {"child": CHILD})).json()
    intake.clock.at = datetime(2026, 5, 11, 7, tzinfo=UTC)
    found |= {"injury_note": canary(S.SUB), "found_where_type": canary(S.SUB)}
    assert (await police.post("/api/v1/missing-reports", json=found)).status_code == 202
    told = {
        "return-interview/offer": {"offered_at": "2026-05-11T04:00:00Z", "provider": "Example Voices"},
        "return-interview": HELD | dict.fromkeys(("child_words", "where_with_whom", "safety_needs"), canary(S.HIS)),
        "missing-pattern": {"strategy_discussion": True, "reason": f"{canary(S.SCR)} was considered with the carers."},
    }
    for what, body in told.items():
        answer = await coordinator.post(f"/api/v1/contacts/{receipt['contact_id']}/{what}", json=body)
        assert answer.status_code == 201, answer.text
    return receipt


def may(who: Actor, address: str, told: Told) -> set[str]:
    """What this reader may be shown there: the matrix; in a form for what they sent, all that they said themselves;
    whoever seals a record has to see whose it is, and who coordinates what is done for a missing child, for whom."""
    by_police, by_school, missing = told.parts["contact_id"]
    own = {POLICE.org_id: (by_police, missing), SCHOOL.org_id: (by_school,)}.get(who.org_id, ())
    words = words_for(who, own=bool(own))
    if address.startswith(tuple(f"/send/{contact_id}/" for contact_id in own)):
        words |= {word for sensitivity in set(S) - {S.POL} for word in (sensitivity.value, f"{sensitivity.value}-role")}
    if who.role is Role.IG_OFFICER and address.endswith("/seal"):
        words |= {"ID"}
    if who.role is Role.MISSING_COORDINATOR and address.startswith(f"/contacts/{missing}/"):
        words |= {"ID"}
    return words


@pytest.mark.parametrize("who", READERS, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_nobody_is_shown_a_class_that_is_not_theirs(told: Told, who: Actor) -> None:
    assert await leaked(told, who, lambda address: may(who, address, told)) == {}


async def test_whoever_may_is_shown_them(told: Told) -> None:
    [screener] = [who for who in READERS if who.role is Role.SCREENER_SW]
    found = await shown(told, screener)
    assert set().union(*found.values()) >= {"ID", "SUB", "REF-role", "ADR", "HLT"}


def test_every_page_and_address_is_read(told: Told) -> None:
    assert unread(told) == set()
