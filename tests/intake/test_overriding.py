"""Every guard of a contact refuses, and is let past by a named manager where that makes sense (§3.0, decision 23)."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from intake.decider.overriding import NAMES, NEVER
from intake.flags import GUARDS_IN_WORDS
from shared.access.actor import Actor, Role
from shared.testing.service import RunningService

from .asking import PPN, REASON, ask, sent
from .conftest import CALL_HANDLER, MACHINE, POLICE, POLICE_MASH, REYES, SCREENER, example
from .test_pages import hidden
from .test_steps import take

BROOK = Actor(user_id="fdm.brook", name="Ann Brook", role=Role.FRONT_DOOR_MANAGER, org_id="la-812", registered_sw=True)
WHY = "The duty sergeant cannot be reached before the school opens; told him by telephone."
BY = "2026-05-06"
OVERRIDDEN = "frontdoor.ContactGuardOverridden.v1"
LADO = {"lado": "Ines Frost", "told_at": "2026-05-05T07:30:00+01:00"}


@pytest.fixture(autouse=True)
def tuesday(intake: RunningService) -> None:
    intake.clock.at = datetime(2026, 5, 5, 7, 0, tzinfo=UTC)


async def let_past(intake: RunningService, contact: dict[str, Any], guard: str, who: Actor = REYES, **said: str) -> Any:
    return await ask(intake, who, contact, "overrides", **{"guard": guard, "reason": WHY, "review_by": BY} | said)


async def without_zed(intake: RunningService) -> tuple[dict[str, Any], str]:
    """A contact that leaves out a brother whom we know, and the brother."""
    first = await sent(intake)
    only_noor = example("school-contact-good")["children"][:1]
    return await sent(intake, source_ref="SP-2", children=only_noor), first["children"][1]["child_id"]


async def swapped(intake: RunningService, version: int = 1, worries: str = "") -> dict[str, Any]:
    body = example("police-domestic-abuse-high") | {"source_version": version}
    body["police"]["da"]["perpetrator_ref"] = "a1"
    body["worries"] += worries
    answer = await intake.client(POLICE, MACHINE).post(PPN, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def allegation(intake: RunningService) -> dict[str, Any]:
    return await sent(intake, contact_type="LADO")


async def one_left_out(intake: RunningService) -> dict[str, Any]:
    contact, _ = await without_zed(intake)
    return contact


STANDS: dict[str, Callable[[RunningService], Awaitable[dict[str, Any]]]] = {
    "INT-02": allegation,
    "INT-04": one_left_out,
    "INT-07": swapped,
}
"""Where each guard that can be passed stands in the way."""


def test_every_guard_that_can_be_passed_is_walked() -> None:
    assert set(STANDS) == set(GUARDS_IN_WORDS)


@pytest.mark.parametrize("guard", sorted(STANDS))
async def test_it_is_passed_over_the_api_and_on_the_page_once_and_looked_at_by_another(
    intake: RunningService, guard: str
) -> None:
    contact = await STANDS[guard](intake)
    typed = {"guard": guard, "reason": WHY, "review_by": BY}
    status, _ = await take(intake, REYES, contact["contact_id"], "override", **typed)
    assert status == 303
    assert (await let_past(intake, contact, guard))["code"] == "INT-47 NOTHING_TO_PASS"
    look = {"guard": guard, "agrees": "Y", "text": "Rang them: it was right."}
    assert (await take(intake, BROOK, contact["contact_id"], "override-review", **look))[0] == 303
    [passed] = await intake.published(OVERRIDDEN)
    assert (passed["guard"], passed["overridden_by"], passed["review_by"]) == (guard, "fdm.reyes", BY)


async def test_int_02_a_manager_lets_the_lado_be_told_before_screening_has_it(intake: RunningService) -> None:
    allegation = await sent(intake, contact_type="LADO")
    assert (await ask(intake, REYES, allegation, "lado", **LADO))["code"] == "INT-02 NO_BYPASS"
    await let_past(intake, allegation, "INT-02")
    assert "code" not in await ask(intake, REYES, allegation, "lado", **LADO)
    assert await intake.published("frontdoor.LadoReferralRouted.v1")


async def test_int_04_a_contact_counts_as_whole_and_each_child_can_still_be_decided_on(intake: RunningService) -> None:
    contact, zed = await without_zed(intake)
    await let_past(intake, contact, "INT-04")
    assert len(await intake.published("frontdoor.ContactCompleted.v1")) == 1
    assert "code" not in await ask(intake, SCREENER, contact, "siblings", child_id=zed)


async def test_int_07_what_was_held_may_leave_and_the_police_can_still_answer(intake: RunningService) -> None:
    contact = await swapped(intake)
    await let_past(intake, contact, "INT-07")
    [told] = await intake.published(OVERRIDDEN)
    assert (told["guard"], told["overridden_by"], told["review_by"]) == ("INT-07", "fdm.reyes", BY)
    answer = {"victim_ref": "a1", "perpetrator_ref": "a2", "reason": REASON}
    assert "code" not in await ask(intake, POLICE_MASH, contact, "clarification", **answer)


async def test_int_07_stands_again_for_other_parts_and_not_for_the_same(intake: RunningService) -> None:
    contact = await swapped(intake)
    await let_past(intake, contact, "INT-07")
    await swapped(intake, version=2, worries=" He was released.")
    assert [amended["flags"] for amended in await intake.published("frontdoor.ContactAmended.v1")] == [[]]
    assert (await let_past(intake, contact, "INT-07"))["code"] == "INT-47 NOTHING_TO_PASS"


@pytest.mark.parametrize("guard", sorted(NEVER))
async def test_nobody_lets_anything_past_what_must_hold(intake: RunningService, guard: str) -> None:
    refused = await let_past(intake, await sent(intake), guard)
    assert refused["code"] == f"{guard} {NAMES[guard]}"
    assert refused["detail"].startswith(NEVER[guard].rstrip("."))


def test_each_guard_is_one_that_a_manager_may_let_past_or_says_why_not() -> None:
    assert set(NAMES) == set(NEVER) | set(GUARDS_IN_WORDS)
    assert not set(NEVER) & set(GUARDS_IN_WORDS)


@pytest.mark.parametrize(
    ("who", "guard", "said", "code"),
    [
        (SCREENER, "INT-07", {}, "ACCESS-ROLE"),
        (CALL_HANDLER, "INT-07", {}, "ACCESS-ROLE"),
        (REYES, "INT-99", {}, "INT-46 NO_SUCH_GUARD"),
        (REYES, "INT-07", {"reason": "Cannot wait for the police"}, "INTAKE OVERRIDE_REASON"),
        (REYES, "INT-07", {"review_by": "2026-05-04"}, "INTAKE OVERRIDE_REVIEW"),
        (REYES, "INT-04", {}, "INT-47 NOTHING_TO_PASS"),
    ],
)
async def test_an_override_names_a_rule_that_stands_a_reason_and_a_day(
    intake: RunningService, who: Actor, guard: str, said: dict[str, str], code: str
) -> None:
    assert (await let_past(intake, await swapped(intake), guard, who, **said))["code"] == code


async def test_another_manager_looks_again_and_says_at_what(intake: RunningService) -> None:
    contact = await swapped(intake)
    look = {"guard": "INT-07", "agrees": True, "text": "Rang the sergeant: it was right."}
    assert (await ask(intake, BROOK, contact, "override-reviews", **look))["code"] == "INTAKE NOTHING_TO_REVIEW"
    await let_past(intake, contact, "INT-07")
    assert (await ask(intake, REYES, contact, "override-reviews", **look))["code"] == "INTAKE OVERRIDE_SELF_REVIEW"
    assert "code" not in await ask(intake, BROOK, contact, "override-reviews", **look)
    assert (await ask(intake, BROOK, contact, "override-reviews", **look))["code"] == "INTAKE NOTHING_TO_REVIEW"


async def test_both_stand_on_pages_found_from_the_contact_and_from_what_is_to_be_sorted_out(
    intake: RunningService,
) -> None:
    contact, _ = await without_zed(intake)
    contact_id = contact["contact_id"]
    assert f'/intake/contacts/{contact_id}/override"' in (await manager(intake, f"/contacts/{contact_id}/steps"))
    assert "Let it past a rule" not in (await intake.browser(SCREENER).get(f"/contacts/{contact_id}/steps")).text
    status, page = await take(intake, REYES, contact_id, "override", guard="INT-04", reason="Later", review_by=BY)
    assert (status, "INTAKE OVERRIDE_REASON" in page, "Later" in page) == (422, True, True)
    typed = {"guard": "INT-04", "reason": WHY, "review_by": BY}
    assert (await take(intake, REYES, contact_id, "override", **typed))[0] == 303
    link = f"/intake/contacts/{contact_id}/override-review?guard=INT-04"
    assert link not in await manager(intake, "/to-sort-out")
    assert link in await manager(intake, "/to-sort-out", BROOK)
    look = {"guard": "INT-04", "agrees": "N", "text": "The aunt knew who lives there."}
    assert (await take(intake, BROOK, contact_id, "override-review", **look))[0] == 303
    assert link not in await manager(intake, "/to-sort-out", BROOK)


async def test_the_form_offers_the_rules_in_the_way_and_no_other(intake: RunningService) -> None:
    incomplete, _ = await without_zed(intake)
    swap = await swapped(intake)
    allegation = await sent(intake, contact_type="LADO", source_ref="SP-3")
    assert [await offered(intake, contact) for contact in (incomplete, swap, allegation)] == [
        ["INT-04"],
        ["INT-07"],
        ["INT-02"],
    ]
    await let_past(intake, incomplete, "INT-04")
    assert await offered(intake, incomplete) == []
    page = await manager(intake, f"/contacts/{incomplete['contact_id']}/override")
    assert "No rule that a manager may let it past stands in its way now" in page


async def test_a_rule_that_was_satisfied_since_the_form_was_opened_needs_nobody_to_answer_for_it(
    intake: RunningService,
) -> None:
    contact, zed = await without_zed(intake)
    address = f"/contacts/{contact['contact_id']}/override"
    browser = intake.browser(REYES)
    form = hidden((await browser.get(address)).text)
    assert "code" not in await ask(intake, SCREENER, contact, "siblings", child_id=zed)
    del form["expected_version"]
    late = await browser.post(address, data=form | {"guard": "INT-04", "reason": WHY, "review_by": BY})
    assert (late.status_code, "INT-47 NOTHING_TO_PASS" in late.text, WHY in late.text) == (422, True, True)


async def offered(intake: RunningService, contact: dict[str, Any]) -> list[str]:
    page = await manager(intake, f"/contacts/{contact['contact_id']}/override")
    return re.findall(r'<option value="(INT-\d\d)"', page)


async def manager(intake: RunningService, address: str, who: Actor = REYES) -> str:
    return (await intake.browser(who).get(address)).text
