"""The clocks of a referral, early help and a disagreement (§3.0), from trigger to breach on a clock moved by hand."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

import screening as package
from shared.access.actor import Actor
from shared.testing.declared import clocks_declared
from shared.testing.service import RunningService
from shared.working_time import in_london

from .asking import done
from .conftest import arrive
from .early_help_story import CARTER, VOSS
from .guarded_worlds import ANSWER, CLEAR
from .people import HALE, REYES, may
from .referral_story import NDLOVU, PATEL
from .referring import accepted, allocated, decided, until_published
from .rooms import AMIN, DISAGREEMENT
from .stepping import offered, taken_up, with_a_worker
from .test_audit_api import asked
from .test_clock_register import REGISTER as OF_THE_CASE
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


async def with_worker(screening: RunningService) -> tuple[str, str]:
    subject, referral_id = await referred(screening)
    await allocated(screening, referral_id)
    return subject, referral_id


async def taken_up_by_early_help(screening: RunningService) -> tuple[str, str]:
    subject, step_down_id = await offered_to_early_help(screening)
    await taken_up(screening, step_down_id)
    return subject, step_down_id


async def asked_to_step_up(screening: RunningService) -> tuple[str, str]:
    subject, _ = await taken_up_by_early_help(screening)
    [episode] = (await screening.client(CARTER).get("/api/v1/early-help")).json()["episodes"]
    at = f"episodes/{episode['episode_id']}/step-ups"
    return subject, (await asked(screening, CARTER, at, reason="He is back.", urgent=False))["step_up_id"]


async def disputed(screening: RunningService) -> tuple[str, str]:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(5, 10)
    await decided(screening, contact)
    raised = await done(screening.client(AMIN), contact, "escalations", **DISAGREEMENT)
    return f"Escalation-{raised['escalation_id']}/1", raised["escalation_id"]


async def answered(screening: RunningService, escalation_id: str) -> None:
    """By the next tier: the one that was silent has lost it."""
    await until_published(screening, "frontdoor.EscalationMovedUp.v1")
    await asked(screening, PATEL, f"escalations/{escalation_id}/answer", **ANSWER)


async def seen(screening: RunningService, referral_id: str) -> None:
    body = {"seen_at": screening.clock.at.isoformat(), "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y"}
    said = {"words": "I like it when Nan comes.", "consent": CLEAR}
    await asked(screening, NDLOVU, f"referrals/{referral_id}/visits", **body, **said)


async def met(screening: RunningService, step_down_id: str) -> None:
    body = {"contacted_at": screening.clock.at.isoformat(), "joint_visit_made": "Y"}
    await asked(screening, CARTER, f"step-downs/{step_down_id}/family-contact", **body)


async def stepped_up(screening: RunningService, step_up_id: str) -> None:
    body = {"decision": "REFERRAL_STRATEGY", "rationale": "He is back."}
    await asked(screening, REYES, f"step-ups/{step_up_id}/decision", **body)


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
    "CK_STEPDOWN until the family is met": Registered(
        taken_up_by_early_help, may(28, 23, 59) + LAST, ((1, TEAM), (1, "EARLY_HELP_MANAGER")), met, VOSS
    ),
    "CK_STEPUP": Registered(asked_to_step_up, may(21, 9), ((1, "FRONT_DOOR_MANAGER"),), stepped_up, REYES),
    "CK_VISIT17": Registered(with_worker, may(11, 23, 59) + LAST, ((0.8, TEAM), (1, SERVICE)), seen, PATEL),
    "CK_ESC": Registered(disputed, may(6, 10), ((1, SERVICE),), answered, PATEL),
}


def test_every_clock_of_screening_is_walked() -> None:
    assert {name.split()[0] for name in (*REGISTER, *OF_THE_CASE)} == clocks_declared(package)


@pytest.mark.parametrize("name", list(REGISTER))
async def test_it_is_warned_breached_marked_late_and_explained(screening: RunningService, name: str) -> None:
    clock, code = REGISTER[name], name.split()[0]
    subject, about = await clock.start(screening)
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
    await clock.end(screening, about)
    told = await screening.published("frontdoor.ClockStopped.v1")
    stopped = [each for each in told if (each["code"], each["subject"]) == (code, subject)]
    assert [each["met"] for each in stopped][-1:] == [False]
    explainer = screening.client(clock.explains)
    reason = {"code": code, "subject": subject, "reason": {"code": "CAPACITY", "text": "Two people were ill."}}
    answer = await explainer.post("/api/v1/alerts/reasons", json=reason)
    assert answer.status_code == 201, answer.text
    left = (await explainer.get("/api/v1/alerts")).json()
    assert not [alert for alert in left if alert["code"] == code and alert["breached"] and not alert["explained"]]
