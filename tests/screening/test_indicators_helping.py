"""Step-ups, step-downs and moves (I24, I25, I26), counted as the world goes on."""

from datetime import date

import pytest

from shared.testing.service import RunningService

from .counting import of
from .early_help_story import CARTER
from .guarded_worlds import asked_back
from .people import HALE, REYES, may
from .rooms import with_early_help
from .test_audit_api import asked
from .test_referral_api import TRANSFER

ANSWERED, STAYED = "Answered within one working day", "Early help stayed"


@pytest.mark.parametrize(("minute", "in_time"), [(0, 1), (1, 0)])
async def test_a_step_up_counts_as_answered_within_a_working_day(
    screening: RunningService, minute: int, in_time: int
) -> None:
    parts = await with_early_help(screening)
    assert await of(screening, "I24") == {ANSWERED: (0, 1), STAYED: (0, 0), "mature": (0, 1)}
    screening.clock.at = may(21, 9, minute)
    answer = {"decision": "REFERRAL_STRATEGY", "rationale": "As agreed."}
    await asked(screening, REYES, f"step-ups/{parts['step_up_id']}/decision", **answer)
    assert await of(screening, "I24") == {ANSWERED: (in_time, 1), STAYED: (1, 1), "mature": (1, 1)}


@pytest.mark.parametrize(("days", "stayed"), [(30, 0), (31, 1)])
async def test_early_help_stays_when_it_does_not_end_soon_after(
    screening: RunningService, days: int, stayed: int
) -> None:
    parts = await asked_back(screening)
    screening.clock.at = may(22, 10)
    await asked(screening, HALE, f"step-downs/{parts['step_down_id']}/family-contact", **MET)
    screening.clock.at = may(20, 9).replace(month=6, day=19 + days - 30)
    await asked(screening, CARTER, f"episodes/{parts['episode_id']}/closure", reason="They have moved away.")
    assert (await of(screening, "I24"))[STAYED] == (stayed, 1)


async def test_a_step_down_has_not_lasted_once_the_child_is_referred_again(screening: RunningService) -> None:
    parts = await asked_back(screening)
    assert await of(screening, "I25") == {"Referred again": (0, 1), "mature": (0, 1)}
    at = f"screenings/{parts['contact_id']}/children/{parts['referred_id']}/referral"
    screening.clock.at = may(22, 10)
    await asked(screening, HALE, f"step-downs/{parts['step_down_id']}/family-contact", **MET)
    await asked(screening, HALE, at, primary_need="N1", care_status="CLOSED", step_up_id=parts["step_up_id"])
    assert (await of(screening, "I25"))["Referred again"] == (1, 1)
    screening.clock.at = may(21, 9).replace(month=11)
    assert (await of(screening, "I25"))["mature"] == (1, 1)


MET = {"contacted_at": may(21, 14).isoformat(), "joint_visit_made": "Y"}
REFERRED = (date(2026, 5, 3), date(2026, 5, 3))


async def test_workers_and_moves_are_shared_out_over_the_children(screening: RunningService) -> None:
    parts = await with_early_help(screening)
    found = await of(screening, "I26", REFERRED)
    assert (found["Social workers"], found["Moves"]) == ((1, 1), (0, 1))
    assert found["Moves with a note and an introduction"] == (0, 0)
    for worker, introduced in (("sw.moss", "Y"), ("sw.ferrand", "N")):
        moved = TRANSFER | {"to_worker": worker, "introduced_to_family": introduced}
        await asked(screening, HALE, f"referrals/{parts['referral_id']}/transfers", **moved)
    found = await of(screening, "I26", REFERRED)
    assert (found["Social workers"], found["Moves"]) == ((3, 1), (2, 1))
    assert found["Moves with a note and an introduction"] == (1, 2)
