"""The worked examples of the domain brief (§6.1 to §6.4) give exactly what it expects of intake."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from shared.testing.service import RunningService

from .asking import PPN, ask, clock, missing, sent
from .conftest import MACHINE, MISSING, OTHER_SCHOOL, POLICE, SCHOOL, example


async def police_night(intake: RunningService) -> dict[str, Any]:
    """§6.1, received on Sunday 3 May at 01:05."""
    intake.clock.at = datetime(2026, 5, 3, 0, 5, tzinfo=UTC)
    return (await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))).json()


async def test_the_lag_of_the_saturday_night_is_an_hour_and_three_quarters_in_band(intake: RunningService) -> None:
    await police_night(intake)
    [lag] = await intake.published("frontdoor.IncidentLagMeasured.v1")
    assert (lag["lag_hours"], lag["band"]) == (1.75, "IN_BAND")


async def test_its_decision_is_due_on_tuesday_after_the_bank_holiday(intake: RunningService) -> None:
    receipt = await police_night(intake)
    assert datetime.fromisoformat(receipt["decision_due_at"]) == datetime(2026, 5, 5, 16, 0, tzinfo=UTC)


async def test_its_sibling_check_finds_none(intake: RunningService) -> None:
    await police_night(intake)
    assert await intake.published("frontdoor.SiblingsFound.v1") == []


async def test_the_thin_school_contact_scores_two_of_ten(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 7, 15, 5, tzinfo=UTC)
    answer = await intake.client(OTHER_SCHOOL, MACHINE).post("/api/v1/contacts", json=example("school-contact-thin"))
    assert answer.status_code == 202
    [quality] = await intake.published("frontdoor.ContactQualityAssessed.v1")
    assert (quality["score"], quality["grade"]) == (2.0, "INADEQUATE")
    assert quality["failed"] == ["q2", "q3", "q5", "q6", "q7", "q8", "q9", "q10"]


async def test_the_good_school_contact_scores_ten_of_ten(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 13, 8, 40, tzinfo=UTC)
    receipt = await sent(intake)
    [quality] = await intake.published("frontdoor.ContactQualityAssessed.v1")
    assert (quality["score"], quality["grade"], quality["failed"]) == (10.0, "GOOD", [])
    assert receipt["quality"] == {"grade": "GOOD", "missing": [], "to_complete": None}


@pytest.mark.parametrize(
    ("code", "due_at"),
    [
        ("CK_RHI", datetime(2026, 5, 14, 2, 40, tzinfo=UTC)),
        ("CK_MISS3", datetime(2026, 5, 11, 16, 0, tzinfo=UTC)),
    ],
)
async def test_the_deadlines_of_the_missing_episode(intake: RunningService, code: str, due_at: datetime) -> None:
    await missing(intake, returned=True)
    assert (await clock(intake, code))["due_at"] == due_at


async def test_the_missing_child_is_looked_after_and_routed_to_its_worker(intake: RunningService) -> None:
    contact = await missing(intake, returned=False)
    [routed] = await intake.published("frontdoor.OpenCaseContactRouted.v1")
    assert (routed["child_id"], routed["care_status"]) == (contact["children"][0]["child_id"], "CLA")


async def test_the_associates_are_police_information_and_in_nothing_about_the_interview(
    intake: RunningService,
) -> None:
    contact = await missing(intake, returned=True)
    await ask(
        intake, MISSING, contact, "return-interview/offer", offered_at="2026-05-11T03:00:00Z", provider="Visitors"
    )
    rows = await intake.service.pool.fetch("select headers->>'ce_type' as type, value from outbox")
    holding = {row["type"] for row in rows if b"Ref A17" in row["value"]}
    assert holding == {"frontdoor.ContactReceived.v1", "frontdoor.ContactAmended.v1"}
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    assert "Ref A17" not in json.dumps(received | {"missing": received["missing"] | {"known_associates": []}})


OURS_ALONE = {"reported_at"}
"""What stands elsewhere in the contract: the envelope has the times."""


@pytest.mark.parametrize("name", ["police-domestic-abuse-high", "school-contact-good", "school-contact-thin"])
async def test_what_a_sender_says_reaches_whoever_screens_it_whole(intake: RunningService, name: str) -> None:
    senders = {one.org_id: one for one in (POLICE, SCHOOL, OTHER_SCHOOL)}
    sender = senders[example(name)["agency"]["org_id"]]
    address = PPN if sender is POLICE else "/api/v1/contacts"
    assert (await intake.client(sender, MACHINE).post(address, json=example(name))).status_code == 202
    [received] = await intake.published("frontdoor.ContactReceived.v1")
    told = set(_leaves(received))
    assert [leaf for leaf in _leaves(example(name)) if leaf not in told and leaf[0] not in OURS_ALONE] == []


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, object]]:
    """Every field that says something, with what it says; a time as the instant that it is."""
    if isinstance(value, dict):
        for key, inner in cast(dict[str, Any], value).items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in cast(list[Any], value):
            yield from _leaves(inner, name)
    elif value not in ("", None):
        yield name, datetime.fromisoformat(value) if name.endswith("_at") else value


CANARY = "CANARY-of-another-agency"


async def test_a_sender_sees_nothing_of_anybody_else(intake: RunningService) -> None:
    """Another agency's words, what we know and what we think of the same child leave by no answer to this sender."""
    others: dict[str, Any] = example("school-contact-good") | {"source_ref": f"{CANARY}-ref", "worries": CANARY * 5}
    others["children"] = [{**others["children"][0], "child_words": CANARY, "address": f"1 {CANARY}, EX2 1AB"}]
    others["adults"][0]["surname"] = CANARY
    theirs = (await intake.client(OTHER_SCHOOL, MACHINE).post("/api/v1/contacts", json=others)).json()
    school = intake.client(SCHOOL, MACHINE)
    answers = [await school.post("/api/v1/contacts", json=example("school-contact-good"))]
    contact_id = answers[0].json()["contact_id"]
    decision = {
        "contact_id": contact_id,
        "child_id": theirs["children"][0]["child_id"],
        "decision": "REFERRAL_S17",
        "rationale": CANARY,
        "decided_at": "2026-05-01T15:00:00Z",
    }
    await intake.publish(
        "threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", decision, key=f"Screening-{contact_id}"
    )
    amended = example("school-contact-good") | {"source_version": 2, "worries": "He was collected by nobody today"}
    answers += [
        await school.post("/api/v1/contacts", json=amended),
        await school.post("/api/v1/contacts?sandbox=true", json=example("school-contact-good")),
        await school.get("/api/v1/contacts/SP-10301"),
        await school.get(f"/api/v1/contacts/{contact_id}"),
        await school.get("/api/v1/submissions"),
        await school.get(f"/api/v1/submissions/{contact_id}"),
    ]
    assert {answer.status_code for answer in answers} == {200, 202}
    assert answers[3].json()["outcomes"][0]["outcome"] == "REFERRAL_S17"
    said = " ".join(answer.text for answer in answers)
    assert not [word for word in (CANARY, theirs["contact_id"], theirs["children"][0]["child_id"]) if word in said]
    for ref in (theirs["contact_id"], f"{CANARY}-ref"):
        assert (await school.get(f"/api/v1/contacts/{ref}")).status_code == 404
