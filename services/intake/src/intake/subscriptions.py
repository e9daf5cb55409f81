"""What intake hears of a contact's screening: that it has begun, what was decided. Its senders may ask about that."""

from datetime import datetime

from intake.read_models import submissions
from shared.contracts import Reading
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("intake")


class ScreeningOpened(Reading):
    contact_id: str


class ThresholdDecisionAuthorised(Reading):
    contact_id: str
    child_id: str
    decision: str
    decided_at: datetime


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ScreeningOpened.v1", ScreeningOpened)
async def note_screening(connection: Connection, message: Message[ScreeningOpened]) -> None:
    await submissions.begin_screening(connection, message.data.contact_id, message.meta.recorded_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecisionAuthorised)
async def note_decision(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    data = message.data
    await submissions.note_outcome(connection, data.contact_id, data.child_id, data.decision, data.decided_at)
