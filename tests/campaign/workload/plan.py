"""How much is asked, how fast, and from which seed.

Its law: what a client intends follows from the seed, the client's name and how far the client has come, never from
time or from what others did.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

KINDS = ("police", "school", "health", "desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One workload.

    ``total`` is the number of acknowledged commands at which it ends by itself (None: when it is told to stop).
    ``per_second`` bounds the requests of all clients together (None: as fast as the answers come). ``lanes`` is how
    many pairs of a sender and a desk work at the same time, so up to twice as many requests are under way, and more
    while repeats race. ``patience_seconds`` is how long, after the stop, unknown commands are still repeated.
    """

    seed: int
    total: int | None = None
    per_second: float | None = None
    lanes: int = 12
    families: int = 2_500
    request_seconds: float = 8.0
    patience_seconds: float = 45.0
    heard_seconds: float = 60.0
    observe: bool = True
    register: bool = True
    nights: bool = False
    chances: "Chances" = field(default_factory=lambda: Chances())


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How often each sort of trouble is made, between 0 and 1, of the occasions on which it could be."""

    repeat: float = 0.35
    concurrent: float = 0.4
    reuse_key: float = 0.06
    bad: float = 0.05
    cut: float = 0.06
    amend: float = 0.3
    out_of_order: float = 0.25
    missing: float = 0.06
    desk: float = 0.7
    race: float = 0.4
    decide: float = 0.25
    refer: float = 0.6
    identify: float = 0.25
    strategy: float = 0.12
    read: float = 0.5


def stream(seed: int, *names: object) -> Random:
    """A source of chance of its own for everything that is named: no client's draws depend on another's."""
    told = "/".join(str(name) for name in (seed, *names))
    return Random(int.from_bytes(hashlib.sha256(told.encode()).digest()[:8]))


SHARE_OF_SENDERS: Mapping[str, int] = {"police": 6, "school": 3, "health": 1}
"""Of ten senders so many are of each kind."""


def sender_of_lane(number: int) -> str:
    """Which kind of sender works in this lane: the first ten lanes hold the shares, and so does every next ten."""
    order = [kind for turn in range(6) for kind, share in SHARE_OF_SENDERS.items() if turn < share]
    return order[number % len(order)]
