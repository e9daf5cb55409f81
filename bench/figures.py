"""A measured figure: ours, its peers and its limits in one run, as medians with their spread; is the target met?"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Size = Literal["quick", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One quantity over its rounds."""

    median: float
    low: float
    high: float
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the results. ``id`` is a target's (P1 to P6) or a name; ``note`` says what a reader must know.

    ``ratio`` is ours over what the target compares with; ``met`` is None where there is no target.
    """

    id: str
    name: str
    unit: str
    ours: Spread
    limits: Mapping[str, Spread] = field(default_factory=dict[str, Spread])
    peers: Mapping[str, Spread] = field(default_factory=dict[str, Spread])
    ratio: float | None = None
    target: str | None = None
    met: bool | None = None
    note: str = ""


def spread(rounds: Sequence[float]) -> Spread:
    """The median of the rounds with the lowest and the highest. At least one round."""
    return Spread(median=statistics.median(rounds), low=min(rounds), high=max(rounds), rounds=len(rounds))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0.99 for the p99) of the values does not exceed: always one that was measured."""
    ordered = sorted(values)
    rank = max(1, -(-round(share * 1_000_000) * len(ordered) // 1_000_000))
    return ordered[rank - 1]
