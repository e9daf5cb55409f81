"""Events as they are stored: registered by an explicit name and version, written as canonical JSON, never rewritten.

What is stored is never edited or renamed: a change is a new field with a default, else an upcaster, else a new event.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

import orjson
from pydantic import TypeAdapter

from shared.access.actor import Actor

Data = dict[str, Any]
T = TypeVar("T")
E_co = TypeVar("E_co", covariant=True)


def canonical(document: object) -> bytes:
    """The one byte string that stands for this document: UTF-8, keys sorted, no spaces."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def canonical_z(document: object) -> bytes:
    """Canonical, and instants that are in UTC end with Z, as pydantic writes them.

    So are envelopes and receipts. What else is hashed is `canonical`, which writes +00:00, for ever.
    """
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


def instant(at: datetime) -> str:
    """The instant as it is stored and sent (RFC 3339), with Z for UTC."""
    return at.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The envelope of an event (who, when, why), after the brief's §3.0.

    Four times are kept apart: ``occurred_at`` in the world, ``reported_at`` to the sending agency, ``received_at`` by
    us, ``recorded_at`` in the store.
    """

    recorded_at: datetime
    actor: Actor
    correlation_id: str
    causation_id: str
    occurred_at: datetime | None = None
    reported_at: datetime | None = None
    received_at: datetime | None = None
    child_ids: tuple[str, ...] = ()
    idempotency_key: str | None = None
    lawful_basis: str | None = None
    sensitivity: tuple[str, ...] = ()
    policy_version: str | None = None
    tenant_la: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[E_co]):
    """An event with its place in the store."""

    position: int
    stream: str
    version: int
    event_id: str
    type: str
    schema_version: int
    data: E_co
    meta: Meta


@dataclass(frozen=True, slots=True)
class EventKind:
    """One registered event: its stored name and version, its Python type and the classes of what it holds."""

    name: str
    version: int
    python_type: type
    classes: tuple[str, ...]
    adapter: TypeAdapter[Any]


@dataclass
class EventCatalogue:
    """Every event that a service may store or read, by name and version."""

    _kinds: dict[str, EventKind] = field(default_factory=dict[str, EventKind])
    _of_type: dict[type, EventKind] = field(default_factory=dict[type, EventKind])
    _upcasters: dict[tuple[str, int], Callable[[Data], Data]] = field(
        default_factory=dict[tuple[str, int], Callable[[Data], Data]]
    )

    def event(self, name: str, *, version: int = 1, classes: Sequence[str] = ()) -> Callable[[type[T]], type[T]]:
        """Registers a frozen dataclass as the current version of the event ``name``."""

        def register(python_type: type[T]) -> type[T]:
            if name in self._kinds:
                raise ValueError(f"The event {name} is already registered")
            kind = EventKind(name, version, python_type, tuple(classes), TypeAdapter(python_type))
            self._kinds[name] = self._of_type[python_type] = kind
            return python_type

        return register

    def upcast(self, name: str, *, from_version: int) -> Callable[[Callable[[Data], Data]], Callable[[Data], Data]]:
        """Registers the step from one stored version of an event to the next."""

        def register(step: Callable[[Data], Data]) -> Callable[[Data], Data]:
            self._upcasters[name, from_version] = step
            return step

        return register

    def include(self, other: "EventCatalogue") -> None:
        """Adds another catalogue's events, as the kernel does with its clocks."""
        self._kinds |= other._kinds
        self._of_type |= other._of_type
        self._upcasters |= other._upcasters

    def kinds(self) -> list[EventKind]:
        """All registered events in order of name."""
        return sorted(self._kinds.values(), key=lambda kind: kind.name)

    def kind_of(self, event: object) -> EventKind:
        """The registration of this event's type."""
        return self._of_type[type(event)]

    def encode(self, event: object) -> Data:
        """The event's fields as JSON values."""
        return cast(Data, self.kind_of(event).adapter.dump_python(event, mode="json"))

    def decode(self, name: str, version: int, data: Data) -> object:
        """The event that was stored under this name and version, brought up to the current version."""
        kind = self._kinds[name]
        while version < kind.version:
            data = self._upcasters[name, version](data)
            version += 1
        return kind.adapter.validate_python(data)


_META: TypeAdapter[Meta] = TypeAdapter(Meta)


def stored_bytes(catalogue: EventCatalogue, recorded: Recorded[object]) -> bytes:
    """The canonical JSON that is stored and hashed: the event, its place and its envelope."""
    return canonical_z(
        {
            "position": recorded.position,
            "stream": recorded.stream,
            "version": recorded.version,
            "event_id": recorded.event_id,
            "type": recorded.type,
            "schema_version": recorded.schema_version,
            "data": catalogue.encode(recorded.data),
            "meta": _envelope(recorded.meta),
        }
    )


def _envelope(meta: Meta) -> Data:
    """The parts of the envelope that say something, by hand: every event pays for this."""
    parts = {
        "recorded_at": meta.recorded_at,
        "actor": _actor(meta.actor),
        "correlation_id": meta.correlation_id,
        "causation_id": meta.causation_id,
        "occurred_at": meta.occurred_at,
        "reported_at": meta.reported_at,
        "received_at": meta.received_at,
        "child_ids": meta.child_ids or None,
        "idempotency_key": meta.idempotency_key,
        "lawful_basis": meta.lawful_basis,
        "sensitivity": meta.sensitivity or None,
        "policy_version": meta.policy_version,
        "tenant_la": meta.tenant_la or None,
    }
    return {name: part for name, part in parts.items() if part is not None}


def _actor(actor: Actor) -> Data:
    who = {"user_id": actor.user_id, "name": actor.name, "role": actor.role.value, "org_id": actor.org_id}
    return {**who, "registered_sw": True} if actor.registered_sw else who


def read_stored(catalogue: EventCatalogue, content: bytes) -> Recorded[object]:
    """The event that these stored bytes hold."""
    document = orjson.loads(content)
    return Recorded(
        position=document["position"],
        stream=document["stream"],
        version=document["version"],
        event_id=document["event_id"],
        type=document["type"],
        schema_version=document["schema_version"],
        data=_data(catalogue, document),
        meta=_META.validate_python(document["meta"]),
    )


def read_data(catalogue: EventCatalogue, content: bytes) -> object:
    """The event alone, without its envelope: all that a stream's state is folded from."""
    return _data(catalogue, orjson.loads(content))


def _data(catalogue: EventCatalogue, document: Data) -> object:
    return catalogue.decode(document["type"], document["schema_version"], document["data"])
