"""Each clock of intake in the register (domain brief §3.0), from its trigger to its breach on a clock moved by hand.

Nothing fires before its moment, everything fires once, and what is done late is marked late.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import intake as package
from shared.access.actor import Actor
from shared.scheduler import Scheduler
from shared.testing.declared import clocks_declared
from shared.testing.service import RunningService

from .asking import HELD, PPN, REASON, ask, clock, missing, screened, sent
from .conftest import CALL_HANDLER, MACHINE, MISSING, POLICE, SCREENER, example
from .test_clocks import letter

Contact = dict[str, Any]
Start = Callable[[RunningService], Awaitable[Contact]]
Done = Callable[[datetime], Mapping[str, Any]]
SECOND = timedelta(seconds=1)
FDM, SW, HOS, COORDINATOR = "FRONT_DOOR_MANAGER", "SCREENER_SW", "HEAD_OF_SERVICE", "MISSING_COORDINATOR"


def due(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=UTC)


async def high_grade(intake: RunningService) -> Contact:
    return (await intake.client(POLICE, MACHINE).post(PPN, json=example("police-domestic-abuse-high"))).json()


async def allegation(intake: RunningService) -> Contact:
    contact = await sent(intake, contact_type="LADO")
    await screened(intake, contact["contact_id"])
    return contact


async def fostering(intake: RunningService) -> Contact:
    return await sent(intake, contact_type="PRIVATE_FOSTERING")


async def third_time(intake: RunningService) -> Contact:
    return await missing(intake, returned=False)


async def back(intake: RunningService) -> Contact:
    return await missing(intake, returned=True)


@dataclass(frozen=True)
class Registered:
    """What starts it on Friday 1 May at 14:00 (or when a child is missing), when it is due, whom it tells at which part
    of its time (1 is the breach), and what ends it."""

    start: Start
    due_at: datetime
    told: tuple[tuple[float, str], ...]
    who: Actor
    path: str
    done: Done


REGISTER: Mapping[str, Registered] = {
    "CK_ACK": Registered(
        letter, due(5, 13), ((1, FDM),), CALL_HANDLER, "acknowledgement", lambda _: {"by_means_of": "PHONE"}
    ),
    "CK_MARAC": Registered(
        high_grade,
        due(5, 13),
        ((1, FDM),),
        SCREENER,
        "marac",
        lambda at: {"by_agency": "Example Police", "confirmed_at": at.isoformat()},
    ),
    "CK_LADO": Registered(
        allegation,
        due(5, 13),
        ((0.5, FDM), (1, HOS)),
        SCREENER,
        "lado",
        lambda at: {"lado": "Ines Frost", "told_at": at.isoformat()},
    ),
    "CK_PF": Registered(
        fostering,
        due(13, 22, 59, 59),
        ((0.5, SW), (0.8, FDM), (1, HOS)),
        SCREENER,
        "private-fostering-visit",
        lambda at: {"visited_at": at.isoformat(), "child_seen": True},
    ),
    "CK_RHI": Registered(
        back,
        due(14, 2, 40),
        ((0.33, COORDINATOR), (0.67, FDM), (1, HOS)),
        MISSING,
        "return-interview",
        lambda at: HELD | {"completed_at": at.isoformat()},
    ),
    "CK_MISS3": Registered(
        third_time,
        due(11, 16),
        ((1, FDM),),
        MISSING,
        "missing-pattern",
        lambda _: {"strategy_discussion": True, "reason": REASON},
    ),
}


def test_every_clock_of_intake_is_walked() -> None:
    assert set(REGISTER) == clocks_declared(package)


@pytest.mark.parametrize("code", list(REGISTER))
async def test_it_is_warned_breached_and_marked_late(intake: RunningService, code: str) -> None:
    walked = REGISTER[code]
    contact = await walked.start(intake)
    running = await clock(intake, code)
    assert running["due_at"] == walked.due_at
    seen: list[tuple[float, str, bool]] = []
    for part in sorted({part for part, _ in walked.told}):
        moment = running["started_at"] + (walked.due_at - running["started_at"]) * part
        await fire(intake, moment - SECOND)
        assert await fired(intake, code) == seen
        seen += [(part, role, False) for at, role in walked.told if at == part]
        for _ in range(2):
            await fire(intake, moment)
        assert await fired(intake, code) == seen
    intake.clock.at = walked.due_at + timedelta(minutes=5)
    assert "code" not in await ask(intake, walked.who, contact, walked.path, **walked.done(intake.clock.at))
    assert (await clock(intake, code))["status"] == "MET_LATE"
    stopped = [each["met"] for each in await intake.published("frontdoor.ClockStopped.v1") if each["code"] == code]
    assert stopped == [False]
    await fire(intake, intake.clock.at + timedelta(days=30))
    assert await fired(intake, code) == seen


@pytest.mark.parametrize(("code", "kind"), [("CK_LADO", "LADO"), ("CK_PF", "PRIVATE_FOSTERING"), ("CK_MARAC", "")])
async def test_after_the_breach_another_version_starts_nothing_anew_and_another_contact_owes_its_own(
    intake: RunningService, code: str, kind: str
) -> None:
    async def send(**changes: Any) -> None:
        if kind:
            await sent(intake, contact_type=kind, **changes)
        else:
            body = example("police-domestic-abuse-high") | changes
            assert (await intake.client(POLICE, MACHINE).post(PPN, json=body)).status_code == 202

    await send()
    first = await clock(intake, code)
    await fire(intake, first["due_at"])
    await send(source_version=2, worries="More has become known of it.")
    assert (await clock(intake, code))["due_at"] == first["due_at"]
    await send(source_ref="ANOTHER-1")
    rows = await intake.service.pool.fetch("select due_at from clocks where code = $1 order by due_at", code)
    assert [row["due_at"] > first["due_at"] for row in rows] == [False, True]
    await fire(intake, rows[1]["due_at"])
    assert [(part, late) for part, _, late in await fired(intake, code) if part == 1] == [(1, False), (1, False)]


async def fire(intake: RunningService, at: datetime) -> None:
    intake.clock.at = at
    await Scheduler(intake.service.store, intake.service.pool, intake.clock).fire_due()


async def fired(intake: RunningService, code: str) -> list[tuple[float, str, bool]]:
    """What this clock has told, whom, and whether late: each part of its time, and 1 for the breach."""
    warned = [one for one in await intake.published("frontdoor.ClockWarned.v1") if one["code"] == code]
    breached = [one for one in await intake.published("frontdoor.ClockBreached.v1") if one["code"] == code]
    said = [*((one["fraction"], one) for one in warned), *((1, one) for one in breached)]
    return [(part, one["tell"], one["late"]) for part, one in said]
