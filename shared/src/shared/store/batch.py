"""One transaction of the store: what is waiting is decided and written together, under the store's lock.

Positions are taken under the lock and the lock is held to the commit, so position order is commit order and a reader
of ``position > n`` can never skip a writer in flight. Nothing is written before every unit has been decided, so a unit
that is refused leaves nothing behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from shared.access.actor import SYSTEM, Actor
from shared.clocks import rows as clock_rows
from shared.clocks.commands import clock_stream
from shared.clocks.contracts import clock_contracts
from shared.clocks.decider import CLOCK
from shared.contracts import to_record
from shared.database import Connection
from shared.decider import Conflict, Refused
from shared.events import Meta, Recorded, canonical, read_stored, stored_bytes
from shared.handling import Caller, InboxMark, Json, Step, Unit
from shared.ids import new_id
from shared.journal.port import Record
from shared.store.chain import link
from shared.store.definition import KeyReused, StoreDefinition
from shared.store.places import keep_places

STORE_LOCK = 812_002
STEPS_PER_EVENT = 100
"""Room in the outbox's order for the contracts of one event."""

Outcome = Json | Exception


@dataclass(slots=True)
class Stream:
    """A stream as this transaction sees it."""

    version: int
    state: Any
    decider: Any


@dataclass(slots=True)
class Staged:
    """What one unit has decided so far; thrown away when a later step of it is refused."""

    recorded: list[Recorded[object]] = field(default_factory=list[Recorded[object]])
    streams: dict[str, Stream] = field(default_factory=dict[str, Stream])


class Batch:
    """The units that commit together."""

    def __init__(self, definition: StoreDefinition, connection: Connection, now: datetime) -> None:
        self._definition = definition
        self._connection = connection
        self._now = now
        self._position = 0
        self._hash = b""
        self._streams: dict[str, Stream] = {}
        self._receipts: dict[tuple[str, str], tuple[bytes, bytes]] = {}
        self._taken: set[str] = set()
        self._accepted: list[Recorded[object]] = []
        self._records: list[tuple[int, Record]] = []
        self._event_rows: list[tuple[object, ...]] = []
        self._key_rows: list[tuple[object, ...]] = []
        self._audit_rows: list[tuple[object, ...]] = []
        self._marks: list[tuple[InboxMark, bool]] = []

    async def run(self, units: Sequence[Unit]) -> list[Outcome]:
        """Decides and writes everything; the caller commits. One outcome a unit, in their order.

        A refusal or a conflict is the outcome of its own unit. Any other error fails the whole transaction.
        """
        await self._connection.execute("select pg_advisory_xact_lock($1)", STORE_LOCK)
        await self._look_up(units)
        outcomes = [await self._outcome(unit) for unit in units]
        await self._write()
        return outcomes

    async def _look_up(self, units: Sequence[Unit]) -> None:
        head = await self._connection.fetchrow("select position, hash, recorded_at from store_head")
        assert head is not None  # noqa: S101 - the kernel's first migration makes the row
        self._position, self._hash = head["position"], head["hash"]
        self._now = max(self._now, head["recorded_at"])
        keyed = [unit.caller for unit in units if unit.caller.key is not None]
        if keyed:
            await self._look_up_keys(keyed)
        marks = [unit.inbox.message_id for unit in units if unit.inbox]
        if marks:
            rows = await self._connection.fetch("select message_id from inbox where message_id = any($1)", marks)
            self._taken = {row["message_id"] for row in rows}
        await self._load({step.stream: step for unit in units for step in unit.steps})

    async def _look_up_keys(self, callers: Sequence[Caller]) -> None:
        rows = await self._connection.fetch(
            """select client, key, body_hash, receipt from idempotency
               where (client, key) in (select * from unnest($1::text[], $2::text[]))""",
            [caller.client for caller in callers],
            [caller.key for caller in callers],
        )
        self._receipts = {(row["client"], row["key"]): (row["body_hash"], row["receipt"]) for row in rows}

    async def _load(self, steps: dict[str, Step]) -> None:
        if not steps:
            return
        rows = await self._connection.fetch(
            "select stream, content from events where stream = any($1) order by stream, version", list(steps)
        )
        for stream, step in steps.items():
            self._streams[stream] = Stream(version=0, state=step.decider.initial, decider=step.decider)
        for row in rows:
            seen = self._streams[row["stream"]]
            event = read_stored(self._definition.events, row["content"]).data
            seen.state, seen.version = seen.decider.evolve(seen.state, event), seen.version + 1

    async def _outcome(self, unit: Unit) -> Outcome:
        try:
            return await self._take(unit)
        except (Refused, Conflict, KeyReused) as refusal:
            return refusal

    async def _take(self, unit: Unit) -> Json:
        known = self._known(unit.caller)
        if known is not None:
            return known
        if unit.inbox and unit.inbox.message_id in self._taken:
            self._marks.append((unit.inbox, False))
            return {}
        staged = Staged()
        for step in unit.steps:
            await self._decide(step, unit.caller, staged)
        receipt = self._receipt(unit, staged)
        for effect in unit.effects:
            await effect(self._connection)
        self._accept(unit, staged, receipt)
        return receipt

    def _known(self, caller: Caller) -> Json | None:
        if caller.key is None:
            return None
        stored = self._receipts.get((caller.client, caller.key))
        if stored is None:
            return None
        body_hash, receipt = stored
        if body_hash != caller.body_hash:
            raise KeyReused
        return orjson.loads(receipt)

    async def _decide(self, step: Step, caller: Caller, staged: Staged) -> None:
        stream = await self._stream(step, staged)
        if step.expected_version is not None and step.expected_version != stream.version:
            raise Conflict
        for event in step.decider.decide(step.command, stream.state):
            recorded = self._record(step.stream, stream, event, caller, staged)
            await self._start_and_stop_clocks(recorded, caller, staged)

    async def _stream(self, step: Step, staged: Staged) -> Stream:
        if step.stream not in staged.streams:
            if step.stream not in self._streams:
                await self._load({step.stream: step})
            seen = self._streams[step.stream]
            staged.streams[step.stream] = Stream(version=seen.version, state=seen.state, decider=seen.decider)
        return staged.streams[step.stream]

    def _record(self, name: str, stream: Stream, event: object, caller: Caller, staged: Staged) -> Recorded[object]:
        kind = self._definition.events.kind_of(event)
        stream.version += 1
        stream.state = stream.decider.evolve(stream.state, event)
        recorded = Recorded(
            position=self._position + len(staged.recorded) + 1,
            stream=name,
            version=stream.version,
            event_id=new_id(),
            type=kind.name,
            schema_version=kind.version,
            data=event,
            meta=self._meta(event, kind.classes, caller),
        )
        staged.recorded.append(recorded)
        return recorded

    def _meta(self, event: object, classes: tuple[str, ...], caller: Caller) -> Meta:
        return Meta(
            recorded_at=self._now,
            actor=caller.actor,
            correlation_id=caller.correlation_id,
            causation_id=caller.causation_id or caller.correlation_id,
            occurred_at=getattr(event, "occurred_at", None),
            reported_at=getattr(event, "reported_at", None),
            received_at=getattr(event, "received_at", None),
            child_ids=_children(event),
            idempotency_key=caller.key,
            lawful_basis=getattr(event, "lawful_basis", None),
            sensitivity=classes,
            policy_version=self._definition.policy_version,
            tenant_la=self._definition.tenant_la,
        )

    async def _start_and_stop_clocks(self, recorded: Recorded[object], caller: Caller, staged: Staged) -> None:
        for command in self._definition.clocks(recorded):
            step = Step(stream=clock_stream(command), decider=CLOCK, command=command)
            cause = _caused_by(recorded, caller, SYSTEM)
            await self._decide_clock(step, cause, staged)

    async def _decide_clock(self, step: Step, cause: Caller, staged: Staged) -> None:
        stream = await self._stream(step, staged)
        for event in CLOCK.decide(step.command, stream.state):  # pyright: ignore[reportArgumentType]
            self._record(step.stream, stream, event, cause, staged)

    def _receipt(self, unit: Unit, staged: Staged) -> Json:
        told: Json = unit.answer(staged.recorded) if unit.answer else {}
        versions = {recorded.stream: recorded.version for recorded in staged.recorded if not _is_clock(recorded)}
        document = {"recorded_at": self._now, "versions": versions, **told}
        return orjson.loads(canonical(document))

    def _accept(self, unit: Unit, staged: Staged, receipt: Json) -> None:
        self._streams |= staged.streams
        for recorded in staged.recorded:
            self._chain(recorded)
            self._publish(recorded, unit.caller.traceparent)
        self._accepted += staged.recorded
        self._position += len(staged.recorded)
        caller = unit.caller
        if caller.key is not None:
            content = canonical(receipt)
            self._receipts[caller.client, caller.key] = (caller.body_hash, content)
            self._key_rows.append((caller.client, caller.key, caller.body_hash, content, self._now))
        if unit.inbox:
            self._taken.add(unit.inbox.message_id)
            self._marks.append((unit.inbox, True))
        if staged.recorded:
            self._audit_rows.append(self._audit(unit, staged))

    def _chain(self, recorded: Recorded[object]) -> None:
        content = stored_bytes(self._definition.events, recorded)
        self._hash = link(self._hash, content)
        self._event_rows.append(
            (
                recorded.position,
                recorded.stream,
                recorded.version,
                recorded.event_id,
                recorded.type,
                list(recorded.meta.child_ids),
                recorded.meta.recorded_at,
                content,
                self._hash,
            )
        )

    def _publish(self, recorded: Recorded[object], traceparent: str | None) -> None:
        definition = self._definition
        contracts = clock_contracts(recorded) if _is_clock(recorded) else definition.publish(recorded)
        for ordinal, contract in enumerate(contracts):
            topic = contract.topic or definition.topic
            record = to_record(contract, recorded, definition.service, topic, ordinal, traceparent)
            self._records.append((recorded.position * STEPS_PER_EVENT + ordinal, record))

    def _audit(self, unit: Unit, staged: Staged) -> tuple[object, ...]:
        actor = unit.caller.actor
        return (
            self._now,
            actor.user_id,
            actor.role.value,
            actor.org_id,
            ", ".join(type(step.command).__name__ for step in unit.steps),
            sorted({recorded.stream for recorded in staged.recorded}),
            sorted({child for recorded in staged.recorded for child in recorded.meta.child_ids}),
            unit.caller.correlation_id,
        )

    async def _write(self) -> None:
        write = self._connection.executemany
        if self._event_rows:
            await write("insert into events values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", self._event_rows)
            await self._connection.execute(
                "update store_head set position = $1, hash = $2, recorded_at = $3",
                self._position,
                self._hash,
                self._now,
            )
            await clock_rows.project(self._connection, [r for r in self._accepted if _is_clock(r)])
            for project in self._definition.read_models:
                await project(self._connection, self._accepted)
        if self._records:
            await write(
                "insert into outbox (sequence, position, topic, key, headers, value) values ($1, $2, $3, $4, $5, $6)",
                [
                    (sequence, sequence // STEPS_PER_EVENT, r.topic, r.key, dict(r.headers), r.value)
                    for sequence, r in self._records
                ],
            )
            await self._connection.execute("select pg_notify('outbox', '')")
        if self._key_rows:
            await write("insert into idempotency values ($1, $2, $3, $4, $5)", self._key_rows)
        if self._audit_rows:
            await write(
                """insert into audit (recorded_at, user_id, role, org_id, action, streams, child_ids, correlation_id)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)""",
                self._audit_rows,
            )
        if self._marks:
            await self._write_marks()

    async def _write_marks(self) -> None:
        new = [(mark.message_id, self._now) for mark, first_time in self._marks if first_time]
        await self._connection.executemany("insert into inbox values ($1, $2)", new)
        await keep_places(self._connection, [mark.place for mark, _ in self._marks if mark.place])


def _children(event: object) -> tuple[str, ...]:
    many = getattr(event, "child_ids", None)
    one = getattr(event, "child_id", None)
    return tuple(many) if many is not None else (one,) if one else ()


def _is_clock(recorded: Recorded[object]) -> bool:
    return recorded.stream.startswith("Clock-")


def _caused_by(recorded: Recorded[object], caller: Caller, actor: Actor) -> Caller:
    return Caller(
        actor=actor,
        correlation_id=caller.correlation_id,
        causation_id=recorded.event_id,
        traceparent=caller.traceparent,
    )
