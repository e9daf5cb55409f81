"""What a client is told when a request cannot be carried out: a clear problem, and nothing stored."""

from typing import Any

import pytest

from shared.testing.service import RunningService

from .conftest import CONTACT, DISCUSSION, ok
from .people import ADEYEMI, AMIN, FELL, LUND, MARSH, OSEI, PATEL, REYES, may
from .story import ALFIE, MAISIE
from .weekend import body, convene, decide, start_s47

ASKING = {"contact_id": CONTACT, "child_ids": [MAISIE], "grounds": "New injury"}


async def events(strategy: RunningService) -> int:
    return await strategy.service.pool.fetchval("select count(*) from events")


@pytest.mark.parametrize(
    "wrong",
    [
        {"unheard_of": 1},
        {"held_at": "0001-01-01T00:00:00"},
        {"held_at": "9999-12-31T23:59:59Z"},
        {"mode": "PIGEON"},
        {"invitees": []},
        {"invitees": [{"agency": "POLICE", "unheard_of": 1}]},
        {"chair": ""},
    ],
)
async def test_what_cannot_be_understood_names_its_field(requested: RunningService, wrong: dict[str, Any]) -> None:
    before = await events(requested)
    convening = body("StrategyDiscussionConvened", "child_ids") | wrong
    answer = await requested.client(LUND).post(f"{DISCUSSION}/convene", json=convening)
    assert answer.status_code == 422
    assert answer.json()["field"].startswith(next(iter(wrong)))
    assert await events(requested) == before


async def test_unknown_discussions_enquiries_and_children_are_not_found(requested: RunningService) -> None:
    lund = requested.client(LUND)
    seen = {"seen_at": "2026-05-03T14:00", "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y"}
    starting = {"child_id": "child-kian", "lead_sw": "sw.ndlovu"}
    assert (await lund.get("/api/v1/discussions/unknown")).status_code == 404
    assert (await lund.post("/api/v1/discussions/unknown/finalise", json={"template_version": "x"})).status_code == 404
    assert (await lund.get("/api/v1/s47/unknown")).status_code == 404
    assert (await lund.post("/api/v1/s47/unknown/child-seen", json=seen)).status_code == 404
    assert (await lund.post(f"{DISCUSSION}/s47", json=starting)).status_code == 404


async def test_a_version_that_was_overtaken_is_a_conflict(requested: RunningService) -> None:
    convening = body("StrategyDiscussionConvened", "child_ids") | {"expected_version": 1}
    answer = await requested.client(LUND).post(f"{DISCUSSION}/convene", json=convening)
    assert (answer.status_code, answer.json()["field"]) == (409, "expected_version")


async def test_the_same_key_and_body_get_the_same_receipt(requested: RunningService) -> None:
    await convene(requested)
    lund = requested.client(LUND)
    action = {"owner": "DS Amin", "agency": "POLICE", "what": "Confirm bail", "due_at": "2026-05-04T12:00"}
    key = {"idempotency-key": "k-1"}
    first = await ok(await lund.post(f"{DISCUSSION}/actions", json=action, headers=key))
    again = await ok(await lund.post(f"{DISCUSSION}/actions", json=action, headers=key))
    assert first == again
    other = await lund.post(f"{DISCUSSION}/actions", json=action | {"what": "Other"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "KEY-REUSED")


async def test_who_may_not_decide_is_told_so(requested: RunningService) -> None:
    await convene(requested)
    for who in (ADEYEMI, AMIN, MARSH, PATEL):
        answer = await requested.client(who).post(f"{DISCUSSION}/decisions", json=body("StrategyDecisionRecorded"))
        assert (answer.status_code, answer.json()["code"]) == (403, "ACCESS-ROLE")


async def test_the_hub_may_ask_for_a_discussion_that_exists_already(requested: RunningService) -> None:
    receipt = await ok(await requested.client(AMIN).post("/api/v1/discussions", json=ASKING))
    assert receipt["strategy_id"] in DISCUSSION
    refusal = await requested.client(OSEI).post("/api/v1/discussions", json=ASKING)
    assert refusal.status_code == 403


async def test_asking_again_cannot_buy_time(requested: RunningService) -> None:
    later = ASKING | {"child_open_to": "CASS-3", "hold_by": "2026-05-12T17:00"}
    refusal = await requested.client(REYES).post("/api/v1/discussions", json=later)
    assert refusal.json()["code"] == "STR-06 OPEN_SAME_CLOCK"


async def test_a_school_that_was_asked_gets_the_invitation_and_another_nothing(requested: RunningService) -> None:
    await convene(requested)
    answer = await ok(await requested.client(OSEI).get(DISCUSSION))
    assert set(answer) == {"invitation"}
    assert answer["invitation"]["profile"] == "STRATEGY_INVITE"
    assert (await requested.client(FELL).get(DISCUSSION)).status_code == 404


async def test_a_school_that_was_not_asked_cannot_write_either(requested: RunningService) -> None:
    await convene(requested)
    told = {"agency": "EDUCATION", "content": "Attendance has fallen"}
    assert (await requested.client(FELL).post(f"{DISCUSSION}/information", json=told)).status_code == 404
    await ok(await requested.client(OSEI).post(f"{DISCUSSION}/information", json=told))
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert [section["org_id"] for section in record["sections"]] == ["sch-999001"]


async def test_a_child_is_seen_before_it_is_written_down(requested: RunningService) -> None:
    await decide(requested)
    s47_id = await start_s47(requested, ALFIE)
    requested.clock.at = may(3, 13)
    seen = {"seen_at": "2026-05-03T14:00", "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y"}
    answer = await requested.client(LUND).post(f"/api/v1/s47/{s47_id}/child-seen", json=seen)
    assert (answer.status_code, answer.json()["field"]) == (422, "seen_at")


async def test_declining_a_request(requested: RunningService) -> None:
    declining = {"rationale": "Police will visit first; asked again on Tuesday"}
    await ok(await requested.client(REYES).post(f"{DISCUSSION}/decline", json=declining))
    [declined] = await requested.published("frontdoor.StrategyRequestDeclined.v1")
    assert declined["by"] == "fdm.reyes"
    assert await ok(await requested.client(REYES).get("/api/v1/discussions")) == []


@pytest.mark.parametrize(("decision", "asked"), [("REFERRAL_STRATEGY", 1), ("REFERRAL_S17", 0), ("EARLY_HELP", 0)])
async def test_the_answer_to_early_help_asks_for_a_discussion_of_its_own(
    requested: RunningService, decision: str, asked: int
) -> None:
    answer = {
        "step_up_id": "019df6a0-0000-7000-8000-00000000e001",
        "child_id": MAISIE,
        "contact_id": CONTACT,
        "decision": decision,
        "rationale": "What was agreed as a trigger has happened",
        "decided_at": may(3, 12).isoformat(),
    }
    key = f"EarlyHelp-{MAISIE}"
    before = len(await requested.published("frontdoor.StrategyThresholdMet.v1"))
    await requested.publish("threshold-decisions", "frontdoor.StepUpDecided.v1", answer, key=key, actor=REYES)
    told = await requested.published("frontdoor.StrategyThresholdMet.v1")
    assert len(told) == before + asked
    assert (told[-1]["contact_id"] is None) is bool(asked)
