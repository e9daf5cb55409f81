"""A contact that turns out to be domestic abuse, after it reached screening, is that everywhere."""

from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, may
from .test_injury import amended
from .test_pages import open_page

DAY = "/api/v1/domestic-abuse?day=2026-05-07"


async def test_it_stands_in_the_queue_the_daily_view_and_on_its_page_as_what_it_is(screening: RunningService) -> None:
    screening.clock.at = may(7, 15)
    contact = await arrive(screening, "school-contact-thin")
    seen = screening.client(ADEYEMI)
    assert (await seen.get(DAY)).json()["incidents"] == []
    happened_at = may(5, 20).isoformat()
    await amended(screening, contact, contact_type="DOMESTIC_ABUSE", incident={"occurred_at": happened_at})
    [incident] = (await seen.get(DAY)).json()["incidents"]
    assert incident["contact_id"] == contact["contact_id"]
    [line] = (await seen.get("/api/v1/queue")).json()
    assert line["contact_type"] == "DOMESTIC_ABUSE"
    answer = await seen.get(f"/api/v1/screenings/{contact['contact_id']}")
    assert answer.json()["contact_type"] == "DOMESTIC_ABUSE"
    page = await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")
    assert "Domestic abuse" in page.text


async def test_a_version_that_came_late_or_says_nothing_of_it_leaves_it_so(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin", contact_type="DOMESTIC_ABUSE")
    await amended(screening, contact)
    await amended(screening, contact, contact_type="CHILD_CONCERN", superseded=True)
    [line] = (await screening.client(ADEYEMI).get("/api/v1/queue")).json()
    assert line["contact_type"] == "DOMESTIC_ABUSE"


async def test_it_counts_as_domestic_abuse_in_the_childs_history(screening: RunningService) -> None:
    contact = await arrive(screening, "school-contact-thin")
    await amended(screening, contact, contact_type="DOMESTIC_ABUSE")
    found = await screening.service.pool.fetchval("select count(*) from contacts where contact_type = 'DOMESTIC_ABUSE'")
    assert found == 1
