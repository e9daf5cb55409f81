"""Bugs of the subscriber: what it has taken in, where it goes on, and what becomes of a record that fails."""

# pyright: reportPrivateUsage=false

import asyncio
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared import projecting
from shared.handling import Json, Place, Unit
from shared.ids import new_id
from shared.journal.port import Delivered, Record, TopicPartition
from shared.projecting import place_of, places_of, take_in, told_by
from shared.store import writing
from shared.store.deciding import Decisions
from shared.store.places import Standing, keep_places
from shared.subscriber import Subscriber
from shared.subscriptions import Keeping
from shared.taking import Taking
from tests.campaign.bugs.registry import bug, swap

WINDOW_SECONDS = 0.8
MARK_ALL = """with marked as (insert into inbox select message_id, $2 from unnest($1::text[]) as told (message_id)
                on conflict do nothing)
              select message_id from unnest($1::text[]) as told (message_id)"""
MARKS = "insert into inbox (message_id, taken_at) select *, $1 from unnest($29::text[])"


@bug("offset-before-state")
def offset_before_state() -> None:
    """The place in the journal is stored first, the effect afterwards."""

    def later(take_batch: Any) -> Any:
        async def take_later(self: Taking, delivered: Sequence[Delivered]) -> None:
            async with self._pool.acquire() as connection:
                await keep_places(connection, places_of(delivered))
            await asyncio.sleep(WINDOW_SECONDS)
            await take_batch(self, delivered)

        return take_later

    swap(Taking, "take_batch", later)


@bug("no-inbox")
def no_inbox() -> None:
    """Whatever arrives is taken in, however often it has been."""

    def again(take: Any) -> Any:
        def take_again(self: Decisions, unit: Unit) -> Json:
            self._taken.clear()
            return take(self, unit)

        return take_again

    async def all_of_them(self: Taking, delivered: Sequence[Delivered]) -> Sequence[Delivered]:
        return delivered

    assert MARKS in writing.WRITE
    swap(Taking, "_not_taken_in", lambda _: all_of_them)
    swap(Decisions, "_take", again)
    swap(writing, "WRITE", lambda write: write.replace(MARKS, f"{MARKS} on conflict do nothing"))
    swap(projecting, "MARK", lambda _: MARK_ALL)


@bug("latest")
def latest() -> None:
    """A subscriber that comes back begins at the end of the journal, not where it stopped."""

    async def positions(self: Subscriber, identity: str, at: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        ends = await self._journal.ends(sorted({place.topic for place in at}))
        return {place: ends[place] for place in at}

    swap(Subscriber, "_positions", lambda _: positions)


@bug("goes-on-after-a-crash")
def goes_on_after_a_crash() -> None:
    """A subscriber believes its own memory of how far it came, whatever a crash of Postgres took back."""

    async def hold(self: Standing, connection: object) -> None:
        return None

    swap(Standing, "hold", lambda _: hold)


@bug("projection-outside-transaction")
def projection_outside_transaction() -> None:
    """Rows of a read model are written before the transaction that takes the record in, under ids made on the spot."""

    async def keep(self: Taking, keeping: Keeping, records: Sequence[Record], places: Sequence[Place]) -> None:
        told = [each for record in records if (each := told_by(self._subscriptions, record))]
        async with self._pool.acquire() as connection:
            await keeping.keep(connection, [fact for each in told for fact in each.facts])
        await asyncio.sleep(WINDOW_SECONDS)
        async with self._pool.acquire() as connection, connection.transaction():
            await take_in(connection, replace(keeping, keep=_kept_already), told, places, self._clock.now())

    def fact_id(*_: object) -> str:
        return new_id()

    for module in ("making", "contacts"):
        swap(importlib.import_module(f"timeline.entries.{module}"), "fact_id", lambda _: fact_id)
    swap(Taking, "_keep", lambda _: keep)


async def _kept_already(*_: object) -> None:
    return None


@bug("parks-nothing")
def parks_nothing() -> None:
    """A record that can't be taken in is logged and passed by."""

    async def pass_by(self: Taking, delivered: Delivered, error: str, tries: int) -> None:
        async with self._pool.acquire() as connection:
            await keep_places(connection, [place_of(delivered)])

    swap(Taking, "_park", lambda _: pass_by)


@bug("effect-forgotten")
def effect_forgotten() -> None:
    """A record is marked as taken in, and what follows from it is left out."""

    def without_steps(unit: Any) -> Any:
        def unit_without_steps(self: Taking, record: Record, after: str | None) -> Unit:
            made: Unit = unit(self, record, after)
            forgotten = record.headers.get("ce_type", "").startswith("frontdoor.ContactQualityAssessed.")
            return replace(made, steps=()) if forgotten else made

        return unit_without_steps

    swap(Taking, "_unit", without_steps)


@bug("stream-out-of-order")
def stream_out_of_order() -> None:
    """The records of a stream that arrive together are taken in as they come to hand."""

    def shuffled(streams_of: Any) -> Any:
        def shuffled_streams_of(self: Taking, delivered: Sequence[Delivered]) -> Any:
            for stream, records in streams_of(self, delivered):
                first, *others = records
                yield stream, [first, *reversed(others)]

        return shuffled_streams_of

    swap(Taking, "_streams_of", shuffled)
