"""The clock of an alert to a school: delivered before the bell of the child's next school day (CK_ENC).

It never pauses, also not while the alert is held: the child's school day does not wait for us. The referrer's clock
(CK_FEEDBACK) is screening's, where the decision is made; it stops when it hears that the outcome was sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from notifications.codes import Profile
from notifications.notification.events import (
    NotificationDelivered,
    NotificationRequested,
    NotificationSuppressed,
)
from notifications.policy import POLICY
from shared.access.actor import Role
from shared.clocks import CancelClock, ClockCommand, StartClock, StopClock, Warning
from shared.events import Recorded
from shared.working_time import elapsed_fraction

CODE = "CK_ENC"
BEFORE_THE_BELL = timedelta(minutes=60)
"""Enough time for a manager to reach the safeguarding lead by phone."""


def clocks(recorded: Recorded[object]) -> Sequence[ClockCommand]:
    match recorded.data:
        case NotificationRequested() as event if event.about.profile is Profile.ENC_MIN:
            return _start(recorded, event)
        case NotificationDelivered() as event if event.about.profile is Profile.ENC_MIN:
            return [_stop(recorded, event.delivered_at)]
        case NotificationSuppressed() as event if event.about.profile is Profile.ENC_MIN:
            return [_cancel(recorded, event.reason)]
        case _:
            return []


def _start(recorded: Recorded[object], requested: NotificationRequested) -> list[ClockCommand]:
    if requested.due_at is None:
        return []
    return [
        StartClock(
            code=CODE,
            subject=recorded.stream,
            child_ids=requested.child_ids,
            started_at=requested.runs_from,
            due_at=requested.due_at,
            warnings=_warnings(requested.runs_from, requested.due_at, recorded.meta.recorded_at),
            breach_tells=Role.FRONT_DOOR_MANAGER,
            policy_version=POLICY.version,
        )
    ]


def _warnings(started_at: datetime, due_at: datetime, now: datetime) -> tuple[Warning, ...]:
    """None for what was heard of within the last hour before the bell, or after it: it is sent at once."""
    at = due_at - BEFORE_THE_BELL
    if at <= now:
        return ()
    fraction = elapsed_fraction(started_at, due_at, at)
    return (Warning(fraction=fraction, at=at, tell=Role.FRONT_DOOR_MANAGER),)


def _stop(recorded: Recorded[object], at: datetime) -> StopClock:
    return StopClock(code=CODE, subject=recorded.stream, at=at, by_event=recorded.type)


def _cancel(recorded: Recorded[object], reason: str) -> CancelClock:
    at, by = recorded.meta.recorded_at, recorded.meta.actor.user_id
    return CancelClock(code=CODE, subject=recorded.stream, at=at, reason=reason, by=by, by_event=recorded.type)
