"""Whoever screens reads all that the sender says, each part of it only if its class is theirs to read."""

from typing import Any

import pytest

from shared.testing.service import RunningService

from .conftest import arrive, contact_of
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

POLICE = contact_of("police-domestic-abuse-high")["police"]
MET = [
    {"temp_ref": "c1", "spoken": "Y", "alone": "Y", "demeanour": "shaking", "words": "He said he would come back"},
    {"temp_ref": "c2", "spoken": "N", "alone": None, "demeanour": "", "words": ""},
]


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


async def test_what_an_adult_is_to_a_child_is_said_in_words(screening: RunningService) -> None:
    child = contact_of("police-domestic-abuse-high")["children"][0]
    partner = child | {"relationship_to_adults": [{"adult": "a2", "rel": "PARTNER_OF_PARENT"}]}
    contact = await arrive(screening, "police-domestic-abuse-high", children=[partner])
    assert "partner of a parent of Maisie" in await page_of(screening, contact, ADEYEMI)


async def test_a_missing_report_is_read_where_it_is_screened(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin", contact_type="MISSING", missing=MISSING)
    page = await page_of(screening, contact, ADEYEMI)
    said = ("Example House", "Ref A17", "Medium", "Child criminal exploitation")
    assert [words for words in said if words not in page] == []
    handlers = await page_of(screening, contact, MARSH)
    assert "The missing child" in handlers
    assert [words for words in said if words in handlers] == []


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


async def test_what_each_child_told_officers_is_read_where_it_is_decided(screening: RunningService) -> None:
    """The child's own words: who screens has them before their eyes, who answers the telephone does not."""
    contact = await arrive(screening, "police-domestic-abuse-high", police=POLICE | {"children_spoken_to": MET})
    page = (await page_of(screening, contact, ADEYEMI)).replace("&#39;", "'")
    said = ["He said he would come back", "Maisie Thornbeck, to officers: spoken to alone, shaking", "not spoken to"]
    assert [words for words in said if words not in page] == []
    assert "come back" not in await page_of(screening, contact, MARSH)


async def test_whose_report_it_is_and_who_did_what_to_whom_is_read(screening: RunningService) -> None:
    said = {
        "force": "Example Police",
        "officer_id": "4471",
        "supervisor_reviewed": False,
        "grade_reason": "Hands at neck",
    }
    parts = {"victim_ref": "a1", "perpetrator_ref": "a2", "counter_allegation": True, "marac_referred": "N"}
    contact = await arrive(screening, "police-domestic-abuse-high", police=POLICE | said | parts)
    page = await page_of(screening, contact, ADEYEMI)
    rows = ["4471, Example Police", "Reviewed by a supervisor", "Hands at neck", "Each accuses the other", "26*118902"]
    assert [words for words in rows if words not in page] == []
    assert "Hands at neck" not in await page_of(screening, contact, MARSH)


async def test_where_it_happened_who_was_seen_and_where_each_adult_lives_is_read(screening: RunningService) -> None:
    example = contact_of("police-domestic-abuse-high")
    kerry, shaun = example["adults"]
    adults = [kerry, shaun | {"address": "2 Quay Street, Exampleby", "pr": "N"}]
    page = await page_of(screening, await arrive(screening, "police-domestic-abuse-high", adults=adults), ADEYEMI)
    said = [
        "Home, 14 Larkspur Way",
        "2 Quay Street",
        "born 30 March 1994",
        "has no parental responsibility",
        "Not known yet",
    ]
    assert [words for words in said if words not in page] == []
    assert "There when it happened" in page
    assert "Yes, Sat 2 May" in page


async def test_a_later_version_adds_to_what_is_read_and_takes_no_warning_away(screening: RunningService) -> None:
    """How to reach the victim safely is not forgotten because it is not said again; nobody who is named gets lost."""
    contact = await arrive(screening, "police-domestic-abuse-high", impact_on_child="")
    kerry, _ = contact["adults"]
    uncle = kerry | {
        "temp_ref": "a3",
        "first_name": "Dean",
        "role": "OTHER",
        "safe_contact": {"method": "", "do_not": "No visits"},
    }
    later = {
        "contact_id": contact["contact_id"],
        "source_version": 2,
        "children": [contact["children"][0] | {"child_words": ""}],
        "adults": [kerry | {"safe_contact": None, "address": "A refuge"}, uncle],
        "police": POLICE | {"children_spoken_to": [], "narrative": "He was at the door again"},
        "impact_on_child": "She will not sleep alone",
        "analysis": "It is getting worse",
        "actions_taken": "Locks changed",
        "missing": None,
    }
    await screening.publish("contacts", "frontdoor.ContactAmended.v1", later, key=f"Contact-{contact['contact_id']}")
    page = await page_of(screening, contact, ADEYEMI)
    now = [
        "She will not sleep alone",
        "It is getting worse",
        "Locks changed",
        "at the door again",
        "No visits",
        "A refuge",
    ]
    assert [words for words in now if words not in page] == []
    before = ["No texts, voicemail or letters", "Shaun", "hid Alfie in the wardrobe"]
    assert [words for words in before if words not in page] == []
