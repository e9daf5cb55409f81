"""The rules of every clock: it never pauses, is never lengthened, and fires each threshold once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from shared.clocks.commands import (
    CancelClock,
    ClockCommand,
    FireClock,
    RebaseClock,
    StartClock,
    StopClock,
    Warning,
    WithdrawWarning,
)
from shared.clocks.events import (
    ClockBreached,
    ClockCancelled,
    ClockEvent,
    ClockRebased,
    ClockStarted,
    ClockStopped,
    ClockWarned,
    ClockWarningWithdrawn,
)
from shared.decider import Decider

LATE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """Not running. ``ended``: it has run, and was stopped or cancelled."""

    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    child_ids: tuple[str, ...]
    due_at: datetime
    warnings: tuple[Warning, ...]
    breach_tells: str
    breached: bool = False
    withdrawn: frozenset[float] = frozenset()


ClockState = Idle | Running


def decide(command: ClockCommand, state: ClockState) -> list[ClockEvent]:
    match command:
        case StartClock():
            return _start(command, state)
        case RebaseClock():
            return _rebase(command.code, command.subject, command.reason, command.new_due_at, command.warnings, state)
        case WithdrawWarning():
            return _withdraw(command, state)
        case StopClock():
            return _stop(command, state)
        case CancelClock():
            return _cancel(command, state)
        case FireClock():
            return _fire(command, state)
    assert_never(command)


def _start(command: StartClock, state: ClockState) -> list[ClockEvent]:
    if isinstance(state, Running):
        return _rebase(command.code, command.subject, "Started again", command.due_at, command.warnings, state)
    if command.once and state.ended:
        return []
    return [
        ClockStarted(
            code=command.code,
            subject=command.subject,
            child_ids=command.child_ids,
            started_at=command.started_at,
            due_at=command.due_at,
            warnings=command.warnings,
            breach_tells=command.breach_tells,
            policy_version=command.policy_version,
        )
    ]


def _rebase(
    code: str, subject: str, reason: str, due_at: datetime, warnings: tuple[Warning, ...], state: ClockState
) -> list[ClockEvent]:
    if isinstance(state, Idle) or state.breached or due_at >= state.due_at:
        return []
    return [
        ClockRebased(
            code=code,
            subject=subject,
            child_ids=state.child_ids,
            reason=reason,
            new_due_at=due_at,
            warnings=tuple(warning for warning in warnings if warning.fraction not in state.withdrawn),
        )
    ]


def _withdraw(command: WithdrawWarning, state: ClockState) -> list[ClockEvent]:
    if isinstance(state, Idle) or command.fraction not in {warning.fraction for warning in state.warnings}:
        return []
    return [
        ClockWarningWithdrawn(
            code=command.code,
            subject=command.subject,
            child_ids=state.child_ids,
            fraction=command.fraction,
            at=command.at,
            by_event=command.by_event,
        )
    ]


def _stop(command: StopClock, state: ClockState) -> list[ClockEvent]:
    if isinstance(state, Idle):
        return []
    return [
        ClockStopped(
            code=command.code,
            subject=command.subject,
            child_ids=state.child_ids,
            at=command.at,
            by_event=command.by_event,
            due_at=state.due_at,
            met=command.at <= state.due_at,
        )
    ]


def _cancel(command: CancelClock, state: ClockState) -> list[ClockEvent]:
    if isinstance(state, Idle):
        return []
    return [
        ClockCancelled(
            code=command.code,
            subject=command.subject,
            child_ids=state.child_ids,
            at=command.at,
            reason=command.reason,
            by=command.by,
            by_event=command.by_event,
        )
    ]


def _fire(command: FireClock, state: ClockState) -> list[ClockEvent]:
    if isinstance(state, Idle) or state.breached:
        return []
    fired: list[ClockEvent] = [
        _warned(command, state, warning) for warning in state.warnings if warning.at <= command.at
    ]
    if state.due_at <= command.at:
        fired.append(_breached(command, state))
    return fired


def _warned(command: FireClock, state: Running, warning: Warning) -> ClockWarned:
    return ClockWarned(
        code=command.code,
        subject=command.subject,
        child_ids=state.child_ids,
        fraction=warning.fraction,
        tell=warning.tell,
        at=warning.at,
        fired_at=command.at,
        late=command.at - warning.at > LATE_AFTER,
        due_at=state.due_at,
    )


def _breached(command: FireClock, state: Running) -> ClockBreached:
    return ClockBreached(
        code=command.code,
        subject=command.subject,
        child_ids=state.child_ids,
        tell=state.breach_tells,
        at=state.due_at,
        fired_at=command.at,
        late=command.at - state.due_at > LATE_AFTER,
    )


def evolve(state: ClockState, event: ClockEvent) -> ClockState:
    match event:
        case ClockStarted():
            return Running(
                child_ids=event.child_ids,
                due_at=event.due_at,
                warnings=event.warnings,
                breach_tells=event.breach_tells,
            )
        case ClockStopped() | ClockCancelled():
            return Idle(ended=True)
        case _ if isinstance(state, Idle):
            return state
        case ClockRebased():
            return replace(state, due_at=event.new_due_at, warnings=event.warnings)
        case ClockWarningWithdrawn():
            left = tuple(warning for warning in state.warnings if warning.fraction != event.fraction)
            return replace(state, warnings=left, withdrawn=state.withdrawn | {event.fraction})
        case ClockWarned():
            left = tuple(warning for warning in state.warnings if warning.fraction > event.fraction)
            return replace(state, warnings=left)
        case ClockBreached():
            return replace(state, breached=True, warnings=())
    assert_never(event)


CLOCK: Decider[ClockCommand, ClockEvent, ClockState] = Decider(initial=Idle(), decide=decide, evolve=evolve)
