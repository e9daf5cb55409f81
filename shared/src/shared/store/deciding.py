"""What the units of one batch decide, one after another, given the store as it was found. Pure: nothing is written.

A unit that is refused, or whose rules fail, leaves nothing behind for those that come after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from shared.access.actor import SYSTEM
from shared.clocks.commands import clock_stream, is_clock
from shared.clocks.decider import CLOCK
from shared.decider import Conflict
from shared.events import Meta, Recorded, canonical_z, read_data
from shared.handling import Behind, Caller, Effect, Json, Step, Unit
from shared.ids import new_id
from shared.store.definition import KeyReused, StoreDefinition
from shared.store.looking_up import Found
from shared.store.streams import Stream, empty

Outcome = Json | Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The receipt of a request, by the key under which it is known again."""

    caller: Caller
    key: str
    receipt: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One line of the audit: what a unit has changed."""

    caller: Caller
    action: str
    streams: Sequence[str]
    child_ids: Sequence[str]


@dataclass(slots=True)
class Staged:
    """What one unit has decided so far; thrown away when a later step of it is refused."""

    recorded: list[Recorded[object]] = field(default_factory=list[Recorded[object]])
    streams: dict[str, Stream] = field(default_factory=dict[str, Stream])


class Decisions:
    """What a batch is going to write. ``take`` its units in order."""

    def __init__(self, definition: StoreDefinition, found: Found, now: datetime) -> None:
        self.now = max(now, found.recorded_at)
        self.position = found.position
        self.previous_hash = found.hash
        self.events: list[Recorded[object]] = []
        self.traces: list[str | None] = []
        """For each of the events, the trace of the request that led to it."""
        self.receipts: list[Kept] = []
        self.audit: list[Done] = []
        self.marks: list[str] = []
        self.effects: list[Effect] = []
        self.unforeseen: set[str] = set()
        """Streams that were not looked up: taken for empty here."""
        self.streams: dict[str, Stream] = {}
        self._definition = definition
        self._found = found
        self._receipts = dict(found.receipts)
        self._taken = set(found.taken)

    def take(self, unit: Unit) -> Outcome:
        """The unit's receipt, or why there is none."""
        try:
            return self._take(unit)
        except Exception as error:  # noqa: BLE001 - nothing was kept of it: it is told to whoever asked
            return error

    def _take(self, unit: Unit) -> Json:
        known = self._known(unit.caller)
        if known is not None:
            return known
        if unit.inbox in self._taken:
            return {}
        if unit.after is not None and unit.after not in self._taken:
            raise Behind
        staged = Staged()
        for step in unit.steps:
            self._decide(step, unit.caller, staged)
        receipt = self._receipt(unit, staged)
        self._accept(unit, staged, receipt)
        return orjson.loads(receipt)

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

    def _decide(self, step: Step, caller: Caller, staged: Staged) -> None:
        stream = self._stream(step, staged)
        if step.expected_version is not None and step.expected_version != stream.version:
            raise Conflict
        for event in step.decider.decide(step.command, stream.state):
            recorded = self._record(step.stream, stream, event, caller, staged)
            self._start_and_stop_clocks(recorded, caller, staged)

    def _start_and_stop_clocks(self, recorded: Recorded[object], caller: Caller, staged: Staged) -> None:
        for command in self._definition.clocks(recorded):
            step = Step(stream=clock_stream(command), decider=CLOCK, command=command)
            stream = self._stream(step, staged, command.subject)
            for event in CLOCK.decide(command, stream.state):
                self._record(step.stream, stream, event, _caused_by(recorded, caller), staged)

    def _stream(self, step: Step, staged: Staged, subject: str | None = None) -> Stream:
        if step.stream not in staged.streams:
            if step.stream not in self.streams:
                self.streams[step.stream] = self._fold(step, subject)
            staged.streams[step.stream] = self.streams[step.stream].copy()
        return staged.streams[step.stream]

    def _fold(self, step: Step, subject: str | None) -> Stream:
        if not self._found.foresaw(step.stream, subject):
            self.unforeseen.add(step.stream)
        kept = self._found.kept.get(step.stream)
        stream = kept.copy() if kept else empty(step.decider)
        for content in self._found.contents.get(step.stream, ()):
            stream.add(read_data(self._definition.events, content))
            stream.size += len(content)
        return stream

    def _record(self, name: str, stream: Stream, event: object, caller: Caller, staged: Staged) -> Recorded[object]:
        kind = self._definition.events.kind_of(event)
        stream.add(event)
        recorded = Recorded(
            position=self.position + len(staged.recorded) + 1,
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
            recorded_at=self.now,
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

    def _receipt(self, unit: Unit, staged: Staged) -> bytes:
        told: Json = unit.answer(staged.recorded) if unit.answer else {}
        versions = {recorded.stream: recorded.version for recorded in staged.recorded if not is_clock(recorded.stream)}
        return canonical_z({"recorded_at": self.now, "versions": versions, **told})

    def _accept(self, unit: Unit, staged: Staged, receipt: bytes) -> None:
        """From here on, the unit is part of the batch."""
        self.streams |= staged.streams
        if staged.recorded:
            self.events += staged.recorded
            self.traces += [unit.caller.traceparent] * len(staged.recorded)
            self.position = staged.recorded[-1].position
            self.audit.append(_audited(unit, staged))
        if unit.caller.key is not None:
            self._receipts[unit.caller.client, unit.caller.key] = (unit.caller.body_hash, receipt)
            self.receipts.append(Kept(caller=unit.caller, key=unit.caller.key, receipt=receipt))
        if unit.inbox:
            self._taken.add(unit.inbox)
            self.marks.append(unit.inbox)
        self.effects += unit.effects


def _audited(unit: Unit, staged: Staged) -> Done:
    return Done(
        caller=unit.caller,
        action=", ".join(type(step.command).__name__ for step in unit.steps),
        streams=sorted({recorded.stream for recorded in staged.recorded}),
        child_ids=sorted({child for recorded in staged.recorded for child in recorded.meta.child_ids}),
    )


def _children(event: object) -> tuple[str, ...]:
    many = getattr(event, "child_ids", None)
    one = getattr(event, "child_id", None)
    return tuple(many) if many is not None else (one,) if one else ()


def _caused_by(recorded: Recorded[object], caller: Caller) -> Caller:
    """The front door itself starts and stops clocks, because of what was recorded."""
    return Caller(
        actor=SYSTEM,
        correlation_id=caller.correlation_id,
        causation_id=recorded.event_id,
        traceparent=caller.traceparent,
    )
