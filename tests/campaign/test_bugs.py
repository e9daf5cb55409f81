"""Every seeded bug still bites where it says it does, and has a directed run that shows it."""

import subprocess
import sys
from pathlib import Path

from tests.campaign.bugs import BUGS, NAMES
from tests.campaign.provoking import PROVOKED_BY

CHECKOUT = Path(__file__).parents[2]
FEWEST = 12
APPLY_EACH = """
import os, sys, traceback
import screening.case.deadlines, timeline.reading, timeline.subscriptions
from tests.campaign import bugs
failed = []
for name in bugs.NAMES:
    child = os.fork()
    if child == 0:
        try:
            bugs.apply(name)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(name)
sys.exit(f"these do not apply: {failed}" if failed else 0)
"""


def test_there_are_bugs_enough() -> None:
    assert len(NAMES) >= FEWEST


def test_each_bug_says_what_it_is() -> None:
    assert [name for name, apply in BUGS.items() if not apply.__doc__] == []


def test_each_bug_has_a_directed_run() -> None:
    assert set(PROVOKED_BY) == set(NAMES)


def test_each_bug_finds_what_it_replaces() -> None:
    """In a process of its own each: a bug is never undone."""
    applied = subprocess.run(
        [sys.executable, "-c", APPLY_EACH], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert applied.returncode == 0, applied.stderr
