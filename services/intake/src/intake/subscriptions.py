"""What intake hears: of a contact's screening, about which its senders may ask; of receipts; of schools."""

from datetime import datetime

from intake.commands import AcknowledgeReferrer
from intake.decider import CONTACT
from intake.decider.arriving import UNANSWERED
from intake.decider.telling import MEANS
from intake.read_models import schools, submissions
from shared.access.actor import SYSTEM
from shared.contracts import Reading
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("intake")
RECEIPTS = ("ACK_PRO", "ACK_PUBLIC")


class ScreeningOpened(Reading):
    contact_id: str


class ThresholdDecisionAuthorised(Reading):
    contact_id: str
    child_id: str
    decision: str
    decided_at: datetime


class RecipientRegistered(Reading):
    urn: str | None = None
    name: str


class NotificationSent(Reading):
    profile: str
    contact_id: str
    transport: str | None = None
    sent_at: datetime
    contact_channel: str | None = None


@SUBSCRIPTIONS.on("notifications", "frontdoor.NotificationSent.v1", NotificationSent)
def note_acknowledgement(message: Message[NotificationSent]) -> list[Step]:
    """A receipt has left for somebody who wrote, and whom nothing had answered yet (CK_ACK)."""
    sent = message.data
    if sent.profile not in RECEIPTS or sent.contact_channel not in UNANSWERED:
        return []
    means = sent.transport if sent.transport in MEANS else "PORTAL"
    command = AcknowledgeReferrer(by=SYSTEM, at=sent.sent_at, by_means_of=means)
    return [Step(stream=f"Contact-{sent.contact_id}", decider=CONTACT, command=command)]


@SUBSCRIPTIONS.project("notifications", "frontdoor.RecipientRegistered.v1", RecipientRegistered)
async def note_school(connection: Connection, message: Message[RecipientRegistered]) -> None:
    if message.data.urn is not None:
        await schools.keep(connection, message.data.urn, message.data.name)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ScreeningOpened.v1", ScreeningOpened)
async def note_screening(connection: Connection, message: Message[ScreeningOpened]) -> None:
    await submissions.begin_screening(connection, message.data.contact_id, message.meta.recorded_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecisionAuthorised)
async def note_decision(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    data = message.data
    await submissions.note_outcome(connection, data.contact_id, data.child_id, data.decision, data.decided_at)
