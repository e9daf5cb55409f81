"""What has happened to a notification.

Stored under these names for ever: a change is a new field with a default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from notifications.codes import FailureReason, Guard, HoldReason, Transport
from notifications.notification.facts import About
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

NOTIFICATION_EVENTS = EventCatalogue()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfNotification:
    about: About

    @property
    def child_ids(self) -> tuple[str, ...]:
        return self.about.whom


@NOTIFICATION_EVENTS.event("NotificationRequested")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRequested(OfNotification):
    """``doubts`` are the guards that a person has to answer before it may leave, in the order of asking."""

    runs_from: datetime
    due_at: datetime | None
    doubts: tuple[Guard, ...] = ()
    opens_at: datetime | None = None
    pupil_keys: tuple[str, ...] = ()


@NOTIFICATION_EVENTS.event("NotificationBuilt", classes=(Sensitivity.ID, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationBuilt(OfNotification):
    """The exact words, and a hash of each field so that what was told can be proved without repeating it.

    ``doubts`` are asked (again) of words that were built anew.
    """

    profile_version: int
    payload: Mapping[str, object]
    field_hashes: Mapping[str, str]
    doubts: tuple[Guard, ...] = ()


@NOTIFICATION_EVENTS.event("NotificationHeld", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationHeld(OfNotification):
    reason: HoldReason
    guard: Guard
    explanation: str
    until: datetime | None = None


@NOTIFICATION_EVENTS.event("NotificationApproved", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationApproved(OfNotification):
    """A person has read the exact words before they leave."""

    approved_by: str
    approved_at: datetime


@NOTIFICATION_EVENTS.event("NotificationReleased", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationReleased(OfNotification):
    guard: Guard
    reason: str


@NOTIFICATION_EVENTS.event("NotificationSuppressed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSuppressed(OfNotification):
    reason: str
    review_on: date


@NOTIFICATION_EVENTS.event("NotificationSent", classes=(Sensitivity.ID, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSent(OfNotification):
    """The exact words that left.

    ``late``: the deadline had passed. ``roll_taken_at``: the roll that named the child.
    """

    transport: Transport
    sent_at: datetime
    due_at: datetime | None
    late: bool
    payload: Mapping[str, object]
    roll_taken_at: datetime | None = None


@NOTIFICATION_EVENTS.event("NotificationDelivered")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationDelivered(OfNotification):
    transport: Transport
    delivered_at: datetime
    delivered_to: str
    late: bool


@NOTIFICATION_EVENTS.event("NotificationAcknowledged")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationAcknowledged(OfNotification):
    acknowledged_at: datetime
    acknowledged_by: str


@NOTIFICATION_EVENTS.event(
    "InformationRequestAnswered", classes=(Sensitivity.HIS, Sensitivity.HLT, Sensitivity.EDU, Sensitivity.POL)
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequestAnswered(OfNotification):
    """What the asked agency said itself, or, where it ``declined``, why it does not share (Children Act 2004 s16LA).

    A further answer stands beside the earlier ones. ``late``: the time to answer had passed.
    """

    words: str
    declined: bool
    answered_by: str
    answered_at: datetime
    late: bool


@NOTIFICATION_EVENTS.event("NotificationFailed")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationFailed(OfNotification):
    transport: Transport
    reason: FailureReason
    failed_at: datetime


@NOTIFICATION_EVENTS.event("DuplicateNotSent")
@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateNotSent(OfNotification):
    """The same words for the same incident, child and recipient were asked for again (NOT-08)."""


@NOTIFICATION_EVENTS.event("AlertLeftToPolice")
@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLeftToPolice(OfNotification):
    """Here the force tells schools itself; we only write down that this child's school is theirs to tell (NOT-04)."""


NotificationEvent = (
    NotificationRequested
    | NotificationBuilt
    | NotificationHeld
    | NotificationApproved
    | NotificationReleased
    | NotificationSuppressed
    | NotificationSent
    | NotificationDelivered
    | NotificationAcknowledged
    | InformationRequestAnswered
    | NotificationFailed
    | DuplicateNotSent
    | AlertLeftToPolice
)
