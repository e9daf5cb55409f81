"""A contact that turns out to be urgent by a later version of it is triaged at once (clock register, CK_TRIAGE)."""

from typing import Any

import pytest

from screening.case.urgency import IN_WORDS, POLICE_PROTECTION, SAID_URGENT
from shared.testing.service import RunningService

from .conftest import arrive
from .people import ADEYEMI, may
from .test_injury import amended, triage_due_at
from .test_pages import open_page

NOT_SAFE = {"is_child_safe_now": "N", "where": "At home", "with_whom": "Her father"}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ({"urgent_flag": True}, SAID_URGENT),
        ({"immediate_safety": NOT_SAFE}, SAID_URGENT),
        ({"contact_type": "POLICE_PROTECTION"}, POLICE_PROTECTION),
    ],
)
async def test_a_later_version_leaves_fifteen_minutes_and_a_still_later_one_gives_nothing_back(
    screening: RunningService, said: dict[str, Any], fact: str
) -> None:
    screening.clock.at = may(7, 15, 0)
    contact = await arrive(screening, "school-contact-thin")
    assert await triage_due_at(screening) == may(7, 16, 0)
    screening.clock.at = may(7, 15, 10)
    await amended(screening, contact, **said)
    assert await triage_due_at(screening) == may(7, 15, 25)
    await amended(screening, contact, contact_type="OTHER")
    assert await triage_due_at(screening) == may(7, 15, 25)
    [line] = (await screening.client(ADEYEMI).get("/api/v1/queue")).json()
    assert line["urgent"] == [IN_WORDS[fact]]


async def test_a_child_who_is_not_safe_now_is_urgent_without_the_senders_flag(screening: RunningService) -> None:
    screening.clock.at = may(7, 15, 0)
    await arrive(screening, "school-contact-thin", immediate_safety=NOT_SAFE)
    assert await triage_due_at(screening) == may(7, 15, 15)


async def test_the_page_says_what_the_sender_said_last_of_the_childs_safety(screening: RunningService) -> None:
    screening.clock.at = may(7, 15, 0)
    contact = await arrive(screening, "school-contact-good")
    await amended(screening, contact, immediate_safety=NOT_SAFE)
    page = f"/contacts/{contact['contact_id']}"
    assert "Her father" in (await open_page(screening, ADEYEMI, page)).text
    await amended(screening, contact)
    assert "Her father" in (await open_page(screening, ADEYEMI, page)).text
