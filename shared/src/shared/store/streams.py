"""Streams as a transaction sees them, and those that are kept folded from one commit to the next.

The law: what is kept is only where reading goes on from. Every look-up asks, under the lock, for whatever came after
it, so that what another process has written is never missed.
"""

import pickle
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.clocks.commands import is_clock
from shared.decider import Decider
from shared.handling import Step

KEPT_STREAMS = 512
LARGEST_KEPT = 131_072
"""Bytes that what a stream has become may take."""


@dataclass(slots=True, kw_only=True)
class Stream:
    """A stream as this transaction sees it. ``size`` is the length of its stored events in bytes.

    ``weight`` is what its state took, in bytes, when it was ``weighed`` bytes long.
    """

    version: int
    size: int
    state: Any
    decider: Decider[Any, Any, Any]
    weighed: int = 0
    weight: int = 0

    def copy(self) -> "Stream":
        """By hand, as every command pays for it."""
        return Stream(
            version=self.version,
            size=self.size,
            state=self.state,
            decider=self.decider,
            weighed=self.weighed,
            weight=self.weight,
        )

    def weigh(self) -> int:
        """What its state takes: no more than a short stream's events, else weighed each time it has doubled."""
        if self.size <= LARGEST_KEPT:
            return self.size
        if self.size >= 2 * self.weighed:
            self.weighed, self.weight = self.size, len(pickle.dumps(self.state))
        return self.weight

    def add(self, event: object) -> None:
        """The stream after its next event; how long that is stored is counted when it is written."""
        self.version += 1
        self.state = self.decider.evolve(self.state, event)


def empty(decider: Decider[Any, Any, Any]) -> Stream:
    """A stream before its first event."""
    return Stream(version=0, size=0, state=decider.initial, decider=decider)


class KeptStreams:
    """The streams of the last commits, at most ``KEPT_STREAMS``, none that weighs more than ``LARGEST_KEPT``.

    Clocks are left out: they are looked up by what they are about, and are short.
    """

    def __init__(self) -> None:
        self._streams: OrderedDict[str, Stream] = OrderedDict()
        self._position = 0

    def those_of(self, steps: Iterable[Step]) -> Mapping[str, Stream]:
        """What is kept of the streams of these steps, as folded by the decider that is asked."""
        kept = ((step, self._streams.get(step.stream)) for step in steps)
        return {step.stream: stream for step, stream in kept if stream and stream.decider is step.decider}

    def agrees_with(self, position: int) -> bool:
        """Whether a store that ends at this position holds what is kept. One that was put back in time does not."""
        return position >= self._position

    def keep(self, streams: Mapping[str, Stream], position: int) -> None:
        """Keeps these, which have been committed up to this position, and lets go those not used for longest."""
        self._position = position
        for name, stream in streams.items():
            self._streams.pop(name, None)
            if not is_clock(name) and stream.weigh() <= LARGEST_KEPT:
                self._streams[name] = stream
        while len(self._streams) > KEPT_STREAMS:
            self._streams.popitem(last=False)

    def let_go(self) -> None:
        """Keeps nothing any more."""
        self._streams.clear()
        self._position = 0
