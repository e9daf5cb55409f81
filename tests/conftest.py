"""What every test may use: a real Postgres, and databases on it. How tests are shared out among workers."""

import gc
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["shared.testing.plugin"]

SYSTEMS = ("tests/journeys/", "tests/local/", "tests/campaign/test_world.py")
"""Where a module starts a whole system for its tests."""

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("frontdoor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("frontdoor")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays until the end: the garbage collector need not look through it, ever."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """A module's system is started once: its tests go to one worker, and first. The others go to whoever is free.

    pytest-xdist's own groups are marks, which it writes where pytest 9.2 no longer looks.
    """
    from xdist.scheduler import LoadScopeScheduling

    class BySystem(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.partition("::")[0] if nodeid.startswith(SYSTEMS) else nodeid

    return BySystem(config, log)
