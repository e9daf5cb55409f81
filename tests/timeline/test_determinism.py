"""The same contracts make the same timeline: in any order and any batches, any number of times, on any machine."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.database import Pool, open_pool
from shared.journal import Delivered
from shared.taking import Taking
from shared.testing.plugin import ServiceDatabase
from shared.testing.service import RunningService, SetClock
from timeline.read_models.digests import of_all
from timeline.subscriptions import SUBSCRIPTIONS

from .canaries import canaries
from .streams import may
from .telling import Told, told_facts
from .test_rebuild import digest, made_anew
from .test_rebuild import weekend_told as weekend_told
from .weekend import weekend

TOLD = (*weekend(), *canaries())


@dataclass
class Kept:
    """A timeline's tables, and what takes contracts into them."""

    pool: Pool
    taking: Taking
    offset: int = 0

    async def tell(self, batch: Sequence[Told]) -> None:
        await self.taking.take_batch([self._delivered(each) for each in batch])

    def _delivered(self, told: Told) -> Delivered:
        self.offset += 1
        return Delivered(record=told.record(), identity="one", partition=0, offset=self.offset)

    async def digest(self) -> str:
        async with self.pool.acquire() as connection:
            return (await of_all(connection)).sha256

    async def forget(self) -> None:
        """Empties the tables; whoever takes in begins anew, and knows of no place that is lost."""
        self.taking = taking(self.pool)
        await self.pool.execute("truncate entries, clock_turns, links, descriptions, inbox, journal_positions")


def taking(pool: Pool) -> Taking:
    return Taking(SUBSCRIPTIONS, None, pool, SetClock(may(5, 14)), None)


@pytest_asyncio.fixture
async def kept(service_database: ServiceDatabase) -> AsyncIterator[Kept]:
    pool = await open_pool(await service_database("timeline"))
    yield Kept(pool, taking(pool))
    await pool.close()


@st.composite
def batches(draw: st.DrawFn) -> list[list[int]]:
    """Everything that was told (its place in ``TOLD``), in some order, some of it several times, in batches of some
    size."""
    every = range(len(TOLD))
    told = draw(st.permutations([*every, *draw(st.lists(st.sampled_from(every), max_size=30))]))
    size = draw(st.integers(min_value=1, max_value=len(told)))
    return [told[start : start + size] for start in range(0, len(told), size)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches())
async def test_order_batches_and_repetition_change_nothing(kept: Kept, told: list[list[int]]) -> None:
    await kept.forget()
    await kept.tell(TOLD)
    expected = await kept.digest()
    await kept.forget()
    for batch in told:
        await kept.tell([TOLD[place] for place in batch])
    assert await kept.digest() == expected
    assert await kept.pool.fetchval("select count(*) from inbox") == len({each.id for each in TOLD})


async def test_all_that_is_told_is_kept(kept: Kept) -> None:
    await kept.tell(TOLD)
    async with kept.pool.acquire() as connection:
        assert (await of_all(connection)).facts == len({fact for each in TOLD for fact in told_facts(each)})


@pytest.mark.parametrize(("seed", "zone"), [("1", "Pacific/Auckland"), ("7777", "America/St_Johns")])
async def test_hash_seeds_and_time_zones_change_nothing(
    weekend_told: RunningService, monkeypatch: pytest.MonkeyPatch, seed: str, zone: str
) -> None:
    number = await digest(weekend_told)
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    monkeypatch.setenv("TZ", zone)
    await made_anew(weekend_told, loaders=1)
    assert await digest(weekend_told) == number
