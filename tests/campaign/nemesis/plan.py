"""Which fault begins when, where and for how long.

Its law: the plan follows from the seed and the ground alone. Two lanes run beside each other, one for our own processes
and one for what is around them, so at most two faults are in force at once and never two at one place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

PROCESSES: Final = "processes"
SURROUNDINGS: Final = "surroundings"
LANES: Final = (PROCESSES, SURROUNDINGS)

WEIGHTS: Final[Mapping[str, Mapping[str, int]]] = {
    PROCESSES: {"kill": 8, "pause": 4, "restart": 2, "roll": 1, "clock": 3},
    SURROUNDINGS: {
        "postgres killed": 3,
        "postgres paused": 2,
        "postgres restarted": 1,
        "postgres down": 1,
        "kafka killed": 2,
        "kafka paused": 2,
        "kafka down": 1,
        "kafka wiped": 2,
        "partition": 3,
        "half open": 3,
        "reset": 3,
        "latency": 2,
        "drip": 2,
        "cut": 4,
        "disconnect": 3,
        "republish": 3,
        "disk full": 2,
        "disk error": 2,
    },
}
AT_ONCE: Final = frozenset({"restart", "roll", "postgres restarted", "kafka wiped", "disconnect", "republish"})
"""Over as soon as they are done: nothing stays in force."""
SLOW: Final = frozenset({"kafka killed", "kafka down", "kafka wiped"})
"""A broker takes its time to start. More than one in so many seconds, and nothing else would ever be tried."""
SLOW_EVERY_SECONDS: Final = 40
DISK_CALLS: Final = ("fdatasync", "fsync", "pwrite64")
SHARE_OF_SLOT: Final = 0.6
LONGEST_SECONDS: Final = 14.0
"""Longer than any lease or session lasts, so that somebody else takes over meanwhile."""
CLOCK_SECONDS: Final = (-90, -20, 30, 600, 3_600, 7_200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where faults can strike."""

    processes: Sequence[str]
    edges: Sequence[str]
    impossible: Mapping[str, str]
    """Kinds that this machine can't do, each with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One fault. `at_seconds` counts from the start of the nemesis."""

    id: str
    lane: str
    what: str
    where: str
    at_seconds: float
    hold_seconds: float
    amount: int = 0
    call: str = ""


def plan(seed: int, ground: Ground, *, seconds: float, faults: int, only: Sequence[str] = ()) -> Sequence[Planned]:
    """So many faults over so much time, in order of their start. `only` leaves all other kinds out."""
    lanes = {lane: kinds for lane in LANES if (kinds := _kinds(lane, ground, only))}
    planned: list[Planned] = []
    for number, (lane, kinds) in enumerate(lanes.items()):
        count = faults // len(lanes) + (number < faults % len(lanes))
        planned += _lane(Random(f"{seed}/{lane}"), lane, kinds, ground, seconds, count)
    return sorted(planned, key=lambda each: each.at_seconds)


def _kinds(lane: str, ground: Ground, only: Sequence[str]) -> Mapping[str, int]:
    return {
        kind: weight
        for kind, weight in WEIGHTS[lane].items()
        if kind not in ground.impossible and (not only or kind in only)
    }


def _lane(
    chance: Random, lane: str, kinds: Mapping[str, int], ground: Ground, seconds: float, count: int
) -> Sequence[Planned]:
    """One fault a slot. Every kind comes once before chance alone decides, as far as there are slots."""
    slot = seconds / max(count, 1)
    deck = list(kinds)
    chance.shuffle(deck)
    deck = deck[:count] + chance.choices(list(kinds), list(kinds.values()), k=max(0, count - len(deck)))
    deck = _with_few_slow(chance, deck, kinds, at_most=max(1, int(seconds // SLOW_EVERY_SECONDS)))
    chance.shuffle(deck)
    return [_planned(chance, lane, what, ground, number, slot) for number, what in enumerate(deck)]


def _with_few_slow(chance: Random, deck: Sequence[str], kinds: Mapping[str, int], at_most: int) -> list[str]:
    """The same deck with quick kinds in place of the slow ones that are too many."""
    quick = {kind: weight for kind, weight in kinds.items() if kind not in SLOW}
    few: list[str] = []
    for what in deck:
        too_many = what in SLOW and sum(each in SLOW for each in few) >= at_most and quick
        few.append(chance.choices(list(quick), list(quick.values()))[0] if too_many else what)
    return few


def _planned(chance: Random, lane: str, what: str, ground: Ground, number: int, slot: float) -> Planned:
    hold = chance.uniform(0.15, 1) * min(LONGEST_SECONDS, slot * SHARE_OF_SLOT)
    return Planned(
        id=f"{lane}-{number + 1:03}",
        lane=lane,
        what=what,
        where=_where(chance, what, ground),
        at_seconds=slot * (number + chance.uniform(0, 1 - SHARE_OF_SLOT)),
        hold_seconds=0 if what in AT_ONCE else hold,
        amount=_amount(chance, what),
        call=chance.choice(DISK_CALLS) if what == "disk error" else "",
    )


def _where(chance: Random, what: str, ground: Ground) -> str:
    match what:
        case "kill" | "pause" | "restart" | "clock":
            return chance.choice(ground.processes)
        case "roll":
            return chance.choice(sorted({name.partition(".")[0] for name in ground.processes}))
        case "partition" | "half open" | "reset" | "latency" | "drip" | "cut":
            return chance.choice(ground.edges)
        case "disconnect":
            return chance.choice([edge for edge in ground.edges if edge.startswith("client>")])
        case "republish":
            return "kafka"
        case "disk full" | "disk error":
            return "postgres"
        case _:
            return what.partition(" ")[0]


def _amount(chance: Random, what: str) -> int:
    """Milliseconds, bytes a second, bytes, seconds or records, as the kind has it."""
    match what:
        case "latency":
            return chance.randrange(50, 800)
        case "drip":
            return chance.randrange(2_000, 50_000)
        case "cut":
            return int(10 ** chance.uniform(0, 4.3))
        case "clock":
            return chance.choice(CLOCK_SECONDS)
        case "republish":
            return chance.randrange(20, 200)
        case _:
            return 0
