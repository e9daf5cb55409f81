"""The clocks of a referral and of early help (§3.0), from trigger to breach on a clock that is moved by hand."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from shared.access.actor import Actor
from shared.testing.service import RunningService
from shared.working_time import in_london

from .conftest import arrive
from .early_help_story import VOSS
from .people import HALE, may
from .referral_story import PATEL
from .referring import accepted, allocated, decided
from .stepping import offered, taken_up, with_a_worker
from .test_clock_register import any_late, fire, fired, one

Start = Callable[[RunningService], Awaitable[tuple[str, str]]]
Act = Callable[[RunningService, str], Awaitable[None]]
SECOND = timedelta(seconds=1)
LEADER, TEAM, SERVICE = "HEAD_OF_SERVICE", "ASSESSMENT_MANAGER", "SERVICE_MANAGER"
LAST = timedelta(seconds=59)
JULY = may(31, 23, 59) + timedelta(days=37) + LAST


async def referred(screening: RunningService) -> tuple[str, str]:
    """The subject of the clock, and what its end is asked of."""
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    referral_id = await accepted(screening, contact, await decided(screening, contact))
    return f"Referral-{referral_id}", referral_id


async def offered_to_early_help(screening: RunningService) -> tuple[str, str]:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    step_down_id = await offered(screening, await with_a_worker(screening, contact))
    return f"EarlyHelp-{contact['children'][0]['child_id']}", step_down_id


async def assessed(screening: RunningService, referral_id: str) -> None:
    await allocated(screening, referral_id)
    body = {"authorised_on": in_london(screening.clock.at).date().isoformat(), "factors": ["3A"]}
    answer = await screening.client(HALE).post(f"/api/v1/referrals/{referral_id}/assessment", json=body)
    assert answer.status_code == 201, answer.text


@dataclass(frozen=True)
class Registered:
    """``told`` says when each role is told: a part of the time, or a moment; 1 is the breach."""

    start: Start
    due_at: datetime
    told: tuple[tuple[float | datetime, str], ...]
    end: Act
    explains: Actor


REGISTER: Mapping[str, Registered] = {
    "CK_ALLOC": Registered(referred, may(5, 10, 30), ((1, LEADER),), allocated, PATEL),
    "CK_ASSESS": Registered(
        referred,
        JULY,
        ((may(18, 23, 59) + LAST, TEAM), (0.67, TEAM), (0.9, SERVICE), (1, LEADER)),
        assessed,
        PATEL,
    ),
    "CK_STEPDOWN": Registered(
        offered_to_early_help, may(22, 23, 59) + LAST, ((1, TEAM), (1, "EARLY_HELP_MANAGER")), taken_up, VOSS
    ),
}


@pytest.mark.parametrize("code", list(REGISTER))
async def test_it_is_warned_breached_marked_late_and_explained(screening: RunningService, code: str) -> None:
    clock = REGISTER[code]
    subject, asked = await clock.start(screening)
    row = await one(screening, "select due_at, started_at from clocks where code = $1 and subject = $2", code, subject)
    assert row["due_at"] == clock.due_at
    lasts = clock.due_at - row["started_at"]
    moments = [at if isinstance(at, datetime) else row["started_at"] + lasts * at for at, _ in clock.told]
    for moment in sorted({*moments}):
        before = sorted(role for at, (_, role) in zip(moments, clock.told, strict=True) if at < moment)
        upto = sorted(role for at, (_, role) in zip(moments, clock.told, strict=True) if at <= moment)
        await fire(screening, moment - SECOND)
        assert sorted(role for _, role in await fired(screening, code, subject)) == before
        for _ in range(2):
            await fire(screening, moment)
        assert sorted(role for _, role in await fired(screening, code, subject)) == upto
    assert not await any_late(screening, code, subject)
    screening.clock.at = clock.due_at + timedelta(minutes=5)
    await clock.end(screening, asked)
    stopped = [each for each in await screening.published("frontdoor.ClockStopped.v1") if each["code"] == code]
    assert [each["met"] for each in stopped] == [False]
    explainer = screening.client(clock.explains)
    reason = {"code": code, "subject": subject, "reason": {"code": "CAPACITY", "text": "Two people were ill."}}
    answer = await explainer.post("/api/v1/alerts/reasons", json=reason)
    assert answer.status_code == 201, answer.text
    left = (await explainer.get("/api/v1/alerts")).json()
    assert not [alert for alert in left if alert["code"] == code and alert["breached"] and not alert["explained"]]
