"""One share of the journal, taken into the tables beside: a process of its own, so that all processors work.

Its share are partitions, so each stream stays in order. Nothing else writes these tables meanwhile.
"""

import asyncio
import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.journal import Delivered, Subscription, TopicPartition, open_journal
from shared.logs import log_as_json
from shared.rebuilding.beside import open_beside
from shared.rebuilding.refusing import WIPED, RebuildRefused
from shared.store.places import kept_places
from shared.subscriptions import Subscriptions
from shared.taking import Taking
from shared.time import clock_for

BATCH_RECORDS = 1000
WAIT_SECONDS = 5
PATIENCE = 12
"""Empty waits in a row after which the journal is taken to be gone."""
SHARE = "REBUILD_SHARE"
"""The environment's name for the share of a process, as JSON."""


class Share(BaseModel):
    """What one loader takes in: the records before ``end`` of its partitions. It stands at the end of all others."""

    model_config = ConfigDict(frozen=True)

    home: str
    database_url: str
    journal_url: str
    schema_name: str
    journal: str
    number: int
    clock_file: Path | None
    own: Sequence[tuple[str, int, int]]
    others: Sequence[tuple[str, int, int]]


def main() -> None:
    """The process: its share is in the environment."""
    log_as_json()
    share = Share.model_validate_json(os.environ[SHARE])
    subscriptions: Subscriptions = importlib.import_module(share.home).SUBSCRIPTIONS
    # What one batch makes is gone when it is kept: looking for cycles in it a hundred times as often finds none.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        asyncio.run(load(share, subscriptions))
    except RebuildRefused as refused:
        sys.exit(str(refused))
    except Exception as error:  # noqa: BLE001 - its message may quote a record, its kind never does
        sys.exit(type(error).__name__)


async def load(share: Share, subscriptions: Subscriptions) -> None:
    """Takes the share in. Raises ``RebuildRefused`` when the journal does not have it (any more)."""
    journal = open_journal(share.journal_url, f"{subscriptions.service} rebuild")
    pool = await open_beside(share.database_url, share.schema_name)
    taking = Taking(subscriptions, None, pool, clock_for(share.clock_file), None)
    others = _ends(share.others)

    async def positions(identity: str, at: Sequence[TopicPartition]) -> Mapping[TopicPartition, int]:
        if identity != share.journal:
            raise RebuildRefused(WIPED)
        async with pool.acquire() as connection:
            kept = await kept_places(connection, identity, at)
        return {**kept, **{place: others[place] for place in at if place in others}}

    group = f"{subscriptions.service} rebuild {share.number}"
    try:
        async with journal.subscribe(subscriptions.topics(), group, positions) as subscription:
            await _load(subscription, taking, _ends(share.own))
    finally:
        await journal.close()
        await pool.close()


def _ends(places: Sequence[tuple[str, int, int]]) -> dict[TopicPartition, int]:
    return {TopicPartition(topic, partition): end for topic, partition, end in places}


async def _load(subscription: Subscription, taking: Taking, ends: Mapping[TopicPartition, int]) -> None:
    left = {place: end for place, end in ends.items() if end}
    patience = PATIENCE
    while left:
        delivered: list[Delivered] = []
        reached: dict[TopicPartition, int] = {}
        for each in await gathered(subscription, WAIT_SECONDS):
            if (place := each.at) in ends:
                delivered.append(each)
                reached[place] = each.next_position
        patience = PATIENCE if delivered else patience - 1
        if not patience:
            raise RebuildRefused("The journal does not answer, or has lost its end. Everything stays as it was.")
        if delivered:
            await taking.take_batch(delivered)
        left = {place: end for place, end in left.items() if reached.get(place, 0) < end}


async def gathered(subscription: Subscription, timeout_seconds: float) -> list[Delivered]:
    """What the journal has ready, up to a thousand records: a transaction costs the same for one as for all."""
    found = list(await subscription.batch(timeout_seconds))
    while found and len(found) < BATCH_RECORDS and (more := await subscription.batch(0)):
        found += more
    return found


if __name__ == "__main__":
    main()
