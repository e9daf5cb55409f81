"""What may be asked of a notification. Each command carries who asks and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from notifications.codes import EncompassMode, Guard, Transport, YesNoNotKnown
from notifications.notification.facts import About
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class EncompassChecks:
    """What was known about the contact when an alert to a school was asked for.

    ``opens_at``: the school is closed for more than a week, and the alert waits for this first morning of term.
    """

    mode: EncompassMode
    school_days_since_incident: int
    adult_works_with_children: YesNoNotKnown
    roles_unclear: bool
    opens_at: datetime | None
    school_day_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestNotification:
    """``payload`` holds the exact words; ``runs_from`` is when the deadline began; ``pupil_keys`` find the
    child on a roll (see ``notifications.pupils``). ``doubts`` are what a person has to answer before it may leave,
    over those that an alert's ``encompass`` raises.
    """

    about: About
    payload: Mapping[str, object]
    runs_from: datetime
    due_at: datetime | None
    pupil_keys: tuple[str, ...] = ()
    encompass: EncompassChecks | None = None
    doubts: tuple[Guard, ...] = ()
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredRecipient:
    """What the register says today about whoever should be told."""

    recipient_id: str
    org_id: str
    name: str
    transport: Transport
    verified_at: datetime | None
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCheck:
    """Whether the child is on the roll that the school last gave us."""

    taken_at: datetime
    on_roll: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNotification:
    """``recipient`` and ``roll`` are None when nobody has registered one. ``roles_unclear``: the police have yet to say
    who did what to whom in the contact.
    """

    recipient: RegisteredRecipient | None
    roll: RollCheck | None
    verification_days: int
    roles_unclear: bool = False
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldNotification:
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveNotification:
    """A person has read the exact words and lets them leave."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNotification:
    """``staff_at_recipient`` answers the question that NOT-05 asks: does the adult work at this school?"""

    reason: str
    staff_at_recipient: YesNoNotKnown | None = None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressNotification:
    reason: str
    review_on: date | None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelivery:
    """The recipient's own people have fetched it or were shown it."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPhoneDelivery:
    """Somebody of ours has read the words out to a named person."""

    spoken_to: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeNotification:
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInformationRequest:
    """The asked agency says itself what it knows; with ``declined``, ``words`` say why it does not share.
    ``answered_by`` is the person who says so.
    """

    words: str
    declined: bool
    answered_by: str
    by: Actor
    at: datetime


NotificationCommand = (
    RequestNotification
    | SendNotification
    | HoldNotification
    | ApproveNotification
    | ReleaseNotification
    | SuppressNotification
    | RecordDelivery
    | RecordPhoneDelivery
    | AcknowledgeNotification
    | AnswerInformationRequest
)

RELEASED_BY_FACTS = frozenset({Guard.UNVERIFIED, Guard.NOT_ON_ROLL, Guard.ROLES_UNCLEAR})
"""No word of a manager lifts these: the register, the roll or the contact has to be put right, then it is sent by
itself."""

RELEASED_BY_POLICE = frozenset({Guard.STALE_INCIDENT})
