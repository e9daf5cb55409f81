"""What can be wrong with a connection."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["partition", "half_open", "reset", "latency", "drip", "cut"]

PARTITION: Final = "partition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of one edge.

    ``partition``: nothing passes, nothing is closed; what was sent arrives after the heal.
    ``half_open``: the far side forgets the connections of now; the near side isn't told until the heal.
    ``reset``: every connection is reset, the new ones too.
    ``latency``: each piece waits `amount` milliseconds. ``drip``: at most `amount` bytes a second each way.
    ``cut``: a connection is reset after `amount` more bytes in either direction.
    """

    kind: Kind
    amount: int = 0
