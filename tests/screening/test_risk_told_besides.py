"""What an agency that is not the police writes in the police's part grades nothing, and still protects (SCR-10)."""

from typing import Any

import pytest

from screening.case.decider import SCREENING
from screening.codes import RATED_HIGH_BY_THE_SENDER
from screening.police_readings import risk_told_besides
from screening.streams import screening_of
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, may
from .test_pages import open_page

PLACE = "police.da"
TOLD = {f"{PLACE}.risk_tool": "DASH", f"{PLACE}.ticks": "17", f"{PLACE}.high_risk_factors.0": "STRANGULATION"}


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        (TOLD, ("STRANGULATION", RATED_HIGH_BY_THE_SENDER)),
        ({f"{PLACE}.grade": "HIGH"}, (RATED_HIGH_BY_THE_SENDER,)),
        ({f"{PLACE}.grade": "STANDARD", f"{PLACE}.ticks": "13"}, ()),
        ({f"{PLACE}.ticks": "many"}, ()),
        ({"missing.police_risk": "HIGH", "police.narrative": "HIGH"}, ()),
    ],
)
def test_a_high_grade_many_ticks_and_grave_factors_are_heard(said: dict[str, str], factors: tuple[str, ...]) -> None:
    assert risk_told_besides(said) == factors


async def facts_now(screening: RunningService, contact: dict[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    recorded = await screening.service.store.load(screening_of(contact["contact_id"]))
    case: Any = SCREENING.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]
    return case.contact.police_grade, case.contact.high_risk_factors


async def test_the_checklist_of_a_partner_is_heard_and_is_no_grade_of_the_police(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good", said_besides=TOLD)
    assert await facts_now(screening, contact) == (None, ("STRANGULATION", RATED_HIGH_BY_THE_SENDER))
    page = await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")
    assert "Rated high by the sender" in page.text


async def test_a_later_version_of_a_partner_is_heard_too(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    assert (await facts_now(screening, contact))[1] == ()
    names = ("contact_id", "children", "adults")
    later = {name: contact[name] for name in names} | {"source_version": 2, "said_besides": TOLD}
    await screening.publish(
        "contacts",
        "frontdoor.ContactAmended.v1",
        {**contact, **later},
        key=f"Contact-{contact['contact_id']}",
        child_ids=tuple(child["child_id"] for child in contact["children"]),
        received_at=screening.clock.now(),
    )
    assert (await facts_now(screening, contact))[1] == ("STRANGULATION", RATED_HIGH_BY_THE_SENDER)
