"""What the other services tell, and what follows from it: alerts and receipts at once, outcomes by the sender."""

from collections.abc import Sequence

from notifications.notification.commands import RequestNotification
from notifications.notification.decider import NOTIFICATION
from notifications.policy import POLICY
from notifications.read_models import contacts, feedback_owed, outstanding
from notifications.readings import (
    ChildIdentified,
    ContactAmended,
    ContactQualityAssessed,
    ContactReceived,
    ThresholdDecisionAuthorised,
    VictimAndPerpetratorClarified,
)
from notifications.requests import encompass_requests, receipt_request, roles_unclear
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


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
async def note_amendment(connection: Connection, message: Message[ContactAmended]) -> None:
    """A later version may be the one that mixes victim and perpetrator up."""
    if not message.data.superseded and roles_unclear(message.data.flags):
        await contacts.note_roles(connection, message.data.contact_id, unclear=True)


@SUBSCRIPTIONS.project("contacts", "frontdoor.VictimAndPerpetratorClarified.v1", VictimAndPerpetratorClarified)
async def note_clarification(connection: Connection, message: Message[VictimAndPerpetratorClarified]) -> None:
    """The police have answered: what was held for it may leave."""
    contact_id = message.data.contact_id
    await contacts.note_roles(connection, contact_id, unclear=False)
    await outstanding.look_again_at_those_of(connection, contact_id, message.meta.recorded_at)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
async def note_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    await contacts.note_identity(connection, message)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecisionAuthorised)
async def owe_the_outcome(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    """The contact comes on another topic and may come later, so the outcome is asked for once both are here."""
    await feedback_owed.remember(connection, message)
