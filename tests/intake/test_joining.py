"""A child who joins a police report of domestic abuse here is told of like those whom the police named (CK_ENC)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.decider import CONTACT
from intake.events import ContactReceived
from intake.facts import Account, Agency, Channel, ContactType, Source
from shared.access.actor import Actor
from shared.testing.service import RunningService

from .asking import PPN, REASON, ask, sent
from .conftest import CALL_HANDLER, MACHINE, POLICE, POLICE_MASH, SCHOOL, SCREENER, example

ADDED = "frontdoor.SiblingAdded.v1"
AMENDED = "frontdoor.ContactAmended.v1"
NIGHT = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)
AVA = {"first_name": "Ava", "surname": "Thornbeck", "dob": "2015-03-01", "school_urn": "999014"}


@pytest.fixture(autouse=True)
def sunday(intake: RunningService) -> None:
    intake.clock.at = NIGHT


async def police_report(intake: RunningService, **changes: Any) -> dict[str, Any]:
    """The receipt of a report that names Alfie alone: his sister is known to us from a school's contact."""
    body = example("police-domestic-abuse-high")
    body["children"] = body["children"][1:]
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=body | changes)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def maisie(intake: RunningService) -> str:
    """Her id, after her school has told us of her."""
    child = example("police-domestic-abuse-high")["children"][0]
    return (await sent(intake, children=[child], adults=[]))["children"][0]["child_id"]


async def test_a_sister_joins_with_her_school_and_what_the_police_report(intake: RunningService) -> None:
    child_id = await maisie(intake)
    contact = await police_report(intake)
    assert "code" not in await ask(intake, SCREENER, contact, "siblings", child_id=child_id)
    [added] = await intake.published(ADDED)
    said = example("police-domestic-abuse-high")
    assert (added["child"]["first_name"], added["child"]["school_urn"]) == ("Maisie", "999001")
    assert (added["contact_type"], added["from_police"], added["flags"]) == ("DOMESTIC_ABUSE", True, [])
    assert (added["source_ref"], added["incident"]["police_ref"]) == (said["source_ref"], "26*118902")
    assert (added["agency"]["org_id"], len(added["adults"])) == ("force-example", 2)
    assert added["meta"]["reported_at"] == "2026-05-02T22:24:00Z"


async def test_her_school_is_that_of_the_newest_contact_that_gives_one(intake: RunningService) -> None:
    child_id = await maisie(intake)
    child = example("police-domestic-abuse-high")["children"][0] | {"upn": "A999001180077"}
    intake.clock.at += timedelta(hours=1)
    moved = await sent(intake, source_ref="SP-2", children=[child | {"school_urn": "999014"}], adults=[])
    await ask(intake, SCREENER, moved, "identities", temp_ref="c1", child_id=child_id)
    intake.clock.at += timedelta(hours=1)
    await sent(intake, source_ref="SP-3", children=[child | {"school_urn": None}], adults=[])
    contact = await police_report(intake)
    await ask(intake, SCREENER, contact, "siblings", child_id=child_id)
    assert (await intake.published(ADDED))[-1]["child"]["school_urn"] == "999014"


async def test_a_child_named_here_is_told_of_too(intake: RunningService) -> None:
    contact = await police_report(intake)
    await ask(intake, CALL_HANDLER, contact, "children", **AVA, gender="girl", reason=REASON)
    [added] = await intake.published(ADDED)
    assert (added["from_police"], added["child"]["school_urn"], added["child"]["gender"]) == (True, "999014", "02")


@pytest.mark.parametrize(("who", "address"), [(SCHOOL, "/api/v1/contacts"), (POLICE_MASH, "/api/v1/contacts")])
async def test_only_the_police_speak_as_the_police(intake: RunningService, who: Actor, address: str) -> None:
    body = example("police-domestic-abuse-high") | {"children": []}
    contact = (await intake.client(who, MACHINE).post(address, json=body)).json()
    await ask(intake, CALL_HANDLER, contact, "children", **AVA, reason=REASON)
    [added] = await intake.published(ADDED)
    assert added["from_police"] is (who is POLICE_MASH)


async def test_what_an_officer_says_on_the_telephone_is_the_police_s(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high") | {"children": []}
    contact = (await intake.client(CALL_HANDLER).post("/api/v1/telephone-contacts", json=body)).json()
    await ask(intake, CALL_HANDLER, contact, "children", **AVA, reason=REASON)
    [added] = await intake.published(ADDED)
    assert added["from_police"] is True


async def test_while_the_police_have_not_said_who_did_what_the_flag_goes_along(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    body["police"]["da"]["perpetrator_ref"] = "a1"
    contact = await police_report(intake, police=body["police"])
    await ask(intake, CALL_HANDLER, contact, "children", **AVA, reason=REASON)
    said = {"victim_ref": "a1", "perpetrator_ref": "a2", "reason": REASON}
    await ask(intake, POLICE_MASH, contact, "clarification", **said)
    await ask(intake, CALL_HANDLER, contact, "children", **AVA | {"first_name": "Ben"}, reason=REASON)
    assert [added["flags"] for added in await intake.published(ADDED)] == [["INT-07 VICTIM_PERP_SWAP"], []]


async def test_a_contact_that_turns_out_to_be_abuse_tells_of_those_who_joined_it_before(
    intake: RunningService,
) -> None:
    contact = await police_report(intake, contact_type="CHILD_CONCERN")
    await ask(intake, CALL_HANDLER, contact, "children", **AVA, reason=REASON)
    await police_report(intake, source_version=2)
    await police_report(intake, source_version=3, worries="More.")
    told = [[child["first_name"] for child in each["joined_before"]] for each in await intake.published(AMENDED)]
    assert told == [["Ava"], []]


async def test_a_version_that_came_late_tells_itself_of_the_child_whom_nobody_had_named(intake: RunningService) -> None:
    children = example("police-domestic-abuse-high")["children"]
    await police_report(intake, source_version=2)
    await police_report(intake, children=children)
    [added], [late] = await intake.published(ADDED), await intake.published(AMENDED)
    assert (added["child"]["first_name"], added["from_police"], late["told_anew"]) == ("Maisie", False, ["c1"])


@pytest.mark.parametrize(("source_code", "expected"), [("6", True), ("2A", False)])
def test_what_came_before_its_sender_was_kept_is_the_police_s_by_its_source(
    source_code: str, *, expected: bool
) -> None:
    account = Account(
        contact_type=ContactType.DOMESTIC_ABUSE,
        channel=Channel.API,
        source_code=source_code,
        agency=Agency(org_id="force-example"),
    )
    received = ContactReceived(
        contact_id="c",
        source=Source(system="S", ref="R", version=1),
        account=account,
        flags=(),
        not_understood=(),
        child_ids=(),
        occurred_at=None,
        reported_at=None,
        received_at=NIGHT,
        lawful_basis="PUBLIC_TASK_SAFEGUARDING",
    )
    assert CONTACT.fold([received]).from_police is expected
