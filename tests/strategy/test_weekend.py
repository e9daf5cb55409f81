"""The weekend of domain brief §6.6, from the authorised decision to the conference, through the API on a real store."""

from shared.testing.service import RunningService

from .conftest import CONTACT, DISCUSSION, STRATEGY, decided, ok
from .people import HALE, LUND, may
from .story import ALFIE, MAISIE
from .weekend import (
    agree_actions,
    body,
    convene,
    decide,
    finalise,
    see_child,
    start_s47,
    whole_weekend,
)


async def test_an_authorised_decision_leads_to_one_discussion_for_both_children(
    requested: RunningService,
) -> None:
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert record["contact_id"] == CONTACT
    assert record["child_ids"] == [MAISIE, ALFIE]
    assert [child["name"] for child in record["children"]] == ["Maisie Thornbeck", "Alfie Thornbeck-Rudd"]


async def test_other_decisions_lead_to_no_discussion(strategy: RunningService) -> None:
    await decided(strategy, MAISIE, decision="REFERRAL_S17")
    assert await ok(await strategy.client(LUND).get("/api/v1/discussions")) == []


async def test_the_same_decision_delivered_again_changes_nothing(requested: RunningService) -> None:
    await decided(requested, MAISIE)
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert record["child_ids"] == [MAISIE, ALFIE]


async def test_held_on_sunday_the_discussion_met_its_deadline(requested: RunningService) -> None:
    await convene(requested)
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    clocks = {clock["code"]: clock for clock in record["clocks"]}
    assert clocks["CK_STRAT"]["status"] == "MET"
    assert clocks["CK_STRAT_REC"]["status"] == "RUNNING"
    assert clocks["CK_STRAT_REC"]["due_at"] == "2026-05-05T16:00:00Z"


async def test_the_decisions_of_both_children_stand_and_are_not_provisional(
    requested: RunningService,
) -> None:
    await decide(requested)
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert {child: d["decision"] for child, d in record["decisions"].items()} == {
        MAISIE: "S47_JOINT",
        ALFIE: "S47_JOINT",
    }
    assert not any(decided["provisional"] for decided in record["decisions"].values())


async def test_the_school_was_closed_so_somebody_reconvenes_before_the_record_is_final(
    requested: RunningService,
) -> None:
    await decide(requested)
    template = {"template_version": "STRAT-1"}
    refusal = await requested.client(LUND).post(f"{DISCUSSION}/finalise", json=template)
    assert (refusal.status_code, refusal.json()["code"]) == (422, "STR-02 EDUCATION")
    await agree_actions(requested)
    await finalise(requested)
    record = await ok(await requested.client(LUND).get(DISCUSSION))
    assert record["signed_by"] == "edt.lund"


async def test_the_enquiry_started_on_the_day_of_the_discussion_and_its_conference_is_due_on_26_may(
    requested: RunningService,
) -> None:
    maisies, alfies = await whole_weekend(requested)
    started = await requested.published("frontdoor.S47Started.v1")
    assert [(s["s47_id"], s["child_id"], s["start_date"], s["icpc_due"]) for s in started] == [
        (maisies, MAISIE, "2026-05-03", "2026-05-26"),
        (alfies, ALFIE, "2026-05-03", "2026-05-26"),
    ]


async def test_maisie_was_seen_in_time_and_alfie_not_yet(requested: RunningService) -> None:
    maisies, alfies = await whole_weekend(requested)
    status = {
        s47_id: {
            clock["code"]: clock["status"]
            for clock in (await ok(await requested.client(LUND).get(f"/api/v1/s47/{s47_id}")))["clocks"]
        }
        for s47_id in (maisies, alfies)
    }
    assert status[maisies]["CK_S47_SEEN"] == "MET"
    assert status[alfies]["CK_S47_SEEN"] == "RUNNING"


async def test_a_second_enquiry_for_maisie_is_refused_while_one_is_open(requested: RunningService) -> None:
    await whole_weekend(requested)
    again = {"child_id": MAISIE, "lead_sw": "sw.ndlovu"}
    refusal = await requested.client(LUND).post(f"{DISCUSSION}/s47", json=again)
    assert (refusal.status_code, refusal.json()["code"]) == (422, "STR-08 ONE_OPEN_S47")


async def test_a_linked_identity_has_no_second_enquiry_either(requested: RunningService) -> None:
    await whole_weekend(requested)
    await requested.publish(
        "contacts",
        "frontdoor.ChildIdentified.v1",
        {"provisional_child_id": "provisional-9", "child_id": MAISIE},
        key="ChildIdentity-provisional-9",
    )
    lund = requested.client(LUND)
    asking = {"contact_id": "contact-9", "child_ids": ["provisional-9"], "grounds": "New incident"}
    other = (await ok(await lund.post("/api/v1/discussions", json=asking)))["strategy_id"]
    starting = {"child_id": "provisional-9", "lead_sw": "sw.ndlovu", "urgent_because": "Injury"}
    refusal = await lund.post(f"/api/v1/discussions/{other}/s47", json=starting)
    assert refusal.json()["code"] == "STR-08 ONE_OPEN_S47"


async def test_the_conference_was_held_13_working_days_after_the_discussion(requested: RunningService) -> None:
    maisies, _ = await whole_weekend(requested)
    hale, enquiry = requested.client(HALE), f"/api/v1/s47/{maisies}"
    requested.clock.at = may(14, 16)
    await ok(await hale.post(f"{enquiry}/outcome", json=body("S47OutcomeRecorded", "authorised_by", "at")))
    await ok(await hale.post(f"{enquiry}/icpc-booking", json=body("ICPCBooked")))
    requested.clock.at = may(21, 16)
    conference = body("ICPCHeld", "working_days_from_strategy")
    await ok(await hale.post(f"{enquiry}/icpc", json=conference))
    [held] = await requested.published("frontdoor.ICPCHeld.v1")
    assert held["working_days_from_strategy"] == 13
    clocks = (await ok(await hale.get(enquiry)))["clocks"]
    assert {clock["code"]: clock["status"] for clock in clocks} == {"CK_S47_SEEN": "MET", "CK_ICPC": "MET"}


async def test_after_its_conference_the_child_may_have_another_enquiry(requested: RunningService) -> None:
    maisies, _ = await whole_weekend(requested)
    hale, enquiry = requested.client(HALE), f"/api/v1/s47/{maisies}"
    requested.clock.at = may(14, 16)
    outcome = body("S47OutcomeRecorded", "authorised_by", "at") | {"harm_substantiated": "N", "outcome": "NFA"}
    await ok(await hale.post(f"{enquiry}/outcome", json=outcome))
    assert await start_s47(requested, MAISIE) != maisies


async def test_no_outcome_while_actions_are_open(requested: RunningService) -> None:
    await decide(requested)
    await agree_actions(requested)
    s47_id = await start_s47(requested)
    await see_child_later(requested, s47_id)
    outcome = body("S47OutcomeRecorded", "authorised_by", "at")
    refusal = await requested.client(HALE).post(f"/api/v1/s47/{s47_id}/outcome", json=outcome)
    assert refusal.json()["code"] == "STR-09 CLOSE_S47"


async def see_child_later(strategy: RunningService, s47_id: str) -> None:
    strategy.clock.at = may(3, 16)
    await see_child(strategy, s47_id)


async def test_everything_is_told_to_the_other_services(requested: RunningService) -> None:
    await whole_weekend(requested)
    for told in (
        "StrategyThresholdMet",
        "StrategyDiscussionConvened",
        "AttendanceRecorded",
        "StrategyDecisionRecorded",
        "StrategyActionAgreed",
        "StrategyRecordFinalised",
        "S47Started",
        "ChildSeen",
        "ClockStarted",
        "ClockStopped",
    ):
        assert await requested.published(f"frontdoor.{told}.v1"), told
    convened = await requested.published("frontdoor.StrategyDiscussionConvened.v1")
    assert convened[0]["strategy_id"] == STRATEGY
    assert convened[0]["meta"]["occurred_at"] == "2026-05-03T10:00:00Z"
