"""Seeded bugs: mistakes that real systems have made, put into a running process from outside the product's own code.

Their one law: each of them must turn the checker red. ``apply(name)`` is called in the process, before it serves.
"""

from tests.campaign.bugs import relaying as relaying
from tests.campaign.bugs import saying as saying
from tests.campaign.bugs import showing as showing
from tests.campaign.bugs import storing as storing
from tests.campaign.bugs import subscribing as subscribing
from tests.campaign.bugs import telling as telling
from tests.campaign.bugs import writing as writing
from tests.campaign.bugs.registry import BUGS

NAMES = tuple(sorted(BUGS))


def apply(name: str) -> None:
    """Makes this process behave as if the bug were in its code. Raises KeyError for a name that is none."""
    BUGS[name]()
