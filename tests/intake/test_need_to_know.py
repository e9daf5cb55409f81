"""Every role before every page and every address of the API: nothing outside the need-to-know matrix (brief §2.2)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from intake.main import build
from shared.access.actor import Actor, Role
from shared.disclosure import Sensitivity as S
from shared.testing.databases import Databases
from shared.testing.need_to_know import READERS, Parts, shown, spoken, words_for
from shared.testing.service import RunningService, running

from .conftest import MACHINE, POLICE, SCHOOL, example


@dataclass(frozen=True)
class Told:
    """The service after the police and a school have sent a contact each, and whose each is."""

    intake: RunningService
    parts: Parts
    sent_by: dict[str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(databases: Databases) -> AsyncIterator[Told]:
    own, journal = await databases.create(await databases.template_for("intake")), await databases.create()
    async with running(build, own, journal) as intake:
        receipts = {
            POLICE.org_id: await _receipt(intake, POLICE, "police-notifications", "police-domestic-abuse-high"),
            SCHOOL.org_id: await _receipt(intake, SCHOOL, "contacts", "school-contact-good"),
        }
        parts = {
            "contact_id": [receipt["contact_id"] for receipt in receipts.values()],
            "ref": [receipt[ref] for receipt in receipts.values() for ref in ("reference", "source_ref")],
            "child_id": [child["child_id"] for receipt in receipts.values() for child in receipt["children"]],
            "temp_ref": ["c1"],
        }
        yield Told(intake, parts, {org_id: receipt["contact_id"] for org_id, receipt in receipts.items()})
    for url in (own, journal):
        await databases.drop(url)


async def _receipt(intake: RunningService, who: Actor, path: str, name: str) -> dict[str, Any]:
    answer = await intake.client(who, MACHINE).post(f"/api/v1/{path}", json=spoken(example(name)))
    assert answer.status_code == 202, answer.text
    return answer.json()


def may(who: Actor, address: str, told: Told) -> set[str]:
    """What this reader may be shown there: the matrix; in a form for what they sent, all that they said themselves;
    and whoever seals a record has to see whose it is."""
    own = told.sent_by.get(who.org_id)
    words = words_for(who, own=own is not None)
    if own and address.startswith(f"/send/{own}/"):
        words |= {word for sensitivity in set(S) - {S.POL} for word in (sensitivity.value, f"{sensitivity.value}-role")}
    if who.role is Role.IG_OFFICER and address.endswith("/seal"):
        words |= {"ID"}
    return words


@pytest.mark.parametrize("who", READERS, ids=lambda who: f"{who.role.value}-{who.org_id}")
async def test_nobody_is_shown_a_class_that_is_not_theirs(told: Told, who: Actor) -> None:
    found = await shown(told.intake, who, told.parts)
    leaked = {address: words - may(who, address, told) for address, words in found.items()}
    assert {address: words for address, words in leaked.items() if words} == {}


async def test_whoever_may_is_shown_them(told: Told) -> None:
    [screener] = [who for who in READERS if who.role is Role.SCREENER_SW]
    found = await shown(told.intake, screener, told.parts)
    assert set().union(*found.values()) >= {"ID", "SUB", "REF-role", "ADR", "HLT"}
