"""A contact of an address alone is about somebody: it closes when each child was found, named and decided about."""

from shared.testing.service import RunningService

from .asking import post
from .conftest import arrive
from .people import ADEYEMI, MARSH, may
from .test_pages import open_page

AVA = {
    "temp_ref": "named-1",
    "child_id": "019df6a0-0000-7000-8000-0000000000a1",
    "first_name": "Ava",
    "surname": "Lowe",
}


async def test_it_does_not_close_and_leads_to_where_the_child_is_named(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", children=[])
    refused = await post(screening.client(ADEYEMI), contact, "closure")
    assert (refused.status_code, refused.json()["code"]) == (422, "SCREENING NOBODY_NAMED")
    form = f"/intake/contacts/{contact['contact_id']}/name-child"
    for who in (ADEYEMI, MARSH):
        page = await open_page(screening, who, f"/contacts/{contact['contact_id']}")
        assert form in page.links
        assert "Close the screening" not in page.text


async def test_a_child_named_since_is_decided_about_like_one_whom_the_sender_named(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", children=[])
    await screening.publish(
        "contacts",
        "frontdoor.SiblingAdded.v1",
        {"contact_id": contact["contact_id"], "child": AVA},
        key=f"Contact-{contact['contact_id']}",
    )
    case = (await screening.client(ADEYEMI).get(f"/api/v1/screenings/{contact['contact_id']}")).json()
    assert [child["child_id"] for child in case["children"]] == [AVA["child_id"]]
    page = await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")
    assert "Ava Lowe" in page.text
    assert f"/intake/contacts/{contact['contact_id']}/name-child" not in page.links
