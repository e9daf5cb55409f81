"""What contracts tell is kept together: facts, inbox marks and places of a whole batch in one transaction.

The law: what a contract tells is worked out before the transaction, by pure functions; a contract that was taken in
before tells nothing again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import Field, create_model

from shared.contracts import ContractMeta, Reading
from shared.database import UNFLUSHED, Connection
from shared.handling import Place
from shared.journal.port import Delivered, Record, TopicPartition
from shared.store.places import keep_places
from shared.subscriptions import Keeping, Listening, Message, Subscriptions

TURN = "pg_advisory{}_lock{}(812005, hashtext(current_schema()))"
"""Shared by all who take in; held alone by a rebuild for the moment in which it takes the place of what was there."""

MARK = """insert into inbox select message_id, $2 from unnest($1::text[]) as told (message_id)
          on conflict do nothing returning message_id"""


@dataclass(frozen=True, slots=True)
class Told:
    """What one contract tells."""

    message_id: str
    facts: Sequence[Any]


def told_by(subscriptions: Subscriptions, record: Record) -> Told | None:
    """What the record's contract tells; none when it is not listened to. Raises what makes it unreadable."""
    heard = heard_in(subscriptions, record)
    if not heard:
        return None
    return Told(
        message_id=record.headers["ce_id"],
        facts=[fact for listening, message in heard if listening.telling for fact in listening.telling(message)],
    )


def heard_in(subscriptions: Subscriptions, record: Record) -> Sequence[tuple[Listening, Message[Any]]]:
    """All that listens to the record's contract, with what it reads of it. Raises what makes it unreadable."""
    headers = record.headers
    contract_type = headers.get("ce_type", "")
    read: dict[type[Reading], Message[Any]] = {}
    heard: list[tuple[Listening, Message[Any]]] = []
    for listening in subscriptions.listening(record.topic, contract_type):
        if listening.reading not in read:
            data = _reader(listening.reading)(record.value)
            read[listening.reading] = Message(
                id=headers["ce_id"], type=contract_type, topic=record.topic, data=data, meta=data.meta
            )
        heard.append((listening, read[listening.reading]))
    return heard


@cache
def _reader(reading: type[Reading]) -> Callable[[bytes], Any]:
    """Reads a contract and its envelope in one pass over the bytes: half the work of two."""
    envelope = (ContractMeta, Field(exclude=True))
    return create_model(reading.__name__, __base__=reading, meta=envelope).model_validate_json


async def begin_keeping(connection: Connection, *, flushed: bool) -> None:
    """Takes its turn: waits while a rebuild takes its place, and from here to the end of the transaction none does.

    What commits together with its place need not be ``flushed`` to disk: after a crash it is told again from there.
    """
    turn = TURN.format("_xact", "_shared")
    await connection.execute(f"select {turn}" if flushed else f"select {turn}, {UNFLUSHED}")


async def take_in(
    connection: Connection, keeping: Keeping, told: Sequence[Told], places: Sequence[Place], at: datetime
) -> None:
    """Keeps what was not told before, with its inbox marks, and moves on to the places. The caller commits."""
    first = {each.message_id: each for each in reversed(told)}
    # In one order for everybody, so that two who are delivered the same records never wait for each other.
    rows = await connection.fetch(MARK, sorted(first), at)
    facts = [fact for row in rows for fact in first[row["message_id"]].facts]
    if facts:
        await keeping.keep(connection, facts)
    await keep_places(connection, places)


def places_of(delivered: Sequence[Delivered]) -> list[Place]:
    """The places behind these records: of each partition the furthest."""
    furthest: dict[TopicPartition, Delivered] = {}
    for each in delivered:
        at = each.at
        before = furthest.get(at)
        if before is None or before.offset < each.offset:
            furthest[at] = each
    return [place_of(furthest[at]) for at in sorted(furthest)]


def place_of(delivered: Delivered) -> Place:
    """The place behind this record."""
    return Place(
        journal=delivered.identity,
        topic=delivered.record.topic,
        partition=delivered.partition,
        next_offset=delivered.next_position,
    )
