"""What a service tells its store: its events, and what follows from each of them in the same transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from shared.clocks.commands import ClockCommand
from shared.contracts import Contract
from shared.database import Connection
from shared.events import EventCatalogue, Recorded
from shared.problems import Problem

Project = Callable[[Connection, Sequence[Recorded[object]]], Awaitable[None]]
Publish = Callable[[Recorded[object]], Sequence[Contract]]
Clocks = Callable[[Recorded[object]], Sequence[ClockCommand]]


def nothing(_: Recorded[object]) -> Sequence[Contract]:
    """Publishes nothing."""
    return ()


def no_clocks(_: Recorded[object]) -> Sequence[ClockCommand]:
    """Starts and stops no clock."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDefinition:
    """``topic`` is where the service's clocks are published; ``publish`` names a topic with each contract."""

    service: str
    topic: str
    events: EventCatalogue
    read_models: Sequence[Project] = ()
    publish: Publish = nothing
    clocks: Clocks = no_clocks
    tenant_la: str = "812"
    policy_version: str = field(default="2026-05")


class KeyReused(Problem):
    """The same idempotency key came with another body. ``field`` is where the sender gave the key."""

    def __init__(self, field: str = "Idempotency-Key") -> None:
        super().__init__(
            422,
            "Key used before",
            "This key was used before with another body. Send what has changed as a new version or with a new key.",
            "KEY-REUSED",
            field,
        )
