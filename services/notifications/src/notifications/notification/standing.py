"""Where a notification stands, as far as every rule asks."""

from datetime import datetime

from notifications.notification.facts import About
from notifications.notification.state import (
    Absent,
    Held,
    NotificationState,
)
from shared.decider import Refused

STANDING = {
    "Absent": "not asked for",
    "Held": "held",
    "Ready": "about to be sent",
    "Failed": "failed",
    "Sent": "sent",
    "Suppressed": "suppressed",
    "LeftToPolice": "left to the police",
}


def is_late(at: datetime, due_at: datetime | None) -> bool:
    return due_at is not None and at > due_at


def too_late(state: NotificationState, done: str) -> Refused:
    return Refused("NOT-TOO-LATE", f"It is {STANDING[type(state).__name__]}, so it can't be {done}")


def about_of(state: NotificationState) -> About:
    match state:
        case Held():
            return state.then.about
        case Absent():
            raise Refused("NOT-FOUND", "There is no such notification")
        case _:
            return state.about
