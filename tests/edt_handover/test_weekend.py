"""The weekend of domain brief §6.5, from the meeting before it to the closed shift, through the API on a real store."""

from datetime import datetime

from shared.testing.service import RunningService

from .conftest import ok, police_contact, told
from .people import ADEYEMI, HALE, LUND, NDLOVU, OKAFOR, PATEL, REYES, may
from .weekend import (
    SHIFT,
    SHIFT_ID,
    WEEKEND,
    add_items,
    answer_for_the_unknown_child,
    body,
    handed_over,
    open_shift,
    publish,
)

CLOSING = {"safety_statement": "Every child of this shift is accounted for"}


async def test_the_meeting_before_the_closure_is_recorded(edt: RunningService) -> None:
    edt.clock.at = may(1, 14, 30)
    prep = {**WEEKEND["pre_closure_prep"], "closure_from": "2026-05-02", "closure_to": "2026-05-04"}
    await ok(await edt.client(LUND).post("/api/v1/pre-closure-preps", json=prep))
    [held] = await edt.published("frontdoor.PreClosurePrepHeld.v1")
    assert (held["prep_on"], held["alerts_reviewed"]) == ("2026-05-01", 4)


async def test_the_shift_closes_only_because_the_manager_answered_for_the_unknown_child(edt: RunningService) -> None:
    await open_shift(edt)
    added = await add_items(edt)
    await publish(edt)
    lund = edt.client(LUND)
    refusal = await lund.post(f"{SHIFT}/close", json=CLOSING)
    assert (refusal.status_code, refusal.json()["code"]) == (422, "EDT-01 CLOSE_SHIFT")
    await answer_for_the_unknown_child(edt, added["HI-504"])
    edt.clock.at = may(5, 8, 30)
    await ok(await lund.post(f"{SHIFT}/close", json=CLOSING))
    [closed] = await edt.published("frontdoor.EdtShiftClosed.v1")
    assert closed["counts"] == {"items": 4, "children": 5, "not_known_safe": 1, "visits": 0}


async def test_items_and_shift_are_handed_over_together(edt: RunningService) -> None:
    added = await handed_over(edt)
    [published] = await edt.published("frontdoor.HandoverPublished.v1")
    assert published["item_ids"] == list(added.values())
    clocks = (await ok(await edt.client(LUND).get(SHIFT)))["clocks"]
    assert [(clock["code"], clock["status"]) for clock in clocks] == [("CK_EDT_PUB", "MET")]


async def test_red_items_are_to_be_accepted_by_nine_and_no_new_s46_clock_starts(edt: RunningService) -> None:
    added = await handed_over(edt)
    due = {
        name: {
            clock["code"]: datetime.fromisoformat(clock["due_at"])
            for clock in (await ok(await edt.client(REYES).get(f"/api/v1/items/{item_id}")))["clocks"]
        }
        for name, item_id in added.items()
    }
    assert {name: clocks["CK_EDT_ACCEPT"] for name, clocks in due.items()} == {
        "HI-501": may(5, 9),
        "HI-502": may(5, 9),
        "HI-503": may(5, 10),
        "HI-504": may(5, 10),
    }
    assert set(due["HI-502"]) == {"CK_EDT_ACCEPT", "CK_EDT_FU"}


async def test_a_person_of_the_day_service_accepts_acts_and_another_closes(edt: RunningService) -> None:
    item = f"/api/v1/items/{(await handed_over(edt))['HI-501']}"
    edt.clock.at = may(5, 8, 50)
    own = await edt.client(OKAFOR).post(f"{item}/accept", json={})
    assert own.json()["code"] == "EDT-07 NAMED_PERSON"
    await ok(await edt.client(HALE).post(f"{item}/accept", json={}))
    edt.clock.at = may(5, 12)
    done = {
        "followed_up_at": "2026-05-05T11:00:00+01:00",
        "what": "Allocated to Thandi Ndlovu; visited",
        "child_seen": "Y",
        "outcome": "Aunt stays until Friday",
        "is_child_safe_now": "Y",
    }
    await ok(await edt.client(NDLOVU).post(f"{item}/follow-up", json=done))
    refusal = await edt.client(OKAFOR).post(f"{item}/close", json={})
    assert refusal.json()["code"] == "EDT-08 NOT_ITS_AUTHOR"
    await ok(await edt.client(HALE).post(f"{item}/close", json={}))
    seen = await ok(await edt.client(REYES).get(item))
    assert (seen["accepted_by"], seen["closed_by"]) == ("cass.tm1", "cass.tm1")
    assert {clock["code"]: clock["status"] for clock in seen["clocks"]} == {
        "CK_EDT_ACCEPT": "MET",
        "CK_EDT_FU": "MET",
    }


async def test_a_rejected_item_is_the_front_door_managers(edt: RunningService) -> None:
    item = f"/api/v1/items/{(await handed_over(edt))['HI-504']}"
    edt.clock.at = may(5, 8, 10)
    refusing = {"reason": "Not identified", "suggest": "Front door"}
    await ok(await edt.client(ADEYEMI).post(f"{item}/reject", json=refusing))
    [rejected] = await edt.published("frontdoor.HandoverItemRejected.v1")
    assert (rejected["owner_team"], datetime.fromisoformat(rejected["accept_by"])) == ("FRONT_DOOR", may(5, 8, 40))
    await ok(await edt.client(REYES).post(f"{item}/accept", json={}))


async def test_what_is_known_of_a_child_keeps_an_item_from_being_mere_information(edt: RunningService) -> None:
    await police_contact(edt)
    await open_shift(edt)
    info = body("HI-501") | {"category": "INFO_ONLY"}
    refusal = await edt.client(OKAFOR).post(f"{SHIFT}/items", json=info)
    assert refusal.json()["code"] == "EDT-03 NOT_INFO_ONLY"
    assert (await ok(await edt.client(LUND).get(SHIFT)))["items"] == []


async def test_an_open_enquiry_does_so_too(edt: RunningService) -> None:
    await told(edt, "S47Started", {"child_id": "child-ellis"}, at=may(3, 15))
    await open_shift(edt)
    refusal = await edt.client(OKAFOR).post(f"{SHIFT}/items", json=body("HI-503") | {"category": "INFO_ONLY"})
    assert refusal.json()["code"] == "EDT-03 NOT_INFO_ONLY"


async def test_the_next_shift_of_the_weekend_takes_over_what_is_open(edt: RunningService) -> None:
    edt.clock.at = may(2, 8)
    lund = edt.client(LUND)
    night = {
        "opened_at": "2026-05-01T16:30",
        "closes_at": "2026-05-02T08:00",
        "workers": ["edt.okafor", "edt.lund"],
        "manager_on_call": "hos.patel",
    }
    first = (await ok(await lund.post("/api/v1/shifts", json=night)))["shift_id"]
    added = await ok(await lund.post(f"/api/v1/shifts/{first}/items", json=body("HI-502")))
    await ok(await lund.post(f"/api/v1/shifts/{first}/publish", json={}))
    day = night | {"opened_at": "2026-05-02T08:00", "closes_at": "2026-05-03T08:00"}
    second = (await ok(await lund.post("/api/v1/shifts", json=day)))["shift_id"]
    assert (first, second) == ("EDT-2026-05-01", "EDT-2026-05-02")
    carried = await ok(await lund.get(f"/api/v1/shifts/{second}"))
    assert [item["item_id"] for item in carried["items"]] == [added["item_id"]]
    assert carried["items"][0]["published_at"] is None


async def test_two_shifts_of_one_day_are_numbered(edt: RunningService) -> None:
    lund = edt.client(LUND)
    shift = {
        "opened_at": "2026-05-02T00:00",
        "closes_at": "2026-05-02T12:00",
        "workers": ["edt.lund"],
        "manager_on_call": "hos.patel",
    }
    await ok(await lund.post("/api/v1/shifts", json=shift))
    again = shift | {"opened_at": "2026-05-02T12:00", "closes_at": "2026-05-03T00:00"}
    assert (await ok(await lund.post("/api/v1/shifts", json=again)))["shift_id"] == "EDT-2026-05-02-2"


async def test_visits_interim_decisions_and_the_meeting_are_told(edt: RunningService) -> None:
    await open_shift(edt)
    edt.clock.at = may(3, 3)
    okafor = edt.client(OKAFOR)
    visit = {
        "visited_at": "2026-05-03T02:40:00+01:00",
        "children_seen": ["child-maisie", "child-alfie"],
        "alone": "N",
        "words": "I hid Alfie in the wardrobe",
        "conditions": "Warm, clean",
        "is_child_safe_now": "Y",
    }
    await ok(await okafor.post(f"{SHIFT}/visits", json=visit))
    interim = {"contact_id": "contact-1", "decision": "NFA", "rationale": "None", "child_ids": ["child-maisie"]}
    refusal = await okafor.post(f"{SHIFT}/decisions", json=interim)
    assert refusal.json()["code"] == "EDT-04 NO_NFA_OUT_OF_HOURS"
    await ok(await okafor.post(f"{SHIFT}/decisions", json=interim | {"decision": "SAFETY_PLAN"}))
    meeting = {"held_at": "2026-05-05T08:45", "attendees": ["fdm.reyes", "edt.lund"], "items_discussed": []}
    await ok(await edt.client(REYES).post(f"{SHIFT}/meetings", json=meeting))
    [made] = await edt.published("frontdoor.OohVisitMade.v1")
    assert datetime.fromisoformat(made["meta"]["occurred_at"]) == may(3, 2, 40)


async def test_a_leader_who_is_not_on_call_reads_nothing(edt: RunningService) -> None:
    assert (await edt.client(PATEL).get("/api/v1/board")).status_code == 403
    await open_shift(edt)
    assert (await edt.client(PATEL).get("/api/v1/board")).status_code == 200


async def test_requests_that_cannot_be_understood_are_answered_with_problems(edt: RunningService) -> None:
    await open_shift(edt)
    okafor = edt.client(OKAFOR)
    for wrong, status in (
        (body("HI-501") | {"unheard_of": 1}, 422),
        (body("HI-501") | {"action_due_at": "9999-12-31T23:59:59+00:00"}, 422),
        (body("HI-501") | {"child_seen": {"seen": "Y", "at": "0001-01-01T00:00:00"}}, 422),
        (body("HI-501") | {"rag": "PURPLE"}, 422),
        (body("HI-501") | {"expected_version": 99}, 409),
    ):
        assert (await okafor.post(f"{SHIFT}/items", json=wrong)).status_code == status
    assert (await okafor.post("/api/v1/shifts/unknown/items", json=body("HI-501"))).status_code == 404
    assert (await okafor.get("/api/v1/items/unknown")).status_code == 404
    assert (await okafor.post("/api/v1/items/unknown/accept", json={})).status_code == 404
    assert (await okafor.get(f"/api/v1/shifts/{SHIFT_ID}x")).status_code == 404
