"""What people ask of a contact over the API, and what intake says of it."""

from datetime import UTC, datetime
from typing import Any

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .conftest import MACHINE, POLICE, SCHOOL, example

REASON = "Checked with the health visitor by telephone today"
PPN = "/api/v1/police-notifications"
HELD = {
    "completed_at": "2026-05-11T06:30:00Z",
    "accepted": True,
    "interviewer_independent": True,
    "harm_disclosed": False,
    "child_words": "I went to see my sister",
}
"""A return home interview in which the child was heard."""


async def sent(intake: RunningService, name: str = "school-contact-good", **changes: Any) -> dict[str, Any]:
    """The receipt of a school's contact."""
    answer = await intake.client(SCHOOL, MACHINE).post("/api/v1/contacts", json=example(name) | changes)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def screened(intake: RunningService, contact_id: str) -> None:
    """Screening says that it has taken the contact up."""
    await intake.publish(
        "threshold-decisions", "frontdoor.ScreeningOpened.v1", {"contact_id": contact_id}, key=f"Screening-{contact_id}"
    )


async def ask(intake: RunningService, who: Actor, contact: dict[str, Any], what: str, **body: Any) -> dict[str, Any]:
    """What this person's command was answered: the receipt, or the code of the guard that refused it."""
    answer = await intake.client(who).post(f"/api/v1/contacts/{contact['contact_id']}/{what}", json=body)
    assert answer.status_code in (201, 403, 422), answer.text
    return answer.json()


async def clock(intake: RunningService, code: str) -> dict[str, Any]:
    """The one clock of this code."""
    [row] = await intake.service.pool.fetch("select * from clocks where code = $1", code)
    return dict(row)


async def missing(intake: RunningService, *, returned: bool) -> dict[str, Any]:
    """The receipt of the missing report of Saturday 9 May, with or without the return on Monday."""
    intake.clock.at = datetime(2026, 5, 9, 21, 5, tzinfo=UTC)
    gone, found = example("missing-child-and-return")
    police = intake.client(POLICE, MACHINE)
    receipt = (await police.post("/api/v1/missing-reports", json=gone)).json()
    if returned:
        intake.clock.at = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
        await police.post("/api/v1/missing-reports", json=found)
    return receipt
