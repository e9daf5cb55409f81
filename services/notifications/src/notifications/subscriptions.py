"""What the other services tell, and what follows from it: alerts and receipts at once, outcomes by the sender."""

from collections.abc import Sequence

from notifications.notification.commands import RequestNotification
from notifications.notification.decider import NOTIFICATION
from notifications.policy import POLICY
from notifications.read_models import contacts, feedback_owed
from notifications.readings import (
    ChildIdentified,
    ContactQualityAssessed,
    ContactReceived,
    ThresholdDecisionAuthorised,
)
from notifications.requests import encompass_requests, receipt_request
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("notifications")


def request_step(command: RequestNotification) -> Step:
    """Into the stream of its own, where a second request for the same words is known again (NOT-08)."""
    stream = f"Notification-{command.about.notification_id}"
    return Step(stream=stream, decider=NOTIFICATION, command=command)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
def tell_who_must_know_of_it(message: Message[ContactReceived]) -> Sequence[Step]:
    """A receipt for the sender; for a police domestic abuse contact, an alert to each child's school."""
    receipt = receipt_request(message.data, message.meta, POLICY)
    alerts = encompass_requests(message.data, message.meta, POLICY)
    return [request_step(command) for command in ([receipt] if receipt else []) + alerts]


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
async def remember_contact(connection: Connection, message: Message[ContactReceived]) -> None:
    await contacts.remember(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactQualityAssessed.v1", ContactQualityAssessed)
async def note_quality(connection: Connection, message: Message[ContactQualityAssessed]) -> None:
    await contacts.note_quality(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
async def note_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    await contacts.note_identity(connection, message)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecisionAuthorised)
async def owe_the_outcome(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    """The contact comes on another topic and may come later, so the outcome is asked for once both are here."""
    await feedback_owed.remember(connection, message)
