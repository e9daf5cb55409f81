"""Contacts that belong together: linked, never merged, and of those that tell of one incident one is counted."""

import asyncio
from typing import Any

from shared.testing.service import RunningService

from .asking import REASON, ask, sent
from .conftest import SCREENER


async def test_contacts_are_linked_and_never_merged(intake: RunningService) -> None:
    first, second = await sent(intake), await sent(intake, source_ref="SP-2")
    primary = {"primary_contact_id": first["contact_id"], "reason": REASON}
    assert (await ask(intake, SCREENER, second, "duplicates", merge=True, **primary))["code"] == "INT-09 MERGE"
    await ask(intake, SCREENER, second, "duplicates", **primary)
    assert (await ask(intake, SCREENER, second, "duplicates", **primary))["code"] == "INT-31 LINKED"
    itself = {"primary_contact_id": second["contact_id"], "reason": REASON}
    assert (await ask(intake, SCREENER, second, "duplicates", **itself))["code"] == "INT-30 ITSELF"


async def test_a_link_that_is_wrong_is_undone_and_then_made_otherwise(intake: RunningService) -> None:
    first, second = await sent(intake), await sent(intake, source_ref="SP-2")
    primary = {"primary_contact_id": first["contact_id"], "reason": REASON}
    await ask(intake, SCREENER, second, "duplicates", same_incident=True, **primary)
    assert "versions" in await ask(intake, SCREENER, second, "duplicate-undoings", **primary)
    [undone] = await intake.published("frontdoor.DuplicateContactUnlinked.v1")
    assert (undone["contact_id"], undone["primary_contact_id"]) == (second["contact_id"], first["contact_id"])
    back = {"primary_contact_id": second["contact_id"], "reason": REASON}
    assert "versions" in await ask(intake, SCREENER, first, "duplicates", same_incident=True, **back)
    assert (await ask(intake, SCREENER, second, "duplicates", same_incident=True, **primary))["code"] == "INT-58 CIRCLE"
    assert "versions" in await ask(intake, SCREENER, second, "duplicates", same_incident=False, **primary)


async def test_of_three_that_tell_of_one_incident_no_circle_leaves_all_out(intake: RunningService) -> None:
    one, two, three = [await sent(intake, source_ref=f"SP-{number}") for number in (1, 2, 3)]
    for later, earlier in ((two, one), (three, two)):
        primary = {"primary_contact_id": earlier["contact_id"], "same_incident": True, "reason": REASON}
        assert "versions" in await ask(intake, SCREENER, later, "duplicates", **primary)
    primary = {"primary_contact_id": three["contact_id"], "same_incident": True, "reason": REASON}
    assert (await ask(intake, SCREENER, one, "duplicates", **primary))["code"] == "INT-58 CIRCLE"


async def test_of_two_links_made_in_opposite_directions_at_once_one_is_refused(intake: RunningService) -> None:
    contacts = [await sent(intake, source_ref=f"SP-{number}") for number in range(6)]
    for one, other in zip(contacts[::2], contacts[1::2], strict=True):
        answers = await asyncio.gather(linked_again(intake, one, other), linked_again(intake, other, one))
        assert sorted(answer.get("code", "recorded") for answer in answers) == ["INT-58 CIRCLE", "recorded"]


async def test_of_three_links_made_around_a_circle_at_once_one_is_refused(intake: RunningService) -> None:
    one, two, three = [await sent(intake, source_ref=f"SP-{number}") for number in range(3)]
    around = [linked_again(intake, *pair) for pair in ((one, two), (two, three), (three, one))]
    answers = await asyncio.gather(*around)
    assert sorted(answer.get("code", "recorded") for answer in answers) == ["INT-58 CIRCLE", "recorded", "recorded"]


async def linked_again(intake: RunningService, contact: dict[str, Any], told_before: dict[str, Any]) -> dict[str, Any]:
    primary = {"primary_contact_id": told_before["contact_id"], "same_incident": True, "reason": REASON}
    return await ask(intake, SCREENER, contact, "duplicates", **primary)
