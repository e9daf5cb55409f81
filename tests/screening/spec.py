"""Given these commands, when that one, then: how the specifications of the screening read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from screening.case.commands import Command
from screening.case.decider import SCREENING
from screening.case.events import CASE_EVENTS, Event
from screening.case.state import Case
from shared.access.actor import SYSTEM
from shared.decider import Refused
from shared.events import Meta, Recorded

E = TypeVar("E")
NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)


def after(*commands: Command) -> Case:
    """The case once all of these have been carried out."""
    state = SCREENING.initial
    for command in commands:
        state = SCREENING.fold(SCREENING.decide(command, state), state)
    assert isinstance(state, Case)
    return state


def when(command: Command, *, given: Sequence[Command] = ()) -> list[Event]:
    """The events that the command leads to."""
    state = SCREENING.initial
    for earlier in given:
        state = SCREENING.fold(SCREENING.decide(earlier, state), state)
    return list(SCREENING.decide(command, state))


def the(kind: type[E], events: Sequence[object]) -> E:
    """The one event of this kind."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, f"{len(found)} of {kind.__name__} in {events}"
    return found[0]


def refused(command: Command, *, given: Sequence[Command] = ()) -> str:
    """The code of the guard that refuses the command."""
    return refusal(command, given=given).code.split()[0]


def refusal(command: Command, *, given: Sequence[Command] = ()) -> Refused:
    with pytest.raises(Refused) as caught:
        when(command, given=given)
    return caught.value


def recorded(stream: str, event: Event) -> Recorded[object]:
    """The event as it stands in the store."""
    kind = CASE_EVENTS.kind_of(event)
    meta = Meta(recorded_at=NOON, actor=SYSTEM, correlation_id="c", causation_id="c")
    return Recorded(
        position=1,
        stream=stream,
        version=1,
        event_id="019df6a0-0000-7000-8000-0000000000ff",
        type=kind.name,
        schema_version=kind.version,
        data=event,
        meta=meta,
    )
