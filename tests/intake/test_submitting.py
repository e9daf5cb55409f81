"""Submitting contacts, as the developer of a police or school system sees it."""

import asyncio
from typing import Any

import pytest

from shared.testing.service import RunningService

from .conftest import CALL_HANDLER, MACHINE, OTHER_SCHOOL, POLICE, SCHOOL, SCREENER, example

PPN = "/api/v1/police-notifications"


async def test_a_police_notification_is_accepted_with_a_receipt(intake: RunningService) -> None:
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))
    assert answer.status_code == 202, answer.text
    receipt = answer.json()
    assert receipt["status"] == "RECEIVED"
    assert [child["temp_ref"] for child in receipt["children"]] == ["c1", "c2"]
    assert receipt["not_understood"] == []
    [contract] = await intake.published("frontdoor.ContactReceived.v1")
    assert contract["contact_id"] == receipt["contact_id"]
    assert contract["meta"]["child_ids"] == [child["child_id"] for child in receipt["children"]]


async def test_the_same_notification_again_gets_the_same_receipt(intake: RunningService) -> None:
    client = intake.client(POLICE, MACHINE)
    answers = await asyncio.gather(*(client.post(PPN, json=example("police-domestic-abuse-high")) for _ in range(5)))
    assert {answer.text for answer in answers} == {answers[0].text}
    assert len(await intake.published("frontdoor.ContactReceived.v1")) == 1


async def test_the_same_version_with_another_body_is_refused(intake: RunningService) -> None:
    client = intake.client(POLICE, MACHINE)
    await client.post(PPN, json=example("police-domestic-abuse-high"))
    answer = await client.post(PPN, json=example("police-domestic-abuse-high") | {"worries": "Something else"})
    assert (answer.status_code, answer.json()["code"]) == (422, "KEY-REUSED")
    assert answer.json()["field"] == "source_version"


async def test_a_regrade_arrives_as_a_later_version(intake: RunningService) -> None:
    client = intake.client(POLICE, MACHINE)
    first = example("police-domestic-abuse-high")
    receipt = (await client.post(PPN, json=first)).json()
    first["source_version"], first["police"]["da"]["grade"] = 2, "MEDIUM"
    answer = await client.post(PPN, json=first)
    assert answer.json()["status"] == "AMENDED"
    assert answer.json()["contact_id"] == receipt["contact_id"]
    [regrade] = await intake.published("frontdoor.PoliceRiskGradeAmended.v1")
    assert (regrade["previous"], regrade["grade"]) == ("HIGH", "MEDIUM")


async def test_a_thin_contact_is_accepted_and_told_what_is_missing(intake: RunningService) -> None:
    answer = await intake.client(OTHER_SCHOOL, MACHINE).post("/api/v1/contacts", json=example("school-contact-thin"))
    assert answer.status_code == 202
    quality = answer.json()["quality"]
    assert quality["grade"] == "INADEQUATE"
    assert [missing["test"] for missing in quality["missing"]] == ["q2", "q3", "q5", "q6", "q7", "q8", "q9", "q10"]


async def test_an_unknown_field_is_kept_and_named_as_not_understood(intake: RunningService) -> None:
    body = example("school-contact-good")
    body["nursery_bus"], body["children"][0]["shoe_size"] = "7A", 12
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=body)
    assert answer.json()["not_understood"] == ["nursery_bus", "children.0.shoe_size"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "JSON-SYNTAX"),
        (b"\xff\xfe", "JSON-ENCODING"),
        (b"[]", "JSON-OBJECT"),
        (b"[" * 100_000 + b"]" * 100_000, "JSON-DEPTH"),
        (b'{"source_ref": 1, "source_ref": 2}', "JSON-DUPLICATE-KEY"),
        (b'{"worries": "\\ud800"}', "JSON-SURROGATE"),
        (b'{"worries": "\\u0000"}', "JSON-NUL"),
        (b'{"police": {"da": {"ticks": NaN}}}', "JSON-NUMBER"),
        (b'{"police": {"da": {"ticks": ' + b"9" * 5000 + b"}}}", "JSON-NUMBER"),
        (b'{"source_system": "A", "source_ref": "B", "children": "none"}', "INPUT"),
        (b'{"source_system": "A", "source_ref": "B", "reported_at": "9999-12-31T23:59:59-14:00"}', "INPUT"),
        (b'{"source_system": "A", "source_ref": "B", "reported_at": "0001-01-01T00:00:00+14:00"}', "INPUT"),
        (b'{"source_system": "A", "source_ref": "B", "reported_at": "2026-02-30T10:00:00Z"}', "INPUT"),
        (b'{"source_system": "A", "source_ref": "B", "worries": "x"}', "INT-MINIMUM"),
        (b'{"worries": "x"}', "INPUT"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_kept_for_a_person(
    intake: RunningService, body: bytes, code: str
) -> None:
    answer = await intake.client(SCHOOL, MACHINE).post(
        "/api/v1/contacts", content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["code"] == code
    [task] = (await intake.client(CALL_HANDLER).get("/api/v1/unreadable")).json()
    assert (task["org_id"], task["code"]) == (SCHOOL.org_id, code)
    kept = (await intake.client(CALL_HANDLER).get(f"/api/v1/unreadable/{task['task_id']}")).json()
    assert kept["text"] == body.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"children": [{"temp_ref": "Jay H"}]}, "children.0.temp_ref: Give at most 40 letters, digits, dots"),
        ({"source_version": True}, "source_version: Write a whole number"),
        (None, "The body must be one JSON object. Send each of the list by itself. What you sent is kept"),
    ],
)
async def test_a_developer_reads_what_to_send_instead(
    intake: RunningService, changes: dict[str, Any] | None, words: str
) -> None:
    thin = example("school-contact-thin")
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=thin | changes if changes else [thin])
    assert answer.json()["detail"].startswith(words)


async def test_a_child_without_a_reference_of_the_sender_s_gets_one(intake: RunningService) -> None:
    body = example("school-contact-thin") | {"children": [{"temp_ref": "", "first_name": "Jay"}]}
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=body)
    assert [child["temp_ref"] for child in answer.json()["children"]] == ["child-1"]


async def test_what_is_kept_of_a_reused_version_is_told_to_its_sender_alone(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    for worries in ("He is cold", "He is well"):
        answer = await school.post("/api/v1/contacts", json=example("school-contact-thin") | {"worries": worries})
    [task] = (await intake.client(CALL_HANDLER).get("/api/v1/unreadable")).json()
    assert ["kept for a person" in told for told in (answer.json()["detail"], task["detail"])] == [True, False]


async def test_a_task_is_dealt_with_once(intake: RunningService) -> None:
    await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", content=b"{")
    person = intake.client(CALL_HANDLER)
    [task] = (await person.get("/api/v1/unreadable")).json()
    done = {"what_was_done": "Telephoned the school, contact recorded by hand"}
    assert (await person.post(f"/api/v1/unreadable/{task['task_id']}/done", json=done)).status_code == 201
    again = await person.post(f"/api/v1/unreadable/{task['task_id']}/done", json=done)
    assert (again.status_code, again.json()["code"]) == (422, "INT-12 NO_OPEN_TASK")


async def test_a_body_that_is_too_large_is_refused(intake: RunningService) -> None:
    answer = await intake.client(POLICE, MACHINE).post(PPN, json={"worries": "x" * 2_000_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY-TOO-LARGE")


async def test_nobody_and_the_wrong_people_are_refused(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    assert (await intake.nobody().post(PPN, json=body)).status_code == 401
    assert (await intake.client(SCHOOL, MACHINE).post(PPN, json=body)).json()["code"] == "ACCESS-ROLE"
    assert (await intake.client(POLICE, "contacts:read").post(PPN, json=body)).json()["code"] == "ACCESS-SCOPE"
    assert await intake.service.pool.fetchval("select count(*) from events") == 0


async def test_whoever_posts_to_the_address_of_others_is_told_its_own(intake: RunningService) -> None:
    body = example("police-domestic-abuse-high")
    force = await intake.client(POLICE, MACHINE).post("/api/v1/contacts", json=body)
    assert (force.status_code, force.json()["code"]) == (403, "ACCESS-ROLE")
    assert force.json()["detail"].endswith(
        "POLICE_SYSTEM may use, with the scope contacts:submit: POST /api/v1/missing-reports, "
        "POST /api/v1/police-notifications."
    )
    school = await intake.client(SCHOOL, MACHINE).post(PPN, json=body)
    assert school.json()["detail"].endswith(
        "SCHOOL_DSL may use, with the scope contacts:submit: POST /api/v1/contacts."
    )


async def test_an_agency_sees_its_own_submissions_only(intake: RunningService) -> None:
    receipt = (
        await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=example("school-contact-good"))
    ).json()
    address = f"/api/v1/submissions/{receipt['contact_id']}"
    assert (await intake.client(SCHOOL, MACHINE).get(address)).json()["source_ref"] == "SP-10301"
    assert (await intake.client(OTHER_SCHOOL, MACHINE).get(address)).status_code == 404
    assert (await intake.client(OTHER_SCHOOL, MACHINE).get("/api/v1/submissions")).json() == []


async def test_a_child_named_again_is_proposed_and_a_person_says_who_it_is(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    first = (await school.post("/api/v1/contacts", json=example("school-contact-good"))).json()
    again: dict[str, Any] = example("school-contact-good") | {"source_ref": "SP-10399"}
    again["children"] = [{**again["children"][1], "surname": "Hadly"}]
    second = (await school.post("/api/v1/contacts", json=again)).json()
    screener = intake.client(SCREENER)
    [check] = (await screener.get("/api/v1/identity-checks")).json()
    zed = first["children"][1]["child_id"]
    assert check["candidates"][0]["child_id"] == zed
    answer = await screener.post(
        f"/api/v1/contacts/{second['contact_id']}/identities", json={"temp_ref": "c2", "child_id": zed}
    )
    assert answer.status_code == 201, answer.text
    [identified] = await intake.published("frontdoor.ChildIdentified.v1")
    assert (identified["child_id"], identified["method"]) == (zed, "LINKED")
    assert (await screener.get("/api/v1/identity-checks")).json() == []


async def test_an_exact_number_and_date_of_birth_identify_a_child_without_a_person(intake: RunningService) -> None:
    school = intake.client(SCHOOL, MACHINE)
    await school.post("/api/v1/contacts", json=example("school-contact-good"))
    again = example("school-contact-good") | {"source_ref": "SP-10400"}
    again["children"] = again["children"][:1]
    await school.post("/api/v1/contacts", json=again)
    [identified] = await intake.published("frontdoor.ChildIdentified.v1")
    assert identified["method"] == "AUTO_UPN_DOB"


async def test_a_return_starts_the_72_hours_of_the_interview(intake: RunningService) -> None:
    police = intake.client(POLICE, MACHINE)
    missing, found = example("missing-child-and-return")
    await police.post("/api/v1/missing-reports", json=missing)
    answer = await police.post("/api/v1/missing-reports", json=found)
    assert answer.json()["status"] == "AMENDED", answer.text
    due = await intake.service.pool.fetchval("select due_at from clocks where code = 'CK_RHI'")
    assert due.isoformat() == "2026-05-14T02:40:00+00:00"


async def test_nothing_comes_back_because_somebody_wrote_much(intake: RunningService) -> None:
    body, much = example("police-domestic-abuse-high"), "He must not go within 100 metres of the home. " * 20
    body["incident"]["address"] = body["children"][0]["address"] = (
        f"The caravan behind the mill, {'field ' * 60}EX1 4QQ"
    )
    body["children"][0] |= {"gp": much, "school_name": much, "language": much}
    body["police"] |= {"home_conditions": much * 5, "intelligence_handling": much}
    body["police"]["da"] |= {"bail_conditions": much * 5, "grade_reason": much * 5, "relationship": much}
    answer = await intake.client(POLICE, MACHINE).post("/api/v1/police-notifications", json=body)
    assert answer.status_code == 202, answer.text
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    assert received["police"]["bail_conditions"] == (much * 5).strip()
    assert received["police"]["home_conditions"] == (much * 5).strip()


async def test_a_return_that_comes_without_a_report_keeps_all_that_it_says(intake: RunningService) -> None:
    _, found = example("missing-child-and-return")
    said = {"missing_from": "CARE", "police_risk": "HIGH", "exploitation_flags": ["CCE"], "episode_no_30d": 3}
    await intake.client(POLICE, MACHINE).post("/api/v1/missing-reports", json=found | said)
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    assert {name: received["missing"][name] for name in said} == said
