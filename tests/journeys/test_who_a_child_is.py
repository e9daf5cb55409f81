"""Who a child is, from what agencies send to what the front door sees on the child's timeline."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest_asyncio

from intake.main import build as build_intake
from shared.access.actor import Actor, Role
from shared.testing.plugin import NewDatabase, ServiceDatabase
from shared.testing.service import RunningService, running
from timeline.main import build as build_timeline

SCHOOL = Actor(user_id="school-portal-999001", name="Larkfield", role=Role.SCHOOL_DSL, org_id="sch-999001")
HOSPITAL = Actor(user_id="ae-portal", name="Exampleby General", role=Role.HEALTH_SYSTEM, org_id="hosp-1")
SCREENER = Actor(user_id="sw.adeyemi", name="Tola Adeyemi", role=Role.SCREENER_SW, org_id="la-812", registered_sw=True)
MANAGER = Actor(
    user_id="fdm.reyes", name="Marta Reyes", role=Role.FRONT_DOOR_MANAGER, org_id="la-812", registered_sw=True
)
REASON = "Both schools were rung: they are two children of one class"
HOME = "3 Alder Road, Exampleby EX3 2CD"
MOTHER = {"temp_ref": "a1", "first_name": "Carys", "surname": "Meredith", "dob": "1990-01-05", "role": "PARENT"}


@dataclass
class FrontDoor:
    """Intake and timeline on one journal."""

    intake: RunningService
    timeline: RunningService
    sent: int = 0

    async def tell(self, worries: str, *children: dict[str, Any], who: Actor = SCHOOL, **more: Any) -> dict[str, Any]:
        """An agency sends a contact, a minute after the last one; answers the receipt."""
        self.sent += 1
        self.intake.clock.at += timedelta(minutes=1)
        named = [{"temp_ref": f"c{number}", **child} for number, child in enumerate(children, 1)]
        body = {"source_system": "S", "source_ref": f"R-{self.sent}", "contact_type": "OTHER", "children": named}
        client = self.intake.client(who, "contacts:submit contacts:read")
        answer = await client.post("/api/v1/contacts", json=body | {"worries": worries} | more)
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def say(self, receipt: dict[str, Any], what: str, **body: Any) -> dict[str, Any]:
        """A social worker says who a child is; answers the receipt or the refusal."""
        self.intake.clock.at += timedelta(minutes=1)
        address = f"/api/v1/contacts/{receipt['contact_id']}/{what}"
        return (await self.intake.client(SCREENER).post(address, json={"temp_ref": "c1", **body})).json()

    async def candidates(self, receipt: dict[str, Any]) -> list[dict[str, Any]]:
        """Whom the first child of this contact may be, as proposed."""
        checks = (await self.intake.client(SCREENER).get("/api/v1/identity-checks")).json()
        return [c for check in checks if check["contact_id"] == receipt["contact_id"] for c in check["candidates"]]

    async def worries(self, child_id: str, **asked: str) -> list[str]:
        """What worried the senders, as it stands on the child's timeline."""
        await self.intake.settle()
        await self.timeline.settle()
        self.timeline.clock.at = self.intake.clock.at + timedelta(minutes=1)
        answer = await self.timeline.client(SCREENER).get(
            f"/api/v1/children/{child_id}/timeline", params={"purpose": "SCREENING", **asked}
        )
        assert answer.status_code == 200, answer.text
        words = answer.text
        return [worry for worry in ("First worry", "Second worry", "Third worry") if worry in words]


def child(receipt: dict[str, Any], number: int = 0) -> str:
    """The identity that a contact gave to a child."""
    return receipt["children"][number]["child_id"]


@pytest_asyncio.fixture
async def door(service_database: ServiceDatabase, new_database: NewDatabase) -> AsyncIterator[FrontDoor]:
    journal = await new_database()
    async with (
        running(build_intake, await service_database("intake"), journal) as intake,
        running(build_timeline, await service_database("timeline"), journal) as timeline,
    ):
        yield FrontDoor(intake, timeline)


TWIN = {"surname": "Meredith", "dob": "2016-02-11", "sex": "F", "address": HOME}


async def test_twins_stay_two_children_until_a_person_says_otherwise(door: FrontDoor) -> None:
    first = await door.tell("First worry", TWIN | {"first_name": "Bronwen"}, adults=[MOTHER])
    second = await door.tell("Second worry", TWIN | {"first_name": "Seren"}, adults=[MOTHER])
    assert [c["cautions"] for c in await door.candidates(second)] == [["PERHAPS_TWIN"]]
    await door.say(second, "identities")
    assert await door.worries(child(first)) == ["First worry"]
    assert await door.worries(child(second)) == ["Second worry"]


async def test_the_wrong_twin_is_corrected_and_her_history_moves(door: FrontDoor) -> None:
    first = await door.tell("First worry", TWIN | {"first_name": "Bronwen"}, adults=[MOTHER])
    second = await door.tell("Second worry", TWIN | {"first_name": "Seren"}, adults=[MOTHER])
    await door.say(second, "identities", child_id=child(first))
    assert await door.worries(child(first)) == ["First worry", "Second worry"]
    before = door.intake.clock.at
    await door.say(second, "identity-corrections", reason=REASON)
    assert await door.worries(child(first)) == ["First worry"]
    assert await door.worries(child(second)) == ["Second worry"]
    # TL-04: what belongs to another child leaves the view for good, also of what was believed then.
    assert await door.worries(child(first), as_known_at=before.isoformat()) == ["First worry"]


async def test_a_correction_is_undone_by_another(door: FrontDoor) -> None:
    first = await door.tell("First worry", TWIN | {"first_name": "Bronwen"}, adults=[MOTHER])
    second = await door.tell("Second worry", TWIN | {"first_name": "Bronwen"}, adults=[MOTHER])
    await door.say(second, "identities", child_id=child(first))
    await door.say(second, "identity-corrections", reason=REASON)
    await door.say(second, "identity-corrections", child_id=child(first), reason=REASON)
    assert await door.worries(child(first)) == ["First worry", "Second worry"]


async def test_half_siblings_of_one_first_name_are_cautioned_and_kept_apart(door: FrontDoor) -> None:
    older = {"first_name": "Idris", "surname": "Meredith", "dob": "2012-06-01", "address": HOME}
    first = await door.tell("First worry", older, adults=[MOTHER])
    younger = older | {"surname": "Vaughan", "dob": "2019-03-20"}
    second = await door.tell("Second worry", younger, adults=[MOTHER])
    assert all("PERHAPS_HALF_SIBLING" in c["cautions"] for c in await door.candidates(second))
    assert await door.worries(child(first)) == ["First worry"]


async def test_an_unborn_child_and_the_child_that_is_born_are_one_when_a_person_says_so(door: FrontDoor) -> None:
    unborn = {"first_name": "Unborn", "surname": "Meredith", "expected_dob": "2026-04-20", "sex": "U", "address": HOME}
    first = await door.tell("First worry", unborn, adults=[MOTHER], who=HOSPITAL)
    born = {"first_name": "Gwil", "surname": "Meredith", "dob": "2026-04-24", "sex": "M", "address": HOME}
    second = await door.tell("Second worry", born, adults=[MOTHER], who=HOSPITAL)
    assert [c["child_id"] for c in await door.candidates(second)] == [child(first)]
    await door.say(second, "identities", child_id=child(first))
    assert await door.worries(child(second)) == ["First worry", "Second worry"]


async def test_a_child_with_a_new_surname_is_proposed_and_linked_by_a_person(door: FrontDoor) -> None:
    before = {"first_name": "Mabli", "surname": "Meredith", "dob": "2014-09-09", "address": HOME}
    first = await door.tell("First worry", before)
    second = await door.tell("Second worry", before | {"surname": "Okoro-Pugh"})
    [candidate] = await door.candidates(second)
    assert "PERHAPS_NEWLY_NAMED" in candidate["cautions"]
    await door.say(second, "identities", child_id=child(first))
    assert await door.worries(child(first)) == ["First worry", "Second worry"]


async def test_after_an_adoption_there_are_two_records_and_no_way_across(door: FrontDoor) -> None:
    before = {"first_name": "Tomos", "surname": "Meredith", "dob": "2017-01-30", "nhs": "9434765919", "address": HOME}
    first = await door.tell("First worry", before)
    sealed = await door.intake.client(MANAGER).post(
        f"/api/v1/identities/{child(first)}/seal", json={"reason": "Adoption order of 3 March 2026"}
    )
    assert sealed.status_code == 201, sealed.text
    after = await door.tell("Second worry", before | {"surname": "Farrow", "address": "9 Elm Close, Exampleby EX9 9ZZ"})
    assert await door.candidates(after) == []
    refused = await door.say(after, "identities", child_id=child(first))
    assert refused["code"] == "INT-16 SEALED"
    await door.say(after, "identities")
    assert await door.worries(child(after)) == ["Second worry"]
