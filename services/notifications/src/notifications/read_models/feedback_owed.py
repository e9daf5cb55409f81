"""To whom do we owe an outcome? One row a decision, until its sender was told or there is nobody to tell."""

from collections.abc import Sequence
from datetime import datetime

from notifications.codes import OUTCOMES
from notifications.notification.events import NotificationRequested
from notifications.readings import ThresholdDecisionAuthorised
from notifications.waiting import OwedFeedback
from shared.database import Connection, Row
from shared.events import Recorded
from shared.subscriptions import Message

AT_ONCE = 100


async def remember(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    decision, meta = message.data, message.meta
    await connection.execute(
        "insert into feedback_owed values ($1, $2, $3, $4, $5, $6, $7, $8, $7) on conflict do nothing",
        meta.event_id,
        decision.contact_id,
        decision.child_id,
        decision.decision,
        decision.need_level,
        decision.plain_reason or "",
        decision.decided_at or meta.occurred_at or meta.recorded_at,
        meta.correlation_id,
    )


async def project(connection: Connection, events: Sequence[Recorded[object]]) -> None:
    """What was asked for is no longer owed here: from then on the notification itself is watched."""
    for recorded in events:
        event = recorded.data
        if isinstance(event, NotificationRequested) and event.about.profile in OUTCOMES:
            await settle(connection, event.about.cause_event)


async def settle(connection: Connection, event_id: str) -> None:
    await connection.execute("delete from feedback_owed where event_id = $1", event_id)


async def owed(connection: Connection, now: datetime) -> list[OwedFeedback]:
    """The longest owed first, as far as the contact that they answer is known here."""
    rows = await connection.fetch(
        """select event_id, contact_id, child_id, decision, need_level, plain_reason, decided_at, correlation_id
           from feedback_owed where next_at <= $1 and contact_id in (select contact_id from contacts)
           order by next_at, event_id limit $2""",
        now,
        AT_ONCE,
    )
    return [_owed(row) for row in rows]


def _owed(row: Row) -> OwedFeedback:
    return OwedFeedback(**dict(row))


async def try_later(connection: Connection, event_id: str, at: datetime) -> None:
    """It could not be asked for; it stays owed."""
    await connection.execute("update feedback_owed set next_at = $2 where event_id = $1", event_id, at)
