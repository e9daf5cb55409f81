"""The whole way of a screening through its API, on a real store and a real journal."""

from typing import Any

import pytest

from shared.access.routes import UNDECLARED, declared_access
from shared.testing.service import RunningService

from .asking import done, history, post, strategy
from .conftest import arrive
from .people import ADEYEMI, HALE, LUND, MARSH, OKAFOR, REYES, may
from .story import ANALYSIS, MAISIE, WORDS


@pytest.fixture
async def weekend(screening: RunningService) -> dict[str, Any]:
    return await arrive(screening, "police-domestic-abuse-high")


async def clock_dues(screening: RunningService) -> dict[str, Any]:
    rows = await screening.service.pool.fetch("select code, due_at, status from clocks")
    return {row["code"]: (row["due_at"], row["status"]) for row in rows}


async def test_a_contact_opens_its_screening_with_its_clocks(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    [opened] = await screening.published("frontdoor.ScreeningOpened.v1")
    assert opened["contact_id"] == weekend["contact_id"]
    assert await clock_dues(screening) == {
        "CK_1WD": (may(5, 17), "RUNNING"),
        "CK_TRIAGE": (may(3, 1, 20), "RUNNING"),
    }


async def test_the_night_of_the_brief_from_contact_to_strategy_discussion(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    okafor, lund = screening.client(OKAFOR), screening.client(LUND)
    screening.clock.at = may(3, 1, 15)
    await done(lund, weekend, "rag", rag="RED")
    await done(lund, weekend, "direction", text="Visit tonight; speak to Maisie alone.", screener_id="edt.okafor")
    for child in weekend["children"]:
        await done(okafor, weekend, "history-reviews", **history(child))
        await done(okafor, weekend, "proposals", **strategy(child))
    screening.clock.at = may(3, 2)
    for child in weekend["children"]:
        receipt = await done(
            lund, weekend, "authorisations", child_id=child["child_id"], manager_rationale="Agreed at once."
        )
        assert "ThresholdDecisionAuthorised" in receipt["events"]
    clocks = await clock_dues(screening)
    assert clocks["CK_RED"] == (may(3, 5, 5), "MET")
    assert clocks["CK_1WD"][1] == "MET"
    assert clocks["CK_TRIAGE"][1] == "MET"
    first, second = await screening.published("frontdoor.ThresholdDecisionAuthorised.v1")
    assert (first["decision"], first["immediacy"], first["agency"]["org_id"]) == (
        "REFERRAL_STRATEGY",
        "IMMEDIATE",
        "force-example",
    )
    assert first["source_ref"] == "PPN-2026-0418823"
    assert {first["child_id"], second["child_id"]} == {child["child_id"] for child in weekend["children"]}
    assert first["meta"]["child_ids"] == [first["child_id"]]


async def test_a_refusal_names_the_guard_the_field_and_the_way(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    closing = strategy(weekend["children"][0]) | {
        "decision": "NFA",
        "need_level": 1,
        "rationale": WORDS,
        "strategy": None,
    }
    answer = await post(screening.client(ADEYEMI), weekend, "proposals", **closing)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "SCR-01 NO_DIRECTION")
    assert "direction" in problem["detail"]


async def test_a_case_says_what_its_guards_still_want(screening: RunningService, weekend: dict[str, Any]) -> None:
    answer = await screening.client(ADEYEMI).get(f"/api/v1/screenings/{weekend['contact_id']}")
    case = answer.json()
    assert [missing["code"] for missing in case["children"][0]["missing"]] == [
        "SCR-01 NO_DIRECTION",
        "SCR-02 NO_HISTORY",
        "SCR-10 DA_HIGH",
        "SCR-12 SIBLING_GAP",
    ]
    assert case["version"] == 1
    assert case["said"]["worries"].startswith("Strangulation of mother")


async def test_what_is_in_the_record_has_to_be_opened(screening: RunningService) -> None:
    """The second contact about the same child, as intake's link tells it."""
    earlier = await arrive(screening, "school-contact-thin")
    [jay] = earlier["children"]
    screening.clock.at = may(7, 16, 5)
    later = await arrive(screening, "school-contact-thin", contact_id="019df6a0-0000-7000-8000-00000000aaaa")
    await screening.publish(
        "contacts",
        "frontdoor.ChildIdentified.v1",
        {
            "contact_id": later["contact_id"],
            "temp_ref": "c1",
            "provisional_child_id": jay["child_id"],
            "child_id": jay["child_id"],
            "method": "LINKED",
            "by": "sw.adeyemi",
        },
        key=f"Contact-{later['contact_id']}",
    )
    client = screening.client(ADEYEMI)
    case = (await client.get(f"/api/v1/screenings/{later['contact_id']}")).json()
    assert [item["contact_id"] for item in case["children"][0]["history"]] == [earlier["contact_id"]]
    assert case["children"][0]["contacts_12m"] == 2
    unread = await post(client, later, "history-reviews", **history(jay))
    assert unread.json()["code"] == "SCR-02 NO_HISTORY"
    receipt = await done(
        client, later, "history-reviews", **history(jay, items_opened=[earlier["contact_id"]], contacts_elsewhere_12m=1)
    )
    assert receipt["events"] == ["HistoryReviewed"]
    [reviewed] = await screening.published("frontdoor.HistoryReviewed.v1")
    assert reviewed["contacts_12m"] == 3


async def test_an_old_version_is_a_conflict(screening: RunningService, weekend: dict[str, Any]) -> None:
    reyes = screening.client(REYES)
    await done(reyes, weekend, "rag", rag="RED", expected_version=1)
    stale = await post(reyes, weekend, "direction", text="Visit.", expected_version=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "STALE-VERSION")


async def test_a_repeated_key_rates_once(screening: RunningService, weekend: dict[str, Any]) -> None:
    reyes = screening.client(REYES)
    reyes.headers["idempotency-key"] = "rate-once"
    first = await done(reyes, weekend, "rag", rag="RED")
    assert await done(reyes, weekend, "rag", rag="RED") == first


async def test_a_contact_that_nobody_sent_is_not_found(screening: RunningService, weekend: dict[str, Any]) -> None:
    reyes = screening.client(REYES)
    nothing = {"contact_id": "019df6a0-0000-7000-8000-00000000dead"}
    assert (await post(reyes, nothing, "rag", rag="RED")).status_code == 404
    assert (await reyes.get("/api/v1/screenings/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rag": "PURPLE"}, "rag"),
        ({}, "rag"),
        ({"rag": "RED", "colour": "RED"}, "colour"),
        ({"rag": "RED", "reasons": "because"}, "reasons"),
        ({"rag": "RED", "expected_version": -1}, "expected_version"),
    ],
)
async def test_a_body_that_is_no_rating_is_refused_with_its_field(
    screening: RunningService, weekend: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    answer = await post(screening.client(REYES), weekend, "rag", **body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


async def test_a_direction_due_in_an_impossible_year_is_refused(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    answer = await post(screening.client(REYES), weekend, "direction", text="Visit", due_at="9999-12-31T23:59:59Z")
    assert answer.json()["field"] == "due_at"


@pytest.mark.parametrize("path", ["rag", "direction", "proposals", "authorisations", "overrides", "closure"])
async def test_a_call_handler_rates_nothing_and_decides_nothing(
    screening: RunningService, weekend: dict[str, Any], path: str
) -> None:
    answer = await post(screening.client(MARSH), weekend, path, rag="RED")
    assert answer.status_code == 403


async def test_a_screener_neither_rates_nor_authorises(screening: RunningService, weekend: dict[str, Any]) -> None:
    adeyemi = screening.client(ADEYEMI)
    assert (await post(adeyemi, weekend, "rag", rag="RED")).status_code == 403
    assert (await post(adeyemi, weekend, "authorisations")).status_code == 403


async def test_the_queue_is_in_order_of_the_time_that_is_left(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    thin = await arrive(screening, "school-contact-thin")
    queue = (await screening.client(ADEYEMI).get("/api/v1/queue")).json()
    assert [line["contact_id"] for line in queue] == [weekend["contact_id"], thin["contact_id"]]
    assert queue[0]["urgent"] == ["Sender says urgent", "Police grade high"]
    assert queue[0]["rag"] is None
    assert queue[0]["missing"][:2] == ["a rating", "a manager's direction"]


async def test_an_open_childs_contact_is_acknowledged_by_the_team_that_holds_the_case(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    child = weekend["children"][0]
    hale, lund, okafor = (screening.client(person) for person in (HALE, LUND, OKAFOR))
    await done(lund, weekend, "direction", text="Link it.")
    await done(okafor, weekend, "history-reviews", **history(child, care_status="CIN"))
    link = strategy(child) | {"decision": "LINK_OPEN_CASE", "rationale": WORDS, "strategy": None, **ANALYSIS}
    assert (await post(okafor, weekend, "proposals", **link)).json()["code"] == "SCR-11 OPEN_CASE"
    await done(hale, weekend, "open-case-acknowledgements", child_id=child["child_id"], team="CASS-3")
    await done(okafor, weekend, "proposals", **link)


async def test_whoever_looks_at_a_child_is_written_down(screening: RunningService, weekend: dict[str, Any]) -> None:
    adeyemi = screening.client(ADEYEMI)
    await adeyemi.get("/api/v1/queue")
    await adeyemi.get(f"/api/v1/screenings/{weekend['contact_id']}")
    looks = await screening.service.pool.fetch(
        "select action, child_ids from audit where user_id = $1 order by entry", ADEYEMI.user_id
    )
    assert [look["action"] for look in looks] == ["ViewQueue", "ViewContact"]
    assert all(set(look["child_ids"]) == {child["child_id"] for child in weekend["children"]} for look in looks)


async def test_every_route_declares_who_may_use_it(screening: RunningService) -> None:
    undeclared = [route for route in declared_access(screening.app) if route.access is UNDECLARED]
    assert undeclared == []


async def test_a_strategy_discussion_answers_the_red_clock(screening: RunningService, weekend: dict[str, Any]) -> None:
    await done(screening.client(LUND), weekend, "rag", rag="RED")
    await screening.publish(
        "strategy-meetings",
        "frontdoor.StrategyDiscussionConvened.v1",
        {
            "strategy_id": "019df6a0-0000-7000-8000-0000000000ee",
            "contact_id": weekend["contact_id"],
            "child_ids": [child["child_id"] for child in weekend["children"]],
            "held_at": "2026-05-03T02:00:00+01:00",
            "mode": "PHONE",
        },
        key="StrategyDiscussion-1",
    )
    assert (await clock_dues(screening))["CK_RED"] == (may(3, 5, 5), "MET")


async def test_a_child_of_the_household_is_decided_about_like_one_whom_the_sender_named(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    okafor = screening.client(OKAFOR)
    await done(okafor, weekend, "history-reviews", **history(weekend["children"][0]))
    baby = {"temp_ref": "sibling-1", "child_id": MAISIE, "first_name": "Bea", "surname": "Rudd", "dob": "2026-02-01"}
    added = {"contact_id": weekend["contact_id"], "child": baby, "by": "sw.adeyemi"}
    for _ in range(2):
        key = f"Contact-{weekend['contact_id']}"
        await screening.publish("contacts", "frontdoor.SiblingAdded.v1", added, key=key)
    case = (await okafor.get(f"/api/v1/screenings/{weekend['contact_id']}")).json()
    assert [child["name"] for child in case["children"]][2:] == ["Bea Rudd"]
    assert "UNDER_ONE" in case["urgent_facts"]
    assert [child["history_reviewed"] for child in case["children"]] == [True, False, False]


async def test_an_amended_contact_shows_the_new_child_and_asks_for_the_history_again(
    screening: RunningService, weekend: dict[str, Any]
) -> None:
    okafor = screening.client(OKAFOR)
    await done(okafor, weekend, "history-reviews", **history(weekend["children"][0]))
    baby = {**weekend["children"][1], "temp_ref": "c3", "child_id": MAISIE, "first_name": "Bea", "dob": "2026-02-01"}
    await screening.publish(
        "contacts",
        "frontdoor.ContactAmended.v1",
        {
            "contact_id": weekend["contact_id"],
            "source_version": 2,
            "changes": ["children"],
            "children": [*weekend["children"], baby],
            "police": {"grade": "HIGH"},
            "worries": "There is a baby too.",
        },
        key=f"Contact-{weekend['contact_id']}",
    )
    case = (await okafor.get(f"/api/v1/screenings/{weekend['contact_id']}")).json()
    assert [child["name"] for child in case["children"]][2] == "Bea Thornbeck-Rudd"
    assert case["said"]["worries"] == "There is a baby too."
    assert "UNDER_ONE" in case["urgent_facts"]
    assert not any(child["history_reviewed"] for child in case["children"])
