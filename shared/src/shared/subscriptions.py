"""A contract of another service in, one of our commands out: declared here, carried out by the subscriber."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from shared.contracts import ContractMeta, Reading
from shared.database import Connection
from shared.handling import Step

R = TypeVar("R", bound=Reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Generic[R]):
    """One contract as it arrived. ``id`` is its CloudEvents id, the same on every redelivery."""

    id: str
    type: str
    topic: str
    data: R
    meta: ContractMeta


Reaction = Callable[[Message[Any]], Sequence[Step]]
Projection = Callable[[Connection, Message[Any]], Awaitable[None]]
Telling = Callable[[Message[Any]], Sequence[Any]]
Keep = Callable[[Connection, Sequence[Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How a service that only listens keeps what it is told, so that it can be thrown away and told again.

    ``keep`` writes the facts of many contracts at once, and keeping one again changes nothing. ``tables`` are all that
    it writes, and nothing else writes them. ``home`` is the module whose ``SUBSCRIPTIONS`` these are.
    """

    keep: Keep
    tables: Sequence[str]
    home: str


@dataclass(frozen=True, slots=True)
class Listening:
    """What one contract type leads to in this service."""

    reading: type[Reading]
    reaction: Reaction | None = None
    projection: Projection | None = None
    telling: Telling | None = None


@dataclass
class Subscriptions:
    """Everything that one service listens to. ``service`` is the name of its consumer group.

    With ``keeping`` it only listens: every contract tells facts, by pure functions, and none leads to a command.
    """

    service: str
    keeping: Keeping | None = None
    _listening: dict[tuple[str, str], list[Listening]] = field(default_factory=dict[tuple[str, str], list[Listening]])

    def on(
        self, topic: str, contract_type: str, reading: type[R]
    ) -> Callable[[Callable[[Message[R]], Sequence[Step]]], Callable[[Message[R]], Sequence[Step]]]:
        """Registers a pure function from a contract to steps of ours."""

        def register(
            reaction: Callable[[Message[R]], Sequence[Step]],
        ) -> Callable[[Message[R]], Sequence[Step]]:
            self._add(topic, contract_type, Listening(reading, reaction=reaction))
            return reaction

        return register

    def project(
        self, topic: str, contract_type: str, reading: type[R]
    ) -> Callable[
        [Callable[[Connection, Message[R]], Awaitable[None]]],
        Callable[[Connection, Message[R]], Awaitable[None]],
    ]:
        """Registers rows of a read model that are written in the transaction which takes the contract in."""

        def register(
            projection: Callable[[Connection, Message[R]], Awaitable[None]],
        ) -> Callable[[Connection, Message[R]], Awaitable[None]]:
            self._add(topic, contract_type, Listening(reading, projection=projection))
            return projection

        return register

    def tell(self, topic: str, contract_type: str, reading: type[Reading], telling: Telling) -> None:
        """Registers a pure function from a contract to the facts that it tells, for ``keeping`` to keep."""
        self._add(topic, contract_type, Listening(reading, telling=telling))

    def _add(self, topic: str, contract_type: str, listening: Listening) -> None:
        if (listening.telling is None) is (self.keeping is not None):
            raise ValueError(f"{self.service} only keeps what it is told, or it reacts: not both")
        self._listening.setdefault((topic, contract_type), []).append(listening)

    def topics(self) -> list[str]:
        """The topics listened to, in order of name."""
        return sorted({topic for topic, _ in self._listening})

    def types(self) -> list[tuple[str, str]]:
        """Topic and contract type of everything listened to."""
        return sorted(self._listening)

    def listening(self, topic: str, contract_type: str) -> Sequence[Listening]:
        """What this contract type leads to: nothing when it is not listened to."""
        return self._listening.get((topic, contract_type), ())
