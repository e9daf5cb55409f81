"""Every failpoint in every mode, in an order and at a count that the seed decides: one walk a process."""

import random
from collections.abc import Mapping, Sequence

from tests.campaign.failpoints.steps import AT_THE_START, MODES, STEPS, WHENS, Failpoint

HIGHEST_NTH = 3


def walks(seed: int, only: str = "") -> Mapping[str, Sequence[Failpoint]]:
    """For each process the failpoints that it is led through; ``only`` keeps those whose step or mode holds it."""
    rng = random.Random(seed)
    found: dict[str, list[Failpoint]] = {}
    for process, steps in STEPS.items():
        combinations = [(step, when, mode) for step in steps for when in WHENS for mode in MODES]
        rng.shuffle(combinations)
        found[process] = [
            Failpoint(
                id=f"{process}-{number}",
                process=process,
                step=step,
                when=when,
                mode=mode,
                nth=1 if step in AT_THE_START else rng.randint(1, HIGHEST_NTH),
            )
            for number, (step, when, mode) in enumerate(combinations)
            if only in f"{process} {step} {when} {mode}"
        ]
    return found
