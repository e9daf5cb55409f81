"""Bugs of the store's transaction: what is acknowledged, when, and under which key."""

# pyright: reportPrivateUsage=false

import asyncio
import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from shared.database import APPEND_SETTINGS, Connection, connect
from shared.handling import Caller, Json, Unit
from shared.ids import new_id
from shared.journal.port import Record
from shared.problems import Problem
from shared.store import batch as batch_module
from shared.store import chain, encoding
from shared.store.batch import LOCK, Batch
from shared.store.deciding import Decisions, Done, Kept, Outcome
from shared.store.definition import StoreDefinition
from shared.store.encoding import STEPS_PER_EVENT, Encoded
from shared.store.store import EventStore, Waiting
from shared.store.streams import KeptStreams
from tests.campaign.bugs.registry import bug, swap

WINDOW_SECONDS = 0.4
"""How long a process stands between two steps that should have been one."""


@bug("acknowledge-before-commit")
def acknowledge_before_commit() -> None:
    """The client has its receipt before the transaction is durable."""

    async def commit(self: EventStore, batch: Sequence[Waiting]) -> None:
        try:
            if self._connection is None or self._connection.is_closed():
                self._connection = await connect(self._url, APPEND_SETTINGS)
            async with self._connection.transaction():
                await self._connection.execute(LOCK)
                work = Batch(self.definition, self._connection, self._clock.now(), KeptStreams())
                self._answer(batch, await work.run([waiting.unit for waiting in batch]))
                await asyncio.sleep(WINDOW_SECONDS)
        except Exception:  # noqa: BLE001 - whoever has no answer yet gets the refusal
            self._let_go()
            self._refuse(batch)

    swap(EventStore, "_commit", lambda _: commit)


@bug("key-outside-transaction")
def key_outside_transaction() -> None:
    """The receipt of a key is stored after the commit of what it stands for."""
    left: list[Kept] = []

    def without_keys(write: Any) -> Any:
        async def write_without_keys(connection: Connection, decided: Decisions, encoded: Encoded) -> None:
            left.extend(decided.receipts)
            decided.receipts.clear()
            await write(connection, decided, encoded)

        return write_without_keys

    def then_keys(transaction: Any) -> Any:
        async def transaction_then_keys(self: EventStore, units: Sequence[Unit]) -> list[Outcome]:
            left.clear()
            outcomes = await transaction(self, units)
            await asyncio.sleep(WINDOW_SECONDS)
            await _write_keys(self, left)
            return outcomes

        return transaction_then_keys

    swap(batch_module, "write", without_keys)
    swap(EventStore, "_transaction", then_keys)


async def _write_keys(store: EventStore, kept: Sequence[Kept]) -> None:
    assert store._connection is not None
    await store._connection.executemany(
        "insert into idempotency values ($1, $2, $3, $4, now()) on conflict do nothing",
        [(each.caller.client, each.key, each.caller.body_hash, each.receipt) for each in kept],
    )


class NotStored(Problem):
    """What nobody can know when a commit failed."""

    def __init__(self) -> None:
        super().__init__(422, "Not stored", "Your request was not stored.", "NOT-STORED")


@bug("commit-error-is-refusal")
def commit_error_is_refusal() -> None:
    """A commit that failed at our end is answered as a definite refusal, though it may be stored."""

    def refuse(self: EventStore, batch: Sequence[Waiting]) -> None:
        self._answer(batch, [NotStored() for _ in batch])

    swap(EventStore, "_refuse", lambda _: refuse)


@bug("expected-version-ignored")
def expected_version_ignored() -> None:
    """Of two people who saw the same version, both win."""

    def anyway(decide: Any) -> Any:
        def decide_anyway(self: Decisions, step: Any, caller: Caller, staged: Any) -> None:
            decide(self, replace(step, expected_version=None), caller, staged)

        return decide_anyway

    swap(Decisions, "_decide", anyway)


@bug("key-forgets-body")
def key_forgets_body() -> None:
    """Another body under a used key is answered with the old receipt."""

    def by_key_alone(known: Any) -> Any:
        def known_by_key_alone(self: Decisions, caller: Caller) -> Json | None:
            stored = self._receipts.get((caller.client, caller.key or ""))
            return known(self, replace(caller, body_hash=stored[0]) if stored else caller)

        return known_by_key_alone

    swap(Decisions, "_known", by_key_alone)


@bug("receipt-made-anew")
def receipt_made_anew() -> None:
    """A repeat is recognised, but its receipt is written anew each time."""

    def anew(known: Any) -> Any:
        def known_anew(self: Decisions, caller: Caller) -> Json | None:
            receipt = known(self, caller)
            return receipt and {**receipt, "recorded_at": datetime.now(UTC).isoformat()}

        return known_anew

    swap(Decisions, "_known", anew)


@bug("rewritten-event")
def rewritten_event() -> None:
    """Somebody corrects what is stored, in place."""

    def and_correct(write: Any) -> Any:
        async def write_and_correct(connection: Connection, decided: Decisions, encoded: Encoded) -> None:
            await write(connection, decided, encoded)
            await connection.execute(
                """update events set content = convert_to(replace(convert_from(content, 'UTF8'), 'bruise', 'mark'),
                   'UTF8') where type = 'ContactReceived'"""
            )

        return write_and_correct

    swap(batch_module, "write", and_correct)


@bug("dropped-outbox-row")
def dropped_outbox_row() -> None:
    """One event in so many is never told to anybody."""
    numbers = itertools.count(1)

    def and_drop(encode: Any) -> Any:
        def encode_and_drop(definition: StoreDefinition, decided: Decisions) -> Encoded:
            encoded: Encoded = encode(definition, decided)
            return replace(encoded, records=[record for record in encoded.records if next(numbers) % 10])

        return encode_and_drop

    swap(batch_module, "encode", and_drop)


@bug("audit-outside-transaction")
def audit_outside_transaction() -> None:
    """Who did what is written after the commit of what was done."""
    left: list[tuple[datetime, Done]] = []

    def without_audit(write: Any) -> Any:
        async def write_without_audit(connection: Connection, decided: Decisions, encoded: Encoded) -> None:
            left.extend((decided.now, done) for done in decided.audit)
            decided.audit.clear()
            await write(connection, decided, encoded)

        return write_without_audit

    def then_audit(transaction: Any) -> Any:
        async def transaction_then_audit(self: EventStore, units: Sequence[Unit]) -> list[Outcome]:
            left.clear()
            outcomes = await transaction(self, units)
            await asyncio.sleep(WINDOW_SECONDS)
            await _write_audit(self, left)
            return outcomes

        return transaction_then_audit

    swap(batch_module, "write", without_audit)
    swap(EventStore, "_transaction", then_audit)


async def _write_audit(store: EventStore, left: Sequence[tuple[datetime, Done]]) -> None:
    assert store._connection is not None
    await store._connection.executemany(
        """insert into audit (recorded_at, user_id, role, org_id, action, streams, child_ids, correlation_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        [
            (
                *(at, done.caller.actor.user_id, done.caller.actor.role.value, done.caller.actor.org_id, done.action),
                *(list(done.streams), list(done.child_ids), done.caller.correlation_id),
            )
            for at, done in left
        ],
    )


@bug("chain-without-payload")
def chain_without_payload() -> None:
    """The hash chains the beginning of what is stored, and the system's own check agrees with itself."""

    def short(_: object) -> Any:
        return lambda previous, content: hashlib.sha256(previous + content[:40]).digest()  # pyright: ignore[reportUnknownLambdaType, reportUnknownVariableType, reportUnknownArgumentType, reportUnknownMemberType]

    swap(chain, "link", short)
    swap(encoding, "link", short)


@bug("key-of-anybody")
def key_of_anybody() -> None:
    """A key is known whoever used it."""

    def anybodys(run: Any) -> Any:
        async def run_as_anybody(self: Batch, units: Sequence[Unit]) -> list[Outcome]:
            return await run(self, [replace(unit, caller=replace(unit.caller, client="anybody")) for unit in units])

        return run_as_anybody

    swap(Batch, "run", anybodys)


@bug("told-twice")
def told_twice() -> None:
    """An event is told to the others twice, under two ids."""

    def twice(encode: Any) -> Any:
        def encode_twice(definition: StoreDefinition, decided: Decisions) -> Encoded:
            encoded: Encoded = encode(definition, decided)
            again = [(place + STEPS_PER_EVENT // 2, _under_another_id(record)) for place, record in encoded.records]
            return replace(encoded, records=[*encoded.records, *again])

        return encode_twice

    swap(batch_module, "encode", twice)


def _under_another_id(record: Record) -> Record:
    return replace(record, headers={**record.headers, "ce_id": new_id()})


@bug("first-child-only")
def first_child_only() -> None:
    """Of a contact about siblings the others hear of the first child alone."""

    def of_the_first(to_record: Any) -> Any:
        def record_of_the_first(*words: Any) -> Record:
            record: Record = to_record(*words)
            body = orjson.loads(record.value)
            if "children" in body:
                body["children"], body["meta"]["child_ids"] = body["children"][:1], body["meta"]["child_ids"][:1]
            return replace(record, value=orjson.dumps(body))

        return record_of_the_first

    swap(encoding, "to_record", of_the_first)


@bug("clocks-not-told")
def clocks_not_told() -> None:
    """What happens to a clock is not told to the other services."""

    def nothing(_: object) -> Sequence[object]:
        return ()

    swap(encoding, "clock_contracts", lambda _: nothing)
