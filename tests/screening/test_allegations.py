"""An allegation is read by the designated officer alone: nothing that a screening shows says what was said."""

import json
from importlib import import_module
from typing import Any

from shared.testing.service import RunningService

from .conftest import arrive, contact_of
from .people import ADEYEMI, LUND, OKAFOR, REYES, may
from .test_injury import amended
from .test_pages import open_page

SAID = "CANARY-LADO"
WORDS = ("worries", "working_well", "impact_on_child", "analysis", "requested_outcome", "actions_taken", "injury_note")
READERS = (ADEYEMI, REYES, OKAFOR, LUND)


def alleged() -> dict[str, Any]:
    children = contact_of("school-contact-good")["children"]
    return dict.fromkeys(WORDS, SAID) | {
        "contact_type": "LADO",
        "children": [child | {"child_words": SAID} for child in children],
        "immediate_safety": {"is_child_safe_now": "Y", "where": SAID, "with_whom": SAID},
        "consent": {"parents_informed": "YES", "parental_agreement": "NOT_SOUGHT", "child_view": SAID},
        "attachments": [SAID],
        "said_besides": {"police.narrative": SAID},
        "missing": {"circumstances": SAID},
    }


async def seen(screening: RunningService, contact: dict[str, Any]) -> str:
    """All that anybody here is shown of it."""
    contact_id, child_id = contact["contact_id"], contact["children"][0]["child_id"]
    told: list[str] = []
    for who in READERS:
        client, browser = screening.client(who), screening.browser(who)
        for path in ("queue", f"screenings/{contact_id}"):
            told.append((await client.get(f"/api/v1/{path}")).text)
        for path in ("/queue", f"/contacts/{contact_id}", f"/contacts/{contact_id}/children/{child_id}/history"):
            told.append((await browser.get(path)).text)
    return " ".join(told)


def where(text: str) -> list[str]:
    """What stands before each canary that was found."""
    return [part[-80:] for part in text.split(SAID)[:-1]]


async def test_it_is_known_and_who_it_is_about_and_not_what_was_said(screening: RunningService) -> None:
    screening.clock.at = may(7, 15)
    contact = await arrive(screening, "school-contact-good", **alleged())
    assert where(await seen(screening, contact)) == []
    page = await open_page(screening, ADEYEMI, f"/contacts/{contact['contact_id']}")
    assert "What was said is with the designated officer (LADO): ask them." in page.text
    assert "Noor" in page.text
    stored = await screening.service.pool.fetchval("select said from contacts")
    assert SAID not in json.dumps(stored)


async def test_nor_when_a_later_version_says_more_or_turns_into_one(screening: RunningService) -> None:
    screening.clock.at = may(7, 15)
    contact = await arrive(screening, "school-contact-good", **alleged())
    more = {"worries": SAID, "immediate_safety": alleged()["immediate_safety"], "children": alleged()["children"]}
    await amended(screening, contact, contact_type="LADO", **more)
    await amended(screening, contact, injury_seen="Y", injury_note=SAID)
    assert where(await seen(screening, contact)) == []
    plain = await arrive(
        screening, "school-contact-good", **alleged() | {"contact_type": "CHILD_CONCERN", "contact_id": OTHER}
    )
    assert SAID in await seen(screening, plain)
    await amended(screening, plain, contact_type="LADO", children=[])
    assert where(await seen(screening, plain)) == []


OTHER = "019df6a0-0000-7000-8000-00000000bbbb"


async def test_what_was_kept_before_is_kept_no_longer(screening: RunningService) -> None:
    read_later = {"missing": None, "said_besides": {}}
    await arrive(screening, "school-contact-good", **alleged() | read_later | {"contact_type": "CHILD_CONCERN"})
    await screening.service.pool.execute("update contacts set contact_type = 'LADO'")
    for step in import_module("screening.migrations.versions.0013_allegations").STEPS:
        await screening.service.pool.execute(step)
    kept = await screening.service.pool.fetch("select said from contacts union all select said from named_children")
    assert len(kept) == 3
    assert where(json.dumps([row["said"] for row in kept])) == []
