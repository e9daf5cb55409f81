"""The board: unsafe and unknown first, one card a child, whatever order the services told it in."""

from typing import Any

from shared.testing.service import RunningService

from .conftest import contact_received, ok, police_contact, told
from .people import HALE, LUND, OKAFOR, may
from .weekend import SHIFT, body, handed_over, open_shift

RAG = {"contact_id": "contact-child-maisie", "child_ids": ["child-maisie", "child-alfie"], "rag": "RED"}


async def the_board(edt: RunningService) -> list[dict[str, Any]]:
    return await ok(await edt.client(LUND).get("/api/v1/board"))


async def test_a_contact_out_of_hours_is_on_the_board_until_it_is_decided(edt: RunningService) -> None:
    await police_contact(edt)
    assert [card["name"] for card in await the_board(edt)] == ["Alfie Thornbeck-Rudd", "Maisie Thornbeck"]
    decision = {"contact_id": "contact-child-maisie", "child_id": "child-maisie", "decision": "REFERRAL_STRATEGY"}
    await told(edt, "ThresholdDecisionAuthorised", decision, at=may(3, 4))
    assert [card["name"] for card in await the_board(edt)] == ["Alfie Thornbeck-Rudd"]


async def test_what_turns_out_to_be_an_allegation_is_not_read_out_of_hours(edt: RunningService) -> None:
    await police_contact(edt)
    said = "Strangulation of mother"
    assert said in (await edt.browser(LUND).get("/board")).text
    amended = {"contact_id": "contact-child-maisie", "contact_type": "LADO", "children": [], "worries": "The coach."}
    key = "Contact-contact-child-maisie"
    await edt.publish("contacts", "frontdoor.ContactAmended.v1", amended, key=key, child_ids=("child-maisie",))
    read = (await edt.browser(LUND).get("/board")).text + str(await the_board(edt))
    assert said not in read
    assert "The coach." not in read
    assert "with the designated officer" in read


async def test_of_a_missing_child_the_board_says_what_the_police_report(edt: RunningService) -> None:
    report = {"contact_type": "MISSING", "worries": "", "missing": {"circumstances": "Second phone found in room"}}
    await contact_received(edt, "child-ellis", at=may(2, 23), **report)
    assert "Second phone found in room" in (await edt.browser(LUND).get("/board")).text


async def test_a_decision_that_is_heard_of_before_its_contact_counts_too(edt: RunningService) -> None:
    decision = {"contact_id": "contact-child-ellis", "child_id": "child-ellis", "decision": "REFERRAL_S17"}
    await told(edt, "ThresholdDecisionAuthorised", decision, at=may(3, 4))
    await contact_received(edt, "child-ellis", at=may(3, 2))
    assert await the_board(edt) == []


async def test_a_contact_in_service_hours_is_for_the_day(edt: RunningService) -> None:
    await contact_received(edt, "child-ellis", at=may(1, 11))
    assert await the_board(edt) == []


async def test_unsafe_and_unknown_children_come_first(edt: RunningService) -> None:
    await contact_received(edt, "child-corey", at=may(3, 19, 10), immediate_safety={"is_child_safe_now": "N"})
    await contact_received(edt, "child-ellis", at=may(2, 10), immediate_safety={"is_child_safe_now": "NK"})
    await police_contact(edt)
    assert [(card["child_id"], card["is_child_safe_now"]) for card in await the_board(edt)] == [
        ("child-corey", "N"),
        ("child-ellis", "NOT_KNOWN"),
        ("child-alfie", "Y"),
        ("child-maisie", "Y"),
    ]


async def test_what_a_visit_found_is_the_last_known_safety(edt: RunningService) -> None:
    await police_contact(edt)
    await open_shift(edt)
    edt.clock.at = may(3, 3)
    visit = {
        "visited_at": "2026-05-03T02:40:00+01:00",
        "children_seen": ["child-maisie"],
        "alone": "Y",
        "is_child_safe_now": "N",
    }
    await ok(await edt.client(OKAFOR).post(f"{SHIFT}/visits", json=visit))
    first, *_ = await the_board(edt)
    assert (first["child_id"], first["safety"]["source"]) == ("child-maisie", "Visit out of hours")


async def test_a_card_shows_what_the_other_services_decided(edt: RunningService) -> None:
    await police_contact(edt)
    await told(edt, "RagAssigned", RAG, at=may(3, 1, 30))
    held = {"child_ids": ["child-maisie", "child-alfie"], "held_at": "2026-05-03T11:00:00+01:00"}
    await told(edt, "StrategyDiscussionConvened", held, at=may(3, 12))
    await told(edt, "S47Started", {"child_id": "child-maisie"}, at=may(3, 15))
    maisie = next(card for card in await the_board(edt) if card["child_id"] == "child-maisie")
    assert maisie["rag"] == "RED"
    assert maisie["facts"] == {"RAG": "RED", "STRATEGY": "HELD", "S47": "OPEN", "DA_GRADE": "HIGH"}


async def test_an_older_word_that_comes_later_changes_nothing(edt: RunningService) -> None:
    await police_contact(edt)
    await told(edt, "RagAssigned", RAG | {"rag": "AMBER"}, at=may(3, 2))
    await told(edt, "RagAssigned", RAG, at=may(3, 1))
    assert {card["rag"] for card in await the_board(edt)} == {"AMBER"}


async def test_two_ids_of_one_child_are_one_card(edt: RunningService) -> None:
    await police_contact(edt)
    await open_shift(edt)
    edt.clock.at = may(4, 22)
    await ok(await edt.client(OKAFOR).post(f"{SHIFT}/items", json=body("HI-502")))
    identified = {"provisional_child_id": "child-corey", "child_id": "child-maisie"}
    await edt.publish("contacts", "frontdoor.ChildIdentified.v1", identified, key="ChildIdentity-child-corey")
    maisie = next(card for card in await the_board(edt) if card["child_id"] == "child-maisie")
    assert len(maisie["items"]) == 1
    assert len(await the_board(edt)) == 2


async def test_a_closed_item_leaves_the_board(edt: RunningService) -> None:
    item = f"/api/v1/items/{(await handed_over(edt))['HI-502']}"
    edt.clock.at = may(5, 9)
    hale = edt.client(HALE)
    await ok(await hale.post(f"{item}/accept", json={}))
    done = {"followed_up_at": "2026-05-05T08:55:00+01:00", "what": "EPO applied for", "child_seen": "N"}
    await ok(await hale.post(f"{item}/follow-up", json=done))
    assert "child-corey" in {card["child_id"] for card in await the_board(edt)}
    await ok(await hale.post(f"{item}/close", json={}))
    assert "child-corey" not in {card["child_id"] for card in await the_board(edt)}
