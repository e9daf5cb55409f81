"""What a sender gets back, and may ask later: its own, and nothing of what we know."""

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, OTHER_SCHOOL, POLICE, SCHOOL, example

CONTACTS = "/api/v1/contacts"


async def test_a_receipt_says_when_to_expect_a_decision_and_what_to_do_now(intake: RunningService) -> None:
    body = json.dumps(example("school-contact-good")).encode()
    receipt = (await intake.client(SCHOOL, MACHINE).post(CONTACTS, content=body)).json()
    assert receipt["decision_due_at"] == "2026-05-05T13:00:00Z"
    assert "999" in receipt["if_worried_now"]
    stored = await intake.service.pool.fetchval("select event_id::text from events where version = 1")
    assert receipt["event_id"] == stored
    assert len(receipt["body_sha256"]) == 64


async def test_a_later_version_does_not_put_the_decision_off(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    first = (await client.post(CONTACTS, json=example("school-contact-thin"))).json()
    intake.clock.at += timedelta(days=3)
    again = (await client.post(CONTACTS, json=example("school-contact-thin") | {"source_version": 2})).json()
    assert again["decision_due_at"] == first["decision_due_at"]


async def test_a_later_version_is_scored_again_and_told_what_is_missing_still(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    thin = example("school-contact-thin")
    receipt = (await client.post(CONTACTS, json=thin)).json()
    assert receipt["quality"]["to_complete"].startswith("Send what you know of this as source_version 2 of SP-10233")
    better = thin | {"source_version": 2, "impact_on_child": "He sleeps in class and is bullied for how he smells"}
    again = (await client.post(CONTACTS, json=better)).json()
    asked = [[missing["test"] for missing in answer["quality"]["missing"]] for answer in (receipt, again)]
    assert set(asked[0]) - set(asked[1]) == {"q6"}


async def test_a_sender_finds_its_contact_by_either_reference(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    receipt = (await client.post(CONTACTS, json=example("school-contact-good"))).json()
    ours, theirs = await client.get(f"{CONTACTS}/{receipt['contact_id']}"), await client.get(f"{CONTACTS}/SP-10301")
    assert ours.json() == theirs.json()
    assert (ours.json()["state"], len(ours.json()["event_hash"])) == ("RECEIVED", 64)
    for other in (OTHER_SCHOOL, POLICE):
        assert (await intake.client(other, MACHINE).get(f"{CONTACTS}/SP-10301")).status_code == 404


async def decided(intake: RunningService, contact_id: str, child_id: str) -> None:
    """Screening says what was decided about a child."""
    decision = {
        "contact_id": contact_id,
        "child_id": child_id,
        "decision": "REFERRAL_S17",
        "decided_at": "2026-05-01T15:00:00Z",
    }
    await intake.publish(
        "threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", decision, key=f"Screening-{contact_id}"
    )


async def test_a_sender_learns_the_outcome_of_the_children_it_named_only(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    receipt = (await client.post(CONTACTS, json=example("school-contact-good"))).json()
    for child_id in (receipt["children"][0]["child_id"], "a-sibling-whom-the-school-did-not-name"):
        await decided(intake, receipt["contact_id"], child_id)
    state = (await client.get(f"{CONTACTS}/SP-10301")).json()
    assert state["state"] == "DECIDED"
    outcomes = [(outcome["temp_ref"], outcome["outcome"]) for outcome in state["outcomes"]]
    assert outcomes == [("c1", "REFERRAL_S17")]
    assert "sibling" not in json.dumps(state)


async def test_who_a_child_turned_out_to_be_is_not_shown_to_the_sender(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    first = (await client.post(CONTACTS, json=example("school-contact-good"))).json()
    noor = first["children"][0]["child_id"]
    second = (await client.post(CONTACTS, json=example("school-contact-good") | {"source_ref": "SP-2"})).json()
    await decided(intake, second["contact_id"], noor)
    for address in (f"{CONTACTS}/SP-2", f"/api/v1/submissions/{second['contact_id']}"):
        assert noor not in (await client.get(address)).text


async def test_the_sandbox_validates_and_keeps_nothing(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    answer = await client.post(f"{CONTACTS}?sandbox=true", json=example("school-contact-thin"))
    assert (answer.status_code, answer.json()["status"]) == (202, "SANDBOX")
    assert answer.json()["quality"]["grade"] == "INADEQUATE"
    refused = await client.post(f"{CONTACTS}?sandbox=true", content=b"{")
    assert (refused.status_code, refused.json()["code"]) == (400, "JSON-SYNTAX")
    assert await intake.service.pool.fetchval("select count(*) from events") == 0


@pytest.mark.parametrize("word", ["1", "yes", "TRUE"])
async def test_a_rehearsal_asked_for_in_other_words_is_one(intake: RunningService, word: str) -> None:
    address = f"{CONTACTS}?sandbox={word}"
    answer = await intake.client(SCHOOL, MACHINE).post(address, json=example("school-contact-thin"))
    assert answer.json()["status"] == "SANDBOX"
    assert await intake.service.pool.fetchval("select count(*) from events") == 0


async def test_a_word_that_is_neither_yes_nor_no_makes_no_childs_record(intake: RunningService) -> None:
    address = f"{CONTACTS}?sandbox=please"
    answer = await intake.client(SCHOOL, MACHINE).post(address, json=example("school-contact-thin"))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "SANDBOX", "sandbox")
    assert await intake.service.pool.fetchval("select count(*) from events") == 0


async def test_an_anonymous_caller_is_not_written_down(intake: RunningService) -> None:
    body: dict[str, Any] = example("school-contact-good")
    body["referrer"] = {"name": "Jo Public", "phone": "01999 555123", "anonymous": True}
    answer = await intake.client(CALL_HANDLER).post("/api/v1/public-contacts", json=body)
    assert answer.status_code == 202, answer.text
    [contract] = await intake.published("frontdoor.ContactReceived.v1")
    assert (contract["source_code"], contract["agency"]["org_id"]) == ("9", "public")
    stored = await intake.service.pool.fetch("select content from events")
    assert b"Jo Public" not in b"".join(row["content"] for row in stored)


async def test_a_neighbour_keeps_their_identity_to_themselves(intake: RunningService) -> None:
    body = example("school-contact-good") | {"source_code": "1B"}
    await intake.client(CALL_HANDLER).post("/api/v1/public-contacts", json=body)
    [contract] = await intake.published("frontdoor.ContactReceived.v1")
    assert contract["referrer"]["keeps_identity_confidential"] is True


async def test_every_old_mailbox_feeds_the_one_queue_and_is_counted(intake: RunningService) -> None:
    handler = intake.client(CALL_HANDLER)
    body = example("school-contact-thin")
    del body["source_system"], body["channel"]
    unnamed = await handler.post("/api/v1/inbox-items", json=body)
    assert (unnamed.status_code, unnamed.json()["field"]) == (422, "inbox_id")
    answer = await handler.post("/api/v1/inbox-items", json=body | {"inbox_id": "early-help@example"})
    assert answer.status_code == 202, answer.text
    [counted] = (await handler.get("/api/v1/inboxes")).json()
    assert counted == {"inbox_id": "early-help@example", "month": "2026-05", "items": 1}
    [contract] = await intake.published("frontdoor.ContactReceived.v1")
    assert contract["channel"] == "EMAIL_IMPORT"


async def test_a_version_that_changes_no_answer_says_all_the_same_what_is_missing(intake: RunningService) -> None:
    client = intake.client(SCHOOL, MACHINE)
    first = (await client.post(CONTACTS, json=example("school-contact-thin"))).json()
    again = (await client.post(CONTACTS, json=example("school-contact-thin") | {"source_version": 3})).json()
    assert again["quality"]["missing"] == first["quality"]["missing"]
    assert again["quality"]["grade"] == first["quality"]["grade"]
    late = (await client.post(CONTACTS, json=example("school-contact-thin") | {"source_version": 2})).json()
    assert (late["status"], late["quality"]) == ("SUPERSEDED", None)
