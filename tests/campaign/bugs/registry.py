"""Bugs by name. A bug is a function that changes the product in the process that calls it, and nowhere else.

Its law: what a bug replaces must be there, so that a bug that no longer bites because the code has moved says so.
"""

from collections.abc import Callable
from typing import Any

Apply = Callable[[], None]

BUGS: dict[str, Apply] = {}


def bug(name: str) -> Callable[[Apply], Apply]:
    """Registers a bug under this name."""

    def register(apply: Apply) -> Apply:
        BUGS[name] = apply
        return apply

    return register


def swap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Puts what ``make`` makes of the original in its place. Raises AttributeError where there is no original."""
    setattr(owner, name, make(getattr(owner, name)))
