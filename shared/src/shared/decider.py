"""The shape of every rule: ``decide(command, state) -> events`` and ``evolve(state, event) -> state``.

Deciders are pure: no I/O, no clock, no randomness, no await.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S")


class Refused(Exception):
    """The rules say no.

    ``code`` is the guard's code and name (``SCR-01 NO_DIRECTION``), ``reason`` tells a person in words how to satisfy
    it, ``field`` names the part of the command that it is about.
    """

    def __init__(self, code: str, reason: str, field: str | None = None) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.field = field


class Conflict(Exception):
    """Someone got there first: the stream is not at the version on which the decision was based."""

    def __init__(self, reason: str = "The record has changed since you looked at it") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider(Generic[C, E, S]):
    """The rules for one kind of stream."""

    initial: S
    decide: Callable[[C, S], Sequence[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """The state after these events."""
        current = self.initial if state is None else state
        for event in events:
            current = self.evolve(current, event)
        return current
