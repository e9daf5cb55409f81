"""How long and how hard each tier of the campaign tries. A tier's limits are promises to whoever waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier.

    ``clocks_forward_hours`` is how far all clocks are moved on together after the last heal, so that deadlines come.
    ``rest_seconds`` is how soon after that the system must have come to rest by itself. ``failpoint_seconds`` is how
    long afterwards another world is led through the failpoints; 0 leaves them out. After ``limit_seconds`` the whole is
    given up, which is red; it is more than the tier takes, for a machine that is busy with something else.
    """

    name: str
    load_seconds: float
    faults: int
    lanes: int
    families: int
    per_second: float | None
    patience_seconds: float
    clocks_forward_hours: float
    rest_seconds: float
    small_disk_megabytes: int
    failpoint_seconds: float
    limit_seconds: float


TIERS: Final[Mapping[str, Tier]] = {
    tier.name: tier
    for tier in (
        Tier(
            name="push",
            load_seconds=60,
            faults=14,
            lanes=6,
            families=2_500,
            per_second=20,
            patience_seconds=20,
            clocks_forward_hours=72,
            rest_seconds=120,
            small_disk_megabytes=512,
            failpoint_seconds=0,
            limit_seconds=600,
        ),
        Tier(
            name="nightly",
            load_seconds=1_140,
            faults=210,
            lanes=16,
            families=5_000,
            per_second=20,
            patience_seconds=45,
            clocks_forward_hours=72,
            rest_seconds=120,
            small_disk_megabytes=3_072,
            failpoint_seconds=600,
            limit_seconds=2_400,
        ),
        Tier(
            name="release",
            load_seconds=3_600,
            faults=450,
            lanes=12,
            families=10_000,
            per_second=40,
            patience_seconds=60,
            clocks_forward_hours=240,
            rest_seconds=120,
            small_disk_megabytes=8_192,
            failpoint_seconds=900,
            limit_seconds=7_200,
        ),
    )
}
