"""What the police report of a missing child, and what has no place, where it is screened: for whoever may read it."""

from typing import Any

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, MARSH, may
from .test_pages import open_page

CALLED = "Left after a phone call"
REPORT: dict[str, Any] = {"contact_type": "MISSING", "source_code": "6", "missing": {"circumstances": CALLED}}


@pytest.mark.parametrize(("who", "reads"), [(ADEYEMI, True), (MARSH, False)])
async def test_in_what_circumstances_it_went_stands_in_the_place_of_a_worry(
    screening: RunningService, who: Actor, *, reads: bool
) -> None:
    screening.clock.at = may(9, 22, 10)
    contact = await arrive(screening, "school-contact-good", worries="", **REPORT)
    page = (await open_page(screening, who, f"/contacts/{contact['contact_id']}")).text
    assert (CALLED in page, "No worry is written beside the report" in page) == (reads, not reads)


async def test_it_stands_beside_a_worry_that_is_written_too(screening: RunningService) -> None:
    screening.clock.at = may(9, 22, 10)
    contact = await arrive(screening, "school-contact-good", **REPORT)
    page = (await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")).text
    assert [words for words in (CALLED, contact["worries"][:40]) if words not in page] == []


async def test_it_is_told_in_words_and_once(screening: RunningService) -> None:
    screening.clock.at = may(9, 22, 10)
    report = REPORT | {"missing": REPORT["missing"] | {"informed": ["EDT", "RESIDENTIAL_MANAGER"]}}
    contact = await arrive(screening, "school-contact-good", worries="", **report)
    contact_id = contact["contact_id"]
    lag = {"contact_id": contact_id, "lag_hours": 50.0, "band": "LATE", "domestic_abuse": False}
    await screening.publish("contacts", "frontdoor.IncidentLagMeasured.v1", lag, key=f"Contact-{contact_id}")
    page = (await open_page(screening, ADEYEMI, f"/contacts/{contact_id}")).text
    assert page.count(CALLED) == 1
    assert [words in page for words in ("Missing, from", "EDT, Residential manager", "for its grade")] == [
        True,
        True,
        False,
    ]


async def test_several_children_are_named_in_a_row(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    children: list[dict[str, Any]] = [
        {"temp_ref": f"c{n}", "child_id": f"019e0000-0000-7000-8000-00000000000{n}", "first_name": name}
        for n, name in enumerate(("Ava", "Ben", "Cai"), 1)
    ]
    contact = await arrive(screening, "school-contact-good", children=children)
    page = (await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")).text
    assert "Contact about Ava, Ben and Cai" in page


async def test_the_next_contact_s_history_says_it(screening: RunningService) -> None:
    screening.clock.at = may(9, 22, 10)
    before = await arrive(screening, "school-contact-good", worries="", **REPORT)
    screening.clock.at = may(13, 9, 40)
    now = await arrive(screening, "school-contact-good", contact_id="019e0000-0000-7000-8000-00000000aaaa")
    assert now["children"] == before["children"]
    assert CALLED in (await open_page(screening, ADEYEMI, f"/contacts/{now['contact_id']}")).text


@pytest.mark.parametrize(("who", "reads"), [(ADEYEMI, True), (MARSH, False)])
async def test_what_has_no_place_is_read_where_the_contact_is_screened(
    screening: RunningService, who: Actor, *, reads: bool
) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", said_besides={"police.da.grade": "HIGH, I was told"})
    more = {"contact_id": contact["contact_id"], "source_version": 2, "said_besides": {"shoe_size": "Too small"}}
    await screening.publish("contacts", "frontdoor.ContactAmended.v1", more, key=f"Contact-{contact['contact_id']}")
    page = (await open_page(screening, who, f"/contacts/{contact['contact_id']}")).text
    assert [words in page for words in ("HIGH, I was told", "Too small")] == [reads, reads]
