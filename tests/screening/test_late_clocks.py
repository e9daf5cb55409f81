"""A clock that is about no screening runs out: a manager who was told says why, and only then it leaves the list."""

from dataclasses import replace
from typing import Any

import pytest

from screening.case.facts import LateReason
from screening.late_clock.commands import ExplainLateClock
from screening.late_clock.decider import LATE_CLOCK
from shared.decider import Refused
from shared.testing.service import RunningService

from .html import Page
from .people import ADEYEMI, HALE, LUND, PATEL, may
from .test_alerts import alerts_of
from .test_pages import fill_in, open_page

SUBJECT = "StrategyDiscussion-019df6a0-0000-7000-8000-00000000d0d0"
REASON = LateReason(code="CAPACITY", text="Two discussions at once.")
EXPLAIN = ExplainLateClock(
    by=HALE, at=may(5, 9), code="CK_STRAT", subject=SUBJECT, child_ids=("x",), due_at=may(4, 17), reason=REASON
)


def code_of(command: ExplainLateClock, explained: frozenset[Any] = frozenset()) -> str:
    with pytest.raises(Refused) as caught:
        LATE_CLOCK.decide(command, explained)
    return caught.value.code


def test_a_missed_deadline_is_explained_once_in_words() -> None:
    [event] = LATE_CLOCK.decide(EXPLAIN, frozenset())
    explained = LATE_CLOCK.evolve(frozenset(), event)
    assert code_of(EXPLAIN, explained) == "SCREENING NOT_LATE"
    assert code_of(replace(EXPLAIN, due_at=None)) == "SCREENING NOT_LATE"
    assert code_of(replace(EXPLAIN, reason=replace(REASON, text=""))) == "SCREENING MISSING_WORDS"


def test_a_clock_that_ran_again_and_was_missed_again_is_explained_again() -> None:
    assert LATE_CLOCK.decide(EXPLAIN, frozenset({may(1, 17)}))


@pytest.fixture
async def strategy_late(screening: RunningService) -> str:
    """A strategy discussion was not held in time; another clock of the same kind has only warned."""
    fired = {"code": "CK_STRAT", "child_ids": ["x"], "tell": "SERVICE_MANAGER", "late": False}
    breached = {**fired, "subject": SUBJECT, "at": may(4, 17), "fired_at": may(4, 17)}
    await screening.publish(
        "strategy-meetings", "frontdoor.ClockBreached.v1", breached, key=f"Clock-CK_STRAT-{SUBJECT}"
    )
    screening.clock.at = may(5, 9)
    return SUBJECT


async def test_it_is_explained_over_the_api_by_whoever_was_told(screening: RunningService, strategy_late: str) -> None:
    body = {"code": "CK_STRAT", "subject": strategy_late, "reason": {"code": "CAPACITY", "text": "Two at once."}}
    for who, status in ((ADEYEMI, 403), (HALE, 404), (LUND, 404)):
        assert (await screening.client(who).post("/api/v1/alerts/reasons", json=body)).status_code == status
    patel = screening.client(PATEL)
    assert (await patel.post("/api/v1/alerts/reasons", json=body | {"subject": "S47-1"})).status_code == 404
    assert (await patel.post("/api/v1/alerts/reasons", json=body)).status_code == 201
    ended = {"code": "CK_STRAT", "subject": strategy_late, "child_ids": ["x"], "at": may(5, 10)}
    told = ended | {"by_event": "StrategyDiscussionConvened", "due_at": may(4, 17), "met": False}
    await screening.publish(
        "strategy-meetings", "frontdoor.ClockStopped.v1", told, key=f"Clock-CK_STRAT-{strategy_late}"
    )
    assert "CK_STRAT" not in await alerts_of(screening, PATEL)


async def test_it_is_explained_on_the_page_and_what_was_typed_is_kept(
    screening: RunningService, strategy_late: str
) -> None:
    page = await open_page(screening, PATEL, "/alerts")
    [link] = [link for link in page.links if link.startswith("/screening/alerts/late?")]
    address = link.removeprefix("/screening")
    again = await fill_in(screening, PATEL, address, form="/alerts/late", reason_text="Two at once.")
    assert again.status_code == 422
    assert Page(again.text).form("/alerts/late").fields["reason_text"] == ["Two at once."]
    typed = {"reason_code": "CAPACITY", "reason_text": "Two at once."}
    assert (await fill_in(screening, PATEL, address, form="/alerts/late", **typed)).status_code == 303
    assert "Say why it is late" not in (await open_page(screening, PATEL, "/alerts")).text
