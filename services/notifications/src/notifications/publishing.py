"""What notifications lets the other services read, on the topic ``notifications``: who was told what, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from notifications.notification.events import (
    AlertLeftToPolice,
    DuplicateNotSent,
    InformationRequestAnswered,
    NotificationAcknowledged,
    NotificationApproved,
    NotificationBuilt,
    NotificationDelivered,
    NotificationFailed,
    NotificationHeld,
    NotificationReleased,
    NotificationRequested,
    NotificationSent,
    NotificationSuppressed,
    OfNotification,
)
from notifications.owed.questions import asked_agency
from notifications.policy import POLICY
from notifications.recipient.events import RecipientIntroduced, RecipientRegistered
from shared.contracts import Contract, Sensitivity
from shared.events import Recorded

TOPIC = "notifications"


class NotificationContract(Contract):
    """What every contract says of its notification.

    ``recipient_org`` is known once the recipient was found. ``contact_id`` is empty for words about no single contact.
    """

    notification_id: Annotated[str, Sensitivity.PUBLIC]
    profile: Annotated[str, Sensitivity.PUBLIC]
    recipient_id: Annotated[str | None, Sensitivity.PUBLIC]
    recipient_org: Annotated[str | None, Sensitivity.PUBLIC]
    recipient_urn: Annotated[str | None, Sensitivity.EDU]
    recipient_name: Annotated[str | None, Sensitivity.PUBLIC]
    child_id: Annotated[str | None, Sensitivity.PUBLIC]
    contact_id: Annotated[str, Sensitivity.PUBLIC]
    cause_event: Annotated[str, Sensitivity.PUBLIC]


class NotificationRequestedV1(NotificationContract, type="frontdoor.NotificationRequested.v1", topic=TOPIC):
    due_at: Annotated[datetime | None, Sensitivity.PUBLIC]


class NotificationBuiltV1(NotificationContract, type="frontdoor.NotificationBuilt.v1", topic=TOPIC):
    """A hash of each field; the words themselves travel when they are sent."""

    profile_version: Annotated[int, Sensitivity.PUBLIC]
    field_hashes: Annotated[dict[str, str], Sensitivity.PUBLIC]


class NotificationHeldV1(NotificationContract, type="frontdoor.NotificationHeld.v1", topic=TOPIC):
    """``reason``: SCHOOL_CLOSED, RECIPIENT_UNVERIFIED, SAFETY_RISK, STALE_INCIDENT or AWAITING_APPROVAL."""

    reason: Annotated[str, Sensitivity.SCR]
    until: Annotated[datetime | None, Sensitivity.SCR]


class NotificationApprovedV1(NotificationContract, type="frontdoor.NotificationApproved.v1", topic=TOPIC):
    """A person has read the exact words before they left."""

    approved_by: Annotated[str, Sensitivity.PUBLIC]
    approved_at: Annotated[datetime, Sensitivity.PUBLIC]


class NotificationReleasedV1(NotificationContract, type="frontdoor.NotificationReleased.v1", topic=TOPIC):
    """A person has answered the doubt for which it was held."""


class NotificationSentV1(NotificationContract, type="frontdoor.NotificationSent.v1", topic=TOPIC):
    """``payload`` is word for word what the recipient was sent, and nothing else. ``contact_channel``: how the contact
    came that a receipt acknowledges.
    """

    transport: Annotated[str, Sensitivity.PUBLIC]
    sent_at: Annotated[datetime, Sensitivity.PUBLIC]
    due_at: Annotated[datetime | None, Sensitivity.PUBLIC]
    late: Annotated[bool, Sensitivity.PUBLIC]
    payload: Annotated[dict[str, Any], Sensitivity.SCR]
    contact_channel: Annotated[str | None, Sensitivity.PUBLIC] = None


class NotificationDeliveredV1(NotificationContract, type="frontdoor.NotificationDelivered.v1", topic=TOPIC):
    transport: Annotated[str, Sensitivity.PUBLIC]
    delivered_at: Annotated[datetime, Sensitivity.PUBLIC]
    late: Annotated[bool, Sensitivity.PUBLIC]


class NotificationAcknowledgedV1(NotificationContract, type="frontdoor.NotificationAcknowledged.v1", topic=TOPIC):
    by: Annotated[str, Sensitivity.PUBLIC]
    at: Annotated[datetime, Sensitivity.PUBLIC]


class InformationRequestAnsweredV1(NotificationContract, type="frontdoor.InformationRequestAnswered.v1", topic=TOPIC):
    """What the asked agency said itself, in the field of the class that its words belong to; the others are empty.
    ``declined_because`` is said instead where it does not share.
    """

    agency: Annotated[str, Sensitivity.SCR]
    police: Annotated[str, Sensitivity.POL] = ""
    health: Annotated[str, Sensitivity.HLT] = ""
    education: Annotated[str, Sensitivity.EDU] = ""
    others: Annotated[str, Sensitivity.HIS] = ""
    declined_because: Annotated[str, Sensitivity.SCR] = ""
    answered_by: Annotated[str, Sensitivity.SCR]
    answered_at: Annotated[datetime, Sensitivity.PUBLIC]
    late: Annotated[bool, Sensitivity.PUBLIC]


CLASS_OF_ANSWER = {
    "POLICE": "police",
    "PROBATION": "police",
    "MARAC": "police",
    "HEALTH": "health",
    "EDUCATION": "education",
}
"""To which class an agency's words belong; those of all others are the child's history."""


class NotificationFailedV1(NotificationContract, type="frontdoor.NotificationFailed.v1", topic=TOPIC):
    transport: Annotated[str, Sensitivity.PUBLIC]
    reason: Annotated[str, Sensitivity.PUBLIC]


class NotificationSuppressedV1(NotificationContract, type="frontdoor.NotificationSuppressed.v1", topic=TOPIC):
    """A manager decided that this is not told; why is kept with us."""

    review_on: Annotated[str, Sensitivity.SCR]


class DuplicateNotSentV1(NotificationContract, type="frontdoor.DuplicateNotSent.v1", topic=TOPIC):
    """The recipient had been told of the same incident and child before."""


class AlertLeftToPoliceV1(NotificationContract, type="frontdoor.AlertLeftToPolice.v1", topic=TOPIC):
    """In this area the force tells schools itself."""


class RecipientRegisteredV1(Contract, type="frontdoor.RecipientRegistered.v1", topic=TOPIC):
    """A school (by its ``urn``) or an organisation that the register knows. Who answers for it, and how it is told,
    stays with us."""

    urn: Annotated[str | None, Sensitivity.PUBLIC]
    name: Annotated[str, Sensitivity.PUBLIC]


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contract of one of our events; of the register of recipients only who is on it."""
    event = recorded.data
    if isinstance(event, RecipientRegistered | RecipientIntroduced):
        return [RecipientRegisteredV1(urn=event.urn, name=event.name)]
    return [_contract(event, _about(event))] if isinstance(event, OfNotification) else []


def _about(event: OfNotification) -> Mapping[str, Any]:
    about = event.about
    return {name: getattr(about, name) for name in NotificationContract.model_fields}


def _contract(event: OfNotification, about: Mapping[str, Any]) -> Contract:
    match event:
        case NotificationRequested():
            return NotificationRequestedV1(**about, due_at=event.due_at)
        case NotificationBuilt():
            return NotificationBuiltV1(
                **about, profile_version=event.profile_version, field_hashes=dict(event.field_hashes)
            )
        case NotificationHeld():
            return NotificationHeldV1(**about, reason=event.reason, until=event.until)
        case NotificationApproved():
            return NotificationApprovedV1(**about, approved_by=event.approved_by, approved_at=event.approved_at)
        case NotificationReleased():
            return NotificationReleasedV1(**about)
        case NotificationSent():
            return _sent(event, about)
        case NotificationDelivered():
            return NotificationDeliveredV1(
                **about, transport=event.transport, delivered_at=event.delivered_at, late=event.late
            )
        case NotificationAcknowledged():
            return NotificationAcknowledgedV1(**about, by=event.acknowledged_by, at=event.acknowledged_at)
        case InformationRequestAnswered():
            return _answered(event, about)
        case NotificationFailed():
            return NotificationFailedV1(**about, transport=event.transport, reason=event.reason)
        case NotificationSuppressed():
            return NotificationSuppressedV1(**about, review_on=event.review_on.isoformat())
        case DuplicateNotSent():
            return DuplicateNotSentV1(**about)
        case AlertLeftToPolice():
            return AlertLeftToPoliceV1(**about)
        case _:
            raise AssertionError(f"{type(event).__name__} has no contract")


def _sent(event: NotificationSent, about: Mapping[str, Any]) -> NotificationSentV1:
    return NotificationSentV1(
        **about,
        transport=event.transport,
        sent_at=event.sent_at,
        due_at=event.due_at,
        late=event.late,
        payload=dict(event.payload),
        contact_channel=event.about.contact_channel,
    )


def _answered(event: InformationRequestAnswered, about: Mapping[str, Any]) -> InformationRequestAnsweredV1:
    agency = asked_agency(event.about, POLICY)
    field = "declined_because" if event.declined else CLASS_OF_ANSWER.get(agency, "others")
    return InformationRequestAnsweredV1(
        **about,
        agency=agency,
        answered_by=event.answered_by,
        answered_at=event.answered_at,
        late=event.late,
        **{field: event.words},
    )
