"""A subscriber that silently stands still is noticed; one that waits for others or has nothing to do is not."""

import asyncio
from collections.abc import Sequence

import pytest
from opentelemetry.trace import NoOpTracer

from shared import subscriber as subscriber_module
from shared.journal import JournalUnavailable
from shared.subscriber import Subscriber

from .conftest import SetClock
from .notebook import COPIES


class Lagging(Subscriber):
    """A subscriber of which a test says how far behind it is, look by look; the last number stays."""

    def __init__(self, lags: Sequence[int | Exception]) -> None:
        super().__init__(COPIES, None, None, None, SetClock(), NoOpTracer())
        self._lags = list(lags)
        self.looks = 0

    async def lag(self) -> int:
        self.looks += 1
        lag = self._lags.pop(0) if len(self._lags) > 1 else self._lags[0]
        if isinstance(lag, Exception):
            raise lag
        return lag


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriber_module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(subscriber_module, "STALL_SECONDS", 0.1)


async def is_noticed(subscriber: Lagging) -> bool:
    """Whether the watchdog barks within a while that is much longer than its patience."""
    stalled = asyncio.Event()
    watching = asyncio.create_task(subscriber.watch(stalled.set))
    try:
        async with asyncio.timeout(0.4):
            await stalled.wait()
    except TimeoutError:
        return False
    finally:
        watching.cancel()
    return True


async def test_standing_still_with_something_to_take_in_is_noticed() -> None:
    assert await is_noticed(Lagging([5]))


async def test_having_nothing_to_take_in_is_fine() -> None:
    assert not await is_noticed(Lagging([0]))


async def test_getting_nearer_however_slowly_is_fine() -> None:
    assert not await is_noticed(Lagging(range(1000, 0, -1)))


async def test_a_journal_that_is_away_is_nobodys_standstill() -> None:
    assert not await is_noticed(Lagging([JournalUnavailable("away")]))
