"""The way of one command: ``handle()`` takes it to the store, which decides it and commits it with all its effects."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.access.actor import Actor
from shared.database import Connection
from shared.decider import Decider
from shared.events import Recorded
from shared.ids import new_id

Json = Mapping[str, Any]
Answer = Callable[[Sequence[Recorded[object]]], Json]
Effect = Callable[[Connection], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command for one stream. ``expected_version`` is the version that the person who decides has seen."""

    stream: str
    decider: Decider[Any, Any, Any]
    command: object
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and by which key the same request is known again.

    ``body_hash`` is the SHA-256 of the request's body: the same key with another body is refused.
    """

    actor: Actor
    client: str = ""
    key: str | None = None
    body_hash: bytes = b""
    correlation_id: str = field(default_factory=new_id)
    causation_id: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The position to keep in one partition of the journal of this identity."""

    journal: str
    topic: str
    partition: int
    next_offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What commits together or not at all: steps, rows of read models, the mark in the inbox.

    ``inbox`` is the id of the message that is taken in by this; one that was taken in before changes nothing.
    ``after`` is the id of the message that has to be in the inbox first: where it is not, the unit is ``Behind``.
    """

    caller: Caller
    steps: Sequence[Step] = ()
    answer: Answer | None = None
    inbox: str | None = None
    after: str | None = None
    effects: Sequence[Effect] = ()


class Behind(Exception):
    """What the unit has to come after has not been taken in."""


class Submits(Protocol):
    """The part of a store that ``handle`` needs."""

    async def submit(self, unit: Unit) -> Json: ...


async def handle(store: Submits, caller: Caller, *steps: Step, answer: Answer | None = None) -> Json:
    """Carries out the steps in one transaction and returns the receipt that was stored with them.

    Raises ``Refused`` (the rules say no), ``Conflict`` (someone got there first), ``KeyReused`` (same key, other body)
    or ``StoreUnavailable`` (nothing is acknowledged; the same request may be sent again).
    """
    return await store.submit(Unit(caller=caller, steps=steps, answer=answer))
