"""Each clock of screening in the register (§3.0), from its trigger to its breach on a clock that is moved by hand.

Nothing fires before its moment, everything fires once, and what is done late is marked late.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.scheduler import Scheduler
from shared.testing.service import RunningService

from .asking import done, strategy
from .conftest import arrive
from .people import ADEYEMI, BROOK, LUND, REYES, may
from .story import PLAIN, WEDNESDAY

Contact = dict[str, Any]
Act = Callable[[RunningService, Contact], Awaitable[None]]
SECOND = timedelta(seconds=1)
FDM, SW, HOS = "FRONT_DOOR_MANAGER", "SCREENER_SW", "HEAD_OF_SERVICE"


def rated(rag: str) -> Act:
    async def act(screening: RunningService, contact: Contact) -> None:
        await done(screening.client(REYES), contact, "rag", rag=rag)

    return act


async def nothing(screening: RunningService, contact: Contact) -> None:
    del screening, contact


async def directed(screening: RunningService, contact: Contact) -> None:
    await rated("AMBER")(screening, contact)
    await done(screening.client(REYES), contact, "direction", text="Read the history.")


async def decided(screening: RunningService, contact: Contact) -> None:
    for child in contact["children"]:
        await done(screening.client(ADEYEMI), contact, "proposals", **strategy(child) | {"plain_reason": PLAIN})
        body = {"child_id": child["child_id"], "manager_rationale": "At once."}
        await done(screening.client(BROOK), contact, "authorisations", **body)


async def clarification_asked(screening: RunningService, contact: Contact) -> None:
    await rated("AMBER")(screening, contact)
    await done(screening.client(ADEYEMI), contact, "clarifications", questions=["Which days?"], method="PHONE")


async def clarified(screening: RunningService, contact: Contact) -> None:
    await done(screening.client(ADEYEMI), contact, "clarification-answers", text="Mondays.", from_whom="R Fell")


async def health_asked(screening: RunningService, contact: Contact) -> None:
    await rated("AMBER")(screening, contact)
    body = {"agency": "HEALTH", "questions": ["Seen when?"]}
    await done(screening.client(ADEYEMI), contact, "information-requests", **body)


async def health_answered(screening: RunningService, contact: Contact) -> None:
    await done(screening.client(ADEYEMI), contact, "information", agency="HEALTH", summary="Seen in March.")


async def told(screening: RunningService, contact: Contact) -> None:
    await done(screening.client(ADEYEMI), contact, "outcome-feedback", told_whom="Anita Osei", method="PHONE")


@dataclass(frozen=True)
class Registered:
    """A clock of the register: what starts it, when it is due, who is told when, and what ends it."""

    start: Act
    due_at: datetime
    told: tuple[tuple[float, str], ...]
    end: Act
    example: str = "school-contact-good"
    received_at: datetime = WEDNESDAY
    subject: str = ""


REGISTER: Mapping[str, Registered] = {
    "CK_TRIAGE": Registered(nothing, may(13, 10, 40), ((0.5, SW), (1, FDM)), directed, example="school-contact-thin"),
    "CK_TRIAGE of a baby": Registered(nothing, may(13, 9, 55), ((0.5, SW), (1, FDM)), directed),
    "CK_TRIAGE at night": Registered(
        nothing,
        may(3, 1, 20),
        ((0.5, "EDT_WORKER"), (1, "EDT_MANAGER")),
        directed,
        example="police-domestic-abuse-high",
        received_at=may(3, 1, 5),
    ),
    "CK_RED": Registered(
        rated("RED"),
        may(3, 5, 5),
        ((0.5, FDM), (0.75, FDM), (0.75, HOS), (1, HOS)),
        decided,
        example="police-domestic-abuse-high",
        received_at=may(3, 1, 5),
    ),
    "CK_AMBER": Registered(rated("AMBER"), may(14, 9, 40), ((0.5, SW), (0.8, FDM), (1, HOS)), decided),
    "CK_GREEN": Registered(rated("GREEN"), may(18, 17), ((0.5, SW), (0.8, FDM), (1, HOS)), decided),
    "CK_1WD": Registered(nothing, may(14, 9, 40), ((0.5, SW), (0.8, FDM), (1, HOS)), decided),
    "CK_CLARIFY": Registered(clarification_asked, may(13, 13, 40), ((1, FDM), (1, SW)), clarified),
    "CK_PARTNER": Registered(health_asked, may(13, 15, 40), ((1, "HEALTH_MASH"),), health_answered, subject="/HEALTH"),
    "CK_FEEDBACK": Registered(decided, may(14, 9, 40), ((1, FDM),), told),
}


@pytest.mark.parametrize("name", list(REGISTER))
async def test_it_is_warned_breached_and_marked_late(screening: RunningService, name: str) -> None:
    clock, code = REGISTER[name], name.split()[0]
    screening.clock.at = clock.received_at
    contact = await arrive(screening, clock.example)
    await clock.start(screening, contact)
    subject = f"Screening-{contact['contact_id']}{clock.subject}"
    row = await one(screening, "select due_at, started_at from clocks where code = $1 and subject = $2", code, subject)
    assert row["due_at"] == clock.due_at
    seen: list[tuple[float, str]] = []
    for fraction in sorted({part for part, _ in clock.told}):
        moment = row["started_at"] + (clock.due_at - row["started_at"]) * fraction
        await fire(screening, moment - SECOND)
        assert await fired(screening, code, subject) == sorted(seen)
        seen += [one for one in clock.told if one[0] == fraction]
        for _ in range(2):
            await fire(screening, moment)
        assert await fired(screening, code, subject) == sorted(seen)
    assert not await any_late(screening, code, subject)
    screening.clock.at = clock.due_at + timedelta(minutes=5)
    await clock.end(screening, contact)
    ended = await one(screening, "select status from clocks where code = $1 and subject = $2", code, subject)
    assert ended["status"] == "MET_LATE"
    reason = {"code": "CAPACITY", "text": "Two people were ill."}
    await done(screening.client(LUND), contact, "breach-reasons", code=code, subject=subject, reason=reason)
    case = (await screening.client(ADEYEMI).get(f"/api/v1/screenings/{contact['contact_id']}")).json()
    assert {"code": code, "subject": subject} not in case["late"]


async def test_a_threshold_that_fires_after_its_moment_says_that_it_is_late(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await fire(screening, may(13, 12))
    assert await any_late(screening, "CK_TRIAGE", f"Screening-{contact['contact_id']}")


async def fire(screening: RunningService, at: datetime) -> None:
    screening.clock.at = at
    service = screening.service
    await Scheduler(service.store, service.pool, screening.clock).fire_due()


async def one(screening: RunningService, query: str, *values: str) -> Mapping[str, Any]:
    row = await screening.service.pool.fetchrow(query, *values)
    assert row is not None
    return row


async def fired(screening: RunningService, code: str, subject: str) -> list[tuple[float, str]]:
    """What has fired of this clock, and whom it told."""
    rows = await screening.service.pool.fetch(
        "select fraction, tell from alerts where code = $1 and subject = $2 order by 1, 2", code, subject
    )
    return [(row["fraction"], row["tell"]) for row in rows]


async def any_late(screening: RunningService, code: str, subject: str) -> bool:
    query = "select coalesce(bool_or(fired_late), false) as late from alerts where code = $1 and subject = $2"
    return bool((await one(screening, query, code, subject))["late"])
