"""Given these commands, when that one, then: how the specifications of deciders read."""

from collections.abc import Sequence
from typing import Any, TypeVar

import pytest

from shared.decider import Decider, Refused

S = TypeVar("S")


def after(decider: Decider[Any, Any, S], *commands: object) -> S:
    """The state once all of these have been carried out."""
    state = decider.initial
    for command in commands:
        state = decider.fold(decider.decide(command, state), state)
    return state


def when(decider: Decider[Any, Any, Any], command: object, *, given: Sequence[object] = ()) -> list[Any]:
    """The events that the command leads to."""
    return list(decider.decide(command, after(decider, *given)))


def refused(decider: Decider[Any, Any, Any], command: object, *, given: Sequence[object] = ()) -> str:
    """The code of the guard that refuses the command."""
    with pytest.raises(Refused) as refusal:
        when(decider, command, given=given)
    return refusal.value.code.split()[0]
