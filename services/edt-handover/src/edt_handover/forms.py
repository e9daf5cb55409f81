"""How this service's pages read their forms, beyond what every service reads alike."""

from enum import StrEnum
from typing import TypeVar

from shared.decider import Refused
from shared.web.forms import Typed, text

E = TypeVar("E", bound=StrEnum)


def chosen(typed: Typed, name: str, codes: type[E]) -> E:
    """The code that was chosen. Raises Refused when none was."""
    choice = optional(typed, name, codes)
    if choice is None:
        raise Refused("FORM-05 CHOICE", "Choose one", name)
    return choice


def optional(typed: Typed, name: str, codes: type[E]) -> E | None:
    """The code that was chosen, if any. Raises Refused for what is no choice."""
    value = text(typed, name)
    try:
        return codes(value) if value else None
    except ValueError:
        raise Refused("FORM-05 CHOICE", "Choose one of these", name) from None


def needed(typed: Typed, name: str, reason: str) -> str:
    """What was written. Raises Refused with the reason when nothing was."""
    value = text(typed, name)
    if not value:
        raise Refused("FORM-06 NEEDED", reason, name)
    return value
