"""The checker: an observer that knows the promises, the history and the final reads, and nothing of the product.

Its one law: it imports nothing of what it checks. ``check_folder`` gives the verdict on a run that was kept.
"""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.campaign.checker.folder import read_run
from tests.campaign.checker.rules import (
    alerts,
    audits,
    chain,
    contacts,
    digests,
    disclosed,
    ended,
    following,
    handovers,
    lists,
    liveness,
    order,
    outbox,
    phantom,
    races,
    receipts,
    recipients,
    referrals,
    refusals,
    shown,
    subscribers,
    words,
)
from tests.campaign.checker.run import Run
from tests.campaign.checker.verdict import Kind as Kind
from tests.campaign.checker.verdict import Verdict as Verdict
from tests.campaign.checker.verdict import Violation as Violation

Rule = Callable[[Run], Iterator[Violation]]

RULES: tuple[Rule, ...] = tuple(
    module.check
    for module in (
        contacts,
        words,
        refusals,
        phantom,
        order,
        receipts,
        races,
        outbox,
        subscribers,
        following,
        digests,
        shown,
        lists,
        referrals,
        handovers,
        chain,
        alerts,
        ended,
        recipients,
        disclosed,
        audits,
        liveness,
    )
)


def check(run: Run) -> Verdict:
    """Every rule over the whole run."""
    return Verdict(
        acknowledged=len({command.known_as or command.op for command in run.asked if command.ok}),
        faults=len(run.faults),
        violations=[violation for rule in RULES for violation in rule(run)],
    )


def check_folder(folder: Path) -> Verdict:
    """The verdict on the run that this folder holds."""
    with _without_collecting():
        return check(read_run(folder))


@contextmanager
def _without_collecting() -> Generator[None]:
    """All that is read is kept to the end: looking through it for rubbish would take half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
