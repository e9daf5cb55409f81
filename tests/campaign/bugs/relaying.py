"""Bugs of the relay: who publishes, in which order, and to which journal."""

# pyright: reportPrivateUsage=false

import asyncio
import contextlib
import random
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.database import OwnConnection, connect
from shared.journal import kafka
from shared.journal.kafka_cluster import KafkaCluster
from shared.journal.port import JournalUnavailable
from shared.relay import AGAIN_SECONDS, BATCH_RECORDS, Relay, _record
from tests.campaign.bugs.registry import bug, swap

AT_ONCE = 3
SLOWEST_SECONDS = 0.1
WINDOW_SECONDS = 0.6
WAITING = """select sequence, topic, key, headers, value from outbox
             where sequence > (select published_to from relay) order by sequence limit $1"""


@bug("two-relays")
def two_relays() -> None:
    """Two relays without a lease share the outbox between them, to be quicker: each claims what comes next."""

    async def run(self: Relay) -> None:
        await asyncio.gather(_share(self), _share(self))

    swap(Relay, "run", lambda _: run)


async def _share(relay: Relay) -> None:
    while True:
        connection = await connect(relay._url)
        try:
            identity = await relay._journal.identity()
            await relay._journal.ensure_topics(relay._topics)
            while await _shared(relay, connection, identity):
                pass
        except Exception:  # noqa: BLE001 - waits for whatever is away
            await asyncio.sleep(AGAIN_SECONDS)
        finally:
            connection.terminate()


async def _shared(relay: Relay, connection: OwnConnection, identity: str) -> bool:
    async with connection.transaction():
        await connection.execute("select from relay for update")
        rows = await connection.fetch(WAITING, AT_ONCE)
        if rows:
            await connection.execute("update relay set published_to = $1", rows[-1]["sequence"])
    await asyncio.sleep(random.uniform(0, SLOWEST_SECONDS))
    await relay._journal.publish([_record(row) for row in rows], identity)
    return True


@bug("marked-before-published")
def marked_before_published() -> None:
    """A record counts as published before the journal has it."""

    async def publish_batch(self: Relay, connection: OwnConnection, identity: str) -> int:
        rows = await connection.fetch(WAITING, BATCH_RECORDS)
        if not rows:
            return 0
        await self._move_on(connection, rows[-1]["sequence"])
        await asyncio.sleep(WINDOW_SECONDS)
        await self._journal.publish([_record(row) for row in rows], identity)
        return len(rows)

    swap(Relay, "_publish_batch", lambda _: publish_batch)


@bug("published-out-of-order")
def published_out_of_order() -> None:
    """What waits is published in whatever order."""

    async def publish_batch(self: Relay, connection: OwnConnection, identity: str) -> int:
        rows = await connection.fetch(WAITING, BATCH_RECORDS)
        if not rows:
            return 0
        await self._journal.publish([_record(row) for row in random.sample(rows, len(rows))], identity)
        await self._move_on(connection, rows[-1]["sequence"])
        return len(rows)

    swap(Relay, "_publish_batch", lambda _: publish_batch)


@bug("relay-skips-on-error")
def relay_skips_on_error() -> None:
    """A batch that the broker does not take in time is logged and passed by."""

    async def publish_batch(self: Relay, connection: OwnConnection, identity: str) -> int:
        rows = await connection.fetch(WAITING, BATCH_RECORDS)
        if not rows:
            return 0
        with contextlib.suppress(JournalUnavailable):
            await self._journal.publish([_record(row) for row in rows], identity)
        await self._move_on(connection, rows[-1]["sequence"])
        return len(rows)

    swap(Relay, "_publish_batch", lambda _: publish_batch)


@bug("producer-kept")
def producer_kept() -> None:
    """A relay that asks once which journal it is, and keeps its idempotent producer across a wiped broker."""
    asked: dict[KafkaCluster, str] = {}

    def once(identity: Any) -> Any:
        async def identity_once(self: KafkaCluster) -> str:
            if self not in asked:
                asked[self] = await identity(self)
            return asked[self]

        return identity_once

    async def never_shorter(self: Relay) -> bool:
        return False

    def idempotent(servers: str, client: str) -> Any:
        made: Any = AIOKafkaProducer
        return made(bootstrap_servers=servers, client_id=client, acks="all", enable_idempotence=True)

    swap(KafkaCluster, "identity", once)
    swap(Relay, "_is_shorter", lambda _: never_shorter)
    swap(kafka, "make_producer", lambda _: idempotent)
