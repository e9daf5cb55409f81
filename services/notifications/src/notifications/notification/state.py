"""Where a notification stands. Each state holds only what the rules ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from notifications.codes import Guard
from notifications.notification.events import (
    AlertLeftToPolice,
    DuplicateNotSent,
    InformationRequestAnswered,
    NotificationAcknowledged,
    NotificationApproved,
    NotificationBuilt,
    NotificationDelivered,
    NotificationEvent,
    NotificationFailed,
    NotificationHeld,
    NotificationReleased,
    NotificationRequested,
    NotificationSent,
    NotificationSuppressed,
)
from notifications.notification.facts import About


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody has asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``noted``: the later reports of the same that were noted as such, each by the event that would have caused it."""

    noted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Asked):
    about: About
    due_at: datetime | None
    payload: Mapping[str, object] = field(default_factory=dict[str, object])
    doubts: tuple[Guard, ...] = ()
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Asked):
    """``then`` is what it goes back to when the guard is satisfied."""

    guard: Guard
    until: datetime | None
    then: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Asked):
    """``unsent`` is what a person may still read out."""

    about: About
    unsent: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Asked):
    """``last_answer`` is what the asked agency said last: its words, and whether it declined."""

    about: About
    due_at: datetime | None
    delivered: bool = False
    acknowledged: bool = False
    last_answer: tuple[str, bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed(Asked):
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToPolice(Asked):
    about: About


NotificationState = Absent | Ready | Held | Failed | Sent | Suppressed | LeftToPolice


def evolve(state: NotificationState, event: NotificationEvent) -> NotificationState:
    after = _evolve(state, event)
    noted = noted_of(state)
    if isinstance(event, DuplicateNotSent):
        noted |= {event.about.cause_event}
    return replace(after, noted=noted) if noted and not isinstance(after, Absent) else after


def noted_of(state: NotificationState) -> frozenset[str]:
    """The later reports that nobody need note again."""
    return frozenset() if isinstance(state, Absent) else state.noted


def _evolve(state: NotificationState, event: NotificationEvent) -> NotificationState:
    match event:
        case NotificationRequested():
            return Ready(about=event.about, due_at=event.due_at, doubts=event.doubts, opens_at=event.opens_at)
        case NotificationHeld():
            return Held(guard=event.guard, until=event.until, then=unsent(state))
        case NotificationApproved():
            return _without(unsent(state), Guard.WANTS_APPROVAL)
        case NotificationReleased():
            return _without(unsent(state), event.guard)
        case NotificationSuppressed():
            return Suppressed(about=event.about)
        case NotificationSent():
            return Sent(about=event.about, due_at=event.due_at)
        case NotificationDelivered():
            return replace(_sent(state), delivered=True)
        case NotificationAcknowledged():
            return replace(_sent(state), acknowledged=True)
        case InformationRequestAnswered():
            return replace(_sent(state), last_answer=(event.words, event.declined))
        case NotificationFailed():
            return Failed(about=event.about, unsent=unsent(state))
        case AlertLeftToPolice():
            return LeftToPolice(about=event.about)
        case NotificationBuilt():
            return _built(state, event)
        case DuplicateNotSent():
            return state
    assert_never(event)


def _built(state: NotificationState, event: NotificationBuilt) -> NotificationState:
    """Held or failed, it stays so, with other words."""
    ready = unsent(state)
    doubts = (*ready.doubts, *(doubt for doubt in event.doubts if doubt not in ready.doubts))
    built = replace(ready, payload=event.payload, doubts=doubts)
    match state:
        case Held():
            return replace(state, then=built)
        case Failed():
            return replace(state, unsent=built)
        case _:
            return built


def unsent(state: NotificationState) -> Ready:
    """The words that have not left, and what is asked before they may."""
    match state:
        case Ready():
            return state
        case Held():
            return state.then
        case Failed():
            return replace(state.unsent, about=state.about)
        case _:
            raise ValueError(f"A notification that is {type(state).__name__} cannot be held, released or failed")


def _sent(state: NotificationState) -> Sent:
    if isinstance(state, Sent):
        return state
    raise ValueError(f"A notification that is {type(state).__name__} was never sent")


def _without(ready: Ready, guard: Guard) -> Ready:
    opens_at = None if guard is Guard.SCHOOL_CLOSED else ready.opens_at
    return replace(ready, doubts=tuple(doubt for doubt in ready.doubts if doubt is not guard), opens_at=opens_at)
