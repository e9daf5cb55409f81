"""Whoever screens reads all that the sender says, each part of it only if its class is theirs to read."""

from typing import Any

import pytest

from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, MARSH, may
from .test_pages import open_page

ORDERS = {"protective_orders": ["Non-molestation order of 2 March"], "intelligence_handling": "Ask DS Amin first"}
MISSING = {
    "missing_from": "CARE",
    "placement": "Example House",
    "last_seen_at": "2026-05-09T18:30:00+01:00",
    "police_risk": "MEDIUM",
    "exploitation_flags": ["CCE"],
    "episode_no_30d": 3,
    "known_associates": ["Ref A17"],
}


async def page_of(screening: RunningService, contact: dict[str, Any], who: Any) -> str:
    return (await open_page(screening, who, f"/contacts/{contact['contact_id']}")).text


async def test_the_police_tell_of_orders_of_handling_and_of_the_childrens_own_vulnerability(
    screening: RunningService,
) -> None:
    example = await arrive(screening, "police-domestic-abuse-high")
    contact = await arrive(
        screening,
        "police-domestic-abuse-high",
        contact_id="019df6a0-0000-7000-8000-00000000bbbb",
        police=example["police"] | ORDERS,
    )
    said = ["Non-molestation order of 2 March", "Ask DS Amin first", "children's vulnerability", "mother of Maisie"]
    page = await page_of(screening, contact, ADEYEMI)
    assert [words for words in said if words not in page.replace("&#39;", "'")] == []
    assert "Non-molestation" not in await page_of(screening, contact, MARSH)


async def test_a_missing_report_is_read_where_it_is_screened(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin", contact_type="MISSING", missing=MISSING)
    page = await page_of(screening, contact, ADEYEMI)
    assert [words for words in ("Example House", "Ref A17", "Medium") if words not in page] == []
    handlers = await page_of(screening, contact, MARSH)
    assert "The missing child" in handlers
    assert [words for words in ("Example House", "Ref A17", "Medium") if words in handlers] == []


@pytest.mark.parametrize(("who", "reads"), [(ADEYEMI, True), (MARSH, False)])
async def test_what_a_child_needs_and_the_level_that_the_sender_sees_are_read(
    screening: RunningService, who: Any, *, reads: bool
) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    page = await page_of(screening, contact, who)
    assert "Level of need, as they see it" in page
    assert "chronology.pdf" in page
    assert ("Communication" in page) is reads


async def test_gender_and_why_there_is_no_pupil_number_are_read_in_words(screening: RunningService) -> None:
    example = await arrive(screening, "school-contact-good")
    noor, zed = example["children"]
    contact = await arrive(
        screening,
        "school-contact-good",
        contact_id="019df6a0-0000-7000-8000-00000000bbbb",
        children=[noor | {"gender": "09", "upn_unknown": "UN3"}, zed | {"gender": "05"}],
    )
    page = await page_of(screening, contact, ADEYEMI)
    assert [
        words for words in ("Describes themselves another way", "Taught outside England") if words not in page
    ] == []
    assert "Taught outside England" not in await page_of(screening, contact, MARSH)


async def test_how_the_hub_wants_it_handled_stands_beside_the_report(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    marked = {"contact_id": contact["contact_id"], "handling": "Not without DS Amin", "previous": None, "by": "ds.amin"}
    key = f"Contact-{contact['contact_id']}"
    assert "Pass none of it on without asking the force" in await page_of(screening, contact, ADEYEMI)
    await screening.publish("contacts", "frontdoor.IntelligenceHandlingMarked.v1", marked, key=key)
    assert "Not without DS Amin" in await page_of(screening, contact, ADEYEMI)
    assert "Not without DS Amin" not in await page_of(screening, contact, MARSH)
